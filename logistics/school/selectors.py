"""Questions about the school's calendar and places."""

from datetime import timedelta
from functools import cache

from holidays import country_holidays

from logistics.school.models import Term


def term_on(school, day):
    """Return the term whose records ``day`` belongs to, or None outside every term."""
    return Term.objects.of_school(school).covering(day).first()


def term_before(term):
    """Return the term of the same school that ended last before ``term``, or None."""
    return Term.objects.of_school(term.school).filter(covers_to__lt=term.covers_from).first()


def term_by_key(school, key):
    """Return the term named like 2025-2026-2, or None."""
    year, _, number = key.rpartition("-")
    year = year.split("-")[0]
    if not (year.isdigit() and number.isdigit()):
        return None
    return Term.objects.of_school(school).filter(school_year=int(year), number=int(number)).first()


def school_days(school, start, end):
    """Return the days of lessons from ``start`` to ``end``, both included, first day first.

    Days of lessons lie between the first and last day of a term, on working days of the Chinese calendar; make-up days
    count, public holidays do not.
    """
    terms = list(Term.objects.of_school(school).filter(starts_on__lte=end, ends_on__gte=start))
    return [
        day for day in _days(start, end) if is_working_day(day) and any(t.starts_on <= day <= t.ends_on for t in terms)
    ]


def week_of_term(term, day):
    """Return which week of lessons ``day`` lies in, from 1 on, or None outside the lessons; weeks begin on Monday."""
    if not term.starts_on <= day <= term.ends_on:
        return None
    first_monday = term.starts_on - timedelta(days=term.starts_on.weekday())
    return (day - first_monday).days // 7 + 1


def is_working_day(day):
    """Say whether people work on ``day`` by the Chinese calendar, make-up days included."""
    return _calendar(day.year).is_working_day(day)


@cache
def _calendar(year):
    return country_holidays("CN", years=year)


def _days(start, end):
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]
