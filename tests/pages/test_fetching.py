"""What is needed at one time is asked for at once."""

import pytest
from django.db.models import Count

from logistics.approvals.models import SchoolWishes
from logistics.pages.fetching import Rows, fetch, fetch_together, hold, hold_one, in_rounds
from logistics.rules.models import Rule
from logistics.school.models import Campus, Place
from tests.factories import CampusFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campus():
    return CampusFactory()


def test_rows_come_with_what_they_lead_to_by_one_round_trip(campus, django_assert_num_queries):
    building = PlaceFactory(campus=campus, building=True)
    room = PlaceFactory(campus=campus, parent=building)
    wanted = Rows.among(Place, "campus_id", [campus.pk], leads_to={"campus": {"school": {}}, "parent": {}}, order="id")

    with django_assert_num_queries(1):
        places, campuses = fetch(wanted, Campus.objects.order_by("name"))
        seen = [(place, place.parent, place.campus.school) for place in places]

    assert seen == [(building, None, campus.school), (room, building, campus.school)]
    assert places[0].campus is places[1].campus
    assert campuses == [campus]


def test_conditions_take_values_and_keys_that_are_none_or_nothing_find_nothing(campus):
    place = PlaceFactory(campus=campus, label="一号楼")

    found = fetch(
        Rows(Place, "label = %s AND campus_id = %s", ("一号楼", campus.pk), {"campus": {}}),
        Rows(Place, "label = %s", ("'; DROP TABLE school_place; --",)),
        Rows.among(Place, "parent_id", []),
        Rows.among(Place, "parent_id", [None]),
    )

    assert found == [[place], [], [], []]
    assert found[0][0].campus == campus


def test_a_table_whose_values_need_converting_is_left_to_querysets():
    with pytest.raises(ValueError, match="Rule"):
        fetch(Rows.among(Rule, "id", [1]))


def test_a_round_of_questions_is_one_round_trip_and_each_gets_its_own_answers(campus, django_assert_num_queries):
    building = PlaceFactory(campus=campus, building=True)
    room = PlaceFactory(campus=campus, parent=building)

    def rooms_of(place):
        [found] = yield [Rows.among(Place, "parent_id", [place.pk])]
        [inside] = yield [Place.objects.filter(parent__in=[each.pk for each in found])]
        return found, inside

    def name_of(place):
        places, campuses = yield [Place.objects.filter(pk=place.pk), Rows.among(Campus, "id", [place.campus_id])]
        return f"{campuses[0]} {places[0]}"

    def nothing():
        return "at once"
        yield

    with django_assert_num_queries(2):
        rooms, none, name, silent = in_rounds(rooms_of(building), rooms_of(room), name_of(room), nothing())

    assert (rooms, none, name, silent) == (([room], []), ([], []), f"{campus} {room}", "at once")


def test_nothing_asked_is_no_round_trip(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert in_rounds() == []
        assert fetch(Place.objects.none()) == [[]]


def test_records_hold_the_one_row_that_leads_to_them_or_none(campus, django_assert_num_queries):
    chosen, silent = campus.school, CampusFactory().school
    wishes = SchoolWishes.objects.create(school=chosen)

    hold_one([chosen, silent], "approval_wishes", SchoolWishes.objects.all())

    with django_assert_num_queries(0):
        assert chosen.approval_wishes == wishes
        assert chosen.approval_wishes.school is chosen
        assert not hasattr(silent, "approval_wishes")


def test_different_rows_come_by_one_round_trip_as_each_would_by_itself(campus, django_assert_num_queries):
    building = PlaceFactory(campus=campus, building=True)
    PlaceFactory(campus=campus, parent=building)
    asked = [
        Place.objects.select_related("parent__campus").annotate(inside=Count("rooms")).order_by("-pk")[:5],
        Place.objects.filter(pk__in=[]),
        Campus.objects.values_list("name", flat=True),
    ]
    apart = [list(rows.all()) for rows in asked]

    with django_assert_num_queries(1):
        fetch_together(*asked)
        together = [list(rows) for rows in asked]
        rooms = [(str(row.parent and row.parent.campus), row.inside) for row in together[0]]

    assert together == apart
    assert rooms == [(str(campus), 0), ("None", 1)]


def test_what_was_fetched_together_is_asked_anew_by_a_narrower_question(campus):
    PlaceFactory(campus=campus)
    rows = Place.objects.order_by("pk")
    fetch_together(rows)

    assert list(rows.filter(label="nowhere")) == []


def test_records_hold_the_rows_that_lead_to_them(campus, django_assert_num_queries):
    building, empty = PlaceFactory(campus=campus, building=True), PlaceFactory(campus=campus, building=True)
    room = PlaceFactory(campus=campus, parent=building)
    records, rows = list(Place.objects.filter(parent=None).order_by("pk")), Place.objects.filter(parent__isnull=False)

    hold(records, "rooms", rows)

    with django_assert_num_queries(0):
        held = [list(record.rooms.all()) for record in records]
    assert records == [building, empty]
    assert held == [[room], []]
    assert held[0][0].parent is records[0]
