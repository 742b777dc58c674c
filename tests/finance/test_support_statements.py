"""What subsidies, audits, grants, wages and enrolment days say in the summary, what waits, and whom the clock reminds."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from finance.hooks.support import GRANTS, overdue, to_do
from finance.jobs.support import findings_due, subsidies_to_pay, wages_to_confirm
from finance.services import audits, fee_days, grants, subsidies, wages
from finance.statements.audits import audited
from finance.statements.grants import money_won
from finance.statements.subsidies import enrolment_days, subsidies_paid
from finance.statements.wages import wages_paid
from logistics import clock
from logistics.reports.statements import Period, Scope
from logistics.school import services as school_services
from tests.finance.fee_factories import FeeWorld
from tests.finance.support_factories import DAY, SubsidyWorld, application, audit, confirm, fee_day, finding, slot, won

pytestmark = pytest.mark.usefixtures("september")

AFTER_POSTING = datetime(2026, 9, 24, 2, tzinfo=UTC)


def figures(statement, office):
    period = Period(clock.today() - timedelta(days=30), clock.today(), "近期")
    found = statement(office.school, period, Scope()).all_figures()
    return {key: figure.value for key, figure in found.items()}


def claims(statement, office):
    """Return {key: whether the claim is kept, None when there was nothing to judge}."""
    period = Period(clock.today() - timedelta(days=30), clock.today(), "近期")
    return {claim.key: claim.value for claim in statement(office.school, period, Scope()).claims}


def waiting(hook, person):
    """Return the titles of what waits for a person."""
    return [task.title for found in hook(person) for task in map(found.task, found.rows)]


@pytest.fixture
def rights(office):
    for permission, roles in GRANTS.items():
        for role in set(roles) & set(office.people):
            office.grant(role, permission)
    office.grant("accountant", "finance.keep_fund")


@pytest.fixture
def payable(office):
    world = SubsidyWorld(office)
    world.put()
    world.subsidy = world.post()
    with clock.set_to(AFTER_POSTING):
        yield world


# --- subsidies --------------------------------------------------------------------------------------------------------


def test_payments_to_pupils_are_counted_and_summed_without_what_was_taken_back(office, payable):
    shares = payable.shares()
    payable.pay(shares[0])
    wrong = payable.pay(shares[1], shares[2])
    subsidies.reverse_subsidy_payment(wrong, reason="错", by=payable.by)

    found = figures(subsidies_paid, office)
    assert (found["count"], found["amount"]) == (1, Decimal(625))


def test_the_claims_on_subsidies_stand_while_nobody_breaks_them(office, payable):
    payable.pay(way="cash", account=payable.cash, voucher="")

    assert claims(subsidies_paid, office) == {"as_posted": True, "signed": False, "all_paid": None}


def test_a_pupil_who_turns_out_to_have_left_before_breaks_the_claim(office, payable):
    payable.pay()
    school_services.leave_school(payable.pupils[0], left_on=clock.today() - DAY, by=None)

    assert claims(subsidies_paid, office)["as_posted"] is False


def test_a_posted_list_that_is_not_paid_when_the_term_is_over_is_told(office, payable):
    with clock.set_to(datetime(2026, 12, 31, 2, tzinfo=UTC)):
        assert claims(subsidies_paid, office)["all_paid"] is False


def test_a_list_that_may_be_paid_waits_for_the_cashier_and_is_reminded_of_once(office, payable, rights):
    today = clock.today()

    assert waiting(to_do, office.accountant) == ["寄宿生生活补助"]
    keys = {(told.key, told.to.pk) for told in subsidies_to_pay(today)}
    assert keys == {(told.key, told.to.pk) for told in subsidies_to_pay(today + DAY)}
    payable.pay()
    assert (waiting(to_do, office.accountant), list(subsidies_to_pay(today))) == ([], [])


def test_cash_without_its_signed_list_waits(office, payable, rights):
    payable.pay(way="cash", account=payable.cash, voucher="")

    assert waiting(to_do, office.accountant) == ["寄宿生生活补助 三（2）班"]


# --- audits -----------------------------------------------------------------------------------------------------------


def test_a_year_without_irregularity_is_claimed_only_after_an_audit_that_found_none(office):
    assert claims(audited, office) == {"no_irregularity": None, "put_right": None}
    found = finding(office)
    assert claims(audited, office) == {"no_irregularity": True, "put_right": True}
    finding(office, of=found.audit, weight="irregular")

    assert claims(audited, office)["no_irregularity"] is False


def test_an_irregularity_stays_told_also_when_it_was_put_right(office):
    found = finding(office, weight="irregular")
    audits.correct_finding(found, correction="已退回", by=office.accountant)

    assert claims(audited, office)["no_irregularity"] is False
    assert figures(audited, office)["corrected"] == 1


def test_small_matters_are_told_and_late_ones_break_the_claim(office):
    finding(office, due_on=clock.today() - DAY)

    assert figures(audited, office)["minor"] == 1
    assert claims(audited, office)["put_right"] is False


def test_an_audit_under_way_proves_nothing(office):
    audit(office)

    assert claims(audited, office)["no_irregularity"] is None


def test_findings_wait_for_whoever_is_responsible_and_late_ones_for_the_office_too(office, rights):
    finding(office, responsible=office.teacher)
    late = finding(office, text="票据未入账", responsible=office.teacher, due_on=clock.today() - DAY)

    assert waiting(to_do, office.teacher) == ["个别票据附件不全"]
    assert waiting(overdue, office.teacher) == waiting(overdue, office.accountant) == [late.text]
    assert waiting(to_do, office.accountant) == []


@pytest.mark.parametrize(("days", "step"), [(8, None), (7, "7"), (1, "7"), (0, "0"), (-1, "late0"), (-9, "late1")])
def test_findings_are_reminded_of_step_by_step(office, days, step):
    found = finding(office, due_on=clock.today() + timedelta(days=max(days, -9)))

    keys = [told.key for told in findings_due(clock.today())]
    assert keys == ([f"audit-finding:{found.pk}:{step}"] if step else [])


# --- grants -----------------------------------------------------------------------------------------------------------


def test_money_applied_for_and_won_is_summed(office):
    application(office, applied_on=clock.today())
    granted = won(office, of=application(office, applied_on=clock.today() - 2 * DAY))

    found = figures(money_won, office)
    assert (found["asked"], found["won"], found["loose"]) == (Decimal(600000), Decimal(200000), 1)
    grants.make_fund(granted, deadline=clock.today(), by=office.director)
    assert figures(money_won, office)["loose"] == 0


def test_a_grant_that_is_no_fund_yet_waits(office, rights):
    won(office)

    assert waiting(to_do, office.accountant) == ["运动场改造"]


# --- wages ------------------------------------------------------------------------------------------------------------


def test_months_on_time_and_allowances_without_a_document_are_judged(office):
    confirm(office, paid_on=date(2026, 9, 15), allowances=Decimal(100), basis="文件")
    assert claims(wages_paid, office) == {"on_time": True, "founded": True}
    first = confirm(office, month=date(2026, 8, 1), paid_on=date(2026, 8, 20), allowances=Decimal(100))

    with clock.set_to(datetime(2026, 8, 30, 2, tzinfo=UTC)):
        assert claims(wages_paid, office) == {"on_time": False, "founded": False}
    wages.take_back_wages(first, reason="错", by=office.accountant)
    assert figures(wages_paid, office)["months"] == 1


def test_a_month_that_nobody_confirmed_is_reminded_of_after_its_day(office, rights):
    confirm(office, month=date(2026, 7, 1), paid_on=date(2026, 7, 10))
    confirm(office, month=date(2026, 8, 1), paid_on=date(2026, 8, 10))

    assert list(wages_to_confirm(date(2026, 9, 15))) == []
    assert {told.to.pk for told in wages_to_confirm(date(2026, 9, 16))} == {office.accountant.pk}
    confirm(office)
    assert list(wages_to_confirm(date(2026, 9, 17))) == []


# --- enrolment days ---------------------------------------------------------------------------------------------------


def test_what_came_in_on_enrolment_days_is_counted(office):
    fees = FeeWorld(office)
    day = slot(fee_day(office, on=clock.today() + DAY), office, fees.school_class)
    fee_days.announce_fee_day(day, by=office.director)
    fees.collect(fees.pupils[0])

    with clock.set_to(datetime(2026, 9, 17, 2, tzinfo=UTC)):
        fees.collect(*fees.pupils[1:])
        found = figures(enrolment_days, office)
        assert (found["days"], found["paid"], found["amount"]) == (1, 2, Decimal(30))
        assert claims(enrolment_days, office) == {"told_before": True}


def test_a_plan_made_known_on_the_day_itself_breaks_the_claim(office):
    fees = FeeWorld(office)
    day = slot(fee_day(office, on=clock.today()), office, fees.school_class)
    fee_days.announce_fee_day(day, by=office.director)

    assert claims(enrolment_days, office) == {"told_before": False}
