"""Duties that were kept up at first and let go later in the term (PB-10, PB-11)."""

from dataclasses import dataclass

from django.db.models import Case, Count, Value, When

from logistics import clock
from logistics.duties.selectors.completeness import Tally
from logistics.rules.selectors import in_force

TWO_WEEKS = 2


@dataclass
class Fade:
    """A duty whose share done in time fell from the first half of the term to the second."""

    duty_id: int
    first: Tally
    second: Tally

    @property
    def drop(self):
        """By how many percentage points the share fell."""
        return self.first.on_time_share - self.second.on_time_share


def middle_of(term, day):
    """Return the last day of the first half of the lessons up to ``day``."""
    end = min(day, term.ends_on)
    return term.starts_on + (end - term.starts_on) / 2


def judged_in_lessons(rows, term):
    """Return those of the Expected ``rows`` that are judged and lie in the lessons of a term."""
    return rows.judged().filter(due_on__range=(term.starts_on, term.ends_on))


def fades_of(rows, term, *, school, day=None):
    """Return [Fade] of the Expected ``rows`` of a term, the deepest first; rules duty.fade.drop and duty.fade.least.

    day: as it stood then (None: today). One query. Empty before the lessons have begun.
    """
    day = min(day or clock.today(), term.ends_on)
    if day <= term.starts_on:
        return []
    halves = _halves(judged_in_lessons(rows, term).filter(due_on__lte=day), middle_of(term, day))
    drop = in_force("duty.fade.drop", school=school, on=day)
    least = in_force("duty.fade.least", school=school, on=day)
    fading = [each for each in halves if min(each.first.due, each.second.due) >= least and each.drop >= drop]
    return sorted(fading, key=lambda each: (-each.drop, each.duty_id))


def _halves(rows, middle):
    """Return [Fade] of every duty of ``rows``, faded or not."""
    half = Case(When(due_on__lte=middle, then=Value("first")), default=Value("second"))
    found = {}
    grouped = rows.order_by().annotate(half=half).values("duty", "half", "status").annotate(count=Count("pk"))
    for group in grouped:
        fade = found.setdefault(group["duty"], Fade(group["duty"], Tally(), Tally()))
        getattr(fade, group["half"]).add(group["status"], group["count"])
    return list(found.values())


def curve_of(line, weeks):
    """Return the share done in time of each week and the one before it, in percent, None where nothing was due.

    line: by the first day of a span (completeness.by_span); weeks: the spans of the weeks of lessons.
    """
    shares = []
    for index in range(len(weeks)):
        tally = Tally()
        for each in weeks[max(0, index - TWO_WEEKS + 1) : index + 1]:
            tally.take(line.cells.get(each.start, Tally()))
        shares.append(tally.on_time_share)
    return shares
