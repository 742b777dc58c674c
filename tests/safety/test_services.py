from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.notices.models import Notice
from safety import services
from safety.models import Hazard
from safety.selectors import sent_back_reason
from tests.factories import PlaceFactory, UserFactory
from tests.repairs.factories import TradeFactory
from tests.safety.factories import HazardFactory

pytestmark = pytest.mark.django_db

FIVE = {"measure": "加固", "money": Decimal("86000"), "plan": "疏散预案"}


def report(place, by, **facts):
    facts = {"category": Hazard.Category.FACILITY, "description": "床架不稳固", **facts}
    return services.report_hazard(place, by=by, **facts)


def assign(hazard, responsible, by, **facts):
    facts = {"category": hazard.category, "level": Hazard.Level.GENERAL, **facts}
    return services.assign_hazard(hazard, responsible=responsible, by=by, **facts)


def told(person):
    return list(Notice.objects.filter(person=person).values_list("text", "urgent"))


# --- reporting --------------------------------------------------------------------------------------------------------


def test_a_report_gets_a_number_and_the_officer_hears_of_it(place, teacher, officer):
    hazard = report(place, teacher)

    assert (hazard.number, hazard.status, hazard.campus) == ("YH-2026-0001", "found", place.campus)
    assert [hazard.number in text for text, _urgent in told(officer)] == [True]
    assert [event.verb for event in Event.objects.about(hazard)] == ["found"]


def test_a_report_says_what_is_dangerous(place, teacher):
    with pytest.raises(RuleError) as refused:
        report(place, teacher, description="   ")

    assert refused.value.field == "description"


def test_a_report_of_four_thousand_letters_is_refused(place, teacher):
    with pytest.raises(RuleError):
        report(place, teacher, description="险" * 4000)


@pytest.mark.parametrize("days", [1, -4000])
def test_a_hazard_is_found_neither_tomorrow_nor_outside_every_term(place, officer, days):
    with pytest.raises(RuleError) as refused:
        report(place, officer, found_at=clock.now() + timedelta(days=days))

    assert refused.value.field == "found_at"


def test_what_is_entered_on_a_later_day_is_marked(place, officer):
    hazard = report(place, officer, found_at=clock.now() - timedelta(days=2))

    assert hazard.was_entered_late


def test_the_same_kind_at_the_same_place_in_a_term_is_a_repeated_hazard(place, teacher):
    first = report(place, teacher)
    again = report(place, teacher)
    elsewhere = report(PlaceFactory(campus=place.campus), teacher)
    other_kind = report(place, teacher, category=Hazard.Category.FIRE)

    assert (again.repeats, elsewhere.repeats, other_kind.repeats) == (first, None, None)


def test_what_proved_to_be_no_hazard_does_not_make_the_next_one_a_repeated_one(place, teacher, officer):
    services.dismiss_hazard(report(place, teacher), reason="误报", by=officer)

    assert report(place, teacher).repeats is None


# --- judging and assigning --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "days", "facts"), [("general", 7, {}), ("major", 30, FIVE)])
def test_the_usual_time_for_a_level_comes_from_the_rules(place, teacher, officer, repairer, level, days, facts):
    hazard = assign(report(place, teacher), repairer, officer, level=level, **facts)

    assert (hazard.status, hazard.due_on) == ("assigned", clock.today() + timedelta(days=days))
    assert len(told(repairer)) == 1


@pytest.mark.parametrize("missing", ["measure", "money", "plan"])
def test_a_major_hazard_needs_all_five(place, teacher, officer, repairer, missing):
    facts = {**FIVE, missing: None if missing == "money" else ""}

    with pytest.raises(RuleError) as refused:
        assign(report(place, teacher), repairer, officer, level=Hazard.Level.MAJOR, **facts)

    assert refused.value.field == missing


def test_the_principal_hears_of_a_major_hazard_at_once_and_once(place, teacher, officer, repairer, principal):
    hazard = assign(report(place, teacher), repairer, officer, level=Hazard.Level.MAJOR, **FIVE)
    assign(hazard, officer, officer, level=Hazard.Level.MAJOR, **FIVE)

    assert [urgent for _text, urgent in told(principal)] == [True]


def test_nobody_is_given_a_last_day_that_has_passed(place, teacher, officer, repairer):
    with pytest.raises(RuleError) as refused:
        assign(report(place, teacher), repairer, officer, due_on=clock.today() - timedelta(days=1))

    assert refused.value.field == "due_on"


def test_only_people_of_the_school_are_made_responsible(place, teacher, officer):
    with pytest.raises(RuleError) as refused:
        assign(report(place, teacher), UserFactory(), officer)

    assert refused.value.field == "responsible"


# --- putting it right -------------------------------------------------------------------------------------------------


def test_the_whole_path_with_a_person_and_a_time_for_each_step(place, teacher, officer, director, repairer):
    hazard = assign(report(place, teacher), repairer, officer)
    hazard = services.rectify_hazard(hazard, rectification="重新焊接", by=repairer)
    hazard = services.accept_hazard(hazard, by=officer)
    hazard = services.close_hazard(hazard, by=director)

    assert (hazard.status, hazard.rectified_by, hazard.accepted_by, hazard.closed_by) == (
        "closed", repairer, officer, director,
    )  # fmt: skip
    assert [event.verb for event in reversed(Event.objects.about(hazard))] == [
        "found", "assigned", "rectified", "accepted", "closed",
    ]  # fmt: skip
    assert len(told(teacher)) == 1


def test_somebody_who_is_not_responsible_cannot_report_it_rectified(place, teacher, officer, repairer):
    hazard = assign(report(place, teacher), repairer, officer)

    with pytest.raises(RuleError):
        services.rectify_hazard(hazard, rectification="好了", by=teacher)


@pytest.mark.parametrize("verb", ["accept_hazard", "send_back_hazard", "close_hazard"])
def test_nobody_judges_their_own_rectification(officer, verb):
    state = {"accepted": True} if verb == "close_hazard" else {"rectified": True}
    hazard = HazardFactory(**state, rectified_by=officer)
    facts = {"reason": "没好"} if verb == "send_back_hazard" else {}

    with pytest.raises(RuleError):
        getattr(services, verb)(hazard, by=officer, **facts)


def test_the_database_refuses_it_too(officer):
    hazard = HazardFactory(rectified=True, rectified_by=officer)

    with pytest.raises(IntegrityError, match="nobody_accepts_their_own_rectification"):
        Hazard.objects.filter(pk=hazard.pk).update(status="accepted", accepted_at=clock.now(), accepted_by=officer)


def test_what_is_sent_back_is_to_be_rectified_again(officer):
    hazard = HazardFactory(rectified=True)

    hazard = services.send_back_hazard(hazard, reason="还有三块空鼓", by=officer)

    assert (hazard.status, hazard.sent_back, hazard.rectified_at, hazard.rectification) == ("assigned", 1, None, "")
    assert ["三块空鼓" in text for text, _urgent in told(hazard.responsible)] == [True]


def test_a_stale_page_cannot_accept_twice(officer, director):
    hazard = HazardFactory(rectified=True)
    stale = Hazard.objects.get(pk=hazard.pk)
    services.accept_hazard(hazard, by=officer)

    with pytest.raises(WrongState):
        services.accept_hazard(stale, by=director)


def test_what_is_being_rectified_is_no_longer_dismissed(officer):
    with pytest.raises(WrongState):
        services.dismiss_hazard(HazardFactory(assigned=True), reason="误报", by=officer)


def test_a_hazard_is_reported_for_repair_once(place, teacher, officer):
    hazard = report(place, teacher)
    trade = TradeFactory(school=place.school, name="水电")

    repair = services.hand_to_repair(hazard, trade=trade, by=officer)

    hazard.refresh_from_db()
    assert (hazard.repair, repair.place, hazard.number in repair.description) == (repair, place, True)
    with pytest.raises(WrongState):
        services.hand_to_repair(hazard, trade=trade, by=officer)


# --- what is always true ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"description": ""}, "a_hazard_says_what_is_dangerous"),
        ({"level": "major", "assigned": True}, "a_major_hazard_names_the_five"),
        ({"status": "assigned"}, "an_assigned_hazard_has_person_and_last_day"),
        ({"assigned": True, "status": "rectified"}, "a_rectified_hazard_has_time_person_and_word"),
        ({"rectified": True, "status": "accepted"}, "an_accepted_hazard_has_time_and_person"),
        ({"accepted": True, "status": "closed"}, "a_closed_hazard_has_time_and_person"),
        ({"status": "dismissed"}, "what_is_no_hazard_has_a_reason"),
        ({"assigned": True, "money": Decimal("-1")}, "the_money_for_a_hazard_is_not_negative"),
    ],
)
def test_the_database_refuses_what_must_not_be(moment, facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        HazardFactory(**facts)


def test_what_was_reported_is_frozen(moment):
    hazard = HazardFactory()

    with pytest.raises(ProgrammingError), transaction.atomic():
        Hazard.objects.filter(pk=hazard.pk).update(description="没事")


def test_overdue_is_what_waits_beyond_its_last_day(moment):
    yesterday = clock.today() - timedelta(days=1)
    overdue = HazardFactory(assigned=True, due_on=yesterday)
    HazardFactory(assigned=True, due_on=clock.today())
    HazardFactory(rectified=True, due_on=yesterday)

    assert list(Hazard.objects.overdue(clock.today())) == [overdue]
    assert overdue.is_overdue


def test_a_teacher_sees_what_they_reported_and_what_is_theirs_to_rectify(place, teacher, officer):
    reported = HazardFactory(place=place, found_by=teacher)
    to_do = HazardFactory(place=place, assigned=True, responsible=teacher)
    other = HazardFactory(place=place)
    HazardFactory(found_by=teacher)

    assert set(Hazard.objects.visible_to(teacher)) == {reported, to_do}
    assert set(Hazard.objects.visible_to(officer)) == {reported, to_do, other}


def test_the_reason_it_was_sent_back_for_is_shown_until_the_rectification_is_accepted(officer):
    hazard = services.send_back_hazard(HazardFactory(rectified=True), reason="还有三块空鼓", by=officer)
    again = services.rectify_hazard(hazard, rectification="已全部剔除", by=hazard.responsible)
    accepted = services.accept_hazard(again, by=officer)

    assert [sent_back_reason(one) for one in (hazard, again, accepted)] == ["还有三块空鼓", "还有三块空鼓", ""]
