"""One pass over some duties: what should be there, what is there, and the difference."""

from collections import defaultdict
from datetime import timedelta
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from logistics import clock
from logistics.duties.computing import CountingDays, reach_of, schedule_of, windows_of, windows_touching
from logistics.duties.models import Duty, DutyPlace, Expected
from logistics.duties.selectors import spots_of
from logistics.duties.services.drawing import draw, last_seen
from logistics.duties.services.matching import set_open
from logistics.duties.services.planning import Plan, span_of
from logistics.school.calendar import calendars_of
from logistics.school.models import School

AHEAD = 14  # days for which entries exist before they are due
MARGIN = 31  # days that a calendar is loaded before the first one asked about
ROWS_AT_ONCE = 2000
STATUS = Expected.Status
OPEN = [STATUS.WAITING, STATUS.MISSING]
FULFILLED = [STATUS.DONE, STATUS.LATE]
NEEDED = [
    "school_id", "rhythm", "weekdays", "times", "weeks", "days_before", "month", "month_day", "day_kind", "meal",
    "campus_id", "due_times", "early_days", "grace_minutes", "remind_days", "random", "starts_on", "ends_on", "made_on",
    "stale_from",
]  # fmt: skip
KEPT_IN_LINE = ["last_on", "opens_on", "due_on", "due_at", "grace_until", "status", "reason", "lifted_by"]


class Making:
    """What some duties of any schools should make due as of ``today``; of each, the fields NEEDED are enough.

    Most of it is new and goes to the database as a Plan; rows are read only where a duty or the calendar changed.
    ``begun``: {duty key: first day} of what was made or taken up again and may be done already.
    """

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
        self.spans, self.plan = {}, Plan()
        self.begun, self.changed, self.dropped, self.rounds = {}, [], [], []

    def since(self, duty):
        """Return the first day whose entries are to be made or computed anew."""
        if duty.made_on is None:
            return duty.stale_from or duty.starts_on
        ahead = ahead_of(duty, duty.made_on) + timedelta(days=1)
        return min(duty.stale_from, ahead) if duty.stale_from else ahead

    def until(self, duty):
        return ahead_of(duty, self.today)

    def make(self):
        """Bring what is there into line with the duties and the calendar."""
        there = self.rows_there()
        for duty in self.duties:
            (self.draw if duty.random else self.compute)(duty, there.get(duty.pk, {}))
        Expected.objects.filter(pk__in=self.dropped).delete()
        Expected.objects.bulk_update(self.changed, KEPT_IN_LINE, batch_size=ROWS_AT_ONCE)
        Expected.objects.bulk_create(self.rounds, ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
        self.plan.write(today=self.today, now=self.now)

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

    def span(self, duty, campus, place):
        """Return the Span of a duty at a spot; duties of one school with the same schedule share it."""
        begun = duty.made_on is None or bool(duty.stale_from)
        shared = duty.school_id, begun, self.since(duty), self.until(duty), schedule_of(duty, campus, place)
        if shared not in self.spans:
            find = windows_touching if begun else windows_of
            calendar = self.calendars[duty.school_id]
            windows = find(duty, calendar, self.since(duty), self.until(duty), campus=campus, place=place)
            self.spans[shared] = span_of(windows, self.today)
        return self.spans[shared]

    def may_be_done(self, duty, first_on):
        """Remember that a record which is there already may fulfil what ``duty`` makes due from ``first_on`` on."""
        if first_on is not None:
            self.begun[duty.pk] = min(first_on, self.begun.get(duty.pk, first_on))

    # --- entries at their times ---------------------------------------------------------------------------------------

    def compute(self, duty, old):
        for campus, place in spots_of(duty, self.places[duty.pk]):
            span = self.span(duty, campus, place)
            if old:
                span = span_of([each for each in span.windows if not self.is_kept(old, place, each)], self.today)
            self.plan.add(duty, campus, place, span)
            self.may_be_done(duty, span.begun_from)
        for row in old.values():
            self.give_up(row)

    def is_kept(self, old, place, window):
        """Give the row that is there for ``window`` the times that hold now, and say whether there is one.

        A round that was drawn and not announced yet, of a duty that is at random no more, makes room for a plain entry.
        """
        row = old.pop((place, window.first_on, window.slot), None)
        if row is None:
            return False
        if row.announce_at and row.status == STATUS.WAITING and row.announced_at is None:
            self.dropped.append(row.pk)
            return False
        self.keep(row, window)
        return True

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
            if row.opens_on <= self.today:
                self.may_be_done(row.duty, row.first_on)

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

    def draw(self, duty, old):
        """Draw what lacks of the weeks or months that have begun.

        A drawn day that was closed is drawn again, and so is what was due before the duty came to be at random.
        """
        windows = self.span(duty, duty.campus_id, None).windows
        possible = {(window.first_on, window.slot): window for window in windows}
        for row in old.values():
            window = possible.get((row.first_on, row.slot))
            drawn = row.announce_at is not None and window is not None and row.due_on in window.days
            if window is not None and (drawn or row.status not in OPEN):
                del possible[row.first_on, row.slot]
            elif row.status == STATUS.WAITING and row.announced_at is None:
                self.dropped.append(row.pk)
            else:
                self.give_up(row)
                possible.pop((row.first_on, row.slot), None)
        for _first, lacking in groupby(possible.values(), key=lambda window: window.first_on):
            self.rounds += draw(duty, list(lacking), self.places[duty.pk], self.seen, self.now)

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
