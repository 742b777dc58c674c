"""The duties that come with the product: the 88 of DOMAIN 4 and a few that checklists add. They are what Chinese schools
do, so they are Chinese here: one line a duty in ``duties.json``.
"""

import json
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).parent / "duties.json"
RHYTHM_FACTS = ["weekdays", "times", "weeks", "days_before", "month", "month_day"]
PLAIN_FACTS = ["name", "area", "rhythm", "day_kind", "meal", "early_days", "grace_minutes", "remind_days", "urgent"]

# What kinds of school have; "kindergarten" alone stands for one that is nothing else.
KINDS = {
    "kindergarten": (_("Kindergarten"), {"kindergarten"}),
    "primary": (_("Primary school"), {"primary", "primary_up"}),
    "secondary": (_("Secondary school"), {"primary_up"}),
    "boarding": (_("Boarding school"), {"primary_up", "boards"}),
}


@dataclass(frozen=True)
class ShippedDuty:
    """A line. ``role`` and ``escalate_role`` are keys of roles, ``checklist`` the key of a shipped checklist.

    ``fits`` names what a school needs for it: "boards", "primary", "primary_up" or "kindergarten". ``on``: proposed.
    """

    key: str
    name: str
    area: str
    rhythm: str
    day_kind: str
    due_times: tuple
    role: str
    on: bool
    checklist: str = ""
    subject: str = ""
    detail: str = ""
    meal: str = ""
    weekdays: tuple = ()
    times: int | None = None
    weeks: tuple = ()
    days_before: int | None = None
    month: int | None = None
    month_day: int | None = None
    early_days: int = 0
    grace_minutes: int = 0
    remind_days: tuple = ()
    escalate_after: int | None = None
    escalate_role: str = ""
    urgent: bool = False
    fits: tuple = field(default=())

    def fits_in(self, has):
        """Say whether a school that has these things has what this is about."""
        return set(self.fits) <= has

    def facts(self):
        """Return the plain fields of a Duty; record and people are for who knows the school."""
        names = PLAIN_FACTS + RHYTHM_FACTS
        lists = {name: list(value) for name in names if isinstance(value := getattr(self, name), (list, tuple))}
        return {
            **{name: getattr(self, name) for name in names},
            **lists,
            "due_times": [time.fromisoformat(each) for each in self.due_times],
        }


@cache
def shipped_duties():
    """Return all shipped duties in the order of DOMAIN 4."""
    return [ShippedDuty(**line) for line in json.loads(FILE.read_text(encoding="utf-8"))]


def kind_of(school):
    """Return the key of the kind of school that fits best."""
    if school.stage == school.Stage.KINDERGARTEN:
        return "kindergarten"
    if school.boards:
        return "boarding"
    return "primary" if school.stage in (school.Stage.PRIMARY, school.Stage.NINE_YEAR) else "secondary"


def had_by(school, kind):
    """Return what a school of this kind has, with what this very school has beyond it."""
    has = set(KINDS[kind][1])
    if school.campuses.filter(kind="kindergarten").exists():
        has.add("kindergarten")
    if school.stage in (school.Stage.PRIMARY, school.Stage.NINE_YEAR) and "primary_up" in has:
        has.add("primary")
    return has
