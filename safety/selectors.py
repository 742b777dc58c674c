"""Questions about hazards that more than one caller asks."""

from datetime import time, timedelta

from logistics import clock
from logistics.history.models import Event
from logistics.people.selectors import holders
from logistics.rules.selectors import in_force
from logistics.school.selectors import term_on
from safety.models import Hazard


def officers_of(hazard):
    """Return the people who judge and assign hazards where this one is."""
    return holders(hazard.school, "safety.assign_hazard", place=hazard.place)


def sent_back_reason(hazard):
    """Return why the last rectification was refused, "" when none was or when it has been accepted since."""
    if not hazard.sent_back or hazard.status in Hazard.PUT_RIGHT:
        return ""
    last = Event.objects.about(hazard).filter(verb="sent_back").first()
    return last.details.get("text", "") if last else ""


def acceptors_of(hazard):
    """Return the people who may accept this one: never whoever rectified it."""
    return holders(hazard.school, "safety.accept_hazard", place=hazard.place).exclude(pk=hazard.rectified_by_id)


def last_day_for(school, level, day):
    """Return the usual last day for rectifying what is assigned on ``day`` (rules hazard.days.general and .major)."""
    return day + timedelta(days=int(in_force(f"hazard.days.{level}", school=school, on=day)))


def same_before(school, place, category, found_at, *, besides=None):
    """Return the latest earlier hazard of the category at the place in the same term, or None."""
    term = term_on(school, clock.day_of(found_at))
    if term is None:
        return None
    begins = clock.at(term.covers_from, time.min)
    earlier = Hazard.objects.real().filter(place=place, category=category, found_at__gte=begins, found_at__lte=found_at)
    return earlier.exclude(pk=besides).order_by("-found_at", "-pk").first()


def same_place(hazard):
    """Return the other hazards of the category at the place, newest first."""
    hazards = Hazard.objects.real().of_school(hazard.school).filter(place=hazard.place, category=hazard.category)
    return hazards.exclude(pk=hazard.pk).for_lists()
