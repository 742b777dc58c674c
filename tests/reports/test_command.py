"""manage.py term_summary: the same summary without a browser."""

import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path, capsys):
    def write(file_format="json", period="2026-2027-1", school="yucai", output=None, **options):
        target = output or tmp_path / f"summary.{file_format}"
        call_command("term_summary", school=school, period=period, format=file_format, output=target, **options)
        return target.read_bytes()

    return write


def test_it_writes_the_same_figures(school, rooms_stated, run):
    assert json.loads(run())["figures"]["school.rooms.total"]["value"] == 5


def test_a_campus_is_named(school, rooms_stated, run):
    assert json.loads(run(campus="北校区"))["figures"]["school.rooms.total"]["value"] == 1


@pytest.mark.parametrize(("file_format", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_it_writes_paper_too(school, rooms_stated, run, file_format, begins):
    assert run(file_format).startswith(begins)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"school": "nowhere"}, "no school with the code nowhere. Known: yucai"),
        ({"period": "2030-2031-1"}, "育才小学 has no period 2030-2031-1"),
        ({"campus": "东校区"}, "no campus 东校区. Known: 南校区, 北校区"),
    ],
)
def test_a_wrong_argument_is_answered_with_a_sentence(school, stated, run, wrong, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(**wrong)


def test_a_file_that_cannot_be_written_is_answered_with_a_sentence(school, stated, run, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        run(output=tmp_path / "nowhere" / "summary.json")
