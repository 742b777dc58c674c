"""The school itself: campuses and units, places, departments, classes, terms, and its calendar."""

from logistics.school.models.calendar import (
    BoardingRule,
    DayKind,
    HolidayNotice,
    Meal,
    ServiceRule,
    SpecialDay,
)
from logistics.school.models.place import Place, Sticker, new_token
from logistics.school.models.pupil import Pupil
from logistics.school.models.school import Campus, Department, School
from logistics.school.models.school_class import SchoolClass
from logistics.school.models.term import Term

__all__ = [
    "BoardingRule",
    "Campus",
    "DayKind",
    "Department",
    "HolidayNotice",
    "Meal",
    "Place",
    "Pupil",
    "School",
    "SchoolClass",
    "ServiceRule",
    "SpecialDay",
    "Sticker",
    "Term",
    "new_token",
]
