"""Random rounds: when and where, unpredictable, leaning to what was not seen lately."""

import secrets
from datetime import time, timedelta

from django.db.models import Max

from logistics import clock
from logistics.duties.models import Expected

EARLIEST = time(7, 30)
QUARTER = timedelta(minutes=15)
LEAST_TIME = timedelta(hours=1)  # between the announcement and the due time
NEVER_SEEN = 90  # days; a place not seen for longer weighs as much
chance = secrets.SystemRandom()


def last_seen(duties):
    """Return {(duty key, place key): the last day it was done there} of some duties, by one query."""
    done = Expected.objects.fulfilled().filter(duty__in=[duty.pk for duty in duties], place__isnull=False)
    seen = done.values_list("duty", "place").annotate(on=Max("due_on")).order_by()
    return {(duty, place): on for duty, place, on in seen}


def draw(duty, windows, places, seen, now):
    """Return the Expected of windows of one week or month, on days to come, each on another day while there are enough.

    Nothing for a window whose last moment is over: nobody could be told any more.
    """
    due_time = duty.due_times[0]
    moments = {day: moments_of(day, due_time, now) for window in windows for day in window.days}
    days = [day for day, possible in moments.items() if possible]
    chosen = chance.sample(days, min(len(days), len(windows)))
    return [
        _round(duty, window, day, chance.choice(moments[day]), draw_place(duty, places, seen, day))
        for window, day in zip(windows, sorted(chosen))
    ]


def moments_of(day, due_time, now):
    """Return the moments of ``day`` at which a round may be announced: quarters of hours, long enough before it is due."""
    last = clock.at(day, due_time) - LEAST_TIME
    first = min(clock.at(day, EARLIEST), last)
    quarters = [first + count * QUARTER for count in range((last - first) // QUARTER + 1)]
    return [moment for moment in quarters if moment > now]


def draw_place(duty, places, seen, day):
    """Draw one of the places of a duty, None when it has none; the longer unseen, the likelier."""
    if not places:
        return None
    weights = [_weight(seen.get((duty.pk, place.pk)), day) for place in places]
    place = chance.choices(places, weights)[0]
    seen[duty.pk, place.pk] = day
    return place


def _weight(seen_on, day):
    days = NEVER_SEEN if seen_on is None else min(max((day - seen_on).days, 0), NEVER_SEEN)
    return 1 + days**2


def _round(duty, window, day, announce_at, place):
    due_at = clock.at(day, duty.due_times[0])
    return Expected(
        school_id=duty.school_id,
        duty=duty,
        campus_id=place.campus_id if place else duty.campus_id,
        place=place,
        slot=window.slot,
        first_on=window.first_on,
        last_on=window.last_on,
        opens_on=day,
        due_on=day,
        due_at=due_at,
        grace_until=due_at + timedelta(minutes=duty.grace_minutes),
        announce_at=announce_at,
    )
