"""The headings of a summary as schools write it (DOMAIN §8.2), in their usual order; a school may change all of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Section(models.TextChoices):
    """Where a statement stands. The label is the heading printed above it."""

    OPENING = "opening", _("Introduction")
    THINKING = "thinking", _("Studying more, thinking further")
    PREPARATION = "preparation", _("Preparing the start of term")
    REPAIRS = "repairs", _("Repairs and daily service")
    WORKS = "works", _("Better conditions for the school")
    ASSETS = "assets", _("School property")
    PURCHASES = "purchases", _("Purchase and supply")
    CANTEEN = "canteen", _("Canteen and food safety")
    SAFETY = "safety", _("Safety")
    HEALTH = "health", _("Health and hygiene")
    DORMITORY = "dormitory", _("Dormitories and daily life")
    GREENING = "greening", _("Greening and environment")
    FINANCE = "finance", _("Finance and fees")
    ENERGY = "energy", _("Saving energy and money")
    EVENTS = "events", _("Supporting the school's main work")
    CASES = "cases", _("Typical cases")
    HONOURS = "honours", _("Honours and inspections")
    PROBLEMS = "problems", _("Remaining problems")
    DIRECTIONS = "directions", _("Directions of future effort")
    THANKS = "thanks", _("Closing words")


# Text without a heading of its own.
UNHEADED = frozenset({Section.OPENING, Section.THANKS})
