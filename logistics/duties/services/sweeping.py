"""Making what is due: for all schools at once, by a number of queries that does not grow with them.

A duty is worked on when a new day asks for entries further ahead (``made_on``) or when it or the calendar changed
(``stale_from``). Its row is the job: both are set back in the transaction that makes the entries, so that a killed
worker leaves the work to be found again, and a second one finds nothing to do.
"""

from collections import defaultdict
from datetime import timedelta
from functools import cached_property
from itertools import groupby

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import after_commit
from logistics.duties.computing import CountingDays, reach_of, windows_of, windows_touching
from logistics.duties.models import Duty, DutyPlace, Expected
from logistics.duties.selectors import spots_of
from logistics.duties.services.assigning import assign
from logistics.duties.services.drawing import draw, last_seen
from logistics.duties.services.matching import match_again, set_open
from logistics.school.calendar import calendars_of
from logistics.school.models import School

AHEAD = 14  # days for which entries exist before they are due
MARGIN = 31  # days that a calendar is loaded before the first one asked about
SCHOOLS_AT_ONCE = 200
ROWS_AT_ONCE = 20_000
STATUS = Expected.Status
OPEN = [STATUS.WAITING, STATUS.MISSING]
FULFILLED = [STATUS.DONE, STATUS.LATE]
KEPT_IN_LINE = ["last_on", "opens_on", "due_on", "due_at", "grace_until", "status", "reason", "lifted_by"]


def sweep(today=None):
    """Make what all schools lack up to some days ahead; a second run finds nothing to make."""
    today = today or clock.today()
    schools = list(wanting(today).order_by("school").values_list("school", flat=True).distinct())
    for start in range(0, len(schools), SCHOOLS_AT_ONCE):
        refresh(Q(school__in=schools[start : start + SCHOOLS_AT_ONCE]), today)


def refresh_school(school):
    """Make at once what one school lacks."""
    refresh(Q(school=school), clock.today())


def wanting(today):
    """Return the duties for which something is to be made."""
    another_day = Q(made_on__lt=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    return Duty.objects.filter(Q(stale_from__isnull=False) | Q(made_on=None) | another_day)


@transaction.atomic
def refresh(which, today):
    """Make the entries of the duties that ``which`` (a Q) names, if they want any."""
    duties = list(wanting(today).filter(which).select_for_update().order_by("pk"))
    if not duties:
        return
    new = Making(duties, today).make()
    Duty.objects.filter(pk__in=[duty.pk for duty in duties]).update(made_on=today, stale_from=None)
    assign([duty.pk for duty in duties])
    _match_past(new)


def count_again(school, start, end):
    """The days from ``start`` to ``end`` may count otherwise now: have what they make due computed anew."""
    touched = Duty.objects.of_school(school).filter(made_on__isnull=False)
    if touched.update(stale_from=Case(When(stale_from__lt=start, then=F("stale_from")), default=Value(start))):
        after_commit("duties.refresh_school", school.pk)


def _match_past(new):
    """Let records that are there already fulfil the entries made for days that are over or have begun."""
    if new:
        rows = Expected.objects.open().filter(opens_on__lte=clock.today()).filter(_same_as(new))
        match_again(list(rows))


def _same_as(new):
    duties = {row.duty_id for row in new}
    return Q(duty__in=duties, first_on__gte=min(row.first_on for row in new))


class Making:
    """One pass over some duties: what should be there, what is there, and the difference."""

    def __init__(self, duties, today):
        self.duties, self.today, self.now = duties, today, clock.now()
        schools = {school.pk: school for school in School.objects.filter(pk__in={duty.school_id for duty in duties})}
        first = min(self.since(duty) - timedelta(days=reach_of(duty)) for duty in duties)
        last = max(self.until(duty) for duty in duties)
        self.calendars = calendars_of(schools.values(), first - timedelta(days=MARGIN), last)
        self.places = defaultdict(list)
        for named in DutyPlace.objects.filter(duty__in=[duty.pk for duty in duties]).select_related("place"):
            self.places[named.duty_id].append(named.place)
        self.by_pk = {duty.pk: duty for duty in duties}
        self.changed, self.reopened, self.dropped = [], [], []

    def since(self, duty):
        """Return the first day whose entries are to be made or computed anew."""
        if duty.made_on is None:
            return duty.stale_from or duty.starts_on
        ahead = ahead_of(duty, duty.made_on) + timedelta(days=1)
        return min(duty.stale_from, ahead) if duty.stale_from else ahead

    def until(self, duty):
        return ahead_of(duty, self.today)

    def make(self):
        """Bring what is there into line; return the new rows that may be done already."""
        there = self.rows_there()
        new = []
        for duty in self.duties:
            old = there.get(duty.pk, {})
            new += self.drawn(duty, old) if duty.random else self.computed(duty, old)
        Expected.objects.filter(pk__in=self.dropped).delete()
        Expected.objects.bulk_update(self.changed, KEPT_IN_LINE, batch_size=ROWS_AT_ONCE // 10)
        Expected.objects.bulk_create(new, ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
        return [row for row in [*new, *self.reopened] if row.opens_on <= self.today]

    def rows_there(self):
        """Return {duty: {(place, first day, slot): row}} of what is to be computed anew, locked."""
        anew = [duty for duty in self.duties if duty.stale_from and duty.made_on]
        if not anew:
            return {}
        rows = Expected.objects.filter(
            duty__in=[duty.pk for duty in anew], last_on__gte=min(duty.stale_from for duty in anew)
        )
        there = defaultdict(dict)
        for row in rows.select_for_update().order_by("pk"):
            duty = self.by_pk[row.duty_id]
            if row.last_on >= self.since(duty):
                row.duty = duty
                there[row.duty_id][row.place_id, row.first_on, row.slot] = row
        return there

    def windows(self, duty, campus, place):
        calendar = self.calendars[duty.school_id]
        begun = duty.made_on is None or duty.stale_from
        find = windows_touching if begun else windows_of
        return find(duty, calendar, self.since(duty), self.until(duty), campus=campus, place=place)

    # --- entries at their times ---------------------------------------------------------------------------------------

    def computed(self, duty, old):
        new = []
        for campus, place in spots_of(duty, self.places[duty.pk]):
            for window in self.windows(duty, campus, place):
                row = old.pop((place, window.first_on, window.slot), None)
                if row is None:
                    new.append(self.row_of(duty, campus, place, window))
                else:
                    self.keep(row, window)
        for row in old.values():
            self.give_up(row)
        return new

    def row_of(self, duty, campus, place, window):
        row = Expected(
            school_id=duty.school_id, duty=duty, campus_id=campus, place_id=place, slot=window.slot,
            first_on=window.first_on, **_times(duty, window),
        )  # fmt: skip
        if row.due_at < self.now:
            row.told_missing_on = row.escalated_on = self.today
        return row

    def keep(self, row, window):
        """Give a row the times that hold now, and take up again what a closed day had lifted."""
        times = _times(row.duty, window)
        lifted = row.status == STATUS.LIFTED and row.lifted_by_id is None
        if row.status == STATUS.EXTRA:
            self._set(row, times)
            row.status = STATUS.DONE if row.done_at <= row.grace_until else STATUS.LATE
            row.reason = ""
        elif lifted or (row.status in OPEN and any(getattr(row, name) != value for name, value in times.items())):
            self._set(row, times)
            reason = row.reason
            set_open(row, self.now)
            row.reason = reason if row.status == STATUS.MISSING and not lifted else ""
            self.reopened.append(row)

    def _set(self, row, times):
        for name, value in times.items():
            setattr(row, name, value)
        self.changed.append(row)

    def give_up(self, row):
        """Treat a row that is not due after all: what is to come goes, what people saw stays with the reason."""
        closed = self.closed(row)
        if row.status in FULFILLED and closed:
            row.status, row.reason = STATUS.EXTRA, closed
            self.changed.append(row)
        elif row.status == STATUS.WAITING and (row.opens_on > self.today or not closed):
            self.dropped.append(row.pk)
        elif row.status in OPEN and closed:
            row.status, row.reason = STATUS.LIFTED, closed
            self.changed.append(row)

    def closed(self, row):
        """Return why the calendar lets nothing be due on the day of ``row``; "" when it does not."""
        days = CountingDays(row.duty, self.calendars[row.school_id], row.campus_id, row.place_id)
        reason = days.reason(row.due_on)[:200]
        return reason or (str(_("the term was moved")) if row.duty.rhythm in Duty.DATED else "")

    # --- random rounds ------------------------------------------------------------------------------------------------

    def drawn(self, duty, old):
        """Draw what lacks of the weeks or months that have begun; a drawn day that was closed is drawn again."""
        windows = self.windows(duty, duty.campus_id, None)
        possible = {(window.first_on, window.slot): window for window in windows}
        for row in old.values():
            window = possible.get((row.first_on, row.slot))
            if window is not None and (row.due_on in window.days or row.status not in OPEN):
                del possible[row.first_on, row.slot]
            elif row.status == STATUS.WAITING and row.announced_at is None:
                self.dropped.append(row.pk)
            else:
                self.give_up(row)
                possible.pop((row.first_on, row.slot), None)
        lacking = groupby(possible.values(), key=lambda window: window.first_on)
        return [
            row for _first, some in lacking for row in draw(duty, list(some), self.places[duty.pk], self.seen, self.now)
        ]

    @cached_property
    def seen(self):
        return last_seen([duty for duty in self.duties if duty.random])


def ahead_of(duty, day):
    """Return the last day for which entries exist once they were made on ``day``; random ones are drawn as they begin."""
    if duty.random:
        return day
    return day + timedelta(days=AHEAD + max([duty.early_days, *duty.remind_days]))


def _times(duty, window):
    return {
        "last_on": window.last_on,
        "opens_on": window.opens_on,
        "due_on": window.due_on,
        "due_at": window.due_at,
        "grace_until": window.due_at + timedelta(minutes=duty.grace_minutes),
    }
