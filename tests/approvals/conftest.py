import pytest

from tests.approvals.factories import Office


@pytest.fixture
def office(db):
    return Office()
