"""A round along a route."""

import pytest

from logistics.checks.models import Version
from tests.checks.factories import checklist, round_of


@pytest.fixture
def patrol(school, officer, rooms):
    return round_of(checklist(school, "门窗", route=rooms, walk=Version.Walk.ROUTE), officer)
