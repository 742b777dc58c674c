"""What pages hand to templates: small pieces with nothing left to compute."""

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True)
class Action:
    """A button or link. ``method`` post sends at once, get opens a page."""

    label: str
    url: str
    icon: str = ""
    tone: str = "secondary"
    method: str = "get"
    disabled_reason: str = ""


class Cell(NamedTuple):
    """One value in a row. ``tone`` colours a badge; ``full``: a day or moment that ``text`` writes shorter."""

    column: object
    text: str
    url: str = ""
    tone: str = "neutral"
    full: str = ""

    @property
    def kind(self):
        return self.column.kind


@dataclass(frozen=True)
class Row:
    """A record in a list: its cells for a desk, ``headline``, ``meta``, ``chip`` and ``amount`` for a phone.

    tone: of the whole row: danger, warning, or gone for what was taken back and is struck through.
    """

    pk: int
    url: str
    cells: list
    headline: str = ""
    meta: list = field(default_factory=list)
    chip: Cell | None = None
    menu: list = field(default_factory=list)
    amount: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Fact:
    """A label and its value in the grid of a record page; ``full``: a moment that ``text`` writes shorter."""

    label: str
    text: str
    url: str = ""
    kind: str = "text"
    wide: bool = False
    tone: str = "neutral"
    full: str = ""


@dataclass(frozen=True)
class FactGroup:
    title: str
    facts: list


@dataclass(frozen=True)
class Photo:
    """A picture with its small version; ``group`` says before or after."""

    url: str
    thumb_url: str
    caption: str = ""
    group: str = ""


@dataclass(frozen=True)
class Step:
    """A state on the path of a case: ``state`` is done, current, todo or stopped."""

    label: str
    state: str
    at: object = None


@dataclass(frozen=True)
class Panel:
    """Related records as a small list on a record page; ``url`` opens them all.

    total: what they come to. trail: they follow one another, as stations of a way.
    """

    title: str
    columns: list
    rows: list
    empty: str = ""
    url: str = ""
    actions: list = field(default_factory=list)
    note: str = ""
    total: str = ""
    trail: bool = False


@dataclass(frozen=True)
class Gauge:
    """A sum of money and what is taken from it: a bar, and the figures that go with it.

    parts: [(kind, start, width)] in per cent; ``kind`` is used, reserved or asked. figures: [(kind, label, amount)], where
    kind "" has no colour of its own. outcome: (label, amount) of what is left in the end, where something is asked.
    end: where the sum itself ends on the bar, while more is wanted than there is.
    """

    title: str
    note: str
    parts: list
    figures: list
    outcome: tuple | None = None
    end: float | None = None


@dataclass(frozen=True)
class Entry:
    """One line of a timeline. ``changes`` holds (field, before, after)."""

    at: object
    who: str
    text: str
    detail: str = ""
    icon: str = "circle-dot"
    tone: str = "neutral"
    changes: list = field(default_factory=list)


@dataclass(frozen=True)
class Paging:
    """Where a list stands: how many rows, and the addresses of the neighbouring pages."""

    count_text: str
    first_url: str = ""
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class HomeSection:
    """A list of tasks on the home page; ``more``: further ones stand on the page of all that is to do."""

    title: str
    tasks: list
    empty: str = ""
    more: bool = False
