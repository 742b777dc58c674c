"""Who stands on which day: a roster laid out over days, and as the grid of a month."""

from calendar import Calendar as PlainCalendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS

from logistics import clock
from logistics.school.calendar import calendar_of, days_between


class TurnsOfDays:
    """The turns of a roster from ``start`` to ``end``, day by day; two queries beside those of the calendar."""

    def __init__(self, roster, start, end):
        self.roster = roster
        self.calendar = calendar_of(roster.school, start, end)
        self.shifts = defaultdict(list)
        shifts = roster.shifts.touching(start, end).select_related("person", "stands_in_for").order_by("pk")
        for shift in shifts:
            for day in days_between(max(shift.first_on, start), min(shift.last_on, end)):
                self.shifts[day, shift.slot].append(shift)
        counting = set(self.calendar.days(roster.day_kind, start, end, campus=roster.campus_id))
        self.covered = counting
        self.days = [day for day in days_between(start, end) if day in counting]

    def people(self, day, slot):
        return {shift.person for shift in self.shifts.get((day, slot), ())}

    def names(self, day, slot):
        return [shift.person.name for shift in self.shifts.get((day, slot), ())]

    def is_gap(self, day, slot):
        """Say whether the roster should cover this and nobody who still works here does."""
        return day in self.covered and not any(shift.person.is_active for shift in self.shifts.get((day, slot), ()))

    def reason(self, day):
        return self.calendar.reason(day, self.roster.day_kind, campus=self.roster.campus_id)

    def weekday(self, day):
        return str(WEEKDAYS[day.weekday()])


@dataclass(frozen=True)
class SlotOfDay:
    """One shift of a day; ``gap``: nobody is there though somebody should be."""

    name: str
    shifts: list
    gap: bool


@dataclass(frozen=True)
class RosterDay:
    """A cell: ``reason`` says why the roster does not cover the day, "" when it does."""

    day: date
    weekday: str
    slots: list
    reason: str
    is_today: bool
    is_outside: bool

    @property
    def is_empty(self):
        return not any(slot.shifts for slot in self.slots)


def month_of_turns(roster, first):
    """Return (weeks, gaps): the month that begins on ``first`` as [(week of the term, [RosterDay])], and its gaps to come."""
    weeks = PlainCalendar().monthdatescalendar(first.year, first.month)
    turns = TurnsOfDays(roster, weeks[0][0], weeks[-1][-1])
    grid = [(_number(turns, week), [_cell(turns, day, first.month) for day in week]) for week in weeks]
    today = clock.today()
    gaps = [
        (day, slot)
        for day in turns.days
        if day.month == first.month and day >= today
        for slot in roster.slots_or_one
        if turns.is_gap(day, slot)
    ]
    return grid, gaps


def _number(turns, week):
    return next(filter(None, (turns.calendar.week_of_term(day) for day in week)), None)


def _cell(turns, day, month):
    slots = [SlotOfDay(slot, _shown(turns, day, slot), turns.is_gap(day, slot)) for slot in turns.roster.slots_or_one]
    return RosterDay(
        day, turns.weekday(day), slots, turns.reason(day), day == clock.today(), day.month != month
    )  # fmt: skip


def _shown(turns, day, slot):
    """Return the shifts of a day; one that merely goes on over a day off, such as a week's, is not shown on it."""
    shifts = turns.shifts.get((day, slot), [])
    return shifts if day in turns.covered else [shift for shift in shifts if shift.first_on == shift.last_on]
