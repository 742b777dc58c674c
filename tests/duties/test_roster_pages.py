"""The pages of rosters."""

from datetime import date, time

import pytest
from django.urls import reverse

from logistics import clock
from logistics.duties import services
from logistics.duties.models import Roster, Shift, ShiftSwap
from tests.duties.factories import entered, make_roster, school_with_term, september, turn
from tests.factories import CampusFactory, user_with

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 7)
KEEP = "duties.keep_roster"


@pytest.fixture(autouse=True)
def monday():
    with clock.set_to(clock.at(MONDAY, time(8))):
        yield


def days_of(page):
    return {cell.day: cell for _number, cells in page.context["weeks"] for cell in cells}


# --- the month --------------------------------------------------------------------------------------------------------


def test_the_month_shows_who_stands_and_where_nobody_does(keeper, roster, people):
    turn(roster, people[0], 7, 8)

    page = keeper.get(roster.get_absolute_url())

    days = days_of(page)
    assert [shift.person.name for shift in days[MONDAY].slots[0].shifts] == ["张三"]
    assert not days[september(8)].slots[0].gap
    assert days[september(9)].slots[0].gap
    assert "缺人" in page.content.decode() or "无人" in page.content.decode()


def test_a_day_off_is_no_gap_and_says_why(keeper, roster):
    saturday = days_of(keeper.get(roster.get_absolute_url()))[september(12)]

    assert (saturday.slots[0].gap, saturday.reason) == (False, "周末")


def test_a_turn_of_a_week_is_not_shown_on_its_days_off_but_one_for_that_very_day_is(keeper, roster, people):
    turn(roster, people[0], 7, 13)
    turn(roster, people[1], 13)

    days = days_of(keeper.get(roster.get_absolute_url()))

    assert days[september(12)].slots[0].shifts == []
    assert [shift.person.name for shift in days[september(13)].slots[0].shifts] == ["李四"]


def test_a_shift_of_who_left_is_a_gap(keeper, roster, people):
    turn(roster, people[0], 8)
    people[0].is_active = False
    people[0].save(update_fields=["is_active"])

    assert days_of(keeper.get(roster.get_absolute_url()))[september(8)].slots[0].gap


def test_gaps_that_are_over_are_not_counted(keeper, roster, people):
    turn(roster, people[0], 7, 30)

    assert keeper.get(roster.get_absolute_url()).context["gap_count"] == 0


@pytest.mark.parametrize("month", ["2026-13", "x", "0000-01", "２０２６-01", "9999-12"])
def test_a_month_that_is_none_shows_the_present_one(keeper, roster, month):
    assert keeper.get(roster.get_absolute_url(), {"month": month}).context["title"] == "2026 年 9 月"


def test_another_school_does_not_see_it(client_of, roster):
    stranger = client_of(user_with(KEEP, school=school_with_term()))

    assert stranger.get(roster.get_absolute_url()).status_code == 404
    assert stranger.get(reverse("duties:roster_export", args=[roster.pk])).status_code == 404
    assert stranger.get(reverse("exchange:import_create", args=[f"roster-{roster.pk}"])).status_code == 404


def test_a_teacher_looks_but_does_not_enter(client_of, roster, people):
    teacher = client_of(people[0])

    assert teacher.get(roster.get_absolute_url()).status_code == 200
    assert teacher.get(reverse("duties:roster_turns", args=[roster.pk])).status_code == 403


def test_who_works_on_one_campus_reads_its_rosters_and_those_of_the_whole_school(client_of, roster):
    north, south = CampusFactory(school=roster.school), CampusFactory(school=roster.school)
    own, others = (make_roster(roster.school, campus=each, name=each.name) for each in (north, south))
    guard = client_of(user_with("people.log_work", campus=north))

    assert [guard.get(each.get_absolute_url()).status_code for each in (roster, own, others)] == [200, 200, 404]


# --- entering turns ---------------------------------------------------------------------------------------------------


def enter(client, roster, people, **facts):
    given = {"people": [person.pk for person in people], "first_on": "2026-09-07", "last_on": "2026-09-20", **facts}
    return client.post(reverse("duties:roster_turns", args=[roster.pk]), given)


def test_people_take_turns_by_the_week_in_the_order_chosen(keeper, roster, people):
    enter(keeper, roster, [people[1], people[0]], unit="week")

    assert entered(roster) == [("李四", 7, 13), ("张三", 14, 20)]


def test_people_take_turns_by_the_day(keeper, roster, people):
    enter(keeper, roster, people[:2], unit="day", last_on="2026-09-09")

    assert entered(roster) == [("张三", 7, 7), ("李四", 8, 8), ("张三", 9, 9)]


def test_people_stand_together(keeper, roster, people):
    enter(keeper, roster, people[:2], unit="whole")

    assert entered(roster) == [("张三", 7, 20), ("李四", 7, 20)]


def test_days_the_wrong_way_round_are_refused(keeper, roster, people):
    page = enter(keeper, roster, people, unit="day", last_on="2026-09-01")

    assert "last_on" in page.context["form"].errors
    assert not roster.shifts.exists()


def test_a_roster_is_set_up_with_its_shifts(keeper):
    keeper.post(reverse("duties:roster_create"), {"name": "值周表", "slots": "早班、晚班", "day_kind": "school"})

    assert Roster.objects.get().slots == ["早班", "晚班"]


# --- one turn ---------------------------------------------------------------------------------------------------------


def test_who_has_a_turn_names_a_stand_in(client_of, roster, people):
    own = turn(roster, people[0], 8, 10)

    client_of(people[0]).post(
        reverse("duties:shift_stand_in", args=[own.pk]),
        {"person": people[1].pk, "first_on": "2026-09-09", "last_on": "2026-09-09", "reason": "开会"},
    )

    assert sorted(entered(roster), key=lambda row: row[1]) == [("张三", 8, 8), ("李四", 9, 9), ("张三", 10, 10)]


def test_nobody_else_does(client_of, roster, people):
    own = turn(roster, people[0], 8)

    page = client_of(people[2]).post(
        reverse("duties:shift_stand_in", args=[own.pk]),
        {"person": people[1].pk, "first_on": "2026-09-08", "last_on": "2026-09-08"},
    )

    assert page.context["form"].errors
    assert entered(roster) == [("张三", 8, 8)]


def test_a_swap_is_proposed_and_accepted(client_of, roster, people):
    own, other = turn(roster, people[0], 8), turn(roster, people[1], 9)

    client_of(people[0]).post(reverse("duties:shift_swap", args=[own.pk]), {"other": other.pk})
    swap = ShiftSwap.objects.get()
    client_of(people[1]).post(reverse("duties:shiftswap_accept", args=[swap.pk]))

    assert entered(roster) == [("李四", 8, 8), ("张三", 9, 9)]


def test_the_person_asked_finds_it_among_the_tasks(client_of, roster, people):
    services.propose_swap(turn(roster, people[0], 8), turn(roster, people[1], 9), by=people[0])

    tasks = client_of(people[1]).get("/").content.decode()

    assert "张三申请与您换班" in tasks


def test_only_the_person_asked_may_answer(client_of, roster, people):
    swap = services.propose_swap(turn(roster, people[0], 8), turn(roster, people[1], 9), by=people[0])

    assert client_of(people[2]).post(reverse("duties:shiftswap_accept", args=[swap.pk])).status_code == 404
    client_of(people[0]).post(reverse("duties:shiftswap_accept", args=[swap.pk]))

    swap.refresh_from_db()
    assert swap.status == "proposed"


def test_a_turn_taken_away_leaves_a_gap(keeper, roster, people):
    own = turn(roster, people[0], 8)

    keeper.post(reverse("duties:shift_remove", args=[own.pk]), {"reason": "调走"})

    assert not Shift.objects.exists()
    assert days_of(keeper.get(roster.get_absolute_url()))[september(8)].slots[0].gap


def test_a_roster_is_changed_taken_out_of_use_and_into_use_again(keeper, roster):
    seen = keeper.get(reverse("duties:roster_update", args=[roster.pk])).context["form"]["seen"].value()
    facts = {"name": "护校表", "slots": "白班、夜班", "day_kind": "holiday_duty", "seen": seen}

    keeper.post(reverse("duties:roster_update", args=[roster.pk]), facts)
    keeper.post(reverse("duties:roster_stop", args=[roster.pk]))
    roster.refresh_from_db()
    stopped = roster.active
    keeper.post(reverse("duties:roster_resume", args=[roster.pk]))
    roster.refresh_from_db()

    assert (roster.name, roster.slots, roster.day_kind) == ("护校表", ["白班", "夜班"], "holiday_duty")
    assert (stopped, roster.active) == (False, True)


def test_too_many_shifts_are_refused(keeper):
    page = keeper.post(
        reverse("duties:roster_create"),
        {"name": "值周表", "slots": "、".join("一二三四五六七八九"), "day_kind": "school"},
    )

    assert "slots" in page.context["form"].errors
    assert not Roster.objects.exists()


def test_the_keeper_gives_a_turn_to_somebody_else(keeper, roster, people):
    own = turn(roster, people[0], 8, 9)

    keeper.post(
        reverse("duties:shift_change", args=[own.pk]),
        {"person": people[1].pk, "first_on": "2026-09-08", "last_on": "2026-09-09"},
    )

    assert entered(roster) == [("李四", 8, 9)]


@pytest.mark.parametrize(("name", "number", "status"), [("decline", 1, "declined"), ("withdraw", 0, "withdrawn")])
def test_a_swap_is_declined_or_withdrawn(client_of, roster, people, name, number, status):
    swap = services.propose_swap(turn(roster, people[0], 8), turn(roster, people[1], 9), by=people[0])

    client_of(people[number]).post(reverse(f"duties:shiftswap_{name}", args=[swap.pk]))

    swap.refresh_from_db()
    assert swap.status == status


def test_a_turn_that_is_over_offers_nothing(keeper, roster, people):
    own = turn(roster, people[0], 1)

    assert keeper.get(reverse("duties:shift_detail", args=[own.pk])).context["actions"] == []
