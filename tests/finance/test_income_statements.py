"""What agreements, scrap, compensation, donations, savings and funds say in the summary, and whom the clock reminds."""

from datetime import timedelta
from decimal import Decimal

import pytest

from finance import services
from finance.hooks.income_desk import GRANTS, overdue, to_receive
from finance.jobs.income import agreements_ending, compensations_due, funds_ending, instalments_due
from finance.models import Receipt
from finance.statements.agreements import agreements_kept, scrap_sold
from finance.statements.compensations import damage_paid
from finance.statements.contributions import given
from finance.statements.funds import funds_used
from finance.statements.savings import earned_and_saved
from logistics import clock
from logistics.reports.statements import Period, Scope
from tests.finance.claim_factories import granted as granted_claim
from tests.finance.claim_factories import pay as pay_claim
from tests.finance.claim_factories import staff
from tests.finance.factories import approve, ask, budget_line
from tests.finance.factories import line as thing
from tests.finance.income_factories import (
    DAY,
    account,
    agree,
    damage,
    fund,
    gift,
    in_kind,
    pay,
    receive,
    saving,
    scraps,
    sell,
)

pytestmark = pytest.mark.usefixtures("september")


@pytest.fixture
def period():
    return Period(clock.today() - timedelta(days=30), clock.today(), "近期")


def lease(office, **facts):
    """A lease whose first instalment of two fell due ten days ago."""
    today = clock.today()
    return agree(office, **{"starts_on": today - 10 * DAY, "ends_on": today + 354 * DAY, **facts})


def first_due(agreement):
    return agreement.instalments.first()


def figures(statement, office, period):
    found = statement(office.school, period, Scope()).all_figures()
    return {key: figure.value for key, figure in found.items()}


def claims(statement, office, period):
    """Return {key: whether the claim is kept, None when there was nothing to judge}."""
    return {each.key: each.value for each in statement(office.school, period, Scope()).claims}


def problems(statement, office, period):
    return [each.key for each in statement(office.school, period, Scope()).problems if each.stands]


# --- agreements -------------------------------------------------------------------------------------------------------


def test_rent_due_received_in_kind_and_outstanding(office, period):
    agreement = lease(office)
    due = first_due(agreement)
    receive(due, office, "2500")
    in_kind(due, office, "1500")

    found = figures(agreements_kept, office, period)

    assert [found[key] for key in ("leases", "rent", "due", "received", "in_kind", "meals")] == [
        1, 12000, due.amount, 2500, 1500, 1200,
    ]  # fmt: skip
    assert found["outstanding"] == due.amount - 4000


def test_what_was_reversed_does_not_count_as_received(office, period):
    receipt = receive(first_due(lease(office)), office)
    services.reverse_receipt(receipt, on=clock.today(), reason="记错户", by=office.accountant)

    assert figures(agreements_kept, office, period)["received"] == 0


def test_keeping_income_and_expense_apart_is_broken_by_what_was_settled_in_kind(office, period):
    agreement = lease(office)
    receive(first_due(agreement), office, "1000")
    assert claims(agreements_kept, office, period)["two_lines"] is True

    settled = in_kind(first_due(agreement), office, "1000")
    claim = agreements_kept(office.school, period, Scope()).claims[1]
    assert (claim.is_broken, list(claim.against.rows)) == (True, [settled])

    services.reverse_receipt(settled, on=clock.today(), reason="改交现金", by=office.director)
    assert claims(agreements_kept, office, period)["two_lines"] is True


def test_on_time_is_broken_by_what_is_overdue_and_kept_once_it_is_paid(office, period):
    due = first_due(lease(office))
    assert claims(agreements_kept, office, period)["on_time"] is False
    assert problems(agreements_kept, office, period) == ["outstanding"]

    receive(due, office, due.amount)

    assert claims(agreements_kept, office, period)["on_time"] is True
    assert problems(agreements_kept, office, period) == []


def test_nothing_is_claimed_without_agreements_and_another_school_does_not_count(office, period):
    assert claims(agreements_kept, office, period) == {"on_time": None, "two_lines": None}


def test_scraps_brought_nothing_before_and_so_much_now(office, period):
    agreement = scraps(office, before_yearly=Decimal(0))
    sell(agreement, office, "100", "1.50")
    wrong = sell(agreement, office, "10", "1.50")
    services.reverse_sale(wrong, on=clock.today(), reason="称错", by=office.director)

    found = figures(scrap_sold, office, period)

    assert [found[key] for key in ("sold", "weight", "worth", "before", "now")] == [1, 100, 150, 0, 150]


def test_what_was_earned_and_saved_is_rolled_up(office, period):
    sell(scraps(office), office, "100", "1.50")
    receive(first_due(lease(office)), office, "1000")  # rent is no extra
    services.take_back_saving(saving(office, "1"), reason="算错", by=office.director)
    saving(office, "9000")

    found = figures(earned_and_saved, office, period)

    assert [found[key] for key in ("earned", "saved", "measures")] == [150, 9000, 1]


# --- compensation and donations ---------------------------------------------------------------------------------------


def test_compensation_demanded_received_waived_and_overdue(office, period):
    with clock.set_to(clock.now() - 20 * DAY):
        pay(damage(office), office)
        late = damage(office, "120")
        waived = damage(office, "40")
    services.waive_compensation(waived, reason="家庭困难", by=office.principal)

    found = figures(damage_paid, office, period)
    claim = damage_paid(office.school, period, Scope()).claims[0]

    assert [found[key] for key in ("cases", "amount", "paid", "waived")] == [3, 245, 85, 40]
    assert (claim.is_broken, list(claim.against.rows)) == (True, [late])

    pay(late, office, "120")
    assert claims(damage_paid, office, period) == {"paid": True}


def test_donations_are_told_apart_and_published(office, period):
    gift(office, "money", "10000", account=account(office))
    gift(office, "goods", "4600")
    works = [gift(office, "works", "32000"), gift(office, "paid_works", "20600")]
    services.take_back_contribution(gift(office, "goods", "99"), reason="重复", by=office.director)

    found = figures(given, office, period)

    assert [found[key] for key in ("count", "value", "cash", "goods", "works", "saved")] == [
        4, 67200, 10000, 4600, 2, 52600,
    ]  # fmt: skip
    assert claims(given, office, period) == {"published": False}
    assert works[0].entry is None


def test_every_donation_published_keeps_the_claim(office, period):
    services.publish_contribution(gift(office), by=office.director)

    assert claims(given, office, period) == {"published": True}


# --- funds ------------------------------------------------------------------------------------------------------------


def test_earmarked_money_is_claimed_on_purpose_until_somebody_finds_otherwise(office, period):
    granted = fund(office)
    line = budget_line(office, "40000", source="earmarked", item="监控")
    services.draw_on_fund(granted, line=line, by=office.accountant)
    request = approve(ask(office, thing(quantity="1", unit_price="1000"), budget_line=line))
    services.record_purchase(request, bought_on=clock.today(), supplier="店", by=office.director)
    services.record_payment(request, paid_on=clock.today(), paid_amount=Decimal(1000), by=office.accountant)
    found = figures(funds_used, office, period)
    assert [found[key] for key in ("count", "granted", "used", "rate")] == [1, 50000, 1000, 2]
    assert claims(funds_used, office, period) == {"on_purpose": True, "claims_on_purpose": None}

    services.flag_spending(granted, use=request, reason="买了空调", by=office.accountant)

    assert claims(funds_used, office, period) == {"on_purpose": False, "claims_on_purpose": None}


def test_a_claim_without_a_purchase_is_money_of_the_fund_too(office, period):
    found, line = fund(office), budget_line(office, "40000", source="earmarked", item="监控")
    services.draw_on_fund(found, line=line, by=office.accountant)
    claim = granted_claim(staff(office), "370", budget_line=line)
    pay_claim(office, claim, "200")

    shown = figures(funds_used, office, period)
    kept = claims(funds_used, office, period)
    services.flag_spending(found, use=claim, reason="住宿超标", by=office.accountant)

    assert [shown[key] for key in ("used", "used.claims")] == [200, 200]
    assert kept == {"on_purpose": None, "claims_on_purpose": True}
    assert claims(funds_used, office, period) == {"on_purpose": None, "claims_on_purpose": False}


def test_a_fund_not_used_up_by_its_deadline_is_a_problem(office, period):
    fund(office, deadline=clock.today() - DAY)

    assert problems(funds_used, office, period) == ["passed"]


# --- the clock --------------------------------------------------------------------------------------------------------


@pytest.fixture
def rights(office):
    for permission, roles in GRANTS.items():
        for role in set(roles) & set(office.people):
            office.grant(role, permission)


def told(reminders, day):
    return sorted((reminder.to.name, reminder.key.rpartition(":")[2]) for reminder in reminders(day))


def test_the_end_of_an_agreement_is_told_step_by_step(office, rights):
    today = clock.today()
    agree(office, starts_on=today - DAY, ends_on=today + 100 * DAY)

    steps = [told(agreements_ending, today + days * DAY) for days in (30, 40, 70, 95, 101)]

    director = office.director.name
    assert steps == [[], [(director, "60")], [(director, "30")], [(director, "7")], []]


def test_what_falls_due_is_told_before_and_when_overdue_and_not_once_paid(office, rights):
    today = clock.today()
    agreement = agree(office, starts_on=today, ends_on=today + 364 * DAY, paid_by="year")
    accountant = office.accountant.name

    assert told(instalments_due, today - 8 * DAY) == []
    assert told(instalments_due, today - 3 * DAY) == [(accountant, "7")]
    assert told(instalments_due, today) == [(accountant, "0")]
    assert told(instalments_due, today + DAY) == [(accountant, "passed")]

    due = first_due(agreement)
    receive(due, office, due.amount)
    assert told(instalments_due, today + DAY) == []


def test_overdue_compensation_and_funds_near_their_deadline_are_told(office, rights):
    today = clock.today()
    compensation = damage(office, due_on=today)
    fund(office, deadline=today + 50 * DAY)

    assert told(compensations_due, today) == []
    assert told(compensations_due, today + DAY) == [(office.director.name, str(compensation.pk))]
    assert told(funds_ending, today) == [(office.accountant.name, "60"), (office.director.name, "60")]


def test_what_waits_and_what_is_late_stands_on_the_home_page_of_whoever_receives(office, rights):
    agreement = lease(office)
    coming = agree(office, starts_on=clock.today() + 3 * DAY, ends_on=clock.today() + 300 * DAY)
    damage(office, happened_on=clock.today() - 20 * DAY, due_on=clock.today() - DAY)

    waiting = [row for part in to_receive(office.accountant) for row in part.rows]
    late = [row for part in overdue(office.accountant) for row in part.rows]

    assert waiting == [first_due(coming)]
    assert [str(row) for row in late] == [str(first_due(agreement)), str(office.school.compensations.get())]
    assert [row for part in overdue(office.teacher) for row in part.rows] == []
    assert Receipt.objects.count() == 0
