"""Whom the clock tells: the keepers of duties, and those a miss is told on to. For many schools by one query each."""

from collections import defaultdict

from logistics import clock
from logistics.people.models import Appointment, User


def keepers_of(schools):
    """Return {school key: [people]} who keep the duties there, for any number of schools."""
    return _people(Appointment.objects.on(clock.today()).filter(school__in=schools), "school_id", "duties.manage_duty")


def told_on_to(duties):
    """Return {duty key: [people]} to whom a miss of these duties is told on."""
    by_role = _people(
        Appointment.objects.on(clock.today()).filter(role__in={duty.escalate_role_id for duty in duties}), "role_id"
    )
    ids = {duty.escalate_person_id for duty in duties if duty.escalate_person_id}
    named = {person.pk: [person] for person in User.objects.filter(pk__in=ids)} if ids else {}
    return {duty.pk: by_role.get(duty.escalate_role_id) or named.get(duty.escalate_person_id, []) for duty in duties}


def _people(appointments, by, permission=None):
    if permission:
        appointments = appointments.filter(role__permissions__contains=[permission])
    found = defaultdict(list)
    for held in appointments.filter(person__is_active=True).select_related("person").order_by("pk"):
        if held.person not in found[getattr(held, by)]:
            found[getattr(held, by)].append(held.person)
    return found
