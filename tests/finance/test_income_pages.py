"""Pages of agreements, dues, scrap, compensation, donations, savings and earmarked funds."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from finance.hooks.income_desk import GRANTS
from finance.models import (
    Agreement,
    Compensation,
    Contribution,
    EarmarkedFund,
    FundFinding,
    Instalment,
    MoneyEntry,
    Saving,
    ScrapSale,
)
from logistics import clock
from logistics.approvals.selectors import case_of
from tests.approvals.factories import Office
from tests.assets.factories import AssetFactory
from tests.factories import UserFactory, user_with
from tests.finance.factories import approve, ask, budget_line
from tests.finance.factories import line as thing
from tests.finance.income_factories import (
    DAY,
    account,
    agree,
    damage,
    draft,
    fund,
    gift,
    in_kind,
    pay,
    receive,
    room,
    saving,
    scraps,
    sell,
    submit,
)
from tests.finance.test_pages import text
from tests.repairs.factories import RepairFactory

pytestmark = pytest.mark.usefixtures("september")


@pytest.fixture(autouse=True)
def rights(office):
    give_rights(office)


def give_rights(office):
    for permission, roles in GRANTS.items():
        for role in set(roles) & set(office.people):
            office.grant(role, permission)


def url(name, *args):
    return reverse(f"finance:{name}", args=args)


def first_due(agreement):
    return agreement.instalments.first()


# --- access -----------------------------------------------------------------------------------------------------------

MADE = {
    "agreement": agree,
    "instalment": lambda office: first_due(agree(office)),
    "scrapsale": lambda office: sell(scraps(office), office),
    "compensation": damage,
    "contribution": gift,
    "saving": saving,
    "fund": fund,
}


@pytest.mark.parametrize("name", MADE)
def test_a_stranger_of_another_school_finds_nothing_and_a_teacher_may_not_look(office, client_of, name):
    record = MADE[name](office)
    elsewhere = Office()
    give_rights(elsewhere)

    assert client_of(office.director).get(record.get_absolute_url()).status_code == 200
    assert client_of(elsewhere.director).get(record.get_absolute_url()).status_code == 404
    assert client_of(office.teacher).get(url(f"{name}_list")).status_code == 403
    assert client_of(UserFactory()).get(url(f"{name}_list")).status_code == 403


@pytest.mark.parametrize("name", MADE)
def test_lists_show_their_rows_on_screen_and_as_csv(office, client_of, name):
    record = MADE[name](office)
    client = client_of(office.director)

    csv = b"".join(client.get(url(f"{name}_list"), {"format": "csv"}).streaming_content).decode("utf-8-sig")

    assert record.get_absolute_url() in text(client.get(url(f"{name}_list")))
    assert len(csv.strip().splitlines()) >= 2


@pytest.mark.parametrize("name", MADE)
def test_a_school_that_has_nothing_yet_opens_every_list_and_form(client_of, name):
    client = client_of(user_with(*GRANTS))

    assert client.get(url(f"{name}_list")).status_code == 200
    if name != "instalment":
        assert client.get(url(f"{name}_create")).status_code == 200


@pytest.mark.parametrize("name", MADE)
def test_lists_are_ledgers_as_workbooks(office, client_of, name):
    MADE[name](office)

    answer = client_of(office.director).get(url(f"{name}_list"), {"format": "xlsx"})

    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet["A1"].value.startswith(office.school.name)
    assert sheet.max_row >= 4


@pytest.mark.parametrize(
    ("name", "query", "found"),
    [
        ("agreement", {"mark": "outstanding"}, True), ("agreement", {"mark": "in_kind"}, False),
        ("agreement", {"q": "刘记"}, True), ("agreement", {"q": "王记店"}, False),
        ("instalment", {"standing": "overdue"}, True), ("instalment", {"standing": "received"}, False),
        ("instalment", {"standing": "in_kind"}, False), ("instalment", {"q": "刘记"}, True),
        ("compensation", {"standing": "overdue"}, False), ("compensation", {"standing": "open"}, True),
        ("compensation", {"standing": "waived"}, False), ("contribution", {"standing": "waiting"}, True),
        ("contribution", {"standing": "public"}, False), ("fund", {"standing": "left"}, True),
        ("fund", {"standing": "passed"}, False), ("scrapsale", {"what": "metal"}, False),
    ],
)  # fmt: skip
def test_filters_leave_what_they_say(office, client_of, name, query, found):
    record = MADE[name](office)

    assert (record.get_absolute_url() in text(client_of(office.director).get(url(f"{name}_list"), query))) is found


@pytest.mark.parametrize(("days", "found"), [(59, True), (90, False)])
def test_agreements_that_end_soon_are_found(office, client_of, days, found):
    today = clock.today()
    record = agree(office, starts_on=today - DAY, ends_on=today + days * DAY)

    shown = text(client_of(office.director).get(url("agreement_list"), {"mark": "ending"}))

    assert (record.get_absolute_url() in shown) is found


# --- agreements -------------------------------------------------------------------------------------------------------


def lease_data(office, **facts):
    year = clock.today().year
    return {
        "kind": "lease", "subject": "东门门面房", "party": "刘记文具店", "place": room(office).pk, "paid_by": "half",
        "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31", "yearly_price": "12000", "duties": "负责消防", **facts,
    }  # fmt: skip


def test_an_agreement_is_drawn_up_changed_submitted_and_approved_on_its_pages(office, client_of):
    client = client_of(office.director)
    client.post(url("agreement_create"), lease_data(office))
    agreement = Agreement.objects.get()

    client.post(url("agreement_change", agreement.pk), lease_data(office, yearly_price="15000"))
    client.post(url("agreement_submit", agreement.pk))

    agreement.refresh_from_db()
    assert (agreement.status, agreement.yearly_price) == ("pending", Decimal(15000))


def test_a_lease_without_duties_is_told_at_its_field(office, client_of):
    answer = client_of(office.director).post(url("agreement_create"), lease_data(office, duties=""))

    assert "租赁协议必须写明双方职责" in text(answer)
    assert Agreement.objects.count() == 0


def test_a_draft_is_given_up_and_one_submitted_withdrawn(office, client_of):
    client, first, second = client_of(office.director), draft(office), submit(office)

    client.post(url("agreement_drop", first.pk))
    client.post(url("agreement_withdraw", second.pk))

    assert {agreement.status for agreement in Agreement.objects.all()} == {"withdrawn"}


def test_an_agreement_is_ended_early_with_its_reason(office, client_of):
    agreement = agree(office)

    client_of(office.director).post(
        url("agreement_end", agreement.pk), {"ended_on": f"{clock.today()}", "reason": "转让"}
    )

    agreement.refresh_from_db()
    assert (agreement.status, agreement.end_reason) == ("ended", "转让")


def test_what_was_settled_in_kind_is_called_against_keeping_income_and_expense_apart(office, client_of):
    agreement = agree(office)
    in_kind(first_due(agreement), office)

    shown = text(client_of(office.director).get(agreement.get_absolute_url()))

    assert "收支两条线" in shown
    assert "6,000.00" in shown


def test_the_dues_say_how_much_is_outstanding_in_all(office, client_of):
    receive(first_due(agree(office, starts_on=date(clock.today().year, 1, 1))), office, "2500")

    assert "到期未收合计" in text(client_of(office.director).get(url("instalment_list")))


@pytest.mark.parametrize(("make", "marked"), [(draft, True), (submit, True), (agree, False)])
def test_the_paper_is_watermarked_until_it_is_approved(office, client_of, monkeypatch, make, marked):
    told = {}
    monkeypatch.setattr("finance.papers.income.slip_to_pdf", lambda slip, **facts: told.update(facts) or b"%PDF")
    client = client_of(office.director)

    client.get(url("agreement_paper", make(office).pk))

    assert bool(told["watermark"]) is marked


# --- receiving --------------------------------------------------------------------------------------------------------


def received(amount="6000", **facts):
    return {"amount": amount, "on": f"{clock.today()}", **facts}


def test_rent_is_received_settled_in_kind_and_reversed_on_its_pages(office, client_of):
    agreement = agree(office)
    one, two = agreement.instalments.all()
    cashier, director = client_of(office.accountant), client_of(office.director)

    cashier.post(url("instalment_receive", one.pk), received(account=account(office).pk))
    director.post(
        url("instalment_in_kind", two.pk), received(text="早、中餐", meals="1200", people="37", confirmed_by="工会")
    )
    receipt = one.receipts.get()
    cashier.post(url("receipt_reverse", receipt.pk), {"on": f"{clock.today()}", "reason": "记错户"})

    outstanding = Instalment.objects.with_settled().values_list("outstanding", flat=True)
    assert (list(outstanding), MoneyEntry.objects.count()) == ([6000, 0], 2)


def test_too_much_is_told_at_the_amount(office, client_of):
    due = first_due(agree(office))

    answer = client_of(office.accountant).post(
        url("instalment_receive", due.pk), received("6000.01", account=account(office).pk)
    )

    assert "尚欠 6,000.00 元" in text(answer)


def test_whoever_draws_agreements_up_does_not_receive_the_money(office, client_of):
    due = first_due(agree(office))

    assert client_of(office.director).get(url("instalment_receive", due.pk)).status_code == 403


# --- scrap, compensation, donations, savings --------------------------------------------------------------------------


def test_a_sale_is_recorded_and_reversed_on_its_pages(office, client_of):
    client = client_of(office.director)
    client.post(
        url("scrapsale_create"),
        {
            "agreement": scraps(office).pk, "what": "paper", "kilograms": "120", "price": "1.2", "left_at": "16:20",
            "on": f"{clock.today()}", "gate": "南门", "carried_by": "王师傅", "account": account(office).pk,
        },
    )  # fmt: skip
    sale = ScrapSale.objects.get()

    client.post(url("scrapsale_reverse", sale.pk), {"on": f"{clock.today()}", "reason": "称错"})

    assert (sale.amount, ScrapSale.objects.count()) == (Decimal("144.00"), 2)


def test_compensation_is_demanded_received_waived_and_printed_on_its_pages(office, client_of):
    today = clock.today()
    client_of(office.director).post(
        url("compensation_create"),
        {
            "thing": "门锁", "person": "李小明", "cause": "careless", "basis": "price", "amount": "85",
            "happened_on": f"{today}", "due_on": f"{today + 9 * DAY}",
        },
    )  # fmt: skip
    compensation = Compensation.objects.get()
    client_of(office.accountant).post(
        url("compensation_receive", compensation.pk), received("35", account=account(office).pk)
    )
    client_of(office.principal).post(url("compensation_waive", compensation.pk), {"reason": "家庭困难"})

    compensation.refresh_from_db()
    assert (compensation.status, compensation.waived) == ("settled", 50)
    slip = client_of(office.principal).get(url("compensation_slip", compensation.pk))
    assert slip.content.startswith(b"%PDF")


def test_a_payment_is_reversed_on_its_page(office, client_of):
    payment = pay(damage(office), office)

    client_of(office.accountant).post(url("payment_reverse", payment.pk), {"on": f"{clock.today()}", "reason": "退款"})

    assert Compensation.objects.get().status == "open"


def test_a_donation_is_entered_published_taken_back_and_thanked_for_on_its_pages(office, client_of):
    client = client_of(office.director)
    client.post(
        url("contribution_create"),
        {
            "kind": "money", "donor": "朱先生", "what": "助学款", "value": "10000", "on": f"{clock.today()}",
            "account": account(office).pk,
        },
    )  # fmt: skip
    given = Contribution.objects.get()

    thanks = client.get(url("contribution_thanks", given.pk))
    client.post(url("contribution_publish", given.pk))
    client.post(url("contribution_take_back", given.pk), {"reason": "重复"})

    given.refresh_from_db()
    assert thanks.content.startswith(b"%PDF")
    assert (given.published_on, given.taken_back_reason, MoneyEntry.objects.count()) == (clock.today(), "重复", 2)


def test_a_saving_is_entered_and_taken_back_on_its_pages(office, client_of):
    client, today = client_of(office.director), clock.today()
    client.post(
        url("saving_create"),
        {"measure": "修课桌", "computation": "40 × 200", "amount": "8000", "from_on": f"{today}", "to_on": f"{today}"},
    )
    entered = Saving.objects.get()

    client.post(url("saving_take_back", entered.pk), {"reason": "算错"})

    entered.refresh_from_db()
    assert entered.taken_back_reason == "算错"


def test_a_fund_is_entered_drawn_on_flagged_and_cleared_on_its_pages(office, client_of):
    today, accountant = clock.today(), client_of(office.accountant)
    accountant.post(
        url("fund_create"),
        {
            "name": "监控专项", "document": "12 号", "purpose": "监控", "amount": "50000", "granted_on": f"{today}",
            "deadline": f"{today + 90 * DAY}",
        },
    )  # fmt: skip
    granted = EarmarkedFund.objects.get()
    line = budget_line(office, "40000", source="earmarked", item="监控")
    accountant.post(url("fund_draw", granted.pk), {"line": line.pk})
    request = approve(ask(office, thing(unit_price="100", quantity="1"), budget_line=line))
    accountant.post(url("fund_flag", granted.pk), {"use": f"purchase-{request.pk}", "reason": "买了空调"})
    flagged = text(accountant.get(granted.get_absolute_url()))
    accountant.post(url("finding_clear", FundFinding.objects.get().pk), {"reason": "机房降温"})

    assert "买了空调" in flagged
    assert FundFinding.objects.standing().count() == 0
    assert "有支出不符用途" in flagged


def test_damage_is_charged_from_the_page_of_an_asset(office, client_of):
    asset = AssetFactory(place=room(office))
    office.grant("director", "assets.view_asset", "assets.view_register")
    client, today = client_of(office.director), clock.today()

    client.post(
        reverse("assets:asset_compensation", args=[asset.pk]),
        {
            "thing": "投影仪", "person": "李小明", "cause": "wilful", "basis": "price", "amount": "85",
            "happened_on": f"{today}", "due_on": f"{today}",
        },
    )  # fmt: skip

    assert Compensation.objects.get().source == asset
    assert "李小明" in text(client.get(asset.get_absolute_url()))


def test_services_are_called_once_for_a_form_sent_twice(office, client_of):
    client, due = client_of(office.accountant), first_due(agree(office))
    data = received("2000", account=account(office).pk, submission_key="same")

    for _time in range(2):
        client.post(url("instalment_receive", due.pk), data)

    assert due.receipts.count() == 1


def test_whoever_signs_an_agreement_sees_its_card(office, client_of):
    case = case_of(submit(office, by=office.teacher))

    shown = text(client_of(office.director).get(case.get_absolute_url()))

    assert "负责房内消防" in shown
    assert "12,000.00" in shown


def test_damage_is_charged_from_the_page_of_a_repair(office, client_of):
    repair = RepairFactory(place=room(office))
    office.grant("director", "repairs.view_repair")
    client, today = client_of(office.director), clock.today()

    client.post(
        reverse("repairs:repair_compensation", args=[repair.pk]),
        {
            "thing": "门锁", "person": "李小明", "cause": "careless", "basis": "repair", "amount": "85",
            "happened_on": f"{today}", "due_on": f"{today}",
        },
    )  # fmt: skip

    assert Compensation.objects.get().source == repair
    assert "李小明" in text(client.get(repair.get_absolute_url()))


def test_what_is_overdue_stands_first_newest_on_top_and_what_is_to_come_follows_soonest_first(office):
    first, second = agree(office).instalments.order_by("due_on")

    def turns(day):
        return list(Instalment.objects.with_settled().in_turn(day).order_by("turn", "-due_on", "-pk"))

    assert turns(second.due_on + DAY) == [second, first]
    assert turns(first.due_on - DAY) == [first, second]
