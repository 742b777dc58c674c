"""From acceptance to the reporter's word."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.notices.models import Notice
from repairs import selectors, services
from repairs.models import Repair
from tests.at_once import at_once, kinds
from tests.factories import user_with
from tests.repairs.factories import DispatchRuleFactory, RepairFactory, RepairSettingsFactory

pytestmark = pytest.mark.django_db


def later(**delta):
    return clock.set_to(clock.now() + timedelta(**delta))


def told(person):
    return [key.split(":")[0] for key in Notice.objects.filter(person=person).values_list("key", flat=True)]


@pytest.fixture
def dispatcher(school):
    return user_with("repairs.assign_repair", "repairs.view_repair", school=school)


@pytest.fixture
def repairer(school):
    return user_with("repairs.work_repair", school=school)


def test_acceptance_sends_whoever_the_rules_name(room, dispatcher, repairer):
    repair = RepairFactory(place=room, waiting_for_acceptance=True)
    DispatchRuleFactory(school=room.school, person=repairer)

    repair = services.accept_repair(repair, by=dispatcher)

    assert (repair.status, repair.assigned_to) == ("assigned", repairer)


def test_assigning_tells_the_repairer_at_once(room, dispatcher, repairer):
    repair = services.assign_repair(RepairFactory(place=room), person=repairer, by=dispatcher)

    assert (repair.status, repair.assigned_to, repair.assigned_at) == ("assigned", repairer, clock.now())
    assert told(repairer) == ["repair-assigned"]


def test_assigning_anew_tells_both_and_keeps_the_first_notice(room, dispatcher, repairer):
    repair = RepairFactory(place=room, in_progress=True)
    before, first = repair.assigned_to, repair.assigned_at

    repair = services.assign_repair(repair, person=repairer, by=dispatcher)

    assert (repair.status, repair.started_at, repair.assigned_at) == ("assigned", None, first)
    assert (told(before), told(repairer)) == (["repair-taken-away"], ["repair-assigned"])


def test_one_tap_takes_the_job(room, repairer):
    repair = services.start_repair(RepairFactory(place=room, assigned=True, assigned_to=repairer), by=repairer)

    assert (repair.status, repair.started_at) == ("in_progress", clock.now())


def test_nobody_takes_the_job_of_another(room, repairer):
    with pytest.raises(RuleError):
        services.start_repair(RepairFactory(place=room, assigned=True), by=repairer)


def test_a_free_job_is_taken_by_whoever_comes_first(room, repairer):
    repair = RepairFactory(place=room)
    stale = Repair.objects.get(pk=repair.pk)
    services.take_repair(repair, by=repairer)

    with pytest.raises(WrongState):
        services.take_repair(stale, by=user_with("repairs.work_repair", school=room.school))


def test_completing_asks_the_reporter_to_confirm(room, repairer, tube):
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)

    repair = services.complete_repair(
        repair,
        by=repairer,
        result="换灯管",
        parts=[{"kind": tube, "quantity": Decimal("2"), "unit_price": Decimal("9.5")}],
    )

    assert (repair.status, repair.finished_at, repair.executor) == ("to_confirm", clock.now(), "own")
    assert [str(part) for part in repair.parts.all()] == ["灯管 2 根"]
    assert told(repair.reporter) == ["repair-completed"]


def test_completing_twice_is_refused_even_from_a_stale_copy(room, repairer):
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)
    stale = Repair.objects.get(pk=repair.pk)
    services.complete_repair(repair, by=repairer)

    with pytest.raises(WrongState):
        services.complete_repair(stale, by=repairer)


def test_two_taps_are_enough_unless_the_school_asks_for_more(room, repairer):
    RepairSettingsFactory(school=room.school, asks_for_cost=True)
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)

    with pytest.raises(RuleError) as caught:
        services.complete_repair(repair, by=repairer)

    assert caught.value.field == "cost"


@pytest.mark.parametrize("quantity", [Decimal("0"), Decimal("-2"), Decimal("99999")])
def test_absurd_quantities_of_parts_leave_the_repair_as_it_was(room, repairer, tube, quantity):
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)

    with pytest.raises(RuleError):
        services.complete_repair(repair, by=repairer, parts=[{"kind": tube, "quantity": quantity}])

    assert Repair.objects.get().status == "in_progress"


def test_the_clock_stands_still_while_waiting(room, repairer):
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)
    services.hold_repair(repair, reason="parts", text="等水龙头", by=repairer)

    with later(hours=5):
        services.resume_repair(repair, by=repairer)
    with later(hours=6):
        repair = services.complete_repair(repair, by=repairer)

    assert selectors.waiting_time(repair) == timedelta(hours=5)


def test_waiting_tells_the_reporter_what_for(room, repairer):
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)

    services.hold_repair(repair, reason="parts", text="等水龙头", by=repairer)

    assert "等水龙头" in Notice.objects.get(person=repair.reporter).text


def request(status):
    return SimpleNamespace(pk=1, status=status, __str__=lambda self: "CG")


def test_an_approved_purchase_wakes_the_repair(room, repairer):
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)
    services.hold_repair(repair, reason="parts", text="等水龙头", by=repairer)

    repair = services.hear_of_request(repair, request=request("approved"))

    assert (repair.status, selectors.open_wait(repair)) == ("in_progress", None)
    assert told(repairer) == ["repair-woken"]


def test_a_refused_purchase_lets_it_wait_and_says_so(room, repairer):
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)
    services.hold_repair(repair, reason="parts", text="等水龙头", by=repairer)

    repair = services.hear_of_request(repair, request=request("refused"))

    assert (repair.status, told(repairer)) == ("waiting", ["repair-told-no"])


def test_the_reporter_confirms_and_rates(room):
    repair = RepairFactory(place=room, finished=True)

    repair = services.confirm_repair(repair, by=repair.reporter, rating=5, text="很快")

    assert (repair.status, repair.rating, repair.default_accepted) == ("done", 5, False)
    assert Event.objects.about(repair).first().details["text"] == "★★★★★ 很快"


def test_whoever_did_the_work_does_not_confirm_it(room):
    repair = RepairFactory(place=room, finished=True)

    with pytest.raises(RuleError):
        services.confirm_repair(repair, by=repair.assigned_to)


def test_silence_for_three_school_days_accepts_by_default_without_stars(room):
    repair = RepairFactory(place=room, finished=True)  # on Wednesday

    with later(days=4):
        too_early = services.accept_silent_ones(room.school, clock.today())  # Sunday: two school days
    with later(days=5):
        first = services.accept_silent_ones(room.school, clock.today())  # Monday: three
        again = services.accept_silent_ones(room.school, clock.today())

    repair.refresh_from_db()
    assert (too_early, first, again) == (0, 1, 0)
    assert (repair.status, repair.default_accepted, repair.rating) == ("done", True, None)


def test_reopening_sends_it_back_to_whoever_did_it(room):
    repair = RepairFactory(place=room, done=True, rating=4)

    repair = services.reopen_repair(repair, text="又坏了", by=repair.reporter)

    assert (repair.status, repair.reopened, repair.finished_at, repair.rating) == ("assigned", 1, None, None)
    assert told(repair.assigned_to) == ["repair-reopened"]


def test_reopening_after_a_week_is_refused(room):
    repair = RepairFactory(place=room, done=True)

    with later(days=7), pytest.raises(RuleError):
        services.reopen_repair(repair, text="又坏了", by=repair.reporter)


def test_hurrying_is_possible_once_a_day(room, repairer):
    repair = RepairFactory(place=room, assigned=True, assigned_to=repairer)
    services.urge_repair(repair, by=repair.reporter)

    with pytest.raises(RuleError):
        services.urge_repair(repair, by=repair.reporter)

    assert told(repairer) == ["repair-urged"]


def test_sorting_keeps_what_the_reporter_wrote(room, dispatcher, lamp):
    repair = RepairFactory(place=room)

    repair = services.sort_repair(
        repair,
        trade=repair.trade,
        kind=lamp,
        quantity=Decimal(2),
        cause="age",
        urgent=False,
        affects_teaching=True,
        by=dispatcher,
    )

    assert (repair.kind, repair.description, repair.affects_teaching) == (lamp, "灯不亮", True)
    assert Repair.objects.search("灯具").get() == repair


def test_a_comment_is_told_to_those_concerned(room, repairer):
    repair = RepairFactory(place=room, assigned=True, assigned_to=repairer)

    services.comment_on_repair(repair, text="下午来", by=repairer)

    assert (told(repair.reporter), told(repairer)) == (["repair-commented"], [])


@pytest.mark.django_db(transaction=True)
def test_of_two_people_moving_one_repair_at_once_one_is_told_that_it_moved_on():
    repair = RepairFactory(assigned=True)
    dispatcher = user_with("repairs.assign_repair", school=repair.school)

    results = at_once(
        lambda: services.withdraw_repair(repair, reason="已自行修好", by=repair.reporter),
        lambda: services.reject_repair(repair, reason="不属报修范围", by=dispatcher),
    )

    assert kinds(results) == ["Repair", "WrongState"]
    assert Repair.objects.get().status in ("rejected", "withdrawn")
    assert Event.objects.about(repair).count() == 1
