"""From a duty and the calendar to the times at which something is due. No database, no clock.

A ``Window`` is the time in which one thing is to be done. Its ``first_on`` does not move when days are closed, so that
the same window computed anew is recognised: weeks begin on Monday, months on their first day.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from logistics import clock
from logistics.duties.models import Duty
from logistics.school.calendar import days_between
from logistics.school.models import DayKind

A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
LONGEST_WAIT = 31  # how far a dated duty moves to find a day that counts
RHYTHM = Duty.Rhythm
REACH = {RHYTHM.MONTHLY: 31, RHYTHM.YEARLY: 31, RHYTHM.TERMLY: 220}  # how long a window may last, in days; else a week


@dataclass(frozen=True)
class Window:
    """One thing to do from ``first_on`` to ``last_on``, possible from ``opens_on``, due at ``due_at``."""

    first_on: date
    last_on: date
    opens_on: date
    due_at: datetime
    slot: int = 1
    days: tuple = ()  # the days in it that count

    @property
    def due_on(self):
        return clock.day_of(self.due_at)


def windows_of(duty, calendar, start, end, *, campus=None, place=None):
    """Return the Windows of ``duty`` that begin from ``start`` to ``end``, at a campus or place (keys) or None."""
    days = CountingDays(duty, calendar, campus, place)
    found = [window for window in SPANS[duty.rhythm](duty, days, start, end) if start <= window.first_on <= end]
    return sorted(found, key=lambda window: (window.first_on, window.slot))


def windows_touching(duty, calendar, since, end, **where):
    """Return the Windows that begin by ``end`` and last at least until ``since``."""
    start = since - timedelta(days=reach_of(duty))
    return [window for window in windows_of(duty, calendar, start, end, **where) if window.last_on >= since]


def reach_of(duty):
    """Return how many days a window of this duty may last."""
    return 0 if duty.rhythm in Duty.ON_ONE_DAY else REACH.get(duty.rhythm, 7)


def schedule_of(duty, campus, place):
    """Return what the windows of a duty at a spot follow from, beside the calendar of its school; equal when they are."""
    served = (place, duty.meal) if duty.day_kind == DayKind.SERVICE else ()
    return (
        duty.rhythm, tuple(duty.weekdays), duty.times, tuple(duty.weeks), duty.days_before, duty.month, duty.month_day,
        tuple(duty.due_times), duty.early_days, duty.starts_on, duty.ends_on, duty.day_kind, campus, served,
    )  # fmt: skip


class CountingDays:
    """The days that count for a duty at one spot."""

    def __init__(self, duty, calendar, campus=None, place=None):
        self.duty, self.calendar, self.campus = duty, calendar, campus
        self.where = {"campus": campus}
        if duty.day_kind == DayKind.SERVICE:
            self.where |= {"place": place, "meal": duty.meal}

    def among(self, first, last):
        """Return the days from ``first`` to ``last`` that count while the duty is in force."""
        first = max(first, self.duty.starts_on)
        last = min(last, self.duty.ends_on or last)
        return [day for day in days_between(first, last) if not self.reason(day)] if first <= last else []

    def reason(self, day):
        """Return why the calendar lets ``day`` not count, "" when it does; whether the duty is in force is not asked."""
        return self.calendar.reason(day, self.duty.day_kind, **self.where)

    def weekday(self, day):
        return self.calendar.weekday(day, campus=self.campus)


def _window(duty, first, last, due_on, *, slot=1, time=None, days=()):
    return Window(
        first_on=first,
        last_on=last,
        opens_on=min(first, due_on) - timedelta(days=duty.early_days),
        due_at=clock.at(due_on, time or duty.due_times[0]),
        slot=slot,
        days=tuple(days),
    )


def _daily(duty, days, start, end):
    for day in days.among(start, end):
        for slot, time in enumerate(duty.due_times, start=1):
            yield _window(duty, day, day, day, slot=slot, time=time, days=[day])


def _weekdays(duty, days, start, end):
    for window in _daily(duty, days, start, end):
        if days.weekday(window.first_on) in duty.weekdays:
            yield window


def _weekly(duty, days, start, end):
    for monday in _mondays(start, end):
        yield from _several(duty, monday, monday + 6 * A_DAY, days.among(monday, monday + 6 * A_DAY))


def _several(duty, first, last, days):
    """Yield a window for each time; never more than there are days on which it can be done."""
    for slot in range(1, min(duty.times, len(days)) + 1):
        yield _window(duty, first, last, days[-1], slot=slot, days=days)


def _fortnightly(duty, days, start, end):
    for week, window in _weeks_of_terms(duty, days, start, end):
        if week % 2 == duty.weeks[0] % 2:
            yield window


def _term_weeks(duty, days, start, end):
    for week, window in _weeks_of_terms(duty, days, start, end):
        if week in duty.weeks:
            yield window


def _weeks_of_terms(duty, days, start, end):
    """Yield (week of the term, window) for the weeks of lessons that hold a day that counts."""
    for term in days.calendar.terms:
        first_monday = term.starts_on - timedelta(days=term.starts_on.weekday())
        for monday in _mondays(max(start, first_monday), min(end, term.ends_on)):
            counting = days.among(max(monday, term.starts_on), min(monday + 6 * A_DAY, term.ends_on))
            if counting:
                week = (monday - first_monday).days // 7 + 1
                yield week, _window(duty, monday, monday + 6 * A_DAY, counting[-1], days=counting)


def _monthly(duty, days, start, end):
    for first in _firsts_of_months(start, end):
        last = first.replace(day=monthrange(first.year, first.month)[1])
        counting = days.among(first, last)
        if duty.month_day is None:
            yield from _several(duty, first, last, counting)
        elif counting:
            by_then = [day for day in counting if day.day <= duty.month_day]
            yield _window(duty, first, last, by_then[-1] if by_then else counting[0], days=counting)


def _before_term(duty, days, start, end):
    for term in days.calendar.terms:
        yield from _on(duty, term.starts_on - timedelta(days=duty.days_before))


def _before_end(duty, days, start, end):
    """On the last day that counts by then."""
    for term in _terms(days, start, end):
        nominal = term.ends_on - timedelta(days=duty.days_before)
        earliest = max(nominal - timedelta(days=LONGEST_WAIT), term.starts_on, days.calendar.start)
        counting = days.among(earliest, nominal)
        if counting:
            yield from _on(duty, counting[-1])


def _on(duty, day):
    if duty.starts_on <= day <= (duty.ends_on or day):
        yield _window(duty, day, day, day, days=[day])


def _termly(duty, days, start, end):
    for term in _terms(days, start, end):
        counting = days.among(term.starts_on, term.ends_on) if term.starts_on >= start else []
        if counting:
            yield _window(duty, term.starts_on, term.ends_on, counting[-1], days=counting)


def _yearly(duty, days, start, end):
    """On the first day that counts from the named one on; a duty set after it begins with the next year."""
    for year in range(start.year, end.year + 1):
        nominal = date(year, duty.month, min(duty.month_day, monthrange(year, duty.month)[1]))
        if max(start, duty.starts_on) <= nominal <= end:
            counting = days.among(nominal, nominal + timedelta(days=LONGEST_WAIT))
            if counting:
                yield _window(duty, nominal, counting[0], counting[0], days=counting[:1])


SPANS = {
    RHYTHM.DAILY: _daily,
    RHYTHM.WEEKDAYS: _weekdays,
    RHYTHM.WEEKLY: _weekly,
    RHYTHM.FORTNIGHTLY: _fortnightly,
    RHYTHM.MONTHLY: _monthly,
    RHYTHM.TERM_WEEKS: _term_weeks,
    RHYTHM.BEFORE_TERM: _before_term,
    RHYTHM.BEFORE_END: _before_end,
    RHYTHM.TERMLY: _termly,
    RHYTHM.YEARLY: _yearly,
}


def _terms(days, start, end):
    """Return the terms whose lessons touch the days from ``start`` to ``end``."""
    return [term for term in days.calendar.terms if term.starts_on <= end and term.ends_on >= start]


def _mondays(start, end):
    first = start + timedelta(days=-start.weekday() % 7)
    return [first + weeks * A_WEEK for weeks in range((end - first).days // 7 + 1)]


def _firsts_of_months(start, end):
    first = start.replace(day=1)
    while first <= end:
        if first >= start:
            yield first
        first = (first + timedelta(days=32)).replace(day=1)
