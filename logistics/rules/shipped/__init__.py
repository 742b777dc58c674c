"""The rules every installation begins with (RULES.md). They are what Chinese schools go by, so they are Chinese here."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent
CHAPTERS = ["canteen", "assets", "safety", "purchasing", "retention"]
SINCE = date(2000, 1, 1)


@dataclass(frozen=True)
class ShippedRule:
    """A row of a chapter. ``limit`` is the legal bound where it differs from the value shipped."""

    section: str
    key: str
    text: str
    unit: str
    bound: str
    source: str
    verified: str
    value: object
    limit: object = None


def shipped_rules():
    """Return all shipped rules in the order of RULES.md."""
    return [
        ShippedRule(section, *row)
        for chapter in CHAPTERS
        for section, rows in json.loads((FOLDER / f"{chapter}.json").read_text(encoding="utf-8")).items()
        for row in rows
    ]
