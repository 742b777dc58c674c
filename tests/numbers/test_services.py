"""Numbers of records."""

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from logistics.numbers.services import next_number
from tests.factories import SchoolFactory

ROOT = Path(__file__).resolve().parents[2]

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


def test_no_two_kinds_of_records_have_numbers_that_begin_alike():
    modules = defaultdict(set)
    for app in ("logistics", "finance", "assets", "repairs", "canteen", "safety"):
        for path in (ROOT / app).rglob("*.py"):
            for prefix in re.findall(r'next_number\([^,()]+, "([A-Z]+)"', path.read_text(encoding="utf-8")):
                modules[prefix].add(path.name)

    assert len(modules) > 15
    assert {prefix: names for prefix, names in modules.items() if len(names) > 1} == {}
