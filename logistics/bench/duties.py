"""The sweep over a thousand schools of sixty duties each: time and queries a school, and what a quiet minute costs.

Beside the time on the clock stands the work of the processor, ours and the database's, where that runs on this machine:
it is the same however busy the machine is.
"""

import time
from datetime import date, timedelta
from datetime import time as time_of_day

import pgtrigger
from django.db import connection
from django.test.utils import CaptureQueriesContext

from logistics import clock
from logistics.bench.processor import here_and_in_the_database
from logistics.duties import services
from logistics.duties.models import Duty, Expected
from logistics.people.models import Appointment, Role, User
from logistics.school.models import School, Term

SCHOOLS, DUTIES = 1000, 60
MONDAY = date(2026, 11, 16)
SIX = time_of_day(18)
# How often each rhythm comes among the sixty duties of a school.
RHYTHMS = [
    (30, {"rhythm": "daily"}),
    (6, {"rhythm": "weekdays", "weekdays": [1, 3]}),
    (10, {"rhythm": "weekly", "times": 1}),
    (8, {"rhythm": "monthly", "times": 1}),
    (2, {"rhythm": "fortnightly", "weeks": [1]}),
    (2, {"rhythm": "termly"}),
    (2, {"rhythm": "before_end", "days_before": 10, "remind_days": [30, 7]}),
]


def run(school, out, *, rounds):
    fill()
    out.write(f"{SCHOOLS:,} schools × {DUTIES} duties, {Duty.objects.count():,} in all\n")
    moments = [
        ("first sweep, two weeks of entries", MONDAY, 0, 5),
        ("daily sweep, one more day", MONDAY + timedelta(days=1), 0, 5),
        ("hourly sweep, nothing to make", MONDAY + timedelta(days=1), 1, 0),
        ("quiet minute", MONDAY + timedelta(days=1), 1, 1),
        ("a minute after the due time", MONDAY + timedelta(days=1), 18, 1),
    ]
    for name, day, hour, minute in moments:
        out.write(timed(name, clock.at(day, time_of_day(hour, minute))))
    out.write("")


def timed(name, moment):
    """Return a line about one tick: seconds, milliseconds a school by the clock and of work, queries, entries there."""
    with clock.set_to(moment), CaptureQueriesContext(connection) as captured:
        worked, begun = here_and_in_the_database(), time.perf_counter()
        services.tick()
        seconds = time.perf_counter() - begun
        work = "" if worked is None else f", work {_each(here_and_in_the_database() - worked)}"
    queries = len(captured)
    return (
        f"{name:<36} {seconds:8.2f} s {_each(seconds)} ms a school{work} {queries:6d} queries "
        f"{queries / SCHOOLS:8.3f} a school {Expected.objects.count():10,} entries"
    )


def _each(seconds):
    return f"{seconds / SCHOOLS * 1000:8.2f}"


def fill():
    """Add schools, each with a term, a role held by one person, and its duties."""
    now = clock.now()
    schools = School.objects.bulk_create(
        School(code=f"bench-{number}", name=f"第{number}小学", created_at=now) for number in range(SCHOOLS)
    )
    Term.objects.bulk_create(
        Term(
            school=school, school_year=2026, number=1, starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 20),
            covers_from=date(2026, 7, 5), covers_to=date(2027, 1, 20),
        )
        for school in schools
    )  # fmt: skip
    roles = Role.objects.bulk_create(Role(school=school, key="officer", name="安全员") for school in schools)
    people = User.objects.bulk_create(
        User(username=f"bench-{number}", name="张三", joined_at=now) for number in range(SCHOOLS)
    )
    Appointment.objects.bulk_create(
        Appointment(person=person, role=role, school=role.school, starts_on=date(2026, 9, 1))
        for person, role in zip(people, roles)
    )
    give_duties(roles)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def give_duties(roles):
    """Give the first role its duties, and every other one the same by one statement."""
    first, now = roles[0], clock.now()
    facts = [fact for count, fact in RHYTHMS for _number in range(count)]
    Duty.objects.bulk_create(
        Duty(
            school=first.school,
            name=f"职责{number}",
            role=first,
            due_times=[SIX],
            starts_on=MONDAY,
            created_at=now,
            **fact,
        )
        for number, fact in enumerate(facts)
    )
    of_each = {"school_id": "role.school_id", "role_id": "role.id"}
    columns = [field.column for field in Duty._meta.concrete_fields if not field.primary_key]
    values = ", ".join(of_each.get(column, f"duty.{column}") for column in columns)
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO duties_duty ({', '.join(columns)}) SELECT {values} FROM duties_duty duty, people_role role "
            "WHERE duty.role_id = %s AND role.id = ANY(%s)",
            [first.pk, [role.pk for role in roles[1:]]],
        )
