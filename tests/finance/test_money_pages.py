"""Pages of suppliers, budget and quotes, and what they add to the pages of requests."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from finance import services
from finance.models import BudgetLine, PurchaseRequest, Quote, Supplier, SupplierPaper
from logistics import clock
from tests.approvals.factories import Office
from tests.factories import UserFactory
from tests.finance.factories import approve, ask, budget_line, draft, line, quote, supplier
from tests.finance.test_pages import form_data, text

KEEPING = ["finance.view_supplier", "finance.keep_supplier", "finance.ban_supplier"]
BUDGET = ["finance.view_budgetline", "finance.keep_budget"]


@pytest.fixture(autouse=True)
def rights(office):
    office.grant("teacher", "finance.ask_purchase")
    office.grant("director", "finance.ask_purchase", "finance.record_purchase", *KEEPING)
    office.grant("director", "finance.view_purchaserequest")
    office.grant("accountant", "finance.ask_purchase", "finance.view_purchaserequest", *BUDGET)


def url(name, *args):
    return reverse(f"finance:{name}", args=args)


# --- suppliers --------------------------------------------------------------------------------------------------------


def test_a_supplier_is_entered_shown_and_changed(office, client_of):
    client = client_of(office.director)

    client.post(url("supplier_create"), {"name": "甲店", "credit_code": "91350100m000100y43", "supplies": "灯具"})
    entered = Supplier.objects.get()
    shown = text(client.get(url("supplier_detail", entered.pk)))
    client.post(url("supplier_change", entered.pk), {"name": "甲店", "phone": "139", "is_active": "on"})

    entered.refresh_from_db()
    assert "91350100M000100Y43" in shown
    assert (entered.credit_code, entered.phone, entered.is_active) == ("", "139", True)


def test_a_wrong_credit_code_is_told_at_its_field(office, client_of):
    answer = client_of(office.director).post(url("supplier_create"), {"name": "甲店", "credit_code": "123"})

    assert "信用代码有误" in text(answer)


def test_suppliers_are_for_whoever_may_see_them_and_of_the_own_school(office, client_of):
    entered, foreign = supplier(office), supplier(Office())

    assert client_of(office.teacher).get(url("supplier_list")).status_code == 403
    assert client_of(office.director).get(url("supplier_detail", entered.pk)).status_code == 200
    assert client_of(office.director).get(url("supplier_detail", foreign.pk)).status_code == 404
    assert client_of(UserFactory()).get(url("supplier_list")).status_code == 403


def test_the_blacklist_stands_on_the_page_with_its_reason_until_it_is_lifted(office, client_of):
    client, entered = client_of(office.director), supplier(office)
    client.post(url("supplier_ban", entered.pk), {"reason": "以次充好", "from_on": clock.today().isoformat()})
    banned = text(client.get(url("supplier_detail", entered.pk)))
    found = text(client.get(url("supplier_list"), {"standing": "banned"}))

    client.post(url("supplier_lift", entered.pk), {"reason": "已整改"})

    assert "列入黑名单" in banned and "以次充好" in banned
    assert entered.name in found
    assert entered.name not in text(client.get(url("supplier_list"), {"standing": "banned"}))


def test_a_paper_is_added_and_stands_in_the_list_and_the_workbook(office, client_of):
    client, entered = client_of(office.director), supplier(office)

    client.post(url("supplier_paper", entered.pk), {"kind": "food", "number": "JY1", "valid_until": "2020-01-31"})

    assert SupplierPaper.objects.get().number == "JY1"
    assert "证照过期" in text(client.get(url("supplier_list")))
    answer = client.get(url("supplier_workbook"))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert "食品经营许可证（2020-01-31）" in [cell.value for row in sheet.rows for cell in row]


def test_what_was_bought_there_stands_on_its_page(office, client_of):
    entered = supplier(office)
    services.record_purchase(approve(ask(office)), bought_on=clock.today(), seller=entered, by=office.director)

    assert "LED灯管" in text(client_of(office.director).get(url("supplier_detail", entered.pk)))


def test_ordering_chooses_a_supplier_or_names_a_new_one(office, client_of):
    client, entered = client_of(office.director), supplier(office)
    first, second, third = (approve(ask(office)) for _number in range(3))

    def send(request, **facts):
        only = request.lines.get()
        day = clock.today().isoformat()
        data = {"channel": "retail", "ordered_on": day, "buyer": office.director.pk}
        data |= {f"lines-{only.pk}-quantity": only.quantity, f"lines-{only.pk}-unit_price": only.unit_price}
        return client.post(url("order_create", request.pk), {**data, **facts})

    send(first, supplier=entered.pk)
    send(second, new_supplier="新店")
    answer = send(third)

    sellers = PurchaseRequest.objects.order_by("pk").values_list("seller__name", "supplier")
    assert list(sellers) == [(entered.name, entered.name), ("新店", "新店"), (None, "")]
    assert "请选择供应商" in text(answer)


# --- budget -----------------------------------------------------------------------------------------------------------


def test_a_line_is_opened_adjusted_and_shown_with_what_is_left(office, client_of):
    client, year = client_of(office.accountant), clock.today().year

    client.post(url("budgetline_create"), {"year": year, "source": "public", "item": "办公费", "amount": "60000.00"})
    opened = BudgetLine.objects.get()
    client.post(url("budgetline_adjust", opened.pk), {"amount": "-2000", "reason": "校务会决定"})

    shown = text(client.get(url("budgetline_detail", opened.pk)))
    assert "58,000.00" in shown and "校务会决定" in shown
    assert "58,000.00" in text(client.get(url("budgetline_list")))


def test_the_budget_is_for_whoever_may_see_it(office, client_of):
    opened, foreign = budget_line(office), budget_line(Office())

    assert client_of(office.teacher).get(url("budgetline_list")).status_code == 403
    assert client_of(office.accountant).get(url("budgetline_detail", opened.pk)).status_code == 200
    assert client_of(office.accountant).get(url("budgetline_detail", foreign.pk)).status_code == 404
    assert client_of(office.director).get(url("budgetline_adjust", opened.pk)).status_code == 403


def test_used_up_lines_are_found_and_the_workbook_has_the_sums(office, client_of):
    empty = budget_line(office, "0", item="培训费")
    budget_line(office, "1000")
    client = client_of(office.accountant)

    found = text(client.get(url("budgetline_list"), {"exhausted": "true"}))
    answer = client.get(url("budgetline_workbook"))

    assert empty.item in found and "办公费" not in found
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in list(sheet.rows)[-1]][5:9] == [1000, 0, 0, 1000]


def test_the_form_tells_while_typing_what_is_left_and_refuses_more_without_a_reason(office, client_of):
    budget, client = budget_line(office, "300"), client_of(office.teacher)
    data = form_data(office, budget_line=budget.pk)

    told = text(client.post(url("purchase_preview"), data))
    client.post(url("purchase_create"), data)
    written = PurchaseRequest.objects.get()
    refused = text(client.post(url("purchase_submit", written.pk), {}))

    assert "超预算 70.00 元，请写明超出原因。" in told
    assert "只剩 300.00 元" in refused
    assert PurchaseRequest.objects.get().status == "draft"


def test_the_form_warns_of_a_split_while_typing(office, client_of):
    ask(office, line(quantity="1", unit_price="4900"))

    told = text(client_of(office.teacher).post(url("purchase_preview"), form_data(office)))

    assert "疑似化整为零" in told and "5,270.00" in told


def test_marked_requests_are_found_in_the_list(office, client_of):
    ask(office, line(quantity="1", unit_price="2600"), title="第一批")
    ask(office, line(quantity="1", unit_price="2600"), title="第二批")
    client = client_of(office.director)

    found = text(client.get(url("purchase_list"), {"mark": "split"}))

    assert "第二批" in found and "第一批" not in found
    assert "疑似化整为零" in text(client.get(PurchaseRequest.objects.get(title="第二批").get_absolute_url()))


# --- quotes -----------------------------------------------------------------------------------------------------------


def test_quotes_are_entered_chosen_and_withdrawn_on_the_page(office, client_of):
    client = client_of(office.teacher)
    request = draft(office, line(quantity="2", unit_price="2500"))
    price = f"price_{request.lines.get().pk}"

    client.post(url("quote_create", request.pk), {"new_supplier": "甲店", price: "2600"})
    client.post(url("quote_create", request.pk), {"new_supplier": "乙店", "total": "5000"})
    dear, cheap = Quote.objects.order_by("pk")
    refused = text(client.post(url("quote_choose", dear.pk), {}))
    client.post(url("quote_choose", cheap.pk), {})
    shown = text(client.get(request.get_absolute_url()))
    client.post(url("quote_withdraw", dear.pk), {"reason": "写错了"})

    assert "有更低的报价（5,000.00 元）" in refused
    assert "报价最低。" in shown and "5,200.00" in shown
    assert list(request.quotes.standing()) == [cheap]
    assert client.get(url("quote_comparison", request.pk))["Content-Type"] == "application/pdf"


def test_only_whoever_asked_and_the_buyer_enter_quotes(office, client_of):
    request = draft(office, line(quantity="2", unit_price="2500"))
    other = office.appoint("teacher", UserFactory())
    data = {"new_supplier": "甲店", "total": "5000"}

    assert client_of(other).get(url("quote_create", request.pk)).status_code == 404
    client_of(office.accountant).post(url("quote_create", request.pk), data)
    assert not Quote.objects.exists()
    client_of(office.director).post(url("quote_create", request.pk), data)
    assert Quote.objects.get().total == Decimal("5000")


def test_a_quote_of_another_school_is_out_of_sight(office, client_of):
    elsewhere = Office()
    made = quote(draft(elsewhere), supplier(elsewhere))

    assert client_of(office.director).get(url("quote_choose", made.pk)).status_code == 404
    assert client_of(office.director).get(url("quote_comparison", made.request.pk)).status_code == 404
