"""Whoever's time at the school is over is told so, and can sign out."""

from datetime import timedelta

import pytest
from django.urls import reverse

from logistics import clock
from tests.factories import user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(client_of):
    """An inspector's client in the middle of reading, whose time ends now."""
    inspector = user_with("repairs.view_repair")
    client = client_of(inspector)
    assert client.get(reverse("repairs:repair_list")).status_code == 200
    inspector.appointments.update(ends_on=clock.today() - timedelta(days=1))
    return client


def test_the_page_says_that_the_time_is_over_and_not_that_it_belongs_to_somebody_else(reading):
    answer = reading.get(reverse("repairs:repair_list"))

    page = answer.content.decode()
    assert answer.status_code == 403
    assert ("您目前没有在任岗位" in page, "此页属于其他岗位" in page) == (True, False)


def test_it_leads_out_and_not_back_to_itself(reading):
    page = reading.get(reverse("home")).content.decode()
    assert (reverse("people:sign_out") in page, "csrfmiddlewaretoken" in page, 'href="/"' in page) == (
        True,
        True,
        False,
    )

    reading.post(reverse("people:sign_out"))

    assert reading.get(reverse("home")).url.startswith(reverse("people:sign_in"))


def test_a_page_of_another_role_leads_home(client_of):
    page = client_of(user_with()).get(reverse("rules:rule_list")).content.decode()

    assert ("此页属于其他岗位" in page, 'href="/"' in page) == (True, True)
