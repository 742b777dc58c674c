"""The school's own fonts: checked when they come in, used on paper afterwards."""

import io
from functools import cache
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from logistics.errors import RuleError
from logistics.reports import selectors, services
from logistics.reports.models import SchoolFont
from logistics.reports.services.fonts import SAMPLE
from tests.factories import SchoolFactory, UserFactory, user_with

pytestmark = pytest.mark.django_db


class RemoteStorage(Storage):
    """A store without folders of its own, as S3 is."""

    files = {}

    def _save(self, name, content):
        self.files[name] = content.read()
        return name

    def _open(self, name, mode):
        return ContentFile(self.files[name])

    def exists(self, name):
        return name in self.files


@cache  # a font carries the second it was made in
def font(letters=SAMPLE, name="校用仿宋"):
    """Return the bytes of a TrueType font that draws these letters as squares."""
    pen = TTGlyphPen(None)
    for index, corner in enumerate([(0, 0), (0, 800), (800, 800), (800, 0)]):
        (pen.lineTo if index else pen.moveTo)(corner)
    pen.closePath()
    names = [".notdef", *(f"g{index}" for index in range(len(letters)))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): names[index + 1] for index, letter in enumerate(letters)})
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "fullName": name})
    builder.setupOS2()
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def test_a_font_is_kept_under_the_name_inside_it(school):
    added = services.add_font(school, family="仿宋", content=font(), by=UserFactory())

    assert (added.name, added.file.name.endswith(".ttf")) == ("校用仿宋", True)
    [on_paper] = selectors.fonts_of(school)
    assert on_paper.family == "仿宋"
    assert Path(on_paper.path).read_bytes() == font()


def test_a_second_font_for_the_same_use_takes_the_place_of_the_first(school):
    services.add_font(school, family="仿宋", content=font(), by=UserFactory())
    services.add_font(school, family="仿宋", content=font(name="新仿宋"), by=UserFactory())

    assert [found.name for found in SchoolFont.objects.all()] == ["新仿宋"]


def test_fonts_of_one_school_do_not_reach_another(school):
    services.add_font(school, family="仿宋", content=font(), by=UserFactory())

    assert selectors.fonts_of(SchoolFactory()) == []


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00", b"ttcf", b"OTTO", b"\x00\x01\x00\x00" + b"\0" * 40, font()[:200], b"<html></html>"]
)
def test_what_is_no_font_is_refused(school, content):
    with pytest.raises(RuleError) as refused:
        services.add_font(school, family="仿宋", content=content, by=UserFactory())

    assert refused.value.field == "file"
    assert not SchoolFont.objects.exists()


def test_a_font_without_chinese_letters_is_refused(school):
    with pytest.raises(RuleError, match="不含汉字"):
        services.add_font(school, family="仿宋", content=font("abc"), by=UserFactory())


def test_a_store_without_folders_lends_a_copy(school, settings, tmp_path):
    remote = {"BACKEND": "tests.reports.test_fonts.RemoteStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": remote}
    settings.DATA_DIR = tmp_path
    services.add_font(school, family="仿宋", content=font(), by=UserFactory())

    [on_paper] = selectors.fonts_of(school)

    assert Path(on_paper.path).is_relative_to(tmp_path)
    assert Path(on_paper.path).read_bytes() == font()


def test_the_director_adds_and_removes_a_font(school, client_of):
    director = client_of(user_with("reports.edit_summary", school=school))
    file = SimpleUploadedFile("a.ttf", font())

    page = director.post(
        reverse("reports:font_create"), {"family": "仿宋", "file": file, "submission_key": "a"}, follow=True
    )
    assert "校用仿宋" in page.content.decode()

    director.post(reverse("reports:font_remove", args=[SchoolFont.objects.get().pk]), {"submission_key": "b"})
    assert not SchoolFont.objects.exists()


def test_a_font_of_another_school_is_not_found(school, client_of):
    services.add_font(school, family="仿宋", content=font(), by=UserFactory())
    stranger = client_of(user_with("reports.edit_summary", school=SchoolFactory()))

    answer = stranger.get(reverse("reports:font_remove", args=[SchoolFont.objects.get().pk]))
    assert answer.status_code == 404
