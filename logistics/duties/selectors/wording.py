"""A duty in a sentence, as the person who sets it would say it."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from logistics.duties.models import Duty

RHYTHM = Duty.Rhythm


def sentence_of(duty, places=()):
    """Return how often, when, where and by whom, in one sentence; the duty need not be saved."""
    facts = {
        "how_often": how_often(duty),
        "time": time_text(duty),
        "who": who_text(duty),
        "where": where_text(duty, places),
    }
    if facts["where"]:
        return _("%(how_often)s, by %(time)s, %(who)s, at %(where)s") % facts
    return _("%(how_often)s, by %(time)s, %(who)s") % facts


def how_often(duty):
    """Return the rhythm in words: 每个教学日, 每周2次, 第1、6周 …"""
    return WORDS[duty.rhythm](duty)


def time_text(duty):
    return _(", ").join(f"{time:%H:%M}" for time in duty.due_times)


def who_text(duty):
    """Return who does it, or that nobody is named."""
    if duty.roster_id and duty.roster_slot:
        return f"{duty.roster} {duty.roster_slot}"
    return str(duty.who or _("nobody named"))


def where_text(duty, places=()):
    """Return the campus, the one place or how many places; "" for the whole school."""
    if len(places) == 1:
        return places[0].full_label()
    if places:
        draws = _("one of %(count)d places") if duty.random else _("each of %(count)d places")
        return draws % {"count": len(places)}
    return str(duty.campus or "")


def _days(duty):
    return duty.get_day_kind_display()


def _weekday_names(duty):
    return _(", ").join(str(WEEKDAYS[day]) for day in duty.weekdays)


def _weekly(duty):
    words = _("%(times)d times a week at a random time") if duty.random else _("%(times)d times a week")
    return words % {"times": duty.times}


def _monthly(duty):
    if duty.month_day:
        return _("every month by day %(day)d") % {"day": duty.month_day}
    words = _("%(times)d times a month at a random time") if duty.random else _("%(times)d times a month")
    return words % {"times": duty.times}


WORDS = {
    RHYTHM.DAILY: lambda duty: _("each %(kind)s") % {"kind": _days(duty)},
    RHYTHM.WEEKDAYS: lambda duty: (
        _("each %(kind)s that is %(weekdays)s") % {"kind": _days(duty), "weekdays": _weekday_names(duty)}
    ),
    RHYTHM.WEEKLY: _weekly,
    RHYTHM.FORTNIGHTLY: lambda duty: (
        _("in odd weeks of the term") if duty.weeks == [1] else _("in even weeks of the term")
    ),
    RHYTHM.MONTHLY: _monthly,
    RHYTHM.TERM_WEEKS: lambda duty: (
        _("in weeks %(weeks)s of the term") % {"weeks": _(", ").join(str(week) for week in duty.weeks)}
    ),
    RHYTHM.BEFORE_TERM: lambda duty: _("%(days)d days before lessons begin") % {"days": duty.days_before},
    RHYTHM.BEFORE_END: lambda duty: (
        _("%(days)d days before lessons end") % {"days": duty.days_before}
        if duty.days_before
        else _("on the last day of lessons")
    ),
    RHYTHM.TERMLY: lambda duty: _("once a term"),
    RHYTHM.YEARLY: lambda duty: _("each year by %(month)d/%(day)d") % {"month": duty.month, "day": duty.month_day},
}
