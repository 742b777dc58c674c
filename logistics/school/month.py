"""A month of the school calendar as a grid of weeks, ready for a template."""

from calendar import Calendar as PlainCalendar
from dataclasses import dataclass, field
from datetime import date

from django.utils.dates import WEEKDAYS as WEEKDAYS_IN_FULL
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from logistics import clock
from logistics.school.calendar import calendar_of
from logistics.school.models import DayKind, SpecialDay

# How a day looks at first sight: the word in the grid, two characters in Chinese.
WORDS = {
    "lessons": pgettext_lazy("day in the month", "class"),
    "make_up": pgettext_lazy("day in the month", "swap"),
    "closed": pgettext_lazy("day in the month", "shut"),
    "holiday": pgettext_lazy("day in the month", "off"),
    "vacation": pgettext_lazy("day in the month", "break"),
    "weekend": pgettext_lazy("day in the month", "rest"),
}
# What else is said about a day, with the colour of its mark.
MARKS = {
    SpecialDay.Kind.BAD_WEATHER: (pgettext_lazy("day in the month", "storm"), "danger"),
    SpecialDay.Kind.NO_SERVICE: (pgettext_lazy("day in the month", "no meal"), "warning"),
    SpecialDay.Kind.EXTRA_SERVICE: (pgettext_lazy("day in the month", "meals"), "success"),
    SpecialDay.Kind.BOARDERS_STAY: (pgettext_lazy("day in the month", "stay"), "info"),
    SpecialDay.Kind.BOARDERS_LEAVE: (pgettext_lazy("day in the month", "home"), "neutral"),
    SpecialDay.Kind.HOLIDAY_DUTY: (pgettext_lazy("day in the month", "duty"), "warning"),
}
CAMPUS_MARKS = {
    SpecialDay.Kind.CLOSED: (WORDS["closed"], "warning"),
    SpecialDay.Kind.MAKE_UP: (WORDS["make_up"], "info"),
}
WEEKDAYS = [
    pgettext_lazy("head of the month", "Mon"),
    pgettext_lazy("head of the month", "Tue"),
    pgettext_lazy("head of the month", "Wed"),
    pgettext_lazy("head of the month", "Thu"),
    pgettext_lazy("head of the month", "Fri"),
    pgettext_lazy("head of the month", "Sat"),
    pgettext_lazy("head of the month", "Sun"),
]
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True)
class Mark:
    """One word more in a cell."""

    kind: str
    word: str
    tone: str


@dataclass(frozen=True)
class Cell:
    """One day of the grid; ``text`` says more where there is room, ``label`` all of it for readers."""

    day: date
    state: str
    word: str
    text: str
    label: str
    is_today: bool
    is_outside: bool
    marks: list = field(default_factory=list)


@dataclass(frozen=True)
class Week:
    """Seven cells; ``number`` is the week of the term, None between terms."""

    number: int | None
    cells: list


@dataclass(frozen=True)
class Month:
    """The weeks of a month, and how many of its days count."""

    first: date
    weeks: list
    counts: list
    unsettled_year: int | None
    states: list
    marks: list


def month_of(school, first, *, campus=None):
    """Return the Month that begins on ``first``, as ``campus`` (a primary key, None for the whole school) sees it."""
    weeks = PlainCalendar().monthdatescalendar(first.year, first.month)
    calendar = calendar_of(school, weeks[0][0], weeks[-1][-1])
    days = [day for week in weeks for day in week if day.month == first.month]
    made = [_week(calendar, week, first.month, campus) for week in weeks]
    cells = [cell for week in made for cell in week.cells if not cell.is_outside]
    return Month(
        first=first,
        weeks=made,
        counts=_counts(calendar, days, campus),
        unsettled_year=None if calendar.is_settled(first.year) else first.year,
        states=[(state, word) for state, word in WORDS.items() if any(cell.state == state for cell in cells)],
        marks=_legend(cells),
    )


def _week(calendar, week, month, campus):
    numbers = [calendar.week_of_term(day) for day in week if day.month == month]
    return Week(next(filter(None, numbers), None), [_cell(calendar, day, day.month != month, campus) for day in week])


def _cell(calendar, day, is_outside, campus):
    state = calendar.state(day, campus=campus)
    reason = calendar.reason(day, DayKind.SCHOOL, campus=campus)
    marks = _marks(calendar.special_on(day, campus=campus), campus)
    text = reason
    if state == "make_up":
        text = _("timetable of %(weekday)s") % {"weekday": WEEKDAYS_IN_FULL[calendar.weekday(day, campus=campus)]}
    words = [str(WORDS[state]), text, *[mark.word for mark in marks]]
    return Cell(
        day=day,
        state=state,
        word=WORDS[state],
        text="" if text == words[0] else text,
        label="，".join(dict.fromkeys(filter(None, words))),
        is_today=day == clock.today(),
        is_outside=is_outside,
        marks=marks,
    )


def _marks(rows, campus):
    """Return the marks of a day; what one campus alone says about its lessons is a mark in the month of the school."""
    shown = MARKS if campus else MARKS | CAMPUS_MARKS
    kinds = dict.fromkeys(row.kind for row in rows if row.kind in MARKS or (row.campus_id and row.kind in shown))
    return [Mark(kind, str(shown[kind][0]), shown[kind][1]) for kind in kinds]


def _legend(cells):
    found = {mark.kind: mark for cell in cells for mark in cell.marks}
    return [(mark, SpecialDay.Kind(mark.kind).label) for mark in found.values()]


def _counts(calendar, days, campus):
    """Return [(label, number of days)] of what the month holds."""
    kinds = [(gettext_lazy("days of lessons"), DayKind.SCHOOL), (gettext_lazy("days with meals"), DayKind.SERVICE)]
    if calendar.school.boards:
        kinds.append((gettext_lazy("days with boarders"), DayKind.BOARDING))
    return [(label, sum(calendar.counts(day, kind, campus=campus) for day in days)) for label, kind in kinds]


def first_of_month(text):
    """Return the first day of the month that "2026-11" names, or None."""
    year, _dash, month = text.partition("-")
    if not (len(year) == 4 and year.isdecimal() and year.isascii() and month.isdecimal() and month.isascii()):
        return None
    if not (FIRST_YEAR <= int(year) <= LAST_YEAR and len(month) <= 2 and 1 <= int(month) <= 12):
        return None
    return date(int(year), int(month), 1)
