"""The batches for an accounting centre stand in the menu of a school only that has use for them."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from finance.models import Books
from tests.factories import user_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("mode", "center", "stands"), [("independent", "", False), ("central", "区核算中心", True)])
def test_batches_stand_in_the_menu_of_a_school_only_whose_books_are_at_a_centre(
    client_of, office, mode, center, stands
):
    Books.objects.filter(school=office.school).update(mode=mode, center=center)
    clerk = client_of(user_with("finance.send_claims", "finance.make_claim", school=office.school))
    cache.clear()

    page = clerk.get(reverse("finance:claim_list")).content.decode()

    assert f'href="{reverse("finance:claim_list")}"' in page
    assert (f'href="{reverse("finance:batch_list")}"' in page) is stands
