"""Reports: by whom, where they go, and what they refuse."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.notices.models import Notice
from repairs import services
from repairs.models import Repair
from tests.factories import AppointmentFactory, PlaceFactory, RoleFactory, UserFactory, user_with
from tests.repairs.factories import DispatchRuleFactory, KindFactory, RepairFactory, RepairSettingsFactory, TradeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(school):
    return user_with(school=school)


@pytest.fixture
def dispatcher(school):
    return user_with("repairs.assign_repair", "repairs.view_repair", school=school)


def told(person):
    return list(Notice.objects.filter(person=person).values_list("key", flat=True))


def verbs(repair):
    return [event.verb for event in reversed(Event.objects.about(repair))]


def report(room, trade, **facts):
    return services.report_repair(room, trade=trade, **{"description": "灯不亮", "by": None, **facts})


def test_a_signed_in_report_is_accepted_at_once(room, trade, teacher):
    repair = report(room, trade, by=teacher)

    assert (repair.status, repair.reporter, repair.number) == ("accepted", teacher, "BX-2026-0001")
    assert verbs(repair) == ["reported"]


def test_a_report_without_account_waits_for_acceptance(room, trade):
    repair = report(room, trade, reporter_name="王老师", source="scan")

    assert (repair.status, repair.accepted_at) == ("reported", None)


def test_the_school_may_let_reports_without_account_through(room, trade):
    RepairSettingsFactory(school=room.school, anonymous_needs_acceptance=False)

    assert report(room, trade, reporter_name="王老师").status == "accepted"


def test_a_rule_sends_the_repairer_at_once(room, trade, teacher):
    repairer = user_with("repairs.work_repair", school=room.school)
    DispatchRuleFactory(school=room.school, trade=trade, person=repairer)

    repair = report(room, trade, by=teacher)

    assert (repair.status, repair.assigned_to) == ("assigned", repairer)
    assert [key.split(":")[0] for key in told(repairer)] == ["repair-assigned"]
    assert Notice.objects.get(person=repairer).urgent


def test_without_a_rule_the_dispatchers_hear_of_it(room, trade, teacher, dispatcher):
    report(room, trade, by=teacher)

    assert [key.split(":")[0] for key in told(dispatcher)] == ["repair-reported"]


def test_an_urgent_report_is_told_at_once(room, trade, teacher, dispatcher):
    report(room, trade, by=teacher, urgent=True)

    assert Notice.objects.get(person=dispatcher).urgent


def test_entering_for_a_caller_names_both(room, trade):
    guard = user_with("repairs.enter_repair", school=room.school)

    repair = report(room, trade, by=guard, reporter_name="王老师", reporter_phone="13900000000", source="phone")

    assert (repair.entered_by, repair.reporter, repair.reported_by_text) == (guard, None, "王老师")
    assert (repair.status, repair.phone) == ("accepted", "13900000000")
    assert verbs(repair) == ["entered"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"description": "长" * 1001}, "description"),
        ({"description": "  "}, "description"),
        ({"quantity": Decimal("-3")}, "quantity"),
        ({"quantity": Decimal("100000")}, "quantity"),
        ({"reporter_name": ""}, "reporter_name"),
    ],
)
def test_bad_input_is_refused_with_a_sentence_at_its_field(room, trade, facts, field):
    with pytest.raises(RuleError) as caught:
        report(room, trade, **{"reporter_name": "王老师", **facts})

    assert caught.value.field == field
    assert not Repair.objects.exists()


def test_a_trade_of_another_school_is_refused(room):
    with pytest.raises(RuleError):
        report(room, TradeFactory(), reporter_name="王老师")


def test_a_place_no_longer_in_use_is_refused(campus, trade):
    with pytest.raises(RuleError):
        report(PlaceFactory(campus=campus, active=False), trade, reporter_name="王老师")


def test_an_unknown_photo_leaves_nothing_behind(room, trade, teacher):
    with pytest.raises(RuleError):
        report(room, trade, by=teacher, photos=["gone"])

    assert not Repair.objects.exists()


def test_joining_lets_one_hear_of_it_once(room, teacher):
    repair = RepairFactory(place=room)

    services.join_repair(repair, by=teacher)
    services.join_repair(repair, by=teacher)

    assert [joined.person for joined in repair.joined.all()] == [teacher]


def test_the_reporter_need_not_join(room, teacher):
    repair = RepairFactory(place=room, reporter=teacher)

    services.join_repair(repair, by=teacher)

    assert not repair.joined.exists()


def test_joining_a_finished_repair_is_refused(room, teacher):
    with pytest.raises(WrongState):
        services.join_repair(RepairFactory(place=room, done=True), by=teacher)


def test_a_job_booked_after_the_work_is_done_and_counts_apart(room, trade, lamp, tube):
    repairer = user_with("repairs.work_repair", school=room.school)

    repair = services.book_job(
        room,
        trade=trade,
        kind=lamp,
        quantity=Decimal(3),
        worker=repairer,
        day=clock.today(),
        parts=[{"kind": tube, "quantity": Decimal(3)}],
        by=repairer,
    )

    assert (repair.status, repair.after_the_fact, repair.assigned_to, repair.default_accepted) == (
        "done",
        True,
        repairer,
        False,
    )
    assert [str(part) for part in repair.parts.all()] == ["灯管 3 根"]


@pytest.mark.parametrize("day", [date(2026, 10, 15), date(2026, 3, 1)])
def test_a_job_in_the_future_or_outside_every_term_is_refused(room, trade, lamp, day):
    repairer = user_with(school=room.school)

    with pytest.raises(RuleError) as caught:
        services.book_job(room, trade=trade, kind=lamp, worker=repairer, day=day, by=repairer)

    assert caught.value.field == "day"


def test_a_day_in_the_holidays_is_valid(room, trade, lamp):
    repairer = user_with(school=room.school)

    repair = services.book_job(room, trade=trade, kind=lamp, worker=repairer, day=date(2026, 8, 3), by=repairer)

    assert clock.day_of(repair.reported_at) == date(2026, 8, 3)


def test_a_grid_is_entered_as_a_whole_or_not_at_all(room, trade, lamp):
    office = user_with("repairs.enter_repair", school=room.school)
    job = {"place": room, "trade": trade, "kind": lamp, "worker": office, "day": clock.today()}

    with pytest.raises(RuleError) as caught:
        services.book_jobs(room.school, [job, {**job, "quantity": Decimal("-1")}], by=office)

    assert caught.value.row == 1
    assert not Repair.objects.exists()


# --- who is sent ------------------------------------------------------------------------------------------------------


def test_the_most_specific_rule_wins(room, trade, teacher):
    school, campus = room.school, room.campus
    anywhere, here, there = (user_with("repairs.work_repair", school=school) for _number in range(3))
    DispatchRuleFactory(school=school, person=anywhere)
    DispatchRuleFactory(school=school, campus=campus, trade=trade, person=here)
    DispatchRuleFactory(school=school, campus=campus, building=room.parent, trade=trade, person=there)

    assert report(room, trade, by=teacher).assigned_to == there


def test_a_stand_in_is_sent_while_the_other_is_away(room, trade, teacher):
    school = room.school
    absent, stand_in = (user_with("repairs.work_repair", school=school) for _number in range(2))
    today = clock.today()
    DispatchRuleFactory(
        school=school, person=absent, stand_in=stand_in, stand_in_from=today, stand_in_to=today + timedelta(days=1)
    )

    assert report(room, trade, by=teacher).assigned_to == stand_in


def test_nights_and_days_off_go_to_the_duty_person(room, trade, teacher):
    school = room.school
    by_day, on_duty = (user_with("repairs.work_repair", school=school) for _number in range(2))
    DispatchRuleFactory(school=school, campus=room.campus, trade=trade, person=by_day)
    DispatchRuleFactory(school=school, person=on_duty, nights_and_weekends=True)
    sunday = clock.at(date(2026, 10, 18), time(10, 30))

    by_daylight = report(room, trade, by=teacher).assigned_to
    with clock.set_to(sunday):
        on_sunday = report(room, trade, by=teacher).assigned_to

    assert (by_daylight, on_sunday) == (by_day, on_duty)


def test_a_made_up_saturday_is_a_working_day(room, trade, teacher):
    by_day, on_duty = (user_with("repairs.work_repair", school=room.school) for _number in range(2))
    DispatchRuleFactory(school=room.school, person=by_day)
    DispatchRuleFactory(school=room.school, person=on_duty, nights_and_weekends=True)

    with clock.set_to(clock.at(date(2026, 10, 10), time(10, 30))):
        repair = report(room, trade, by=teacher)

    assert repair.assigned_to == by_day


def test_whoever_alone_serves_a_trade_is_sent_without_a_rule(room, teacher):
    role = RoleFactory(school=room.school, key="it", permissions=["repairs.work_repair"])
    person = UserFactory()
    AppointmentFactory(person=person, role=role)

    repair = report(room, TradeFactory(school=room.school, role_key="it"), by=teacher)

    assert repair.assigned_to == person


def test_the_night_is_no_working_time(room, trade, teacher):
    by_day, on_duty = (user_with("repairs.work_repair", school=room.school) for _number in range(2))
    DispatchRuleFactory(school=room.school, campus=room.campus, trade=trade, person=by_day)
    DispatchRuleFactory(school=room.school, person=on_duty, nights_and_weekends=True)

    with clock.set_to(clock.at(date(2026, 10, 14), time(22, 0))):
        repair = report(room, trade, by=teacher)

    assert repair.assigned_to == on_duty


def test_kinds_of_another_school_are_refused(room, trade, teacher):
    with pytest.raises(RuleError):
        report(room, trade, by=teacher, kind=KindFactory())
