"""Short dates as FACE wants them: 今天 14:05 · 3 天前 · 9 月 1 日."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from logistics import clock


def day_text(day):
    """Return a date in the shortest form that is clear today; a moment counts by its day."""
    if isinstance(day, datetime):
        day = clock.day_of(day)
    days = (clock.today() - day).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days == -1:
        return _("tomorrow")
    if 1 < days < 7:
        return _("%(days)d days ago") % {"days": days}
    return full_day_text(day, with_year=day.year != clock.today().year)


def full_day_text(day, *, with_year=True):
    """Return a date as an office writes it; a moment counts by its day."""
    if isinstance(day, datetime):
        day = clock.day_of(day)
    facts = {"year": day.year, "month": day.month, "day": day.day}
    return _("%(year)d-%(month)02d-%(day)02d") % facts if with_year else _("%(month)02d-%(day)02d") % facts


def month_text(month):
    """Return the month that the day ``month`` lies in, with its year: 2026 年 9 月."""
    return _("%(year)d-%(month)02d") % {"year": month.year, "month": month.month}


def moment_text(moment):
    """Return a moment in the shortest form that is clear today."""
    local = timezone.localtime(moment)
    words = _words_of_moments_on(local.date(), clock.today(), get_language())
    return words % {"time": f"{local.hour:02}:{local.minute:02}"}


@lru_cache(maxsize=1024)
def _words_of_moments_on(day, today, language):
    """Return how a moment on ``day`` is written ``today``, with %(time)s where its time stands."""
    days = (today - day).days
    if days == 0:
        return _("today %(time)s")
    if days == 1:
        return _("yesterday %(time)s")
    return f"{full_day_text(day, with_year=day.year != today.year)} %(time)s"


def in_full(value, short):
    """Return how a moment or a day is written in full, an empty text when that is no more than ``short``."""
    if not isinstance(value, date):
        return ""
    full = exact_text(value) if isinstance(value, datetime) and ":" in short else full_day_text(value)
    return full if full != short else ""


def day_with_weekday(day):
    """Return a day as a person names it: 11 月 21 日 星期六."""
    facts = {"month": day.month, "day": day.day, "weekday": WEEKDAYS[day.weekday()]}
    return _("%(month)d/%(day)d, %(weekday)s") % facts


def exact_text(moment):
    """Return a moment in full, for titles and papers."""
    local = timezone.localtime(moment)
    return f"{full_day_text(local.date())} {local:%H:%M}"
