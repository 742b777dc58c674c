"""What was done of what was due: by day, week, person and campus; one grouped query each."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import floor

from django.db.models import Count

from logistics import clock
from logistics.duties.models import Duty, Expected
from logistics.school.calendar import calendar_of, days_between
from logistics.school.models import DayKind

A_DAY = timedelta(days=1)
STATUS = Expected.Status
WORST_FIRST = [STATUS.MISSING, STATUS.LATE, STATUS.WAITING, STATUS.DONE, STATUS.EXTRA, STATUS.LIFTED]


@dataclass
class Tally:
    """How many things were due, and what became of them. ``waiting`` is not judged yet and counts for no rate."""

    counts: Counter = field(default_factory=Counter)

    def add(self, status, count):
        self.counts[status] += count

    def take(self, other):
        """Add what another tally counted."""
        self.counts.update(other.counts)

    @property
    def done(self):
        return self.counts[STATUS.DONE]

    @property
    def late(self):
        return self.counts[STATUS.LATE]

    @property
    def missing(self):
        return self.counts[STATUS.MISSING]

    @property
    def waiting(self):
        return self.counts[STATUS.WAITING]

    @property
    def due(self):
        """What was due and is judged: done, late or missing."""
        return self.done + self.late + self.missing

    @property
    def judged(self):
        """What it is judged by: done, late, missing."""
        return [self.done, self.late, self.missing]

    @property
    def counted(self):
        """What was or is due: judged, or still to do."""
        return self.due + self.waiting

    @property
    def fulfilled(self):
        return self.done + self.late

    @property
    def on_time_share(self):
        """The share done in time, in percent; None when nothing was due."""
        return 100 * self.done / self.due if self.due else None

    @property
    def share_text(self):
        return share_text(self.done, self.due) if self.due else ""

    @property
    def state(self):
        """The worst that is in it, or "" when nothing was due."""
        return next((status for status in WORST_FIRST if self.counts[status]), "")


def share_text(part, whole):
    """Return a share in percent as it is printed; never rounded up to 100 nor down to 0."""
    percent = 100 * part / whole
    if 99 < percent < 100 or 0 < percent < 1:
        return f"{floor(10 * percent) / 10 or 0.1:.1f}"
    return f"{percent:.0f}"


@dataclass
class Line:
    """A line of the grid: what it is about, its tallies by column, and all together."""

    subject: object
    cells: dict = field(default_factory=lambda: defaultdict(Tally))
    total: Tally = field(default_factory=Tally)

    def add(self, column, status, count):
        self.cells[column].add(status, count)
        self.total.add(status, count)

    def take(self, column, tally):
        self.cells[column].take(tally)
        self.total.take(tally)


def tallied(rows, by, column):
    """Return {value of ``by``: Line} of the Expected ``rows``, their columns being the values of ``column``; one query."""
    lines = {}
    for key, cell, status, count in rows.order_by().values_list(by, column, "status").annotate(Count("pk")):
        line = lines.setdefault(key, Line(key))
        line.add(cell, status, count)
    return lines


@dataclass(frozen=True)
class Span:
    """Days of a term: a week of its lessons, or the time before or after them (``week`` None)."""

    start: date
    end: date
    week: int | None = None
    is_before: bool = False


def spans_of(term, until):
    """Return [Span] of the days of a term up to the week of ``until``, first day first."""
    spans = []
    if term.covers_from < term.starts_on:
        spans.append(Span(term.covers_from, term.starts_on - A_DAY, is_before=True))
    monday, week = term.starts_on - A_DAY * term.starts_on.weekday(), 1
    while monday <= term.ends_on:
        spans.append(Span(max(monday, term.starts_on), min(monday + 6 * A_DAY, term.ends_on), week))
        monday, week = monday + 7 * A_DAY, week + 1
    if term.covers_to > term.ends_on:
        spans.append(Span(term.ends_on + A_DAY, term.covers_to))
    return [each for each in spans if each.start <= until]


def by_span(lines, spans):
    """Turn lines by day into lines by the first day of the span each day lies in; days in none are left out."""
    span_of = {day: each.start for each in spans for day in days_between(each.start, each.end)}
    turned = {}
    for key, line in lines.items():
        turned[key] = Line(line.subject)
        for day, tally in line.cells.items():
            if day in span_of:
                turned[key].take(span_of[day], tally)
    return turned


def summed(lines):
    """Return one Line with all ``lines`` added up."""
    whole = Line(None)
    for line in lines:
        for column, tally in line.cells.items():
            whole.take(column, tally)
    return whole


class ClosedDays:
    """Why nothing was due on the days of a grid: of the whole of it, and of a duty with its own kind of day."""

    def __init__(self, school, days, campus=None):
        self._calendar = calendar_of(school, days[0], days[-1])
        self._campus = campus

    def why(self, day):
        """Return why there were no lessons; "" on a day of lessons."""
        return self._calendar.reason(day, DayKind.SCHOOL, campus=self._campus)

    def why_of(self, duty, day):
        """Return why ``day`` is none of the duty's days; "" when it is one."""
        campus = duty.campus_id or self._campus
        return self._calendar.reason(day, duty.day_kind, campus=campus, meal=duty.meal)


def duties_named(keys):
    """Return [Duty] of these keys by area, in the order in which areas are chosen."""
    areas = Duty.Area.values
    return sorted(Duty.objects.filter(pk__in=keys), key=lambda duty: (areas.index(duty.area), duty.key, duty.name))


def days_of_month(first):
    """Return every day of the month that begins on ``first``."""
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return days_between(first, last)


def month_within(term, text):
    """Return the first day of the month that ``text`` (YYYY-MM) names, moved into the days a term covers."""
    today = clock.today()
    wanted = min(max(today, term.covers_from), term.covers_to)
    try:
        wanted = date.fromisoformat(f"{text}-01")
    except ValueError:
        pass
    first, last = term.covers_from.replace(day=1), term.covers_to.replace(day=1)
    return min(max(wanted.replace(day=1), first), last)
