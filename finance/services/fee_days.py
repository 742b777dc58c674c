"""Enrolment days: planning, giving classes their time at a desk, telling the class teachers."""

from django.utils.translation import gettext as _

from finance.messages.support import fee_day_announced
from finance.models import FeeDay, FeeDaySlot
from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.notices.services import send


@change
def plan_fee_day(school, *, by, **facts):
    """Plan a day; facts: term, on, title, meeting_at, bring, note."""
    day = FeeDay(school=school, created_at=clock.now())
    _set_facts(day, facts)
    with _one_plan():
        day.save()
    note(day, "planned", by=by)
    return day


@change
def change_fee_day(day, *, by, **facts):
    """Change a plan that was not made known."""
    day = lock(day)
    FeeDay.FLOW.target("plan", day.status)
    _set_facts(day, facts)
    with _one_plan():
        day.save()
    note(day, "changed", by=by)
    return day


@change
def give_slots(day, *, classes, desk, starts_at, ends_at, by, person=None):
    """Let classes come to a desk from ``starts_at`` to ``ends_at``; who had a time before gets this one.

    Raises RuleError when another class is at the desk at that time.
    """
    day = lock(day)
    FeeDay.FLOW.target("plan", day.status)
    if ends_at <= starts_at:
        raise RuleError(_("The end must come after the beginning."), field="ends_at")
    if any(each.school_id != day.school_id for each in classes):
        raise RuleError(_("This belongs to another school."), field="classes")
    day.slots.filter(school_class__in=classes).delete()
    taken = day.slots.filter(desk=desk.strip(), starts_at__lt=ends_at, ends_at__gt=starts_at).first()
    if taken is not None:
        facts = {"class": taken.school_class.name, "desk": taken.desk}
        raise RuleError(_("%(class)s is at desk %(desk)s at that time.") % facts, field="starts_at")
    FeeDaySlot.objects.bulk_create(
        [
            FeeDaySlot(
                day=day, school_class=each, desk=desk.strip(), starts_at=starts_at, ends_at=ends_at, person=person
            )
            for each in classes
        ]
    )
    names = "、".join(each.name for each in classes)
    note(day, "slotted", by=by, text=f"{names} {desk.strip()}")
    return day


@change
def announce_fee_day(day, *, by):
    """Make the plan known and tell the teacher of each class its time and desk."""
    day = lock(day)
    day.status = FeeDay.FLOW.target("announce", day.status)
    slots = list(day.slots.select_related("school_class__class_teacher", "person"))
    if not slots:
        raise RuleError(_("Give the classes their time before the plan is made known."))
    if day.on < clock.today():
        raise RuleError(_("This day is over."))
    day.announced_on = clock.today()
    day.save(update_fields=["status", "announced_on"])
    for slot in slots:
        told = {slot.school_class.class_teacher, slot.person} - {None}
        send(told, fee_day_announced(day, slot), school=day.school)
    note(day, "announced", by=by)
    return day


def _set_facts(day, facts):
    for name, value in facts.items():
        setattr(day, name, value.strip() if isinstance(value, str) else value)
    if day.term.school_id != day.school_id:
        raise RuleError(_("This belongs to another school."), field="term")
    if day.on < clock.today():
        raise RuleError(_("Choose today or a later day."), field="on")


def _one_plan():
    return refusing("one_plan_of_a_day", _("There is a plan of this day already."), field="on")
