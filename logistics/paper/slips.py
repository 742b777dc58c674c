"""Slips: one page or two with facts, lines and signatures (报修单, 审批单, 领用单 …)."""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime

from logistics.paper.pdf import render_pdf

PARTS = re.compile(r"[^、，（]+[、，]?|（[^（、，]*[、，]?")
KEPT_TOGETHER = 600  # letters of a value; a row with more of them goes on overleaf


@dataclass(frozen=True)
class Fact:
    """A label and its value; ``wide`` takes the whole row, ``tall`` also leaves room to write."""

    label: str
    value: object
    wide: bool = False
    tall: bool = False

    @property
    def runs_on(self):
        """Say whether the value is too long to be kept on one page."""
        return len(str(self.value)) > KEPT_TOGETHER


@dataclass(frozen=True)
class SignatureCell:
    """Who is to sign, and what was signed in the system; ``note`` names a paper signature (线下签批) as such.

    signed_by: the key of whoever gave this signature in the system themselves, None otherwise; drawing: the PNG of how
    they sign by hand (``people.selectors.with_drawings``).
    """

    label: str
    opinion: str = ""
    name: str = ""
    signed_at: datetime | None = None
    note: str = ""
    wide: bool = False
    signed_by: int | None = None
    drawing: bytes = b""

    @property
    def label_lines(self):
        """The lines of the label, each in parts between which it may break: 部门负责人、|总务主任."""
        return [PARTS.findall(line) for line in self.label.split("\n")]

    @property
    def drawing_uri(self):
        return f"data:image/png;base64,{b64encode(self.drawing).decode()}"


@dataclass(frozen=True)
class Slip:
    """What a slip holds.

    size: "" (A4), "a5" (landscape) or "landscape" (A4). tables: document.Table. photos: names of attachments.
    """

    facts: list[Fact]
    tables: list = field(default_factory=list)
    signatures: list[SignatureCell] = field(default_factory=list)
    note: str = ""
    size: str = ""
    photos: list[str] = field(default_factory=list)

    @property
    def fact_rows(self):
        return _in_pairs(self.facts, lambda fact: fact.wide or fact.tall)

    @property
    def signature_rows(self):
        return _in_pairs(self.signatures, lambda cell: cell.wide)


def slip_to_pdf(
    slip, *, school_name, document_name, number="", date="", state="", watermark="", foot="", attachments=None, fonts=()
):
    """Return the PDF of ``slip``; ``watermark`` (未审批) stands behind the text while it is not in force.

    state: how far it has come, in the head line.
    """
    context = {
        "slip": slip,
        "school_name": school_name,
        "document_name": document_name,
        "number": number,
        "date": date,
        "state": state,
        "watermark": watermark,
        "foot": foot,
    }
    return render_pdf("paper/slip.html", context, attachments=attachments, fonts=fonts)


def _in_pairs(items, stands_alone):
    """Rows of two items, of one where it stands alone or has no neighbour."""
    rows, waiting = [], []
    for item in items:
        if stands_alone(item):
            rows += [waiting] * bool(waiting) + [[item]]
            waiting = []
        else:
            waiting = waiting + [item]
        if len(waiting) == 2:
            rows.append(waiting)
            waiting = []
    return rows + [waiting] * bool(waiting)
