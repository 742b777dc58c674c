"""Questions about the school's calendar and places."""

from datetime import date, timedelta

from logistics import clock
from logistics.school import chinese_days
from logistics.school.calendar import calendar_of, days_between, runs, week_of
from logistics.school.models import DayKind, Place, School, Term


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
    """Return the days of lessons from ``start`` to ``end``, both included, first day first."""
    return calendar_of(school, start, end).days(DayKind.SCHOOL, start, end)


def week_of_term(term, day):
    """Return which week of lessons ``day`` lies in, from 1 on, or None outside the lessons; weeks begin on Monday."""
    return week_of(term, day)


def is_working_day(day):
    """Say whether people work on ``day`` by the Chinese calendar, make-up days included."""
    return chinese_days.is_working_day(day)


# --- setting up a term ------------------------------------------------------------------------------------------------

FIRST_NOTICE_MONTH = 11  # the State Council announces the holidays of a year in the November before

# The last day of lessons where no term before tells: (month, day) of the first and the second term.
LAST_DAYS = {
    School.Stage.SENIOR: ((1, 28), (7, 12)),
    School.Stage.JUNIOR: ((1, 24), (7, 8)),
    School.Stage.VOCATIONAL: ((1, 16), (7, 5)),
}
USUAL_LAST_DAYS = ((1, 20), (7, 3))
FIFTY_TWO_WEEKS = timedelta(weeks=52)
DAYS_FROM_SPRING_FESTIVAL_TO_LESSONS = 15  # the Lantern Festival


def proposed_term(school):
    """Return what the next term of the school probably is: school_year, number, starts_on, ends_on, covers_from.

    The same term of the year before gives the days, by weekday; without it, the stage of the school does.
    """
    terms = list(Term.objects.of_school(school)[:4])
    year, number = _next_number(terms[0] if terms else None)
    model = next((term for term in terms if (term.school_year, term.number) == (year - 1, number)), None)
    if model is not None:
        starts_on, ends_on = model.starts_on + FIFTY_TWO_WEEKS, model.ends_on + FIFTY_TWO_WEEKS
    else:
        starts_on, ends_on = _usual_days(school.stage, year, number)
    starts_on, ends_on = _on_working_days(starts_on, ends_on)
    covers_from = terms[0].covers_to + timedelta(days=1) if terms else starts_on
    return {
        "school_year": year,
        "number": number,
        "starts_on": max(starts_on, covers_from),
        "ends_on": ends_on,
        "covers_from": covers_from,
    }


def _next_number(last):
    if last is not None:
        return (last.school_year, 2) if last.number == 1 else (last.school_year + 1, 1)
    today = clock.today()
    if 2 <= today.month <= 6:
        return today.year - 1, 2
    return (today.year - 1, 1) if today.month == 1 else (today.year, 1)


def _usual_days(stage, year, number):
    """Return the usual first and last day of lessons."""
    month, day = LAST_DAYS.get(stage, USUAL_LAST_DAYS)[number - 1]
    if number == 1:
        first = date(year, 9, 1)
    else:
        first = chinese_days.spring_festival(year + 1) + timedelta(days=DAYS_FROM_SPRING_FESTIVAL_TO_LESSONS)
    last = date(year + 1, month, day)
    return first, last


def _on_working_days(first, last):
    """Move both days into the term, to the nearest working day."""
    while not is_working_day(first):
        first += timedelta(days=1)
    while not is_working_day(last):
        last -= timedelta(days=1)
    return first, last


def holidays_to_guard(calendar, term):
    """Return [(name, first, last)] of the time before the lessons of ``term`` and the holidays it covers.

    Years whose moved days are not announced are left out.
    """
    day_before = term.starts_on - timedelta(days=1)
    spans = calendar.holidays(term.starts_on, term.covers_to)
    if term.covers_from <= day_before:
        spans = [(calendar.vacation(day_before), term.covers_from, day_before), *spans]
    return [
        (name, first, last)
        for name, start, end in spans
        for first, last in runs([day for day in days_between(start, end) if calendar.is_settled(day.year)])
    ]


def years_to_announce(today):
    """Return the years whose holidays the school must know by ``today``: this one, from November on the next one too."""
    return [today.year, today.year + 1] if today.month >= FIRST_NOTICE_MONTH else [today.year]


def keepers_without_notice(year, day):
    """Return the appointments, on ``day``, of those who keep the calendar of a school without the holidays of ``year``."""
    appointments = School._meta.get_field("appointments").related_model.objects.on(day)
    keeping = appointments.filter(role__permissions__contains=["school.manage_calendar"], person__is_active=True)
    return keeping.exclude(school__holiday_notices__year=year).select_related("person", "school").order_by("pk")


def canteens_of(school):
    """Return [(place, name)] of the canteens in use: of several canteen places in one building, one stands for all."""
    places = Place.objects.of_school(school).filter(kind=Place.Kind.CANTEEN, active=True)
    canteens = {}
    for place in places.select_related("campus", "parent").order_by("pk"):
        canteens.setdefault(place.parent_id or place.pk, place)
    return [
        (place, f"{place.campus.name} {place.parent.name if place.parent else place.name}")
        for place in canteens.values()
    ]
