"""Questions about who holds what: who may, who is asked, who is next above; and how a person signs by hand."""

from dataclasses import replace

from django.db.models import Case, Max, Q, Value, When

from logistics import clock
from logistics.people.models import Appointment, DrawnSignature, User

# How near an appointment is to the work asked about: one for this very place comes before one for the whole school.
NEARNESS = Case(
    When(appointments__place__isnull=False, then=Value(3)),
    When(appointments__department__isnull=False, then=Value(2)),
    When(appointments__campus__isnull=False, then=Value(1)),
    default=Value(0),
)


def holders(school, permission, *, campus=None, department=None, place=None, on=None):
    """Return the active people whose role in ``school`` grants ``permission``, nearest appointment first.

    An appointment limited to another campus, department or place than the one asked about does not count; one for the
    whole school does, and so does one for the building of ``place``. What is not asked about (None) limits nothing.
    on: the day of the appointments, today when None. One query; a queryset of people, each once.
    """
    return _people_of(Q(appointments__role__permissions__contains=[permission]), school, campus, department, place, on)


def role_holders(school, key, *, campus=None, department=None, place=None, on=None):
    """Return the active people who hold the role ``key`` there, nearest first; the limits count as in ``holders``."""
    return _people_of(Q(appointments__role__key=key), school, campus, department, place, on)


def nearest_holders(role, *, besides=(), campus=None, department=None, place=None, on=None):
    """Return the holders of ``role``, or when there is nobody, of the first superior role that somebody holds.

    besides: people who do not count, such as whoever asks. A list, empty when nobody up to the top is left.
    """
    for step in command_line(role):
        found = role_holders(step.school, step.key, campus=campus, department=department, place=place, on=on)
        found = list(found.exclude(pk__in=[person.pk for person in besides]))
        if found:
            return found
    return []


def command_line(role):
    """Yield ``role``, its superior, and so on to the top; a circle ends where it began."""
    seen = set()
    while role is not None and role.pk not in seen:
        seen.add(role.pk)
        yield role
        role = role.superior


def superior_of(person, school, *, on=None):
    """Return who stands next above ``person`` in ``school``, or None at the top.

    The head of the person's own department comes first for whoever is appointed to it, then the holder of the
    superior role nearest to the appointment; vacant roles and the person's own pass upward.
    """
    held = Appointment.objects.on(on or clock.today()).filter(person=person, school=school)
    for appointment in held.select_related("role__superior", "department__head", "campus", "place").order_by("pk"):
        department = appointment.department
        if department and department.head_id not in (None, person.pk) and department.head.is_active:
            return department.head
        if appointment.role.superior is None:
            continue
        above = nearest_holders(
            appointment.role.superior, besides=[person], campus=appointment.campus, department=department, on=on
        )
        if above:
            return above[0]
    return None


def drawings_at(signings):
    """Return {(person's key, moment): PNG bytes} of what each person had drawn when they signed; without, it is left out.

    signings: (person's key, moment) of signatures given in the system. One query for however many.
    """
    signings = set(signings)
    drawn = {}
    rows = DrawnSignature.objects.filter(person__in={person for person, _at in signings}).order_by("drawn_at", "pk")
    for person, at, picture in rows.values_list("person", "drawn_at", "picture"):
        drawn.setdefault(person, []).append((at, bytes(picture)))
    found = {}
    for person, at in signings:
        before = [picture for drawn_at, picture in drawn.get(person, []) if drawn_at <= at]
        if before and before[-1]:
            found[person, at] = before[-1]
    return found


def drawing_of(person, *, at):
    """Return what a person had drawn at a moment as PNG bytes, None when nothing."""
    return drawings_at([(person.pk, at)]).get((person.pk, at))


def with_drawings(cells):
    """Return signature cells of a paper (paper.slips) with the drawings of whoever signed them in the system."""
    drawings = drawings_at((cell.signed_by, cell.signed_at) for cell in cells if cell.signed_by and cell.signed_at)
    return [replace(cell, drawing=drawings.get((cell.signed_by, cell.signed_at), b"")) for cell in cells]


def _people_of(grant, school, campus, department, place, on):
    day = on or clock.today()
    return (
        User.objects.filter(
            grant & _on_campus(campus, place) & _fits("department", department) & _at(place),
            Q(appointments__ends_on=None) | Q(appointments__ends_on__gte=day),
            appointments__starts_on__lte=day,
            appointments__school=school,
            is_active=True,
        )
        .annotate(nearness=Max(NEARNESS))
        .order_by("-nearness", "pk")
    )


def _on_campus(campus, place):
    if place is not None:
        return _fits("campus", place.campus_id)
    if campus is None:
        return Q()
    return _fits("campus", campus) & (Q(appointments__place=None) | Q(appointments__place__campus=campus))


def _fits(limit, value):
    if value is None:
        return Q()
    return Q(**{f"appointments__{limit}": None}) | Q(**{f"appointments__{limit}": value})


def _at(place):
    if place is None:
        return Q()
    return Q(appointments__place=None) | Q(appointments__place__in=[place.pk, place.parent_id])
