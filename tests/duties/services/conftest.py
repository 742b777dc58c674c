"""A Monday morning of the autumn term."""

import pytest

from tests.duties.services.steps import MONDAY, at


@pytest.fixture
def monday():
    with at(MONDAY, 10):
        yield MONDAY
