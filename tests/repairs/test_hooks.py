"""What repairs contribute to home, morning, search, and to other apps' records."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache

from logistics import clock, hooks
from repairs import hooks as contributed
from repairs import services
from repairs.jobs import accept_silence
from repairs.models import Repair
from tests.factories import user_with
from tests.pages.waiting import tasks
from tests.repairs.factories import RepairFactory

pytestmark = pytest.mark.django_db


def later(**delta):
    return clock.set_to(clock.now() + timedelta(**delta))


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def office(school):
    return user_with("repairs.view_repair", "repairs.assign_repair", school=school)


def test_every_granted_permission_exists():
    granted = {permission for permissions in contributed.grants().values() for permission in permissions}
    meta = Repair._meta

    known = {f"repairs.{name}" for name, _label in meta.permissions} | {"repairs.view_repair", "repairs.set_up_repairs"}
    assert granted <= known


def test_home_tells_each_person_the_next_tap(room, office):
    repairer = user_with("repairs.view_repair", "repairs.work_repair", school=room.school)
    RepairFactory(place=room, assigned=True, assigned_to=repairer)
    waiting = RepairFactory(place=room, waiting_for_acceptance=True)

    assert [task.action_label for task in tasks(contributed.tasks(repairer))] == ["接单"]
    assert [task.url for task in tasks(contributed.tasks(office))] == [waiting.get_absolute_url()]


def test_a_late_repair_is_told_once_each_morning(room):
    repair = RepairFactory(place=room, assigned=True)

    with later(days=7):
        today = clock.today()
        keys = {reminder.key for _time in range(2) for reminder in contributed.open_too_long(today)}

    assert keys == {f"repair-late:{repair.pk}:{today}"}


def test_a_repair_that_waits_for_parts_is_nobodys_delay(room):
    repairer = user_with("repairs.work_repair", school=room.school)
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)
    services.hold_repair(repair, reason="parts", text="等配件", by=repairer)

    with later(days=7):
        assert list(contributed.open_too_long(clock.today())) == []


def test_late_repairs_show_to_whoever_sends_people(room, office):
    repair = RepairFactory(place=room)

    with later(days=7):
        assert [task.url for task in tasks(contributed.late(office))] == [repair.get_absolute_url()]


def test_silence_is_accepted_by_the_clock_once(room):
    repair = RepairFactory(place=room, finished=True)

    with later(days=7):
        accept_silence()
        accept_silence()

    repair.refresh_from_db()
    assert (repair.status, repair.default_accepted) == ("done", True)


def test_the_figure_on_the_home_page_is_the_list_behind_it(room, office, client_of):
    RepairFactory(place=room)
    RepairFactory(place=room, finished=True)
    RepairFactory(place=room, reported_at=clock.now() - timedelta(days=7), done=True)

    for stat in contributed.stats(office):
        rows = client_of(office).get(stat.url).context["rows"]
        assert stat.value == len(rows)


def test_an_exact_number_is_found(room, office):
    repair = RepairFactory(place=room)

    assert [(hit.url, hit.exact) for hit in contributed.search(office, repair.number)] == [
        (repair.get_absolute_url(), True)
    ]


def test_what_one_does_not_see_is_not_found(room):
    repair = RepairFactory(place=room)

    assert list(contributed.search(user_with(school=room.school), repair.number)) == []


def test_an_approved_request_wakes_its_repair_through_the_hook(room):
    repairer = user_with("repairs.work_repair", school=room.school)
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)
    services.hold_repair(repair, reason="parts", text="等水嘴", by=repairer)

    class Request:
        pk, status, source = 7, "approved", repair

        def __str__(self):
            return "CG-2026-0007"

    hooks.spending_outcomes.get(Repair)(Request())

    repair.refresh_from_db()
    assert repair.status == "in_progress"


def test_a_request_carries_the_number_of_the_repair(room, client_of, monkeypatch):
    asked = {}
    monkeypatch.setattr("repairs.views.moves.request_spending", lambda **facts: asked.update(facts))
    repairer = user_with("repairs.view_repair", "repairs.work_repair", school=room.school)
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)
    facts = {"what": "水嘴", "quantity": "2", "measure_word": "只", "unit_price": "15.00"}

    client_of(repairer).post(f"/repairs/{repair.pk}/parts/", facts)

    assert asked["title"] == f"水嘴（{repair.number}）"
    assert (asked["source"], asked["kind"], asked["lines"][0]["unit_price"]) == (repair, "parts", Decimal("15.00"))


def test_the_panel_of_a_place_shows_its_repairs(room, office):
    repair = RepairFactory(place=room)

    panel = next(iter(contributed.repairs_at_place(room, office)))

    assert [row.pk for row in panel.rows] == [repair.pk]
