"""A canteen in term, and the moment the tests happen at."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from logistics import clock
from tests.canteen.factories import CanteenFactory
from tests.factories import CampusFactory, SchoolFactory, TermFactory, user_with

WEDNESDAY = datetime(2026, 10, 14, 3, 30, tzinfo=UTC)  # half past eleven at school


@pytest.fixture(autouse=True)
def moment():
    cache.clear()
    with clock.set_to(WEDNESDAY):
        yield WEDNESDAY


@pytest.fixture
def school(db):
    school = SchoolFactory()
    TermFactory(school=school)
    return school


@pytest.fixture
def canteen(school):
    return CanteenFactory(campus=CampusFactory(school=school, name="南校区"), name="南校区食堂")


@pytest.fixture
def cook(school):
    return user_with("canteen.view_foodsample", "canteen.take_sample", school=school, key="cook", name="唐桂花")


@pytest.fixture
def manager(school):
    rights = ["view_foodsample", "take_sample", "correct_sample", "use_tablet"]
    rights += ["view_healthcertificate", "keep_certificate"]
    return user_with(*[f"canteen.{right}" for right in rights], school=school, name="梁秋月")
