"""The bands of amounts that cut the default route."""

import pytest

from finance import selectors
from tests.approvals.factories import Office


@pytest.fixture(autouse=True)
def bands(monkeypatch):
    """999 is below the first band, 1,000 in the second; the rules of purchase stand in their own tests."""
    monkeypatch.setattr(selectors, "in_force", lambda key, *, school, on: {"buy.bands": [1000, 5000, 10000]}[key])


@pytest.fixture
def office(db):
    return Office()
