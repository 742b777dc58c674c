"""What waits is counted together, and the numbers beside the menu are those of the rows behind them."""

import pytest
from django.core.cache import cache

from logistics import hooks
from logistics.hooks import Task, Waiting
from logistics.pages.counting import count_together
from logistics.pages.frame import badges_of
from logistics.pages.home import Home, ToDo
from logistics.people.models import User
from logistics.school.models import Place
from tests.factories import CampusFactory, PlaceFactory, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms():
    campus = CampusFactory()
    return [PlaceFactory(campus=campus) for _number in range(8)]


def test_rows_of_all_sorts_are_counted_by_one_statement(rooms, django_assert_num_queries):
    places = Place.objects.select_related("campus").order_by("label")
    one = places.filter(pk=rooms[0].pk)
    twice = Place.objects.filter(campus__places__in=rooms[:2]).distinct()

    with django_assert_num_queries(1):
        parts = (part for part in [one, places, 3])
        counts = count_together({"none": [places.none()], "some": parts, "once": [twice], "number": [2]})

    assert counts == {"none": 0, "some": 1 + len(rooms) + 3, "once": len(rooms), "number": 2}


def test_where_nothing_may_wait_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert count_together({"none": [Place.objects.none()], "never": []}) == {"none": 0, "never": 0}


def test_the_home_page_shows_the_first_of_each_kind_and_says_that_there_are_more(rooms):
    waiting = [Waiting(Place.objects.order_by("pk"), lambda place: Task(place.label, "", "/")), Task("one", "", "/")]

    shown, more = Home().shown(waiting)
    everything, no_more = ToDo().shown(waiting)

    assert [task.title for task in shown] == [*[room.label for room in rooms[: Home.most]], "one"]
    assert ([len(shown), more], [len(everything), no_more]) == ([Home.most + 1, True], [len(rooms) + 1, False])


def test_who_has_no_figures_finds_what_may_be_logged(rooms, client_of):
    school = rooms[0].school
    teacher, office = user_with(school=school), user_with("repairs.view_repair", school=school)

    pages = [client_of(person).get("/").context for person in (teacher, office)]

    assert [bool(page["stats"]) for page in pages] == [False, True]
    assert [[entry.url_name for entry in page["entries"]][:1] for page in pages] == [["repairs:repair_create"], []]


@pytest.mark.usefixtures("sample_school")
@pytest.mark.parametrize("login", ["director", "principal", "repairer", "safety_officer", "canteen_manager", "buyer"])
def test_a_badge_is_the_number_of_rows_behind_it(login, django_assert_max_num_queries):
    person = User.objects.get(username=login)
    badges_of(person)  # warms what is kept about the person
    cache.clear()

    with django_assert_max_num_queries(10):
        badges = badges_of(person)

    assert badges["todo"] == len(ToDo().shown(hooks.tasks.results(person))[0])
    for entry in hooks.menu.results():
        if entry.url_name in badges:
            assert badges[entry.url_name] == sum(rows.count() for rows in entry.badge(person))
