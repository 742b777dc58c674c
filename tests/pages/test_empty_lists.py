"""What an empty list says to whom, and what a page of a long one says on paper."""

import pytest
from django.urls import reverse

from logistics.duties.views.rosters import KEEP
from tests.factories import PlaceFactory, user_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("permissions", "told"), [([KEEP], True), ([], False)])
def test_only_whoever_may_add_the_first_one_is_told_to(client_of, permissions, told):
    page = client_of(user_with(*permissions)).get(reverse("duties:roster_list")).content.decode()

    assert ("还没有值班表" in page, "先新增一张值班表" in page) == (True, told)


@pytest.mark.parametrize(("count", "told"), [(25, False), (26, True)])
def test_a_page_of_a_longer_list_says_on_paper_how_many_it_holds(client_of, count, told):
    user = user_with("school.manage_school")
    campus = PlaceFactory(campus__school=user.active_school).campus
    PlaceFactory.create_batch(count - 1, campus=campus)

    page = client_of(user).get(reverse("school:place_list")).content.decode()

    assert ("本表打印了其中 25 条" in page) == told
