"""What the morning tells about duties, for all schools by a constant number of queries.

What is due today is told on every day on which something is due. Steps before a date, what was missed, and what is told
on to a second person wait on a day off until the next working day of the school; nothing of it is lost by that.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction

from logistics.duties import messages
from logistics.duties.models import Duty, Expected
from logistics.duties.selectors import told_on_to
from logistics.hooks import Reminder
from logistics.people.models import User
from logistics.school.calendar import calendars_of
from logistics.school.models import School

LOOK_BACK = timedelta(days=60)  # what is older is not told on any more
A_DAY = timedelta(days=1)


def morning_reminders(today):
    """Return the Reminders of a morning. What is told now is marked, in the same transaction that tells it."""
    with transaction.atomic():
        working = WorkingSchools(today)
        return [*due_today(today), *ahead(today, working), *missed(today, working), *told_on(today, working)]


class WorkingSchools:
    """Asks the calendars of all schools that have duties, read once."""

    def __init__(self, today):
        self.today = today
        self.schools = {school.pk: school for school in School.objects.filter(pk__in=Duty.objects.values("school"))}
        self.calendars = calendars_of(self.schools.values(), today - LOOK_BACK, today)
        self.working = [pk for pk, calendar in self.calendars.items() if works(calendar, today)]

    def days_passed(self, row, count):
        """Say whether ``count`` working days have passed since a thing was due."""
        return self.calendars[row.school_id].working_days_after(row.due_on, count) <= self.today


def works(calendar, day):
    return calendar.working_days_after(day - A_DAY, 1) == day


def due_today(today):
    """One reminder a person and school: all that is due before the day is over."""
    rows = Expected.objects.waiting().public().filter(due_on=today, person__isnull=False)
    return _to_each(rows, lambda school, names: messages.due_today(school.pk, today, names))


def missed(today, working):
    """One reminder a person and school: what was not done on the days before, told once."""
    rows = Expected.objects.missing().filter(due_on__lt=today, told_missing_on=None, school__in=working.working)
    reminders = _to_each(
        rows.filter(person__isnull=False, reason=""), lambda school, names: messages.missed(school.pk, today, names)
    )
    rows.update(told_missing_on=today)
    return reminders


def _to_each(rows, message):
    """Return a Reminder for each person and school of ``rows``."""
    names = defaultdict(list)
    for row in rows.select_related("duty", "place").order_by("due_at", "pk"):
        names[row.school_id, row.person_id].append(messages.name_of(row))
    schools = School.objects.in_bulk({school for school, _person in names})
    people = User.objects.in_bulk({person for _school, person in names})
    return [
        _reminder(message(schools[school], listed), people[person], schools[school])
        for (school, person), listed in names.items()
    ]


def _reminder(message, to, school):
    return Reminder(key=message.key, to=to, text=message.text, url=message.url, urgent=message.urgent, school=school)


def ahead(today, working):
    """The steps before a date (60, 30, 7 … days): the nearest one reached, once; a skipped one is caught up."""
    duties = Duty.objects.filter(remind_days__len__gt=0, school__in=working.working)
    furthest = max([days for steps in duties.values_list("remind_days", flat=True) for days in steps], default=0)
    if not furthest:
        return
    rows = (
        Expected.objects.waiting()
        .public()
        .filter(duty__in=duties, person__isnull=False, due_on__range=(today + A_DAY, today + timedelta(days=furthest)))
    )
    for row in rows.select_related("duty", "place", "person", "school"):
        step = min((days for days in row.duty.remind_days if (row.due_on - today).days <= days), default=None)
        if step is not None:
            yield _reminder(messages.ahead(row, today, step), row.person, row.school)


def told_on(today, working):
    """One reminder a second person and school: what is still missing after the working days that its duty leaves."""
    rows = Expected.objects.missing().filter(
        duty__escalate_after__isnull=False, escalated_on=None, due_on__range=(today - LOOK_BACK, today - A_DAY),
        school__in=working.working, reason="",
    )  # fmt: skip
    rows = rows.select_related("duty", "place", "person").order_by("due_at", "pk")
    ripe = [row for row in rows if working.days_passed(row, row.duty.escalate_after)]
    second = told_on_to([row.duty for row in ripe]) if ripe else {}
    by_person = defaultdict(list)
    for row in ripe:
        for person in second[row.duty_id]:
            by_person[row.school_id, person].append(row)
    Expected.objects.filter(pk__in=[row.pk for row in ripe]).update(escalated_on=today)
    return [
        _reminder(messages.told_on(school, today, found), person, working.schools[school])
        for (school, person), found in by_person.items()
    ]
