"""A list builds the filters it shows, and those that are set."""

import pytest
from django.urls import reverse

from logistics.school.models import School
from repairs.filters import RepairFilter
from repairs.models import Repair
from tests.factories import SchoolFactory, user_with

pytestmark = pytest.mark.django_db

LIST = reverse("repairs:repair_list")
OPENED = {"HX-Request": "true", "HX-Target": "filter-more"}


@pytest.fixture
def client(client_of):
    return client_of(user_with("repairs.view_repair", school=SchoolFactory()))


def test_the_further_filters_are_left_out_until_they_are_opened(client):
    assert b'name="cause"' not in client.get(LIST).content
    assert b'name="cause"' in client.get(LIST, headers=OPENED).content


def test_without_scripts_an_address_opens_them(client):
    assert b'name="cause"' in client.get(f"{LIST}?filters=all").content


def test_a_further_filter_that_is_set_stands_open(client):
    page = client.get(f"{LIST}?cause=age").content.decode()

    assert '<option value="age" selected>' in page
    assert "filter-more collapse show" in page


def test_only_filters_that_are_set_are_built_for_the_rows_alone(client):
    made = RepairFilter({"status": "done", "reported_min": "2026-09-01", "after": "x"},
                        queryset=Repair.objects.all(), school=School.objects.get())  # fmt: skip

    assert list(made.filters) == ["status", "reported"]
