"""Numbers of records."""

from datetime import date

import pytest

from logistics.numbers.services import next_number
from tests.factories import SchoolFactory

pytestmark = pytest.mark.django_db


def test_numbers_follow_one_another_by_school_kind_and_year():
    school, other = SchoolFactory(), SchoolFactory()

    numbers = [
        next_number(school, "BX", on=date(2026, 9, 1)),
        next_number(school, "BX", on=date(2026, 12, 31)),
        next_number(school, "CG", on=date(2026, 9, 1)),
        next_number(school, "BX", on=date(2027, 1, 1)),
        next_number(other, "BX", on=date(2026, 9, 1)),
    ]

    assert numbers == ["BX-2026-0001", "BX-2026-0002", "CG-2026-0001", "BX-2027-0001", "BX-2026-0001"]
