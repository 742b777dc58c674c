"""Which places checks came to, and which they never did."""

from datetime import date, time

import pytest
from django.urls import reverse

from logistics import clock
from logistics.checks.models import Point, Round
from logistics.duties.selectors.coverage import coverage_of
from logistics.school.models import Place
from tests.checks.factories import checklist, round_of
from tests.duties.factories import school_with_term, two_campuses
from tests.factories import PlaceFactory, user_with

pytestmark = pytest.mark.django_db

TERM = (date(2026, 9, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def a_day_in_october():
    with clock.set_to(clock.at(date(2026, 10, 20), time(9))):
        yield


@pytest.fixture
def school(db):
    return school_with_term()


@pytest.fixture
def walker(school):
    return user_with("checks.walk_round", "checks.view_round", "duties.view_expected", school=school)


@pytest.fixture
def places(school):
    """A building with two rooms, and a yard."""
    campus = two_campuses(school)[0]
    building = PlaceFactory(campus=campus, building=True, name="一号楼")
    return [
        PlaceFactory(campus=campus, parent=building, name="101"),
        PlaceFactory(campus=campus, parent=building, name="102"),
        PlaceFactory(campus=campus, name="操场"),
    ]


def come(template, walker, place, day, *, status="finished", signed=True):
    """Let a check of ``template`` come to a place on a day."""
    made = round_of(template, walker, place=place)
    signature = {"finished_at": clock.now(), "finished_by": walker} if status == "finished" else {}
    Round.objects.filter(pk=made.pk).update(day=day, status=status, **signature)
    if signed:
        Point.objects.filter(round=made).update(signed_at=clock.now(), signed_by=walker)


def covered(school, *, area="", end=TERM[1]):
    rows = coverage_of(Place.objects.of_school(school), TERM[0], end, area=area)
    return {each.place.name: (each.times, each.last_on) for each in rows}


def test_a_place_counts_the_checks_that_came_to_it_in_the_term(school, walker, places):
    template = checklist(school)
    for day in (date(2026, 6, 1), date(2026, 9, 3), date(2026, 10, 8)):
        come(template, walker, places[0], day)
    come(template, walker, places[1], date(2026, 6, 1))

    assert covered(school) == {
        "101": (2, date(2026, 10, 8)), "102": (0, date(2026, 6, 1)), "操场": (0, None)
    }  # fmt: skip


def test_a_check_under_way_or_a_place_left_out_does_not_count(school, walker, places):
    template = checklist(school)
    come(template, walker, places[0], date(2026, 10, 8), status="open")
    come(template, walker, places[1], date(2026, 10, 8), signed=False)

    assert {times for times, _last in covered(school).values()} == {0}


def test_an_area_counts_its_own_checklists_only(school, walker, places):
    come(checklist(school), walker, places[0], date(2026, 10, 8))

    assert covered(school, area="fire")["101"] == (0, None)
    assert covered(school, area="safety")["101"] == (1, date(2026, 10, 8))


def test_places_stand_by_building_with_days_since(school, walker, places, client_of):
    come(checklist(school), walker, places[0], date(2026, 10, 8))
    come(checklist(school, name="去年"), walker, places[1], date(2026, 6, 1))

    page = client_of(walker).get(reverse("duties:coverage"))

    told = [
        (building["name"], [(each["place"].name, each["state"], each["days"]) for each in building["places"]])
        for building in page.context["buildings"]
    ]
    assert told == [
        ("南校区 · 一号楼", [("101", "come", 12), ("102", "before", 141)]), ("南校区，室外", [("操场", "never", None)])
    ]  # fmt: skip
    assert (page.context["count"], page.context["never"]) == (3, 2)


def test_only_those_not_come_to_can_be_shown(school, walker, places, client_of):
    come(checklist(school), walker, places[0], date(2026, 10, 8))

    page = client_of(walker).get(reverse("duties:coverage"), {"only": "never"})

    shown = [each["place"].name for building in page.context["buildings"] for each in building["places"]]
    assert shown == ["102", "操场"]


def test_the_number_of_visits_is_the_list_it_opens(school, walker, places, client_of):
    template = checklist(school)
    for day in (date(2026, 9, 3), date(2026, 10, 8)):
        come(template, walker, places[0], day)
    come(template, walker, places[0], date(2026, 10, 9), status="open")
    come(template, walker, places[0], date(2026, 10, 10), signed=False)
    client = client_of(walker)
    page = client.get(reverse("duties:coverage"))

    place = page.context["buildings"][0]["places"][0]
    text = b"".join(client.get(f"{place['url']}&format=csv").streaming_content).decode()

    assert len(text.strip().splitlines()) - 1 == place["times"] == 2


def test_a_place_leads_to_no_list_for_whoever_sees_only_some_of_its_checks(school, walker, places, client_of):
    come(checklist(school), walker, places[0], date(2026, 10, 8))
    leader = user_with("duties.view_expected", school=school)

    page = client_of(leader).get(reverse("duties:coverage"))

    [shown, *_others] = page.context["buildings"][0]["places"]
    assert (shown["times"], shown["url"]) == (1, "")
