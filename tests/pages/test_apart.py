"""Rows come with what ``select_related`` names, without its joins."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from logistics.pages import paging
from logistics.pages.apart import bring, without_joins
from logistics.pages.columns import address_of
from logistics.school.models import Place
from tests.factories import CampusFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campus():
    return CampusFactory()


def places(*related):
    rows, apart = without_joins(Place.objects.order_by("pk").select_related(*related))
    rows = list(rows)
    with CaptureQueriesContext(connection) as captured:
        bring(rows, apart)
    return rows, len(captured)


def test_what_rows_lead_to_comes_by_one_round_trip_however_far_it_is(campus, django_assert_num_queries):
    building = PlaceFactory(campus=campus, building=True)
    PlaceFactory(campus=campus, parent=building)
    PlaceFactory(campus=campus, parent=building)

    rows, round_trips = places("campus__school", "parent__campus")

    with django_assert_num_queries(0):
        seen = [(row.campus.school, row.parent and row.parent.campus) for row in rows]
    assert seen == [(campus.school, None), (campus.school, campus), (campus.school, campus)]
    assert round_trips == 1


def test_rows_that_lead_to_the_same_record_share_it(campus):
    PlaceFactory(campus=campus)
    PlaceFactory(campus=campus)

    (first, second), _round_trips = places("campus")

    assert first.campus is second.campus


def test_nothing_is_asked_where_no_row_leads_anywhere(campus):
    PlaceFactory(campus=campus)

    (place,), round_trips = places("parent")

    assert (place.parent, round_trips) == (None, 0)


def test_the_address_of_a_row_is_what_its_record_says(campus):
    place = PlaceFactory(campus=campus)

    assert address_of(place) == place.get_absolute_url()


def test_a_record_whose_address_needs_more_than_its_key_is_asked_itself():
    class Document(SimpleNamespace):
        def get_absolute_url(self):
            return f"/documents/{self.token}/"

    assert address_of(Document(pk=1, token="abc")) == "/documents/abc/"


def test_a_list_known_to_be_long_is_not_counted_again_for_a_minute(campus):
    cache.clear()
    PlaceFactory.create_batch(5, campus=campus)
    page = lambda query, **facts: paging.KeyPage(  # noqa: E731
        Place.objects.order_by("pk"), QueryDict(query), size=2, count_limit=3, **facts
    )
    page("", name="of one").paging()

    with CaptureQueriesContext(connection) as again:
        known = page("", name="of one").paging()
        page("kind=room", name="of one").paging()
        page("", name="of another").paging()

    assert known.count_text == page("").paging().count_text
    assert sum("COUNT(" in query["sql"] for query in again) == 2
