"""A school in its first term, and the moment the tests happen at."""

from datetime import UTC, datetime

import pytest

from logistics import clock
from logistics.checks import services
from logistics.checks.models import Finding, Version
from tests.checks.factories import checklist, item_of, round_of, upload_of
from tests.factories import CampusFactory, PlaceFactory, SchoolFactory, TermFactory, user_with

WEDNESDAY = datetime(2026, 10, 14, 2, 30, tzinfo=UTC)  # half past ten at school


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
def campus(school):
    return CampusFactory(school=school, name="南校区")


@pytest.fixture
def rooms(campus):
    building = PlaceFactory(campus=campus, building=True, name="一号楼")
    return [PlaceFactory(campus=campus, parent=building, name=name) for name in ("101", "102", "103")]


@pytest.fixture
def officer(school):
    return user_with(
        "checks.walk_round",
        "checks.view_round",
        "safety.report_hazard",
        school=school,
        key="safety_officer",
        name="王安",
    )


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def patrol(school, officer, rooms):
    return round_of(checklist(school, "门窗", "照明", name="夜巡", route=rooms, walk=Version.Walk.ROUTE), officer)


@pytest.fixture
def finding(school, officer, rooms):
    round = round_of(checklist(school, "灭火器"), officer, place=rooms[0])
    token = upload_of(officer, school).token
    item = item_of(round.template, "灭火器")
    services.sign_point(
        round.points.get(), answers={item.pk: {"result": "fail", "text": "压力不足", "photos": [token]}}, by=officer
    )
    services.finish_round(round, by=officer)
    return Finding.objects.get()
