"""Duties, what they make due, and the rosters that say whose turn it is (DESIGN 11)."""

from logistics.duties.models.duty import NOTE, Duty, DutyPlace
from logistics.duties.models.expected import Expected, SweepRun
from logistics.duties.models.note import DutyNote
from logistics.duties.models.roster import Roster, Shift, ShiftChange, ShiftSwap

__all__ = [
    "NOTE", "Duty", "DutyNote", "DutyPlace", "Expected", "Roster", "Shift", "ShiftChange", "ShiftSwap", "SweepRun"
]  # fmt: skip
