"""A school with a roster, three people to stand, and whoever keeps it."""

import pytest

from tests.duties.factories import make_roster, school_with_term
from tests.factories import user_with


@pytest.fixture
def school():
    return school_with_term()


@pytest.fixture
def keeper(client_of, school):
    return client_of(user_with("duties.keep_roster", school=school))


@pytest.fixture
def people(school):
    return [user_with(school=school, name=name) for name in ("张三", "李四", "王五")]


@pytest.fixture
def roster(school):
    return make_roster(school)
