import pytest
from django.core.signing import b64_encode
from django.db.models.functions import Upper
from django.http import QueryDict

from logistics.pages.paging import KeyPage
from logistics.school.models import Place
from tests.factories import CampusFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    campus = CampusFactory()
    return [PlaceFactory(campus=campus, name=f"{number:02d}", label=f"{number // 2:02d}") for number in range(12)]


def page(query="", order=("label", "pk")):
    return KeyPage(Place.objects.order_by(*order), QueryDict(query.lstrip("?")), size=5)


def names(shown):
    return [place.name for place in shown.rows]


def test_pages_follow_each_other_without_gap_or_double_also_where_keys_are_equal(places):
    first = page()
    second = page(first.paging().next_url)
    third = page(second.paging().next_url)

    assert names(first) + names(second) + names(third) == [f"{number:02d}" for number in range(12)]
    assert third.paging().next_url == ""


def test_the_way_back_shows_the_same_pages(places):
    second = page(page().paging().next_url)
    first = page(second.paging().previous_url)

    assert names(first) == names(page())
    assert first.paging().previous_url == ""


def test_descending_orders_page_the_same_way(places):
    first = page(order=("-label", "-pk"))
    second = page(first.paging().next_url, order=("-label", "-pk"))

    assert names(first) + names(second) == [f"{number:02d}" for number in range(11, 1, -1)]


def test_rows_that_come_in_between_do_not_shift_the_next_page(places):
    next_url = page().paging().next_url
    PlaceFactory(campus=places[0].campus, name="new", label="00")

    assert names(page(next_url))[0] == "05"


def test_a_mangled_address_shows_the_first_page(places):
    assert names(page("after=nonsense")) == names(page())


def test_the_count_is_that_of_the_whole_list(places):
    assert page().paging().count_text == "共 12 条"


@pytest.mark.parametrize(
    "edge", ["[null, null]", '["\\u0000", 1]', '["a"]', "7", "[" * 5000, '["a", "nonsense"]', "no json"]
)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_made_up_edge_shows_the_first_page(places, way, edge):
    made_up = b64_encode(edge.encode()).decode()

    assert len(page(f"{way}={made_up}").rows) == 5


def test_an_order_by_a_value_worked_out_in_the_database_pages_the_same_way(places):
    def worked_out(query=""):
        rows = Place.objects.annotate(turn=Upper("label")).order_by("turn", "pk")
        return KeyPage(rows, QueryDict(query.lstrip("?")), size=5)

    first = worked_out()
    second = worked_out(first.paging().next_url)

    assert names(first) + names(second) == [f"{number:02d}" for number in range(10)]
