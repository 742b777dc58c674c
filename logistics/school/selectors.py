"""Questions about the school's calendar and places."""

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
