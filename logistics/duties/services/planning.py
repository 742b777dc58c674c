"""Writing what is due into the database: spots times spans of windows, by one statement for all schools."""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from logistics.duties.services.assigning import TURN

WINDOW = ["slot", "first_on", "last_on", "opens_on", "due_on", "due_at"]
PLAN = f"""
INSERT INTO duties_expected (
    school_id, duty_id, campus_id, place_id, slot, first_on, last_on, opens_on, due_on, due_at, grace_until,
    person_id, status, reason, told_missing_on, escalated_on
)
SELECT
    duty.school_id, duty.id, due.campus_id, due.place_id, due.slot, due.first_on, due.last_on, due.opens_on, due.due_on,
    due.due_at, due.due_at + duty.grace_minutes * interval '1 minute',
    CASE WHEN due.due_on >= %(today)s THEN {TURN} END, 'waiting', '',
    CASE WHEN due.due_at < %(now)s THEN %(today)s::date END, CASE WHEN due.due_at < %(now)s THEN %(today)s::date END
FROM (
    SELECT *
    FROM unnest(%(duty)s::bigint[], %(campus)s::bigint[], %(place)s::bigint[], %(spot_span)s::int[])
        AS spot (duty_id, campus_id, place_id, span)
    JOIN unnest(
        %(span)s::int[], %(slot)s::smallint[], %(first_on)s::date[], %(last_on)s::date[], %(opens_on)s::date[],
        %(due_on)s::date[], %(due_at)s::timestamptz[]
    ) AS span (span, slot, first_on, last_on, opens_on, due_on, due_at) USING (span)
) AS due
JOIN duties_duty duty ON duty.id = due.duty_id
ON CONFLICT DO NOTHING
"""


@dataclass(eq=False)
class Span:
    """Windows that duties share; ``begun_from``: the first day of those that may be done already, or None."""

    windows: list
    begun_from: date | None


def span_of(windows, today):
    """Return the Span of some Windows as of ``today``."""
    return Span(windows, min((each.first_on for each in windows if each.opens_on <= today), default=None))


@dataclass
class Plan:
    """Entries to make: which duty where, and at which times; each span is sent once, whoever shares it."""

    spots: list = field(default_factory=list)  # (duty key, campus key, place key, number of the span)
    spans: dict = field(default_factory=dict)  # Span: its number

    def add(self, duty, campus, place, span):
        """Let ``duty`` be due at a spot in every window of ``span``."""
        if span.windows:
            self.spots.append((duty.pk, campus, place, self.spans.setdefault(span, len(self.spans))))

    def write(self, *, today, now):
        """Make the entries that are not there yet, each with whose turn it is; those of the past are nobody's to do."""
        if not self.spots:
            return
        duties, campuses, places, numbers = map(list, zip(*self.spots))
        rows = [(number, window) for span, number in self.spans.items() for window in span.windows]
        facts = {name: [getattr(window, name) for _number, window in rows] for name in WINDOW}
        facts |= {"duty": duties, "campus": campuses, "place": places, "spot_span": numbers}
        with connection.cursor() as cursor:
            cursor.execute(PLAN, {**facts, "span": [number for number, _window in rows], "today": today, "now": now})
