"""What a summary speaks about: a period and a scope, the same for every statement."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import record_id
from logistics.errors import RuleError
from logistics.pages.forms import YEARS
from logistics.school.models import Campus, School, Term
from logistics.school.selectors import term_before, term_by_key, term_on

KINDS = ("term", "school_year", "calendar_year", "half_year", "range")


@dataclass(frozen=True)
class Period:
    """Days from ``start`` to ``end``, both included.

    kind: one of KINDS. key: the name in addresses and commands, e.g. 2025-2026-2, 2025-2026, 2026, 2026-H1 or
    2026-03-01..2026-05-31. ``school`` is needed to find the period before a term or school year.
    """

    start: date
    end: date
    label: str
    kind: str = "range"
    key: str = ""
    term: Term | None = None
    school: School | None = None

    def __str__(self):
        return self.label

    @classmethod
    def of_term(cls, term):
        return cls(term.covers_from, term.covers_to, str(term), "term", term.key, term, term.school)

    @classmethod
    def of_school_year(cls, school, year):
        """The terms of the school year that begins in ``year``, or None when the school has none of them."""
        terms = sorted(Term.objects.of_school(school).filter(school_year=year), key=lambda term: term.covers_from)
        if not terms:
            return None
        label = _("%(from)d–%(to)d school year") % {"from": year, "to": year + 1}
        key = f"{year}-{year + 1}"
        return cls(terms[0].covers_from, terms[-1].covers_to, label, "school_year", key, None, school)

    @classmethod
    def of_calendar_year(cls, year):
        label = _("Year %(year)d") % {"year": year}
        return cls(date(year, 1, 1), date(year, 12, 31), label, "calendar_year", str(year))

    @classmethod
    def of_half_year(cls, year, half):
        label = _("First half of %(year)d") if half == 1 else _("Second half of %(year)d")
        start, end = (date(year, 1, 1), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 31))
        return cls(start, end, label % {"year": year}, "half_year", f"{year}-H{half}")

    @classmethod
    def between(cls, start, end):
        """Any days; refuses an end before the start."""
        if start.year not in YEARS or end.year not in YEARS:
            raise RuleError(_("This year cannot be right. Check the date."), field="end")
        if end < start:
            raise RuleError(_("Choose a last day that is not before the first."), field="end")
        label = _("%(start)s to %(end)s") % {"start": _day(start), "end": _day(end)}
        return cls(start, end, label, "range", f"{start:%Y-%m-%d}..{end:%Y-%m-%d}")

    @property
    def previous_name(self):
        """What prose calls the period before: last term, last school year …"""
        return {
            "term": _("last term"),
            "school_year": _("last school year"),
            "calendar_year": _("last year"),
            "half_year": _("the half year before"),
        }.get(self.kind, _("the days before"))

    @property
    def name(self):
        """What prose calls this period: this term, this school year …"""
        return {
            "term": _("This term"),
            "school_year": _("This school year"),
            "calendar_year": _("This year"),
            "half_year": _("This half year"),
        }.get(self.kind, self.label)

    def previous(self):
        """Return the period before of the same kind, or None when the school has none."""
        return self._previous

    @cached_property
    def _previous(self):
        return getattr(self, f"_previous_{self.kind}")()

    def _previous_term(self):
        before = term_before(self.term)
        if before is None:
            return None
        before.school = self.school
        return Period.of_term(before)

    def _previous_school_year(self):
        return Period.of_school_year(self.school, int(self.key[:4]) - 1)

    def _previous_calendar_year(self):
        return Period.of_calendar_year(self.start.year - 1)

    def _previous_half_year(self):
        return Period.of_half_year(self.start.year - (self.start.month == 1), 2 if self.start.month == 1 else 1)

    def _previous_range(self):
        """As many whole months before when these are whole months, else as many days."""
        end = self.start - timedelta(days=1)
        if self.start.day == 1 and self.end.day == monthrange(self.end.year, self.end.month)[1]:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
            year, month = divmod(self.start.year * 12 + self.start.month - 1 - months, 12)
            return Period.between(date(year, month + 1, 1), end)
        return Period.between(end - (self.end - self.start), end)

    def moments(self, field):
        """The condition that the moment in ``field`` lies in this period."""
        after = clock.at(self.end + timedelta(days=1), time.min)
        return Q(**{f"{field}__gte": clock.at(self.start, time.min), f"{field}__lt": after})

    def days(self, field):
        """The condition that the date in ``field`` lies in this period."""
        return Q(**{f"{field}__gte": self.start, f"{field}__lte": self.end})


@dataclass(frozen=True)
class Scope:
    """The whole school, or one campus or unit of it."""

    campus: Campus | None = None

    @property
    def label(self):
        return self.campus.name if self.campus else _("The whole school")

    @property
    def key(self):
        """The name in addresses: empty for the whole school."""
        return str(self.campus.pk) if self.campus else ""

    def rows(self, path):
        """The condition that a row belongs to the scope; ``path`` leads from it to its campus."""
        return Q(**{path: self.campus}) if self.campus else Q()


def period_by_key(school, key):
    """Return the period named ``key``; None when the name is malformed or the school has no such term."""
    if re.fullmatch(r"\d{4}-\d{4}-\d", key):
        term = term_by_key(school, key)
        return Period.of_term(term) if term and term.key == key else None
    if match := re.fullmatch(r"(\d{4})-(\d{4})", key):
        first, second = map(int, match.groups())
        return Period.of_school_year(school, first) if second == first + 1 else None
    if match := re.fullmatch(r"([12]\d{3})(?:-H([12]))?", key):
        year, half = match.groups()
        return Period.of_half_year(int(year), int(half)) if half else Period.of_calendar_year(int(year))
    return _range_by_key(key)


def _range_by_key(key):
    start, _dots, end = key.partition("..")
    try:
        return Period.between(date.fromisoformat(start), date.fromisoformat(end))
    except (ValueError, RuleError):
        return None


def current_period(school):
    """Return the term of today, else the last one that began; None for a school without terms."""
    today = clock.today()
    begun = Term.objects.of_school(school).filter(covers_from__lte=today)
    term = term_on(school, today) or begun.first() or Term.objects.of_school(school).last()
    return Period.of_term(term) if term else None


def scope_by_key(school, key):
    """Return the scope named ``key``; None when the school has no such campus."""
    if not key:
        return Scope()
    campus = Campus.objects.of_school(school).filter(pk=record_id(key)).first()
    return Scope(campus) if campus else None


def _day(day):
    return _("%(year)d-%(month)d-%(day)d") % {"year": day.year, "month": day.month, "day": day.day}
