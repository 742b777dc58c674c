"""What the minute tick tells: the urgent, the random, and where nobody is there."""

from datetime import date, time, timedelta

import pytest

from logistics import clock
from logistics.duties import services
from logistics.duties.models import Expected
from logistics.duties.services import drawing
from logistics.notices.models import Notice
from tests.duties.factories import make_duty, make_roster, school_with_term
from tests.duties.services.steps import S, at, rows, write
from tests.factories import AppointmentFactory, CampusFactory, PlaceFactory, RoleFactory, user_with

pytestmark = pytest.mark.django_db


def test_what_is_urgent_is_told_at_once_to_the_person_and_the_second(monday):
    school = school_with_term()
    cook = user_with(school=school, key="cook")
    manager = user_with(school=school, key="canteen_manager")
    make_duty(
        school, name="留样", person=cook, urgent=True, due_times=[time(12)], escalate_after=1, escalate_person=manager
    )
    with at(monday, 12, 1):
        services.tick()
        services.tick()

    notices = Notice.objects.filter(urgent=True)
    assert sorted(notice.person_id for notice in notices) == sorted([cook.pk, manager.pk])
    assert "留样" in notices[0].text


def test_a_random_round_is_drawn_within_its_week_and_hidden_until_its_time(monday):
    school = school_with_term()
    campus = CampusFactory(school=school)
    places = [PlaceFactory(campus=campus) for _number in range(3)]
    inspector = user_with(school=school)
    leader = user_with("duties.view_expected", "duties.manage_duty", school=school)

    duty = make_duty(school, random=True, rhythm="weekly", times=2, places=places, person=inspector)

    drawn = rows(duty)
    assert len(drawn) == 2
    assert len({row.due_on for row in drawn}) == 2
    assert all(monday <= row.due_on <= date(2026, 9, 11) and row.place in places for row in drawn)
    assert all(clock.now() < row.announce_at <= row.due_at - timedelta(hours=1) for row in drawn)
    seen_by = [Expected.objects.visible_to(person).count() for person in (inspector, leader)]
    assert seen_by == [0, 0]
    first = min(drawn, key=lambda row: row.announce_at)
    with clock.set_to(first.announce_at):
        services.tick()
        services.tick()
        told = list(Notice.objects.filter(key__startswith="duties-announced"))
        assert [notice.person for notice in told] == [inspector]
        assert list(Expected.objects.visible_to(inspector)) == [first]
        assert not Expected.objects.visible_to(leader).exists()
    with clock.set_to(first.due_at + timedelta(minutes=1)):
        services.tick()
        assert Expected.objects.visible_to(leader).get(pk=first.pk).status == S.MISSING


def test_a_duty_that_comes_to_be_at_random_is_drawn_and_one_that_no_longer_is_stands_in_sight(monday):
    school = school_with_term()
    duty = make_duty(school, name="抽查", rhythm="monthly", times=1, person=user_with(school=school))
    services.change_duty(duty, by=None, anyway=True, random=True)
    drawn = [row.announce_at is not None for row in rows(duty)]
    services.change_duty(duty, by=None, anyway=True, random=False)
    plain = [row.announce_at is None for row in rows(duty)]

    assert (drawn, plain[:1]) == ([True], [True])
    assert all(plain)


def test_a_random_round_is_not_fulfilled_by_what_was_done_before_it_was_announced(monday):
    duty = make_duty(school_with_term(), random=True, rhythm="weekly", times=1)
    [row] = rows(duty)

    with clock.set_to(row.announce_at - timedelta(minutes=1)):
        write(duty)
        before = rows(duty)[0].status
    with clock.set_to(row.announce_at + timedelta(minutes=1)):
        services.tick()
        write(duty)

    assert (before, rows(duty)[0].status) == (S.WAITING, S.DONE)


def test_random_rounds_lean_to_places_not_seen_lately(monday):
    school = school_with_term()
    campus = CampusFactory(school=school)
    places = [PlaceFactory(campus=campus) for _number in range(2)]
    duty = make_duty(school, random=True, rhythm="weekly", times=1, places=places)
    seen = {(duty.pk, places[0].pk): monday - timedelta(days=1), (duty.pk, places[1].pk): monday - timedelta(days=60)}

    drawn = [drawing.draw_place(duty, places, dict(seen), monday) for _number in range(200)]

    assert drawn.count(places[1]) > 150


def test_a_gap_of_a_roster_is_told_once_and_shows_nobody(monday):
    school = school_with_term()
    director = user_with("duties.manage_duty", school=school)
    guard = user_with(school=school)
    roster = make_roster(school)
    turns = [(date(2026, 9, 7), date(2026, 9, 9)), (date(2026, 9, 11), date(2026, 9, 30))]
    services.enter_turns(roster, [{"person": guard, "first_on": a, "last_on": b} for a, b in turns], by=None)
    duty = make_duty(school, roster=roster)

    for day in (7, 8, 9, 10):
        with at(date(2026, 9, day), 8):
            services.tick()
            services.tick()

    [notice] = Notice.objects.filter(key__startswith="duties-nobody")
    assert notice.person == director
    assert "9月10日" in notice.text and "9月11日" not in notice.text
    assert [row.due_on.day for row in rows(duty) if row.person is None and row.due_on.day < 20] == [10]
    assert rows(duty)[3].who_text == "无人"


def test_filling_a_gap_gives_the_day_to_somebody_at_once(monday):
    school = school_with_term()
    guard = user_with(school=school)
    roster = make_roster(school)
    duty = make_duty(school, roster=roster)

    services.enter_turns(roster, [{"person": guard, "first_on": monday, "last_on": monday}], by=None)

    assert rows(duty)[0].person == guard
    assert rows(duty)[1].person is None


def test_a_vacant_role_is_told_once_for_all_its_duties(monday):
    school = school_with_term()
    user_with("duties.manage_duty", school=school)
    role = RoleFactory(school=school, name="安全员")
    for name in ("一", "二"):
        make_duty(school, name=name, role=role)

    for day in (7, 8, 9):
        with at(date(2026, 9, day), 8):
            services.tick()

    assert Notice.objects.filter(key__startswith="duties-nobody").count() == 1


def test_whoever_leaves_is_replaced_by_the_next_holder(monday):
    school = school_with_term()
    role = RoleFactory(school=school)
    leaving, staying = AppointmentFactory(role=role).person, AppointmentFactory(role=role).person
    duty = make_duty(school, role=role)
    leaving.is_active = False
    leaving.save()

    with at(monday, 11):
        services.tick()

    assert rows(duty)[0].person == staying
