"""The pieces that forms of checks are made of."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from logistics.checks.models import Answer, Finding, Item
from logistics.checks.selectors.rounds import walks_several

PLACES_A_TABLE = 8
MARKS = {Answer.Result.PASS: "√", Answer.Result.FAIL: "×", Answer.Result.NOT_APPLICABLE: "—", Answer.Result.NOTED: ""}


@dataclass
class Mark:
    """What stands in the cell of an item: a mark or a value, words beside it, numbers of notes; ``bad`` is printed bold."""

    text: str = ""
    words: str = ""
    notes: list = field(default_factory=list)
    bad: bool = False


@dataclass
class Line:
    """An item of the form; ``marks`` has one Mark a column."""

    number: int
    item: Item
    limits: str
    marks: list

    @property
    def wide(self):
        """Say whether the answer takes the room of the mark, too."""
        return self.item.kind in (Item.Kind.TEXT, Item.Kind.PHOTO, Item.Kind.PERSON)


@dataclass
class Block:
    """A table of the form. ``columns`` are the heads of its places; without them marks stand beside words."""

    sections: list
    columns: list = field(default_factory=list)
    title: str = ""


class Notes:
    """The notes under a form, numbered as they come; one that holds at several places stands once."""

    def __init__(self):
        self._places = {}

    def add(self, text, place=""):
        """Return the number of the note."""
        places = self._places.setdefault(text, [])
        if place and place not in places:
            places.append(place)
        return list(self._places).index(text) + 1

    @property
    def texts(self):
        return [f"{'、'.join(places)} · {text}" if places else text for text, places in self._places.items()]


def outcome(finding):
    if finding.status == Finding.Status.FIXED:
        return _("fixed on the spot: %(measure)s") % {"measure": finding.measure}
    if finding.status == Finding.Status.HANDED_ON:
        number = getattr(finding.work, "number", "") or str(finding.work or "")
        return _("handed on: %(work)s") % {"work": number}
    return finding.get_status_display()


def frame(school, version, *, number, date):
    """Return what every sheet of a version has: head, foot, legend."""
    foot = _("%(title)s, version %(number)d") % {"title": version.title, "number": version.number}
    return {
        "school_name": school.name,
        "document_name": version.title,
        "number": number,
        "date": date,
        "foot": foot,
        "version": version,
        "several": walks_several(version),
    }


def in_parts(rows, size):
    """Return rows in parts of nearly equal length, none longer than ``size``."""
    if not rows:
        return [[]]
    parts = -(-len(rows) // size)
    size = -(-len(rows) // parts)
    return [rows[start : start + size] for start in range(0, len(rows), size)]
