"""Questions about meters: what stood on them last, which are still to be read this month, what somebody owes."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from finance.models import MeterReading


def with_last(meters):
    """Add last_value and last_on, of the last reading that stands, or of the installation."""
    last = MeterReading.objects.standing().filter(meter=OuterRef("pk")).order_by("-read_on")
    return meters.annotate(
        last_value=Coalesce(Subquery(last.values("value")[:1]), "first_value"),
        last_on=Coalesce(Subquery(last.values("read_on")[:1]), "from_on"),
    )


def meters_by_place(meters):
    """The meters in use in the order in which one walks past them."""
    return meters.in_use().select_related("place__campus").order_by("place__campus", "place__label", "kind", "number")


def month_of(day):
    """Return the first and the last day of the month of ``day``."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def unread(meters, day):
    """Meters in use on ``day`` without a reading in its month; those that came this month may wait for the next."""
    first, last = month_of(day)
    read = MeterReading.objects.standing().filter(read_on__range=(first, last))
    return meters.in_use().filter(from_on__lt=first).exclude(pk__in=read.values("meter"))


def readings_of_month(meters, day):
    """The readings of ``meters`` that stand, made in the month of ``day``."""
    rows = MeterReading.objects.standing().filter(meter__in=meters, read_on__range=month_of(day))
    return rows.select_related("meter__place")
