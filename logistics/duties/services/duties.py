"""Setting duties: what a school owes from a day on."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import lock, refusing
from logistics.duties.models import NOTE, Duty, DutyPlace
from logistics.duties.selectors import nobody_for, subjects
from logistics.duties.services.assigning import assign_anew
from logistics.duties.services.sweeping import refresh
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.people.models import User

A_DAY = timedelta(days=1)
NAME = "one_duty_of_a_name_in_a_school"
OF_THE_SCHOOL = ["campus", "role", "roster", "escalate_role"]
PEOPLE = ["person", "escalate_person"]


@change
def create_duty(school, *, by, anyway=False, places=(), **facts):
    """Set a duty and make what it makes due.

    facts: fields of the Duty. Raises RuleError(field="who") when nobody is there to do it, unless ``anyway``.
    """
    duty = Duty(school=school, created_at=clock.now(), **facts)
    _require_sense(duty, places, anyway)
    with refusing(NAME, _("This school has a duty of this name already."), field="name"):
        duty.save()
    DutyPlace.objects.bulk_create(DutyPlace(duty=duty, place=place) for place in places)
    note(duty, "created", by=by)
    return _make(duty)


@change
def change_duty(duty, *, by, on=None, anyway=False, places=None, **facts):
    """Change a duty from the day ``on`` (today when None); what was due before stays as it was judged.

    places: None leaves them. Raises RuleError(field="who") when nobody is there to do it, unless ``anyway``.
    """
    on = on or clock.today()
    duty = lock(duty)
    if on < clock.today():
        raise RuleError(_("Choose today or a later day."), field="on")
    for name, value in facts.items():
        setattr(duty, name, value)
    _require_sense(duty, duty.places.all() if places is None else places, anyway)
    with refusing(NAME, _("This school has a duty of this name already."), field="name"):
        duty.save(update_fields=list(facts))
    if places is not None:
        duty.duty_places.exclude(place__in=places).delete()
        DutyPlace.objects.bulk_create([DutyPlace(duty=duty, place=place) for place in places], ignore_conflicts=True)
    note(duty, "changed", by=by)
    return _make(duty, since=on)


@change
def end_duty(duty, *, on, by):
    """End a duty: ``on`` is its last day, yesterday at the earliest, so that nothing that was due is undone."""
    duty = lock(duty)
    if on < clock.today() - A_DAY:
        raise RuleError(_("Choose yesterday or a later day: what was due before stays."), field="on")
    if on < duty.starts_on - A_DAY:
        raise RuleError(_("Choose a last day that is not before the first."), field="on")
    duty.starts_on = min(duty.starts_on, on)
    duty.ends_on = on
    duty.save(update_fields=["starts_on", "ends_on"])
    note(duty, "ended", by=by, text=f"{on:%Y-%m-%d}")
    return _make(duty, since=on + A_DAY)


@change
def resume_duty(duty, *, on, by):
    """Take up an ended duty again from the day ``on``; nothing is due for the time between."""
    duty = lock(duty)
    if duty.ends_on is None:
        raise RuleError(_("This duty is in use."))
    if on < clock.today() or on <= duty.ends_on:
        raise RuleError(_("Choose today or a later day."), field="on")
    duty.starts_on, duty.ends_on = on, None
    duty.save(update_fields=["starts_on", "ends_on"])
    note(duty, "resumed", by=by, text=f"{on:%Y-%m-%d}")
    return _make(duty, since=on)


def _make(duty, since=None):
    """Make at once what a duty makes due from ``since`` on."""
    duties = Duty.objects.filter(pk=duty.pk)
    if since and duty.made_on:
        duties.update(stale_from=Case(When(stale_from__lt=since, then=F("stale_from")), default=Value(since)))
    refresh(Q(pk=duty.pk), clock.today())
    assign_anew([duty.pk])
    duty.refresh_from_db(fields=["made_on", "stale_from"])
    return duty


def _require_sense(duty, places, anyway):
    """Refuse what a constraint or the school would refuse, each with its sentence."""
    _require_subject(duty)
    for name in OF_THE_SCHOOL:
        if getattr(duty, f"{name}_id") and getattr(duty, name).school_id != duty.school_id:
            raise RuleError(_("This belongs to another school."), field=name)
    for name in PEOPLE:
        person = getattr(duty, name)
        if person and not User.objects.of_school(duty.school).filter(pk=person.pk).exists():
            raise RuleError(_("This person works at another school."), field=name)
    if any(place.school_id != duty.school_id for place in places):
        raise RuleError(_("This place belongs to another school."), field="places")
    if duty.roster_id and duty.roster_slot not in duty.roster.slots_or_one:
        raise RuleError(_("Choose one of the shifts of this roster."), field="roster_slot")
    _require_times(duty)
    why = nobody_for(duty)
    if why and not anyway:
        raise RuleError(why, field="who")


def _require_subject(duty):
    """Refuse a record that nothing offers."""
    if duty.subject == NOTE and not duty.detail:
        return
    subject = subjects().get(duty.subject)
    if subject is None:
        raise RuleError(_("Choose which record fulfils this duty."), field="subject")
    if duty.detail and duty.detail not in dict(subject.details(duty.school)):
        raise RuleError(_("Choose which record fulfils this duty."), field="subject")


def _require_times(duty):
    if not duty.due_times or duty.due_times != sorted(set(duty.due_times)):
        raise RuleError(_("Give each time once, the first one first."), field="due_times")
    for condition in duty._meta.constraints:
        if condition.name in CHECKED and not _holds(condition, duty):
            raise RuleError(condition.violation_error_message, field=CHECKED[condition.name])


CHECKED = {
    "the_rhythm_of_a_duty_has_its_parameters": "rhythm",
    "a_duty_is_one_persons_roles_or_rosters": "who",
    "a_duty_is_due_at_some_time": "due_times",
    "a_duty_is_told_on_to_somebody": "escalate_after",
    "only_some_times_a_week_or_month_are_random": "random",
    "days_before_term_are_calendar_days": "day_kind",
    "only_days_of_service_name_a_meal": "meal",
    "a_duty_ends_after_it_begins": "ends_on",
    "a_duty_leaves_a_sensible_time": "early_days",
}


def _holds(constraint, duty):
    try:
        constraint.validate(Duty, duty)
    except ValidationError:
        return False
    return True
