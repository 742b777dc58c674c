"""A school in term, its safety officer, and the moment the tests happen at."""

from datetime import UTC, datetime

import pytest

from logistics import clock
from tests.factories import CampusFactory, PlaceFactory, SchoolFactory, TermFactory, user_with

WEDNESDAY = datetime(2026, 10, 14, 2, 30, tzinfo=UTC)  # half past ten at school
OFFICER = ["report_hazard", "view_hazard", "assign_hazard", "accept_hazard"]


@pytest.fixture(autouse=True)
def moment():
    with clock.set_to(WEDNESDAY):
        yield WEDNESDAY


@pytest.fixture
def school(db):
    school = SchoolFactory()
    TermFactory(school=school)
    return school


@pytest.fixture
def place(school):
    return PlaceFactory(campus=CampusFactory(school=school, name="南校区"), name="单车棚", label="单车棚")


@pytest.fixture
def officer(school):
    return user_with(*[f"safety.{right}" for right in OFFICER], school=school, name="冯卫东")


@pytest.fixture
def director(school):
    return user_with(*[f"safety.{right}" for right in OFFICER], school=school, name="陈志强")


@pytest.fixture
def principal(school):
    return user_with("safety.view_hazard", school=school, key="principal", name="周明远")


@pytest.fixture
def teacher(school):
    return user_with("safety.report_hazard", school=school, name="蔡明")


@pytest.fixture
def repairer(school):
    return user_with("safety.report_hazard", school=school, name="李大山")
