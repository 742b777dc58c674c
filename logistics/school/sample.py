"""The calendar of the sample school: special days of two terms, when its canteens serve, who boards."""

from datetime import timedelta

from logistics import clock
from logistics.school import services
from logistics.school.calendar import calendar_of
from logistics.school.models import DayKind, Meal, SpecialDay
from logistics.school.selectors import canteens_of, holidays_to_guard

KINDS = SpecialDay.Kind
FRIDAY = 4
BOARDERS_MEALS = [Meal.BREAKFAST, Meal.LUNCH, Meal.SUPPER]


def make(sample):
    """Set up meals and boarders before the first term, then tell each term's special days at their time."""
    last, current = sample.terms
    with sample.at(last.covers_from, "08:30"):
        _set_meals_and_boarders(sample, last)
    for term in sample.terms:
        with sample.at(term.covers_from, "09:00"):
            _guard_holidays(sample, term)
    _tell_last_term(sample, last)
    _tell_current_term(sample, current)


def _set_meals_and_boarders(sample, term):
    """Boarders live on the south campus only; the north campus serves lunch, the kindergarten has its meals brought."""
    director, first = sample.person("director"), term.starts_on
    services.set_boarding(sample.campuses["south"], weekends=False, starts_on=first, by=director)
    for place, _name in canteens_of(sample.school):
        if place.campus_id == sample.campuses["south"].pk:
            services.set_meal_times(
                place, meals=BOARDERS_MEALS, kind=DayKind.BOARDING, weekdays=range(7), starts_on=first, by=director
            )
        else:
            services.set_meal_times(
                place, meals=[Meal.LUNCH], kind=DayKind.SCHOOL, weekdays=range(5), starts_on=first, by=director
            )


def _guard_holidays(sample, term):
    calendar = calendar_of(sample.school, term.covers_from, term.covers_to)
    for name, first, last in holidays_to_guard(calendar, term):
        services.put_under_holiday_duty(
            sample.school, starts_on=first, ends_on=last, reason=name, by=sample.person("director")
        )


def _tell_last_term(sample, term):
    days = sample.days(term)
    _add(sample, days[24], KINDS.BAD_WEATHER, "暴雨橙色预警")
    _add(sample, days[38], KINDS.CLOSED, "供水管道抢修，停课一天", campus="north")
    _boarders_stay(sample, days[30])


def _tell_current_term(sample, term):
    days = sample.days(term)
    for number, kind, reason, campus in (
        (8, KINDS.CLOSED, "线路检修停电，停课一天", "north"),
        (13, KINDS.BAD_WEATHER, "强对流天气黄色预警", None),
        (19, KINDS.NO_SERVICE, "灶具检修", "north"),
    ):
        if number < len(days):
            _add(sample, days[number], kind, reason, campus=campus)
    if len(days) > 10:
        _boarders_stay(sample, days[10])


def _boarders_stay(sample, day):
    """Let the boarders of the south campus stay over the weekend after ``day``."""
    saturday = day + timedelta(days=(FRIDAY - day.weekday()) % 7 + 1)
    _add(
        sample,
        saturday,
        KINDS.BOARDERS_STAY,
        "住宿生兴趣活动周末",
        campus="south",
        ends_on=saturday + timedelta(days=1),
    )


def _add(sample, day, kind, reason, *, campus=None, ends_on=None):
    """Enter a special day two days ahead, or on the day itself when that is the weather's choice."""
    ahead = timedelta(days=0 if kind == KINDS.BAD_WEATHER else 2)
    with sample.at(min(day - ahead, clock.today()), "10:15"):
        services.add_special_day(
            sample.school,
            kind=kind,
            starts_on=day,
            ends_on=ends_on or day,
            reason=reason,
            campus=sample.campuses[campus] if campus else None,
            by=sample.person("director"),
        )
