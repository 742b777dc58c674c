"""Which days count for a school, and why the others do not (DESIGN 9).

The rows of all asked schools are loaded by a constant number of queries; every answer after that is plain Python.
Three layers decide about a day, the upper one first: special days of the campus, special days of the school, the
Chinese calendar. A year whose holidays the school entered itself takes nothing from the shipped calendar.
"""

from collections import defaultdict
from copy import copy
from datetime import timedelta
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from logistics.school import chinese_days
from logistics.school.calendar_rows import Canteen, Rows
from logistics.school.models import DayKind, SpecialDay

LONGEST_PAUSE = 366
KINDS = SpecialDay.Kind


def calendar_of(school, start, end):
    """Return the Calendar of one school that answers about the days from ``start`` on."""
    return calendars_of([school], start, end)[school.pk]


def calendars_of(schools, start, end):
    """Return {school id: Calendar} for any number of schools by the same few queries."""
    schools = list(schools)
    rows = Rows(schools, start)
    return {school.pk: Calendar(school, start, end, rows) for school in schools}


class Calendar:
    """The days of one school from ``start`` on. Campus and place are primary keys or None.

    A question about a campus hears special days of that campus before those of the school; one about the whole school
    (campus None) hears only the latter for lessons, and any campus for boarders, meals, bad weather and holiday duty.
    Asked about a day before ``start``, it raises ValueError: what was not loaded would be answered wrongly.
    """

    def __init__(self, school, start, end, rows):
        self.school = school
        self.start, self.end = start, end
        self._rows = rows
        self._reasons = {}
        self._canteen_rules, self._canteen_rows = {}, {}

    # --- what callers ask ---------------------------------------------------------------------------------------------

    def counts(self, day, kind, *, campus=None, place=None, meal=""):
        """Say whether ``day`` is a day of this kind. ``place`` and ``meal`` matter for days of service only."""
        return not self.reason(day, kind, campus=campus, place=place, meal=meal)

    def days(self, kind, start, end, **where):
        """Return the days of this kind from ``start`` to ``end``, both included, first day first."""
        return [day for day in days_between(start, end) if self.counts(day, kind, **where)]

    def reason(self, day, kind, *, campus=None, place=None, meal=""):
        """Return why ``day`` is no day of this kind, in words a ledger shows; "" when it is one."""
        asked = (day, kind, campus, place, meal)
        if asked not in self._reasons:
            if day < self.start:
                raise ValueError(f"{day} lies before {self.start}, where this calendar begins")
            self._reasons[asked] = self._why_not(*asked)
        return self._reasons[asked]

    @property
    def terms(self):
        """The terms of the school, first term first, from a year before ``start`` on."""
        return self._rows.terms[self.school.pk]

    def term_on(self, day):
        """Return the term whose records ``day`` belongs to, or None."""
        return next((term for term in self.terms if term.covers_from <= day <= term.covers_to), None)

    def week_of_term(self, day):
        """Return which week of lessons ``day`` lies in, from 1 on, or None outside the lessons."""
        term = self._term_of_lessons(day)
        return week_of(term, day) if term else None

    def weekday(self, day, *, campus=None):
        """Return the weekday whose timetable ``day`` follows, Monday 0: its own, but on make-up days."""
        ruling = self._ruling(day, "lessons", campus)
        if ruling and ruling.kind == KINDS.MAKE_UP:
            return ruling.follows_weekday
        return day.weekday() if day.year in self._noticed else chinese_days.followed_weekday(day)

    def working_days_after(self, day, n):
        """Return the n-th day after ``day`` on which the school works, those between its terms included."""
        for each in days_between(day + timedelta(days=1), day + timedelta(days=LONGEST_PAUSE + 7 * n)):
            n -= not self._why_free(each, None)
            if n <= 0:
                return each
        raise ValueError(f"no working day within a year after {day}")

    def is_settled(self, year):
        """Say whether the moved days of ``year`` are known, shipped or entered by the school."""
        return year in self._noticed or chinese_days.is_published(year)

    def special_on(self, day, *, campus=None):
        """Return the special days in force on ``day``, of the school and this campus (None: of every campus)."""
        return [
            row
            for row in self._rows.special_days[self.school.pk]
            if row.starts_on <= day <= row.ends_on and (campus is None or row.campus_id in (None, campus))
        ]

    def state(self, day, *, campus=None):
        """Return what ``day`` is at first sight: lessons, make_up, closed, holiday, vacation or weekend."""
        if not self._why_no_lessons(day, campus):
            ruling = self._ruling(day, "lessons", campus)
            return "make_up" if ruling or day.weekday() >= chinese_days.SATURDAY else "lessons"
        ruling = self._ruling(day, "lessons", campus)
        if ruling and not ruling.notice_id and not self._holiday_of_the_year(day):
            return "closed"
        if self._holiday(day, campus):
            return "holiday"
        return "weekend" if self._term_of_lessons(day) else "vacation"

    def holidays(self, start, end, *, campus=None):
        """Return [(name, first, last)] of the holidays and closures from ``start`` to ``end``, first day first."""
        found = []
        for name, days in groupby(days_between(start, end), key=lambda day: self._holiday(day, campus)):
            days = list(days)
            if name:
                found.append((name, days[0], days[-1]))
        return found

    def vacation(self, day):
        """Name the time between the lessons of two terms."""
        coming = next((term for term in self.terms if term.starts_on > day), None)
        gone = next((term for term in reversed(self.terms) if term.ends_on < day), None)
        if coming is None and gone is None:
            return _("no term set up")
        before_second = coming.number == 2 if coming else gone.number == 1
        return _("winter holidays") if before_second else _("summer holidays")

    def with_term(self, term):
        """Return the same calendar as it would be if ``term``, not saved yet, was there."""
        rows = copy(self._rows)
        others = [other for other in self.terms if other.pk != term.pk]
        rows.terms = {self.school.pk: sorted([*others, term], key=lambda each: each.covers_from)}
        return Calendar(self.school, self.start, self.end, rows)

    # --- how a day is judged ------------------------------------------------------------------------------------------

    def _why_not(self, day, kind, campus, place, meal):
        if kind == DayKind.SCHOOL:
            return self._why_no_lessons(day, campus)
        if kind == DayKind.SERVICE:
            return self._why_no_service(day, campus, place, meal)
        if kind == DayKind.BOARDING:
            return self._why_no_boarders(day, campus)
        if kind == DayKind.HOLIDAY_DUTY:
            return "" if self._marked(day, "duty", campus) else _("no holiday duty set")
        if kind == DayKind.BAD_WEATHER:
            return "" if self._marked(day, "weather", campus) else _("no bad weather")
        if kind == DayKind.EVERY:
            return ""
        raise ValueError(f"{kind} is no kind of day")

    def _why_no_lessons(self, day, campus):
        if self._term_of_lessons(day):
            return self._why_free(day, campus)
        return self._holiday(day, campus) or self.vacation(day)

    def _why_free(self, day, campus):
        """Return why nobody works on ``day``, lessons or not; "" on a working day."""
        ruling = self._ruling(day, "lessons", campus)
        if ruling:
            return "" if ruling.kind == KINDS.MAKE_UP else ruling.reason
        if day.year in self._noticed:
            return _("weekend") if day.weekday() >= chinese_days.SATURDAY else ""
        if chinese_days.is_working_day(day):
            return ""
        return chinese_days.holiday_name(day) or _("weekend")

    def _holiday(self, day, campus):
        """Name the holiday or closure ``day`` is part of; "" on plain days and plain weekends."""
        ruling = self._ruling(day, "lessons", campus)
        if ruling:
            return "" if ruling.kind == KINDS.MAKE_UP else ruling.reason
        return self._holiday_of_the_year(day)

    def _holiday_of_the_year(self, day):
        return "" if day.year in self._noticed else chinese_days.holiday_name(day)

    def _why_no_boarders(self, day, campus):
        if not self.school.boards:
            return _("no boarders")
        campuses = [campus] if campus else self._rows.campuses[self.school.pk]
        whys = [self._why_none_board(day, each) for each in campuses]
        return _best(whys) if whys else _("no boarders")

    def _why_none_board(self, day, campus):
        ruling = self._ruling(day, "boarding", campus)
        if ruling:
            return "" if ruling.kind == KINDS.BOARDERS_STAY else ruling.reason
        weekends = self._boards_over_weekends(day, campus)
        if weekends is None:
            return _("no boarders")
        why = self._why_no_lessons(day, campus)
        if not why or self._holiday(day, campus) or not self._term_of_lessons(day):
            return why
        return "" if weekends else _("boarders are at home over the weekend")

    def _boards_over_weekends(self, day, campus):
        """Return whether boarders of the campus stay over weekends, None where nobody boards.

        Until the school sets its first rule, every campus boards and boarders stay; attached units do not.
        """
        begun = [rule for rule in self._rows.boarding_rules[self.school.pk] if rule.starts_on <= day]
        if not begun:
            return True if self._rows.boards_by_default(campus) else None
        in_force = (rule for rule in begun if rule.campus_id == campus and (not rule.ends_on or day <= rule.ends_on))
        return next((rule.weekends for rule in in_force), None)

    # --- meals --------------------------------------------------------------------------------------------------------

    def _why_no_service(self, day, campus, place, meal):
        whys = [
            self._why_not_served(day, canteen, each)
            for canteen in self._canteens_at(campus, place)
            for each in ([meal] if meal else self._meals_of(canteen))
        ]
        return _best(whys)

    def _canteens_at(self, campus, place):
        canteens = self._rows.canteens[self.school.pk]
        if place in canteens:
            return [canteens[place]]
        here = sorted({canteen for canteen in canteens.values() if campus in (None, canteen.campus)})
        return here or [Canteen(None, campus)]

    def _meals_of(self, canteen):
        meals = {rule.meal for rule in self._rules_of(canteen)}
        meals |= {row.meal for row in self._service_rows_of(canteen) if row.meal}
        return sorted(meals) or [""]

    def _rules_of(self, canteen):
        if canteen not in self._canteen_rules:
            places, rules = self._rows.canteens[self.school.pk], self._rows.service_rules[self.school.pk]
            self._canteen_rules[canteen] = [rule for rule in rules if places.get(rule.place_id) == canteen]
        return self._canteen_rules[canteen]

    def _service_rows_of(self, canteen):
        """Return the special days about meals that concern this canteen."""
        if canteen not in self._canteen_rows:
            places = self._rows.canteens[self.school.pk]
            self._canteen_rows[canteen] = [
                row
                for row in self._by_matter["service"]
                if row.campus_id in (None, canteen.campus)
                and (row.place_id is None or places.get(row.place_id) == canteen)
            ]
        return self._canteen_rows[canteen]

    def _why_not_served(self, day, canteen, meal):
        """Return why this canteen does not serve this meal; until its first rule it serves on days of lessons."""
        rows = [
            row
            for row in self._service_rows_of(canteen)
            if row.starts_on <= day <= row.ends_on and row.meal in ("", meal)
        ]
        if rows:
            nearest = max(rows, key=lambda row: (bool(row.place_id), bool(row.campus_id), bool(row.meal)))
            return "" if nearest.kind == KINDS.EXTRA_SERVICE else nearest.reason
        begun = [rule for rule in self._rules_of(canteen) if rule.starts_on <= day]
        if not begun:
            return self._why_no_lessons(day, canteen.campus)
        rules = [rule for rule in begun if rule.meal == meal and (not rule.ends_on or day <= rule.ends_on)]
        return _best(
            [self._why_rule_rests(day, rule, canteen.campus) for rule in rules] or [_("this meal is not served")]
        )

    def _why_rule_rests(self, day, rule, campus):
        why = self.reason(day, rule.kind, campus=campus)
        if why or self.weekday(day, campus=campus) in rule.weekdays:
            return why
        return _("not served on this weekday")

    # --- rows ---------------------------------------------------------------------------------------------------------

    @property
    def _noticed(self):
        return self._rows.noticed_years[self.school.pk]

    def _term_of_lessons(self, day):
        return next((term for term in self.terms if term.starts_on <= day <= term.ends_on), None)

    def _ruling(self, day, matter, campus):
        """Return the special day that decides about ``matter``: the one of the campus before that of the school."""
        rows = [
            row
            for row in self._by_matter[matter]
            if row.starts_on <= day <= row.ends_on and row.campus_id in (None, campus)
        ]
        return max(rows, key=lambda row: bool(row.campus_id), default=None)

    def _marked(self, day, matter, campus):
        return any(
            row.starts_on <= day <= row.ends_on and (campus is None or row.campus_id in (None, campus))
            for row in self._by_matter[matter]
        )

    @cached_property
    def _by_matter(self):
        """The special days of the school by what they decide about."""
        rows = defaultdict(list)
        for row in self._rows.special_days[self.school.pk]:
            rows[row.matter].append(row)
        return rows


def _best(whys):
    """Return "" when anything counts, else the first reason why not."""
    return "" if "" in whys else whys[0]


def week_of(term, day):
    """Return which week of lessons ``day`` lies in, from 1 on, or None outside the lessons; weeks begin on Monday."""
    if not term.starts_on <= day <= term.ends_on:
        return None
    first_monday = term.starts_on - timedelta(days=term.starts_on.weekday())
    return (day - first_monday).days // 7 + 1


def days_between(start, end):
    """Return the days from ``start`` to ``end``, both included."""
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]


def runs(days):
    """Return [(first, last)] of the unbroken runs among ``days``, which stand in order."""
    found = []
    for day in days:
        if found and (day - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
