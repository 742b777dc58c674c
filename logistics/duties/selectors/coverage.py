"""Which places checks came to, and which they never did."""

from dataclasses import dataclass

from django.db.models import Count, F, Max, Q

from logistics.checks.models import Round
from logistics.school.models import Place


@dataclass
class Covered:
    """A place, how often checks came to it in a time, and when last ever; ``listed``: how many of them a reader sees."""

    place: Place
    times: int
    listed: int
    last_on: object  # a date, or None when nobody ever came


def coverage_of(places, start, end, *, area="", seen=None):
    """Return [Covered] of the rooms and spots among ``places``, by campus, building and name; one query.

    A check comes to a place when somebody signed there. area: of the checklist, "" for all. seen: the Rounds in sight of
    whoever asks, None for all.
    """
    in_sight = Q() if seen is None else Q(check_points__round__in=seen)
    kept = Q(check_points__signed_at__isnull=False, check_points__round__status__in=Round.COUNTED)
    if area:
        kept &= Q(check_points__round__template__area=area)
    now = kept & Q(check_points__round__day__range=(start, end))
    rows = (
        places.rooms()
        .select_related("campus", "parent")
        .annotate(
            times=Count("check_points__round", filter=now, distinct=True),
            listed=Count("check_points__round", filter=now & in_sight, distinct=True),
            last_on=Max("check_points__round__day", filter=kept & Q(check_points__round__day__lte=end)),
        )
    )
    ordered = rows.order_by("campus", F("parent__label").asc(nulls_last=True), "parent", "label", "pk")
    return [Covered(place, place.times, place.listed, place.last_on) for place in ordered]
