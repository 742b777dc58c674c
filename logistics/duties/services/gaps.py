"""Days on which nobody is there to do a duty: told to the keepers once, as the gap begins."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Q

from logistics.duties import messages
from logistics.duties.models import Duty, Expected
from logistics.duties.selectors import keepers_of
from logistics.notices.services import Telling, send_all

LOOK_AHEAD = timedelta(days=7)
LOOK_BACK = timedelta(days=35)  # a month's duty was due within it, so that a gap that goes on is known


def tell_gaps(today):
    """Tell the keepers of every school where nobody is named for the coming days; a gap told before stays quiet.

    All duties of one roster, or of one role at one campus, make one gap. A few queries for all schools.
    """
    lacking = Expected.objects.waiting().filter(person=None, due_on__range=(today, today + LOOK_AHEAD))
    rows = list(lacking.select_related("school", "duty__roster", "duty__role").order_by("due_at", "pk"))
    if not rows:
        return
    by_subject = {subject_of(row.duty, row.campus_id): row for row in reversed(rows)}
    keepers = keepers_of({row.school_id for row in rows})
    manned = days_of(rows, today)
    tellings = []
    for subject, row in by_subject.items():
        for days in gaps_beginning(manned[subject], today):
            name, url = _named(row.duty)
            message = messages.nobody(":".join(map(str, subject)), name, days, url)
            tellings += [Telling(row.school, person, message) for person in keepers[row.school_id]]
    send_all(tellings)


def subject_of(duty, campus):
    """Return what lacks somebody when a duty does: its roster and shift, its role at a campus, or the duty itself."""
    if duty.roster_id:
        return "roster", duty.roster_id, duty.roster_slot
    if duty.role_id:
        return "role", duty.role_id, campus or 0
    return "duty", duty.pk


def days_of(rows, today):
    """Return {subject: {day: whether everything due on it has somebody}} of the days around today, those before too."""
    rosters = {row.duty.roster_id for row in rows} - {None}
    roles = {row.duty.role_id for row in rows} - {None}
    same = Q(pk__in={row.duty_id for row in rows}) | Q(roster__in=rosters) | Q(role__in=roles)
    duties = Duty.objects.filter(same).only("roster_id", "roster_slot", "role_id").in_bulk()
    around = Expected.objects.counted().filter(duty__in=duties, due_on__range=(today - LOOK_BACK, today + LOOK_AHEAD))
    found = defaultdict(dict)
    for duty, campus, day, person in around.order_by().values_list("duty", "campus", "due_on", "person"):
        days = found[subject_of(duties[duty], campus)]
        days[day] = days.get(day, True) and person is not None
    return found


def gaps_beginning(manned, today):
    """Return the days of each gap that begins today or later; one that began before was told then."""
    gaps, before = [], True
    for day, somebody in sorted(manned.items()):
        if not somebody and before and day >= today:
            gaps.append([day])
        elif not somebody and gaps and not before:
            gaps[-1].append(day)
        before = somebody
    return gaps


def _named(duty):
    """Return the name of what lacks somebody, and its page."""
    if duty.roster_id:
        return f"{duty.roster} {duty.roster_slot}".strip(), duty.roster.get_absolute_url()
    return str(duty.role or duty), duty.get_absolute_url()
