"""Terms, and the days that belong to them."""

from contextlib import contextmanager
from datetime import timedelta

from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.school.calendar import calendar_of
from logistics.school.models import BoardingRule, DayKind, ServiceRule, Term
from logistics.school.selectors import holidays_to_guard, term_on
from logistics.school.services.calendar import (
    end_rule,
    put_under_holiday_duty,
    set_boarding,
    set_meal_times,
    tell_calendar_changed,
)

LONGEST_TERM = 366


def new_term(school, *, school_year, number, starts_on, ends_on, covers_from=None, covers_to=None):
    """Return a term that is not saved yet; raise RuleError when it could not be.

    Unless said otherwise its records begin the day after the term before and end with its lessons.
    """
    terms = Term.objects.of_school(school)
    before = terms.filter(covers_to__lt=starts_on).first()
    if covers_from is None:
        covers_from = before.covers_to + timedelta(days=1) if before else starts_on
    if terms.filter(school_year=school_year, number=number).exists():
        raise RuleError(_("This term is there already."), field="number")
    term = Term(
        school=school,
        school_year=school_year,
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        covers_from=covers_from,
        covers_to=covers_to or ends_on,
    )
    _require_order(term)
    return term


@change
def add_term(school, *, by, **facts):
    """Add a term; facts: what ``new_term`` takes."""
    term = new_term(school, **facts)
    with _terms_in_order():
        term.save()
    note(term, "created", by=by)
    tell_calendar_changed(school, term.covers_from, term.covers_to)
    return term


@change
def set_up_term(school, *, by, holiday_duty=True, boarding=None, meals=None, **facts):
    """Add a term with what goes with it.

    facts: what ``add_term`` takes. holiday_duty: the holidays before and inside the lessons are days of holiday duty,
    as far as they are announced. boarding: {campus: True (over weekends too), False (home at weekends), None (nobody)};
    meals: {canteen place: [Meal]}; both hold from the first day of lessons on.
    """
    term = add_term(school, **facts, by=by)
    for campus, weekends in (boarding or {}).items():
        _board_from(campus, weekends, term.starts_on, by)
    for place, served in (meals or {}).items():
        _serve_from(place, served, term.starts_on, by)
    if holiday_duty:
        calendar = calendar_of(school, term.covers_from, term.covers_to)
        for name, first, last in holidays_to_guard(calendar, term):
            put_under_holiday_duty(school, starts_on=first, ends_on=last, reason=name, by=by)
    return term


def _board_from(campus, weekends, day, by):
    now = BoardingRule.objects.filter(campus=campus).on(day).first()
    if weekends is None and now is not None:
        _end_the_day_before(now, day, by)
    if weekends is not None and (now is None or now.weekends != weekends):
        set_boarding(campus, weekends=weekends, starts_on=day, by=by)


def _serve_from(place, served, day, by):
    """Let a canteen serve just these meals: where pupils board on days with boarders, else on days of lessons."""
    rules = {rule.meal: rule for rule in ServiceRule.objects.filter(place=place).on(day)}
    for meal in rules.keys() - set(served):
        _end_the_day_before(rules[meal], day, by)
    boards = BoardingRule.objects.filter(campus=place.campus).on(day).exists()
    set_meal_times(
        place,
        meals=[meal for meal in served if meal not in rules],
        kind=DayKind.BOARDING if boards else DayKind.SCHOOL,
        weekdays=range(7) if boards else range(5),
        starts_on=day,
        by=by,
    )


def _end_the_day_before(rule, day, by):
    """End a rule the day before ``day``; one that begins on that very day was set by hand and stays."""
    if rule.starts_on < day:
        end_rule(rule, ends_on=day - timedelta(days=1), by=by)


@change
def change_term(term, *, starts_on, ends_on, covers_from, covers_to, by):
    """Change the days of a term. What was logged on a day belongs to the term that covers the day now."""
    term = lock(term)
    first, last = min(term.covers_from, covers_from), max(term.covers_to, covers_to)
    term.starts_on, term.ends_on, term.covers_from, term.covers_to = starts_on, ends_on, covers_from, covers_to
    _require_order(term)
    with _terms_in_order():
        term.save(update_fields=["starts_on", "ends_on", "covers_from", "covers_to"])
    note(term, "changed", by=by)
    tell_calendar_changed(term.school, first, last)
    return term


def _require_order(term):
    """Refuse days out of order or of another term, each with the sentence that fits."""
    if term.ends_on <= term.starts_on:
        raise RuleError(_("The lessons end after they begin. Check the two days."), field="ends_on")
    if (term.ends_on - term.starts_on).days > LONGEST_TERM:
        raise RuleError(_("A term is not longer than a year. Check the year."), field="ends_on")
    if not term.school_year <= term.starts_on.year <= term.school_year + 1:
        raise RuleError(_("These lessons do not begin in this school year. Check the year."), field="starts_on")
    if term.covers_from > term.starts_on:
        raise RuleError(_("Records count from the first day of lessons at the latest."), field="covers_from")
    if term.covers_to < term.ends_on:
        raise RuleError(_("Records count to the last day of lessons at least."), field="covers_to")
    other = Term.objects.of_school(term.school_id).exclude(pk=term.pk)
    other = other.filter(covers_from__lte=term.covers_to, covers_to__gte=term.covers_from).first()
    if other is not None:
        facts = {"term": other, "first": f"{other.covers_from:%Y-%m-%d}", "last": f"{other.covers_to:%Y-%m-%d}"}
        raise RuleError(
            _("The %(term)s has the days from %(first)s to %(last)s. Choose days outside them.") % facts,
            field=_days_at_odds(term, other),
        )


def _days_at_odds(term, other):
    """Return the field that reaches into the other term."""
    if term.covers_from >= other.covers_from and term.starts_on > other.covers_to:
        return "covers_from"
    return "ends_on" if term.starts_on < other.covers_from else "starts_on"


@contextmanager
def _terms_in_order():
    with (
        refusing(
            "terms_of_a_school_do_not_overlap", _("These days belong to another term already."), field="starts_on"
        ),
        refusing("one_term_of_a_number_in_a_school_year", _("This term is there already."), field="number"),
    ):
        yield


def require_school_day(school, day, *, field):
    """Refuse a day after today, or one that no term of the school covers."""
    if day > clock.today():
        raise RuleError(_("Choose today or an earlier day."), field=field)
    if term_on(school, day) is None:
        raise RuleError(
            _("This day belongs to no term of the school. Check the year, or set up the term first."), field=field
        )
