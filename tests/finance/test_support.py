"""Audits from outside, applications for money, wages and enrolment days."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from finance.models import Audit, AuditFinding, EarmarkedFund, GrantApplication, WageMonth
from finance.services import audits, fee_days, grants, wages
from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.notices.models import Notice
from tests.approvals.factories import Office
from tests.factories import CampusFactory, SchoolClassFactory, UserFactory
from tests.finance.support_factories import DAY, application, audit, confirm, fee_day, finding, report, slot, won

pytestmark = pytest.mark.usefixtures("september")


# --- audits -----------------------------------------------------------------------------------------------------------


def test_an_audit_gets_its_result_once_and_not_before_it_began(office):
    entered = audit(office)

    with pytest.raises(RuleError) as refused:
        report(entered, office, reported_on=entered.on - DAY)
    report(entered, office)
    with pytest.raises(WrongState):
        report(entered, office)
    assert (refused.value.field, Audit.objects.get().status) == ("reported_on", "reported")


def test_findings_come_with_the_result_and_name_somebody_of_the_school(office):
    with pytest.raises(WrongState):
        finding(office, of=audit(office))
    with pytest.raises(RuleError) as refused:
        finding(office, responsible=UserFactory())
    assert refused.value.field == "responsible"


def test_a_finding_is_put_right_once_with_how(office):
    found = finding(office)

    corrected = audits.correct_finding(found, correction="补齐附件 12 份", by=office.accountant)

    assert (corrected.status, corrected.corrected_on) == ("corrected", clock.today())
    with pytest.raises(WrongState):
        audits.correct_finding(found, correction="再来", by=office.accountant)
    with pytest.raises(IntegrityError, match="a_corrected_finding_says_how"), transaction.atomic():
        AuditFinding.objects.update(correction="")


def test_what_an_audit_found_is_not_changed(office):
    finding(office)

    with pytest.raises(DatabaseError), transaction.atomic():
        AuditFinding.objects.update(weight="irregular")


def test_a_finding_put_right_late_counts_as_late(office):
    late, open_late = (finding(office, due_on=clock.today() - DAY) for _each in range(2))
    in_time = finding(office)
    for each in (late, in_time):
        audits.correct_finding(each, correction="已改", by=office.accountant)

    assert set(AuditFinding.objects.not_in_time(clock.today())) == {late, open_late}


# --- applications -----------------------------------------------------------------------------------------------------


def test_a_grant_becomes_an_earmarked_fund_once(office):
    granted = won(office)

    fund = grants.make_fund(granted, deadline=clock.today() + 90 * DAY, by=office.director)

    assert (fund.name, fund.document, fund.amount) == ("运动场改造", "财教〔2026〕61号", Decimal("200000"))
    with pytest.raises(WrongState):
        grants.make_fund(granted, deadline=clock.today() + 90 * DAY, by=office.director)
    assert EarmarkedFund.objects.count() == 1


def test_what_was_not_granted_becomes_no_fund(office):
    refused = grants.refuse_application(
        application(office), reason="年度预算已用完", decided_on=clock.today(), by=office.director
    )

    with pytest.raises(WrongState):
        grants.make_fund(refused, deadline=clock.today(), by=office.director)
    with pytest.raises(WrongState):
        won(office, of=refused)


def test_an_application_is_decided_after_it_was_sent_with_its_reply(office):
    sent = application(office)

    for facts, field in (({"decided_on": sent.applied_on - DAY}, "decided_on"), ({"reply": " "}, "reply")):
        with pytest.raises(RuleError) as refused:
            won(office, of=sent, **facts)
        assert refused.value.field == field
    with pytest.raises(IntegrityError, match="decided_as_its_status_says"), transaction.atomic():
        GrantApplication.objects.update(status="granted")


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "1000000000000"])
def test_sums_without_sense_are_refused(office, amount):
    for make in (lambda: application(office, asked=Decimal(amount)), lambda: won(office, granted=amount)):
        with pytest.raises(RuleError):
            make()


# --- wages ------------------------------------------------------------------------------------------------------------


def test_a_month_is_confirmed_once_and_after_a_correction_again(office):
    first = confirm(office)

    with pytest.raises(RuleError) as refused:
        confirm(office)
    wages.take_back_wages(first, reason="日期写错", by=office.accountant)
    confirm(office)
    assert (refused.value.field, WageMonth.objects.standing().count()) == ("month", 1)


@pytest.mark.parametrize("day, tone", [(15, "success"), (16, "danger")])
def test_the_day_of_the_rule_is_still_on_time(office, day, tone):
    confirmed = confirm(office, paid_on=date(2026, 9, day))

    assert confirmed.standing[1] == tone
    assert WageMonth.objects.late().exists() == (tone == "danger")


def test_days_and_months_to_come_are_not_confirmed(office):
    for facts, field in (
        ({"month": date(2026, 10, 1)}, "month"),
        ({"paid_on": clock.today() + DAY}, "paid_on"),
        ({"paid_on": date(2026, 8, 31)}, "paid_on"),
    ):
        with pytest.raises(RuleError) as refused:
            confirm(office, **facts)
        assert refused.value.field == field


def test_allowances_without_a_document_are_found(office):
    confirm(office, allowances=Decimal("3000"))
    confirm(office, month=date(2026, 8, 1), allowances=Decimal("3000"), basis="人社发〔2026〕3号")

    assert WageMonth.objects.unfounded().get().month == date(2026, 9, 1)


# --- enrolment days ---------------------------------------------------------------------------------------------------


@pytest.fixture
def classes(office):
    campus = CampusFactory(school=office.school)
    return [SchoolClassFactory(campus=campus, class_teacher=office.teacher) for _each in range(3)]


def test_a_desk_takes_one_class_at_a_time_unless_they_come_together(office, classes):
    day = fee_day(office)
    slot(day, office, *classes[:2])

    with pytest.raises(RuleError) as refused:
        slot(day, office, classes[2], starts_at=time(9, 59), ends_at=time(11))
    slot(day, office, classes[2], starts_at=time(10), ends_at=time(11))
    assert (refused.value.field, day.slots.count()) == ("starts_at", 3)


def test_a_class_that_gets_another_time_loses_the_first(office, classes):
    day = fee_day(office)
    slot(day, office, classes[0])
    slot(day, office, classes[0], desk="二号窗口")

    assert list(day.slots.values_list("desk", flat=True)) == ["二号窗口"]


def test_class_teachers_are_told_once_and_the_plan_stays(office, classes):
    day = fee_day(office)
    with pytest.raises(RuleError):
        fee_days.announce_fee_day(day, by=office.director)
    slot(day, office, classes[0], person=office.accountant)

    fee_days.announce_fee_day(day, by=office.director)

    told = Notice.objects.filter(key__startswith="fee-day:")
    assert set(told.values_list("person", flat=True)) == {office.teacher.pk, office.accountant.pk}
    for change in (lambda: slot(day, office, classes[1]), lambda: fee_days.announce_fee_day(day, by=office.director)):
        with pytest.raises(WrongState):
            change()


def test_one_plan_a_day_and_none_for_a_day_that_is_over(office):
    fee_day(office)

    for facts in ({}, {"on": clock.today() - DAY}):
        with pytest.raises(RuleError) as refused:
            fee_day(office, **facts)
        assert refused.value.field == "on"


def test_classes_of_another_school_get_no_time(office):
    stranger = SchoolClassFactory(campus__school=Office("principal").school)

    with pytest.raises(RuleError) as refused:
        slot(fee_day(office), office, stranger)
    assert refused.value.field == "classes"
