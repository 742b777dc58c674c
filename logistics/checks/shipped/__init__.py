"""The checklists that come with the product (DOMAIN 4, RULES 1.6 and 3). They are what Chinese schools walk by, so they
are Chinese here: one file a checklist, ``revision`` raised with every change of what it asks.
"""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class ShippedTemplate:
    """A file. ``settings`` are fields of Version, ``sections`` dicts with title, each_place and items.

    ``fits`` names what a school needs for it: "boards", "primary_up" (more than a kindergarten), "kindergarten"
    (a kindergarten, or one attached). ``active`` False: installed switched off, for schools that have such a thing.
    """

    key: str
    revision: int
    name: str
    area: str
    settings: dict
    sections: list
    fits: list = field(default_factory=list)
    active: bool = True

    def fits_school(self, school):
        """Say whether the school has what this is about."""
        return all(NEEDS[need](school) for need in self.fits)

    @property
    def items(self):
        return [item for section in self.sections for item in section["items"]]


def _has_kindergarten(school):
    return school.stage == school.Stage.KINDERGARTEN or school.campuses.filter(kind="kindergarten").exists()


NEEDS = {
    "boards": lambda school: school.boards,
    "primary_up": lambda school: school.stage != school.Stage.KINDERGARTEN,
    "kindergarten": _has_kindergarten,
}


def shipped_templates():
    """Return all shipped checklists by the order of their files."""
    return [read(path) for path in sorted(FOLDER.glob("*.json"))]


def read(path):
    """Return the checklist of a file; numbers with decimals come exactly."""
    return ShippedTemplate(**json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))
