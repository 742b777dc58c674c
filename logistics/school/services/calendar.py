"""What the school says about its days: special days, the holidays of a year, when canteens serve, who boards."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from logistics import clock, hooks
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.school.calendar import days_between, runs
from logistics.school.models import BoardingRule, HolidayNotice, Place, ServiceRule, SpecialDay, Term

LONGEST_SPECIAL_TIME = 366
LONGEST_HOLIDAY = 31
A_DAY = timedelta(days=1)


# --- special days -----------------------------------------------------------------------------------------------------


@change
def add_special_day(
    school, *, kind, starts_on, ends_on, reason, by, campus=None, place=None, meal="", follows_weekday=None, notice=None
):  # fmt: skip
    """Say that days are not what the plain calendar says; for the whole school when neither campus nor canteen is given.

    Raises RuleError when the days or the facts do not fit the kind, or another special day says something about them.
    """
    campus = place.campus if place else campus
    special = SpecialDay(
        school=school, campus=campus, place=place, meal=meal, kind=kind, starts_on=starts_on, ends_on=ends_on,
        follows_weekday=follows_weekday, reason=reason.strip(), notice=notice, created_at=clock.now(),
    )  # fmt: skip
    _require_sense(special)
    _require_no_other(special)
    with refusing(
        "special_days_do_not_contradict",
        _("One of these days has a special day about the same matter already."),
        field="starts_on",
    ):
        special.save()
    note(special, "created", by=by)
    tell_calendar_changed(school, starts_on, ends_on)
    return special


@change
def withdraw_special_day(special, *, reason, by):
    """Take a special day out of force; it stays readable. Raises WrongState when it was withdrawn before."""
    special = lock(special)
    if special.withdrawn_at:
        raise WrongState(_("This has been done already."))
    special.withdrawn_at, special.withdrawn_reason = clock.now(), reason.strip()
    special.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    note(special, "withdrawn", by=by, text=special.withdrawn_reason)
    tell_calendar_changed(special.school, special.starts_on, special.ends_on)
    return special


def tell_calendar_changed(school, start, end):
    """Tell whoever counts days that those from ``start`` to ``end`` may count otherwise now."""
    for changed in hooks.calendar_changed:
        changed(school, start, end)


def _require_sense(special):
    """Refuse facts that do not fit the kind of special day, each with the sentence that fits."""
    if not special.reason:
        raise RuleError(_("Say why."), field="reason")
    if special.ends_on < special.starts_on:
        raise RuleError(_("Choose a last day that is not before the first."), field="ends_on")
    if (special.ends_on - special.starts_on).days >= LONGEST_SPECIAL_TIME:
        raise RuleError(_("This is longer than a year. Check the days."), field="ends_on")
    makes_up = special.kind == SpecialDay.Kind.MAKE_UP
    if makes_up and special.starts_on != special.ends_on:
        raise RuleError(_("Enter each make-up day by itself: each follows a weekday of its own."), field="ends_on")
    if makes_up != (special.follows_weekday is not None):
        raise RuleError(
            _("Choose the weekday whose timetable is followed.")
            if makes_up
            else _("Only a make-up day follows another weekday."),
            field="follows_weekday",
        )
    if (special.place or special.meal) and special.kind not in SpecialDay.OF_CANTEENS:
        raise RuleError(_("Only days about meals name a canteen or a meal."), field="place")
    if special.place and special.place.kind != Place.Kind.CANTEEN:
        raise RuleError(_("This place is no canteen."), field="place")


def _require_no_other(special):
    """Refuse days about which a special day in force says something already, naming it."""
    others = SpecialDay.objects.of_school(special.school).in_force().touching(special.starts_on, special.ends_on)
    matters = [kind for kind, matter in SpecialDay.MATTERS.items() if matter == SpecialDay.MATTERS[special.kind]]
    other = others.filter(campus=special.campus, place=special.place, meal=special.meal, kind__in=matters).first()
    if other is not None:
        facts = {"other": other, "days": other.days_text}
        raise RuleError(
            _("There is already: %(other)s (%(days)s). Withdraw it first, or choose other days.") % facts,
            field="starts_on",
        )


# --- the holidays of a year -------------------------------------------------------------------------------------------


@change
def enter_holidays(school, *, year, holidays, make_up_days, by, holiday_duty=True):
    """Enter the notice of the State Council for ``year``; entered again, it replaces what it said before.

    holidays: [{"reason", "starts_on", "ends_on"}]; make_up_days: [{"on", "follows_weekday"}].
    holiday_duty: the holidays are days of holiday duty too. Returns the HolidayNotice.
    """
    _require_days_of(year, holidays, make_up_days)
    notice, made = HolidayNotice.objects.get_or_create(school=school, year=year, defaults={"entered_at": clock.now()})
    notice = lock(notice)
    if not made:
        for special in notice.days.in_force():
            withdraw_special_day(special, reason=_("entered anew"), by=by)
        notice.entered_at = clock.now()
        notice.save(update_fields=["entered_at"])
    for holiday in holidays:
        add_special_day(school, kind=SpecialDay.Kind.CLOSED, **holiday, notice=notice, by=by)
    for day in make_up_days:
        add_special_day(
            school,
            kind=SpecialDay.Kind.MAKE_UP,
            starts_on=day["on"],
            ends_on=day["on"],
            follows_weekday=day["follows_weekday"],
            reason=_("make-up day"),
            notice=notice,
            by=by,
        )
    if holiday_duty:
        for holiday in holidays:
            put_under_holiday_duty(school, **holiday, notice=notice, by=by)
    note(notice, "entered" if made else "changed", by=by)
    tell_calendar_changed(school, date(year, 1, 1), date(year, 12, 31))
    return notice


def _require_days_of(year, holidays, make_up_days):
    if not holidays:
        raise RuleError(_("Enter at least one holiday."), field=None)
    for holiday in holidays:
        if year not in (holiday["starts_on"].year, holiday["ends_on"].year):
            raise RuleError(
                _("%(holiday)s does not lie in %(year)d. Check the days.")
                % {"holiday": holiday["reason"], "year": year},
                field="year",
            )
        if (holiday["ends_on"] - holiday["starts_on"]).days >= LONGEST_HOLIDAY:
            raise RuleError(
                _("%(holiday)s is longer than a month. Check the days.") % {"holiday": holiday["reason"]}, field="year"
            )
    for day in make_up_days:
        if abs(day["on"].year - year) > 1:
            raise RuleError(_("A make-up day does not lie in %(year)d. Check the days.") % {"year": year}, field="year")


@change
def put_under_holiday_duty(school, *, starts_on, ends_on, reason, by, notice=None):
    """Mark days of holiday duty for the whole school, as far as they are not marked yet. Returns the new special days."""
    marked = SpecialDay.objects.of_school(school).in_force().touching(starts_on, ends_on)
    marked = marked.filter(kind=SpecialDay.Kind.HOLIDAY_DUTY, campus=None)
    taken = {day for special in marked for day in days_between(special.starts_on, special.ends_on)}
    free = [day for day in days_between(starts_on, ends_on) if day not in taken]
    return [
        add_special_day(
            school,
            kind=SpecialDay.Kind.HOLIDAY_DUTY,
            starts_on=first,
            ends_on=last,
            reason=reason,
            notice=notice,
            by=by,
        )
        for first, last in runs(free)
    ]


# --- meals and boarders -----------------------------------------------------------------------------------------------


@change
def set_meal_times(place, *, meals, kind, weekdays, starts_on, by):
    """Let a canteen serve ``meals`` on these weekdays of a kind of day from ``starts_on`` on; returns the rules.

    What the canteen did for these meals on this kind of day until then ends the day before.
    """
    if place.kind != Place.Kind.CANTEEN:
        raise RuleError(_("This place is no canteen."), field="place")
    if not weekdays:
        raise RuleError(_("Choose at least one weekday."), field="weekdays")
    rules = []
    for meal in meals:
        _end_before(ServiceRule.objects.filter(place=place, meal=meal, kind=kind), starts_on, by)
        with refusing(
            "one_service_rule_of_a_meal_at_a_time",
            _("This canteen has a rule for this meal on these days already."),
            field="starts_on",
        ):
            rule = ServiceRule.objects.create(
                school=place.school, place=place, meal=meal, kind=kind, weekdays=sorted(weekdays), starts_on=starts_on
            )
        note(rule, "created", by=by)
        rules.append(rule)
    tell_calendar_changed(place.school, starts_on, _horizon(place.school, starts_on))
    return rules


@change
def set_boarding(campus, *, weekends, starts_on, by):
    """Let pupils of a campus board from ``starts_on`` on; ``weekends``: they stay over weekends too."""
    _end_before(BoardingRule.objects.filter(campus=campus), starts_on, by)
    with refusing(
        "one_boarding_rule_of_a_campus_at_a_time",
        _("This campus has a boarding rule on these days already."),
        field="starts_on",
    ):
        rule = BoardingRule.objects.create(school=campus.school, campus=campus, weekends=weekends, starts_on=starts_on)
    note(rule, "created", by=by)
    tell_calendar_changed(campus.school, starts_on, _horizon(campus.school, starts_on))
    return rule


@change
def end_rule(rule, *, ends_on, by):
    """Let a meal time or a boarding rule hold no longer than ``ends_on``."""
    rule = lock(rule)
    if ends_on < rule.starts_on:
        raise RuleError(_("Choose a last day that is not before the first."), field="ends_on")
    if rule.ends_on and rule.ends_on <= ends_on:
        raise WrongState(_("This has ended already."))
    rule.ends_on = ends_on
    rule.save(update_fields=["ends_on"])
    note(rule, "ended", by=by)
    tell_calendar_changed(rule.school, ends_on + A_DAY, _horizon(rule.school, ends_on))
    return rule


def _end_before(rules, day, by):
    """End those of ``rules`` that hold on ``day`` and began earlier."""
    for rule in rules.on(day).filter(starts_on__lt=day):
        end_rule(rule, ends_on=day - A_DAY, by=by)


def _horizon(school, day):
    """Return the last day any term of the school covers, or ``day`` when that is later."""
    last = Term.objects.of_school(school).order_by("-covers_to").values_list("covers_to", flat=True).first()
    return max(day, last or day)
