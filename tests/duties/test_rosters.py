"""Turns, swaps and stand-ins."""

from datetime import date, time, timedelta

import pytest

from logistics import clock
from logistics.duties import services
from logistics.duties.models import ShiftChange
from logistics.duties.selectors import gaps_of
from logistics.errors import RuleError, WrongState
from logistics.notices.models import Notice
from tests.duties.factories import make_duty, make_roster, school_with_term
from tests.factories import UserFactory, user_with

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
A_DAY = timedelta(days=1)


@pytest.fixture
def roster():
    with clock.set_to(clock.at(MONDAY - A_DAY, time(10))):
        yield make_roster(school_with_term())


@pytest.fixture
def people(roster):
    return [user_with(school=roster.school, name=name) for name in "甲乙丙"]


def enter(roster, *turns):
    """Enter turns given as (person, first day, last day), days counted from Monday."""
    return services.enter_turns(
        roster,
        [
            {"person": person, "first_on": MONDAY + first * A_DAY, "last_on": MONDAY + last * A_DAY}
            for person, first, last in turns
        ],
        by=None,
    )


def turns(roster):
    return [
        (shift.person.name, (shift.first_on - MONDAY).days, (shift.last_on - MONDAY).days)
        for shift in roster.shifts.select_related("person").order_by("first_on", "person__name")
    ]


def test_entering_the_same_turns_again_changes_nothing(roster, people):
    enter(roster, (people[0], 0, 4), (people[1], 7, 11))

    again = enter(roster, (people[0], 0, 4))

    assert again == []
    assert turns(roster) == [("甲", 0, 4), ("乙", 7, 11)]


def test_overlapping_turns_of_one_person_are_refused_whole(roster, people):
    with pytest.raises(RuleError):
        enter(roster, (people[0], 0, 4), (people[0], 4, 8))

    assert turns(roster) == []


def test_somebody_of_another_school_has_no_turn(roster):
    with pytest.raises(RuleError) as refused:
        enter(roster, (UserFactory(), 0, 4))

    assert refused.value.field == "person"


def test_a_list_replaces_its_days_and_cuts_what_reaches_beyond(roster, people):
    first, second, third = people
    enter(roster, (first, 0, 11))

    services.replace_turns(
        roster, [{"person": second, "first_on": MONDAY + 2 * A_DAY, "last_on": MONDAY + 4 * A_DAY}],
        start=MONDAY + 2 * A_DAY, end=MONDAY + 6 * A_DAY, by=None,
    )  # fmt: skip

    assert turns(roster) == [("甲", 0, 1), ("乙", 2, 4), ("甲", 7, 11)]


def test_a_stand_in_takes_some_days_and_is_asked_for_them(roster, people):
    first, second, _third = people
    duty = make_duty(roster.school, roster=roster, starts_on=MONDAY)
    [shift] = enter(roster, (first, 0, 4))

    services.stand_in(
        shift, person=second, first_on=MONDAY + A_DAY, last_on=MONDAY + 2 * A_DAY, reason="病假", by=first
    )

    assert turns(roster) == [("甲", 0, 0), ("乙", 1, 2), ("甲", 3, 4)]
    asked = duty.expected_entries.filter(due_on__lte=MONDAY + 4 * A_DAY).values_list("person__name", flat=True)
    assert list(asked) == ["甲", "乙", "乙", "甲", "甲"]
    assert roster.shifts.get(person=second).stands_in_for == first
    change = ShiftChange.objects.get()
    assert (change.kind, change.from_person, change.to_person, change.reason) == ("stand_in", first, second, "病假")
    assert Notice.objects.get().person == second


def test_a_swap_takes_effect_when_the_other_accepts(roster, people):
    first, second, _third = people
    duty = make_duty(roster.school, roster=roster, starts_on=MONDAY)
    own, theirs = enter(roster, (first, 0, 0), (second, 1, 1))

    swap = services.propose_swap(own, theirs, by=first, reason="家中有事")
    before = turns(roster)
    services.accept_swap(swap, by=second)

    assert before == [("甲", 0, 0), ("乙", 1, 1)]
    assert turns(roster) == [("乙", 0, 0), ("甲", 1, 1)]
    assert list(duty.expected_entries.values_list("person__name", flat=True)[:2]) == ["乙", "甲"]
    assert ShiftChange.objects.filter(kind="swap").count() == 2
    assert [notice.person for notice in Notice.objects.order_by("pk")] == [second, first]


def test_only_the_person_asked_answers_and_only_once(roster, people):
    first, second, third = people
    own, theirs = enter(roster, (first, 0, 0), (second, 1, 1))
    swap = services.propose_swap(own, theirs, by=first)

    with pytest.raises(RuleError):
        services.accept_swap(swap, by=third)
    services.decline_swap(swap, by=second)
    with pytest.raises(WrongState):
        services.accept_swap(swap, by=second)

    assert turns(roster) == [("甲", 0, 0), ("乙", 1, 1)]


def test_a_swap_of_a_turn_changed_meanwhile_is_refused(roster, people):
    first, second, third = people
    own, theirs = enter(roster, (first, 0, 0), (second, 1, 1))
    swap = services.propose_swap(own, theirs, by=first)
    services.change_turn(theirs, person=third, by=None)

    with pytest.raises(WrongState):
        services.accept_swap(swap, by=second)

    swap.refresh_from_db()
    assert swap.status == "proposed"


def test_a_turn_that_has_begun_is_not_swapped(roster, people):
    own, theirs = enter(roster, (people[0], 0, 0), (people[1], 1, 1))

    with clock.set_to(clock.at(MONDAY + A_DAY, time(8))), pytest.raises(RuleError):
        services.propose_swap(own, theirs, by=people[0])


def test_a_turn_taken_away_leaves_the_days_that_are_over(roster, people):
    [shift] = enter(roster, (people[0], 0, 4))

    with clock.set_to(clock.at(MONDAY + 2 * A_DAY, time(8))):
        services.remove_turn(shift, by=None)

    assert turns(roster) == [("甲", 0, 1)]


def test_a_shift_with_turns_ahead_does_not_go(roster, people):
    services.change_roster(roster, name="值班", slots=["早班", "晚班"], by=None)
    services.enter_turns(
        roster, [{"person": people[0], "first_on": MONDAY, "last_on": MONDAY, "slot": "晚班"}], by=None
    )

    with pytest.raises(RuleError) as refused:
        services.change_roster(roster, name="值班", slots=["早班"], by=None)

    assert refused.value.field == "slots"


def test_gaps_are_the_days_the_roster_covers_and_nobody_does(roster, people):
    enter(roster, (people[0], 0, 2), (people[1], 4, 4))

    gaps = gaps_of(roster, MONDAY, MONDAY + 6 * A_DAY)

    assert gaps == [(MONDAY + 3 * A_DAY, "")]
