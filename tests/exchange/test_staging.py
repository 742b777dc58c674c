"""Rows of a workbook in tables of the database."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from logistics.exchange import staging
from logistics.exchange.reading import ImportColumn, Rows
from logistics.school.models import Place
from tests.factories import CampusFactory

pytestmark = pytest.mark.django_db

COLUMNS = [
    ImportColumn("name", "名称"),
    ImportColumn("day", "日期", "date"),
    ImportColumn("price", "金额", "money"),
    ImportColumn("whole", "是否", "yes_no"),
]


def staged(*rows):
    columns = zip(*rows)
    cells = {column.key: list(values) for column, values in zip(COLUMNS, columns)}
    staging.stage(COLUMNS, Rows(numbers=list(range(2, len(rows) + 2)), cells=cells))


def fetched(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_what_was_read_stands_in_the_database_as_it_was():
    awkward = "一\\t二\\n\t三\n\r四\\"
    staged((awkward, date(2026, 9, 1), Decimal("1.50"), True), (None, None, None, None))

    assert fetched(f"SELECT * FROM {staging.SHEET} ORDER BY row") == [
        (2, awkward, date(2026, 9, 1), Decimal("1.50"), True),
        (3, None, None, None, None),
    ]


def test_a_letter_that_the_database_cannot_keep_is_left_out():
    staged(("一\0二", None, None, None))

    assert staging.distinct("name") == ["一二"]


def test_a_second_workbook_takes_the_place_of_the_first():
    staged(("甲", None, None, None))
    staged(("乙", None, None, None), ("乙", None, None, None))

    assert staging.distinct("name") == ["乙"]


def test_rows_with_errors_come_first_and_those_that_are_there_already_not_at_all():
    outcomes = "VALUES (1, 'new'), (2, 'same'), (3, 'error'), (4, 'new')"
    staging.keep_judged(f"SELECT * FROM ({outcomes}) AS judged (row, outcome)", {})

    assert [facts["row"] for facts in staging.first_judged(2)] == [3, 1]
    assert staging.count_outcomes() == {"new": 2, "same": 1, "error": 1}


def write_places(campus, names):
    staged(*((name, None, None, None) for name in names))
    usual = {"school": campus.school_id, "campus": campus.pk}
    given = {"name": "sheet.name", "label": "sheet.name"}
    staging.insert_from(f"{staging.SHEET} AS sheet", Place, given, {}, usual)


def test_rows_written_at_once_are_records_like_any_other():
    write_places(CampusFactory(), ["101", "102"])

    places = Place.objects.order_by("name")
    assert [(place.name, place.kind, place.active) for place in places] == [
        ("101", "classroom", True), ("102", "classroom", True),
    ]  # fmt: skip
    assert [place.events.count() for place in places] == [1, 1]


def test_a_constraint_that_one_breaks_refuses_them_all():
    with pytest.raises(IntegrityError):
        write_places(CampusFactory(), ["101", "101"])
