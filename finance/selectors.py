"""Questions about purchases: what was asked for a record, and what things cost last time."""

from collections import defaultdict
from decimal import Decimal

from finance.models import PurchaseLine, PurchaseRequest
from logistics.rules.selectors import in_force
from logistics.school.models import Department

PRICES_REMEMBERED = 200
PRICES_SHOWN = 3


def spending_for(record):
    """Return the purchases asked for ``record``, newest first."""
    return PurchaseRequest.objects.asked_for(record).select_related("requested_by")


def last_prices(school, lines):
    """Return {line pk: [PurchaseLine, …]}: up to three earlier purchases of things named like it, newest first."""
    lines = list(lines)
    found = (
        PurchaseLine.objects.of_school(school)
        .bought()
        .named_like({line.name for line in lines})
        .select_related("request")
        .order_by("-request__bought_on", "-pk")[:PRICES_REMEMBERED]
    )
    prices = defaultdict(list)
    for earlier in found:
        for line in lines:
            if len(prices[line.pk]) < PRICES_SHOWN and _is_earlier(earlier, line):
                prices[line.pk].append(earlier)
    return prices


def _is_earlier(earlier, line):
    return earlier.request_id != line.request_id and line.name.upper() in earlier.search_text.upper()


def bands(school, day):
    """Return the three amounts (Decimal in yuan) from which a purchase needs a higher signature: rule buy.bands."""
    return [Decimal(str(limit)) for limit in in_force("buy.bands", school=school, on=day)]


def department_of(person, school):
    """Return the department a person asks for unless another is chosen: the one headed, else the one appointed to."""
    headed = Department.objects.of_school(school).filter(head=person).first()
    if headed is not None:
        return headed
    appointments = [held for held in person.appointments_now() if held.school_id == school.pk and held.department_id]
    return appointments[0].department if appointments else None
