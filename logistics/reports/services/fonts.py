"""The school's own font files."""

import io

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.ttCollection import TTCollection

from logistics import clock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.reports.models import SchoolFont

LARGEST = 60 * 1024 * 1024
SAMPLE = "总务后勤工作报告"


@change
def add_font(school, *, family, content, by):
    """Keep a font file (bytes) for one use, in the place of the one before.

    Raises RuleError unless it is a readable TrueType or OpenType font that holds common Chinese letters.
    """
    name, extension = inspect_font(content)
    SchoolFont.objects.filter(school=school, family=family).delete()
    font = SchoolFont(school=school, family=family, name=name, added_by=by, added_at=clock.now())
    font.file.save(f"{school.code}-{family}.{extension}", ContentFile(content), save=False)
    font.save()
    note(school, "changed", by=by, text=_("added the font %(name)s") % {"name": name})
    return font


@change
def remove_font(font, *, by):
    """Let papers use the shipped font again."""
    storage, name = font.file.storage, font.file.name
    font.delete()
    note(font.school, "changed", by=by, text=_("removed the font %(name)s") % {"name": font.name})
    transaction.on_commit(lambda: storage.delete(name))


def inspect_font(content):
    """Return (name, file extension) of a font file."""
    if len(content) > LARGEST:
        raise RuleError(_("A font file has at most 60 MB."), field="file")
    try:
        font, extension = _open(content)
        name = font["name"].getBestFullName() or font["name"].getDebugName(1) or ""
        letters = font.getBestCmap() or {}
    except (TTLibError, KeyError, AssertionError, ValueError, EOFError) as error:
        raise RuleError(_("This is not a font file: choose a TTF, OTF or TTC file."), field="file") from error
    if not all(ord(letter) in letters for letter in SAMPLE):
        raise RuleError(_("This font has no Chinese letters. Choose another."), field="file")
    return str(name)[:120], extension


def _open(content):
    if content[:4] == b"ttcf":
        return TTCollection(io.BytesIO(content), lazy=True).fonts[0], "ttc"
    return TTFont(io.BytesIO(content), lazy=True), "otf" if content[:4] == b"OTTO" else "ttf"
