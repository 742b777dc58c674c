"""Public holidays and make-up days of China, as the ``holidays`` package ships them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from holidays import country_holidays

SATURDAY = 5
LONGEST_RUN = 15

# What the package calls a holiday, and what we call it.
NAMES = {
    "元旦": gettext_noop("New Year's Day"),
    "农历除夕": gettext_noop("Spring Festival"),
    "春节": gettext_noop("Spring Festival"),
    "清明节": gettext_noop("Tomb-Sweeping Day"),
    "劳动节": gettext_noop("Labour Day"),
    "端午节": gettext_noop("Dragon Boat Festival"),
    "中秋节": gettext_noop("Mid-Autumn Festival"),
    "国庆节": gettext_noop("National Day"),
}
HOLIDAYS = list(dict.fromkeys(NAMES.values()))


@dataclass(frozen=True)
class Swap:
    """A day off and the weekend day on which its work is made up."""

    off: date
    made_up_on: date


def is_published(year):
    """Say whether the package knows which days the State Council moved in ``year``."""
    return year in _shipped().special_public_holidays


def is_working_day(day):
    """Say whether people work on ``day``, make-up days included; unpublished years know no moved days."""
    return _year(day.year).is_working_day(day)


def followed_weekday(day):
    """Return the weekday (Monday 0) whose work is done on ``day``: on a make-up day, that of the day it pays for."""
    return _weekdays_of_make_up_days().get(day, day.weekday())


def is_make_up_day(day):
    """Say whether ``day`` is a weekend day on which people work."""
    return day.weekday() >= SATURDAY and is_working_day(day)


def holiday_name(day):
    """Return the names of the holidays whose free days ``day`` is among, "" on other days.

    The weekend that touches a holiday is part of it, as in the notices of the State Council.
    """
    return "、".join(gettext(name) for name in _holiday_names(day))


def spring_festival(year):
    """Return the first day of the Spring Festival of ``year``."""
    return min(day for day, name in _year(year).items() if name == "春节")


def holidays_of(year):
    """Return [(our name, first, last)] of the free runs in which the holidays of ``year`` lie, each name once."""
    spans = {}
    for day, shipped in sorted(_year(year).items()):
        for name in (NAMES[piece] for piece in shipped.split("; ") if piece in NAMES):
            if name not in spans:
                spans[name] = _run_around(day)
    return [(name, first, last) for name, (first, last) in spans.items()]


def make_up_days_of(year):
    """Return [(day, weekday followed)] of the make-up days the package knows for ``year``, first day first."""
    return sorted((day, weekday) for day, weekday in _weekdays_of_make_up_days().items() if day.year == year)


def stored_name(name):
    """Return one of our names of a holiday as the school's own records keep it."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext(name)


@cache
def _holiday_names(day):
    """Return our names of the holidays in the run of free days around ``day``, first day first."""
    if is_working_day(day):
        return ()
    first, last = _run_around(day)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    named = [piece for each in days for piece in _year(each.year).get(each, "").split("; ")]
    return tuple(dict.fromkeys(NAMES[name] for name in named if name in NAMES))


def _run_around(day):
    """Return the first and the last of the free days around ``day``, a free day itself."""
    first = last = day
    while (day - first).days < LONGEST_RUN and not is_working_day(first - timedelta(days=1)):
        first -= timedelta(days=1)
    while (last - day).days < LONGEST_RUN and not is_working_day(last + timedelta(days=1)):
        last += timedelta(days=1)
    return first, last


@cache
def _weekdays_of_make_up_days():
    return {swap.made_up_on: swap.off.weekday() for swap in _swaps()}


def _swaps():
    """Yield every Swap the package ships; it writes them (month, day off, month, day worked, perhaps its year)."""
    for year, moved in _shipped().special_public_holidays.items():
        for entry in moved if isinstance(moved[0], tuple) else (moved,):
            if len(entry) >= 4:
                month, day, worked_month, worked_day, *worked_year = entry
                yield Swap(date(year, month, day), date(*(worked_year or [year]), worked_month, worked_day))


@cache
def _shipped():
    return country_holidays("CN", language="zh_CN")


@cache
def _year(year):
    return country_holidays("CN", years=year, language="zh_CN")
