"""A school in its first term, and the moment the tests happen at."""

from datetime import UTC, datetime

import pytest

from logistics import clock
from tests.factories import CampusFactory, PlaceFactory, SchoolFactory, TermFactory
from tests.repairs.factories import KindFactory, TradeFactory

WEDNESDAY = datetime(2026, 10, 14, 2, 30, tzinfo=UTC)  # half past ten at school


@pytest.fixture(autouse=True)
def moment():
    with clock.set_to(WEDNESDAY):
        yield WEDNESDAY


@pytest.fixture
def school(db):
    school = SchoolFactory(duty_phone="13800000110")
    TermFactory(school=school)
    return school


@pytest.fixture
def campus(school):
    return CampusFactory(school=school, name="南校区")


@pytest.fixture
def room(campus):
    building = PlaceFactory(campus=campus, building=True, name="一号楼")
    return PlaceFactory(campus=campus, parent=building, name="301")


@pytest.fixture
def trade(school):
    return TradeFactory(school=school, name="水电")


@pytest.fixture
def lamp(school):
    return KindFactory(school=school, name="灯具", measure_word="盏")


@pytest.fixture
def tube(school):
    return KindFactory(school=school, part=True, name="灯管", measure_word="根")
