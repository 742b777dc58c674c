"""What a duty asks for, when it is next due, and whether anybody is there to do it."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from logistics import clock, hooks
from logistics.duties.computing import reach_of, windows_touching
from logistics.duties.models import Shift
from logistics.people.models import Appointment
from logistics.people.selectors import role_holders
from logistics.school.calendar import calendar_of

LOOK_AHEAD = 400  # days


def subjects():
    """Return {key: DutySubject} of every kind of record a duty may ask for."""
    return {subject.key: subject for subject in hooks.duty_subjects.results()}


def subject_choices(school):
    """Return [("subject|detail", label)] for a form that asks which record fulfils a duty."""
    choices = []
    for subject in subjects().values():
        details = list(subject.details(school))
        choices += [(f"{subject.key}|{detail}", f"{subject.label} · {label}") for detail, label in details]
        if not details:
            choices.append((f"{subject.key}|", subject.label))
    return choices


def start_url(expected):
    """Return the page that begins the record which an expected entry asks for; "" when nobody offers one."""
    subject = subjects().get(expected.duty.subject)
    return subject.start_url(expected.duty.record_detail, expected.place) if subject else ""


def spots_of(duty, places):
    """Return [(campus key, place key)] at which a duty makes an entry each; a random one is at one place, drawn later."""
    if duty.random or not places:
        return [(duty.campus_id, None)]
    return [(place.campus_id, place.pk) for place in places]


def next_windows(duty, *, places=(), count=5, since=None):
    """Return the next Windows of a duty, which need not be saved, from today or ``since`` on; those of its first place.

    Of a random duty they are the weeks or months, not the times that will be drawn.
    """
    since = max(since or clock.today(), duty.starts_on)
    until = since + timedelta(days=LOOK_AHEAD)
    calendar = calendar_of(duty.school, since - timedelta(days=reach_of(duty) + 31), until)
    campus, place = spots_of(duty, list(places))[0]
    windows = windows_touching(duty, calendar, since, until, campus=campus, place=place)
    return [window for window in windows if window.due_on >= since][:count]


def with_lack(duties):
    """Annotate duties with ``lacks``: whether nobody is there to do them today, as ``nobody_for`` would say."""
    today = clock.today()
    held = Appointment.objects.on(today).filter(role=OuterRef("role"), person__is_active=True)
    held_there = held.filter(Q(campus=None) | Q(campus=OuterRef("campus")))
    ahead = Shift.objects.filter(roster=OuterRef("roster"), slot=OuterRef("roster_slot"), last_on__gte=today)
    lacks = (
        Q(person=None, role=None, roster=None)
        | Q(person__is_active=False)
        | Q(~Exists(held), role__isnull=False)
        | Q(~Exists(held_there), role__isnull=False, campus__isnull=False)
        | Q(~Exists(ahead), roster__isnull=False)
    )
    return duties.annotate(lacks=lacks)


def nobody_for(duty, day=None):
    """Say in a sentence why nobody is there to do a duty on ``day`` (today when None); "" when somebody is."""
    day = day or max(clock.today(), duty.starts_on)
    if duty.person_id:
        return "" if duty.person.is_active else _("%(name)s does not work here any more.") % {"name": duty.person}
    if duty.role_id:
        held = role_holders(duty.school, duty.role.key, campus=duty.campus, on=day).exists()
        return "" if held else _("Nobody holds the role “%(role)s”. Appoint somebody first.") % {"role": duty.role}
    if duty.roster_id:
        ahead = duty.roster.shifts.filter(last_on__gte=day, slot=duty.roster_slot).exists()
        return "" if ahead else _("The roster “%(roster)s” has no turns from here on.") % {"roster": duty.roster}
    return _("Nobody is named for this duty.")
