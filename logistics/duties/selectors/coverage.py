"""Which places checks came to, and which they never did."""

from dataclasses import dataclass

from django.db.models import Count, F, Max, Q

from logistics.checks.models import Round
from logistics.school.models import Place


@dataclass
class Covered:
    """A place, how often checks came to it in a time, and when last ever."""

    place: Place
    times: int
    last_on: object  # a date, or None when nobody ever came


def coverage_of(places, start, end, *, area=""):
    """Return [Covered] of the rooms and spots among ``places``, by campus, building and name; one query.

    A check comes to a place when somebody signed there. area: of the checklist, "" for all.
    """
    kept = Q(check_points__signed_at__isnull=False, check_points__round__status__in=Round.COUNTED)
    if area:
        kept &= Q(check_points__round__template__area=area)
    rows = (
        places.rooms()
        .select_related("campus", "parent")
        .annotate(
            times=Count(
                "check_points__round", filter=kept & Q(check_points__round__day__range=(start, end)), distinct=True
            ),
            last_on=Max("check_points__round__day", filter=kept & Q(check_points__round__day__lte=end)),
        )
    )
    ordered = rows.order_by("campus", F("parent__label").asc(nulls_last=True), "parent", "label", "pk")
    return [Covered(place, place.times, place.last_on) for place in ordered]
