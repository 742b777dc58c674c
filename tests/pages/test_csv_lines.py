"""What the database writes into a CSV is what the records themselves would say."""

import csv

import pytest
from django.db.models import F
from django.utils import translation

from logistics.pages.columns import Column
from logistics.pages.csv_lines import csv_lines
from logistics.school.models import Place
from repairs.models import Repair
from repairs.views.columns import COLUMNS
from tests.factories import CampusFactory, PlaceFactory
from tests.repairs.factories import KindFactory, RepairFactory

pytestmark = pytest.mark.django_db


def lines(rows, columns):
    text = b"".join(csv_lines(rows, columns)).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))[1:]


def one_by_one(columns):
    """The same columns without a way for the database."""
    return [Column(column.label, column.value, kind=column.kind) for column in columns]


def test_the_database_writes_what_the_records_say():
    RepairFactory(kind=KindFactory())
    RepairFactory(kind=None, description="水龙头一直滴水，关不紧，下面的地砖已经泡起来了，请尽快")
    repairs = Repair.objects.for_lists()

    assert lines(repairs, COLUMNS) == lines(repairs, one_by_one(COLUMNS))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_labels_are_written_in_the_language_of_the_reader(language):
    PlaceFactory(kind=Place.Kind.BUILDING)

    with translation.override(language):
        assert lines(Place.objects.all(), [Column("Kind", "get_kind_display")]) == [[str(Place.Kind.BUILDING.label)]]


@pytest.mark.parametrize("way", [F("name"), None])
def test_no_text_is_taken_for_a_formula(way):
    PlaceFactory(campus=CampusFactory(), name="=HYPERLINK(1)")
    name = Column("Name", "name" if way is not None else lambda place: place.name, path=way)

    assert lines(Place.objects.all(), [name]) == [["'=HYPERLINK(1)"]]


def test_truth_is_written_as_a_word():
    PlaceFactory(active=True)

    with translation.override("en"):
        assert lines(Place.objects.all(), [Column("In use", "active")]) == [["yes"]]


def test_a_list_that_can_hold_nothing_has_its_headings_only():
    assert lines(Place.objects.none(), [Column("Name", "name")]) == []
