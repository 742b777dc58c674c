"""A school with an autumn term, and duties of it."""

from datetime import date, time, timedelta

from django.contrib.contenttypes.models import ContentType

from logistics import clock
from logistics.duties import services
from logistics.duties.models import Duty, Expected, Roster
from tests.factories import CampusFactory, SchoolFactory, TermFactory

AUTUMN = date(2026, 9, 1)  # a Tuesday
NINE = time(9, 0)
EVENING = time(18, 0)


def school_with_term(**facts):
    """Return a school whose lessons last from 1 September 2026 to 20 January 2027."""
    school = SchoolFactory(**facts)
    TermFactory(school=school)
    return school


def plain_duty(school, **facts):
    """Return a duty that is not saved: every day of lessons, by 18:00, from the first of September on."""
    given = {
        "name": "日常检查", "rhythm": "daily", "due_times": [EVENING], "starts_on": AUTUMN, "created_at": clock.now()
    }  # fmt: skip
    return Duty(school=school, **{**given, **facts})


def make_duty(school, **facts):
    """Return a duty set through its service, whoever is there to do it."""
    given = {"name": "日常检查", "rhythm": "daily", "due_times": [EVENING], "starts_on": clock.today(), "anyway": True}
    return services.create_duty(school, by=None, **{**given, **facts})


def make_roster(school, **facts):
    return Roster.objects.create(**{"school": school, "name": "护校值班表", "created_at": clock.now(), **facts})


def two_campuses(school):
    return CampusFactory(school=school, name="南校区"), CampusFactory(school=school, name="北校区")


def saved_duty(school, **facts):
    """Return a duty as it stands in the table, without anything due yet."""
    duty = plain_duty(school, **facts)
    duty.save()
    return duty


def expect(duty, day, status="done", **facts):
    """Return what was due of a duty on ``day``, with the outcome ``status`` as the constraints want it."""
    due_at = clock.at(day, EVENING)
    given = {
        "campus": duty.campus, "first_on": day, "last_on": day, "opens_on": day, "due_on": day, "due_at": due_at,
        "grace_until": due_at, "person": duty.person,
    }  # fmt: skip
    if status in ("done", "late", "extra"):
        early_or_late = timedelta(hours=1 if status == "late" else -1)
        kind = ContentType.objects.get_for_model(duty)
        record = Expected.objects.count() + 1
        given |= {"content_type": kind, "object_id": record, "done_at": due_at + early_or_late, "done_by": duty.person}
    if status == "lifted":
        given["reason"] = "停电"
    return Expected.objects.create(school=duty.school, duty=duty, status=status, **{**given, **facts})


def september(number):
    return date(2026, 9, number)


def turn(roster, person, first, last=None, slot=""):
    turns = [{"person": person, "first_on": september(first), "last_on": september(last or first), "slot": slot}]
    return services.enter_turns(roster, turns, by=None)[0]


def entered(roster):
    return [(shift.person.name, shift.first_on.day, shift.last_on.day) for shift in roster.shifts.all()]
