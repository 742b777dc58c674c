"""Accounts, money entries and months in the browser: who may, what is shown, what is refused."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from finance import services
from finance.models import Account, Books, MoneyEntry, MonthClosing
from logistics import clock
from tests.approvals.factories import Office
from tests.finance.test_closing import begin, close
from tests.finance.test_money import account, entry

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SEEING, KEEPING, DEPOSITING = "finance.view_moneyentry", "finance.keep_books", "finance.deposit_money"
CLOSING, AUDITING, PUBLISHING = "finance.close_month", "finance.audit_month", "finance.publish_month"


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def bank(office):
    bank = account(office, balances=[("public", Decimal("1000"))], on=date(2026, 1, 4))
    entry(bank, "300", on=date(2026, 1, 20), text="公用经费拨款")
    return bank


@pytest.fixture
def keeper(office, client_of):
    office.grant("accountant", SEEING, KEEPING, DEPOSITING, CLOSING)
    return client_of(office.accountant)


PAGES = [
    ("finance:books", []), ("finance:books_change", []), ("finance:account_create", []), ("finance:moneyentry_list", []),
    ("finance:income_create", []), ("finance:expense_create", []), ("finance:transfer_create", []),
    ("finance:deposit_create", []), ("finance:closing_list", []), ("finance:closing_create", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_whoever_has_no_right_is_not_let_in(office, client_of, name, args):
    assert client_of(office.teacher).get(reverse(name, args=args)).status_code == 403


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_the_keeper_opens_every_page(keeper, bank, name, args):
    assert keeper.get(reverse(name, args=args)).status_code == 200


def test_records_of_another_school_are_out_of_sight(office, bank, client_of):
    closing = close(office)
    elsewhere = Office()
    elsewhere.grant("accountant", SEEING, KEEPING, CLOSING)
    stranger = client_of(elsewhere.accountant)

    for name, record in (
        ("finance:moneyentry_detail", MoneyEntry.objects.first()), ("finance:account_change", bank),
        ("finance:closing_detail", closing), ("finance:closing_paper", closing), ("finance:closing_reconcile", closing),
    ):  # fmt: skip
        assert stranger.get(reverse(name, args=[record.pk])).status_code == 404, name


def test_the_accounts_show_what_lies_in_each(keeper, bank):
    page = keeper.get(reverse("finance:books")).content.decode()

    assert "1,300.00" in page
    assert "待结账：2026 年 1 月、2026 年 2 月" in page


def test_an_income_is_entered_once_however_often_it_is_sent(keeper, bank):
    facts = {
        "account": bank.pk, "source": "public", "amount": "46800", "on": "2026-03-05", "text": "三月拨款",
        "submission_key": "once",
    }  # fmt: skip

    for _time in range(2):
        keeper.post(reverse("finance:income_create"), facts)

    assert MoneyEntry.objects.filter(text="三月拨款").count() == 1


def test_what_a_rule_refuses_stands_at_its_field_and_nothing_typed_is_lost(keeper, office, bank):
    close(office)
    facts = {"account": bank.pk, "source": "public", "amount": "12.345", "on": "2026-01-05", "text": "补记一月"}

    page = keeper.post(reverse("finance:income_create"), facts).content.decode()
    assert "两位小数" in page and "补记一月" in page
    page = keeper.post(reverse("finance:income_create"), {**facts, "amount": "12"}).content.decode()
    assert "已结账" in page


def test_an_account_is_opened_with_its_balance(keeper, office):
    facts = {"kind": "cash", "name": "库存现金", "opening": "3000", "source": "public", "on": "2026-03-01"}

    keeper.post(reverse("finance:account_create"), facts)

    opened = Account.objects.get()
    assert (opened.name, opened.entries.get().amount) == ("库存现金", 3000)


def test_cash_is_paid_in_from_the_page(keeper, office, bank):
    cash = account(office, "库存现金", "cash")
    fees = entry(cash, "630", "collected", text="作业本费")

    keeper.post(
        reverse("finance:deposit_create"), {"entries": [fees.pk], "to": bank.pk, "on": "2026-03-20", "voucher": "0031"}
    )

    assert fees.deposited.on == NOON.date()


def test_an_entry_is_taken_back_from_its_page_and_then_offers_it_no_more(keeper, bank):
    wrong = MoneyEntry.objects.get(kind="income")
    page, url = (
        reverse("finance:moneyentry_detail", args=[wrong.pk]),
        reverse("finance:moneyentry_reverse", args=[wrong.pk]),
    )

    assert url in keeper.get(page).content.decode()
    keeper.post(url, {"reason": "录错"})

    assert wrong.correction.amount == -300
    assert url not in keeper.get(page).content.decode()


def test_books_are_set_up_and_a_centre_is_named(keeper, office):
    facts = {
        "mode": "central",
        "center": "",
        "handler_label": "经办人",
        "acceptor_label": "验收人",
        "reviewer_label": "审核人",
    }
    facts["one_pen"] = office.roles["principal"].pk

    assert "请填写核算中心的名称" in keeper.post(reverse("finance:books_change"), facts).content.decode()
    keeper.post(reverse("finance:books_change"), {**facts, "center": "区教育会计核算中心"})

    books = Books.objects.get(school=office.school)
    assert (books.mode, books.center, books.handler_label) == ("central", "区教育会计核算中心", "经办人")


def test_whoever_keeps_the_books_is_asked_where_they_are_until_an_account_is_open(keeper, office, client_of):
    asked = "独立核算还是集中核算"
    services.make_books(office.school)

    assert asked in keeper.get(reverse("home")).content.decode()
    assert asked not in client_of(office.head).get(reverse("home")).content.decode()

    account(office)
    assert asked not in keeper.get(reverse("home")).content.decode()


def test_a_month_goes_from_reconciling_to_publication_on_its_pages(keeper, office, bank, client_of):
    office.grant("director", SEEING, AUDITING, PUBLISHING)
    director = client_of(office.director)
    keeper.post(reverse("finance:closing_create"), {"month": "2026-01-01"})
    closing = MonthClosing.objects.get()

    def send(client, verb, **facts):
        return client.post(reverse(f"finance:closing_{verb}", args=[closing.pk]), facts)

    assert "相差" in send(keeper, "reconcile", what="books-", theirs="1").content.decode()
    for what, theirs in (("books-", "1300"), ("report-", "1300"), (f"cash-{bank.pk}", "1300"), ("goods-", "0")):
        send(keeper, "reconcile", what=what, theirs=theirs)
    send(keeper, "close")
    assert send(director, "submit").status_code == 403
    send(keeper, "submit")
    send(director, "audit", audited_by="区教育局", findings="手续完备")
    send(director, "publish")

    closing.refresh_from_db()
    assert (closing.status, closing.published_on) == ("audited", NOON.date())
    paper = keeper.get(reverse("finance:closing_paper", args=[closing.pk]))
    assert paper["Content-Type"] == "application/pdf"


def test_a_page_of_a_closed_month_offers_no_reconciling(keeper, office, bank):
    closing = begin(office)
    url = reverse("finance:closing_reconcile", args=[closing.pk])
    detail = reverse("finance:closing_detail", args=[closing.pk])
    assert url in keeper.get(detail).content.decode()

    close(office)

    assert url not in keeper.get(detail).content.decode()
    assert keeper.post(url, {"what": "books-", "theirs": "1300"}).status_code == 200
    assert MonthClosing.objects.get().reconciliations.count() == 4


def test_an_entry_made_for_a_record_is_not_taken_back_behind_its_back(keeper, office, bank):
    made = entry(bank, "120", "expense", text="报销", about=office.department)
    url = reverse("finance:moneyentry_reverse", args=[made.pk])

    assert url not in keeper.get(reverse("finance:moneyentry_detail", args=[made.pk])).content.decode()
    keeper.post(url, {"reason": "录错"})

    assert not hasattr(MoneyEntry.objects.get(pk=made.pk), "correction")


def test_a_school_without_an_account_opens_one_first(keeper, office):
    page = keeper.get(reverse("finance:books")).content.decode()

    assert reverse("finance:account_create") in page
    assert reverse("finance:income_create") not in page

    account(office)

    assert reverse("finance:income_create") in keeper.get(reverse("finance:books")).content.decode()


def test_a_closed_month_is_reported_to_each_reader_and_its_page_says_so(office, keeper, bank):
    month = close(office)
    address = reverse("finance:closing_report", args=[month.pk])
    facts = {"on": clock.today().isoformat(), "how": "三月校务会"}

    keeper.post(address, {"reader": "school", **facts})
    rest = keeper.get(address).content.decode()
    keeper.post(address, {"reader": "superior", **facts, "how": "区教育局签收"})
    page = keeper.get(month.get_absolute_url()).content.decode()

    assert 'value="superior"' in rest and 'value="school"' not in rest
    assert "三月校务会" in page and "区教育局签收" in page
    assert address not in page
    assert keeper.get(reverse("finance:closing_report_paper", args=[month.pk])).content[:4] == b"%PDF"


def test_a_report_of_another_day_is_told_at_its_field_and_an_open_month_has_none(office, keeper, bank):
    month, open_month = close(office), begin(office, date(2026, 2, 1))
    address = reverse("finance:closing_report", args=[month.pk])

    answer = keeper.post(address, {"reader": "school", "on": "2026-01-31", "how": "校务会"}).content.decode()

    assert "请选择结账当日至今天之间的日期" in answer
    assert (
        reverse("finance:closing_report", args=[open_month.pk])
        not in keeper.get(open_month.get_absolute_url()).content.decode()
    )
    assert not month.reports.exists()
