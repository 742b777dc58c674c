"""What things cost before."""

from collections import defaultdict

from finance.models import PurchaseLine
from logistics.rules.selectors import in_force

PRICES_REMEMBERED = 200
PRICES_SHOWN = 3


def bought_like(school, lines):
    """Return the queryset of earlier purchases of things named like ``lines``, newest first."""
    return (
        PurchaseLine.objects.of_school(school)
        .bought()
        .with_price_paid()
        .named_like({line.name for line in lines})
        .select_related("request", "request__seller")
        .order_by("-request__bought_on", "-pk")[:PRICES_REMEMBERED]
    )


def prices_among(found, lines):
    """Return {line pk: [PurchaseLine, …]}: of what ``bought_like`` found, up to three things named like each line."""
    prices = defaultdict(list)
    for earlier in found:
        for line in lines:
            if len(prices[line.pk]) < PRICES_SHOWN and _is_earlier(earlier, line):
                prices[line.pk].append(earlier)
    return prices


def _is_earlier(earlier, line):
    return earlier.request_id != line.request_id and line.name.upper() in earlier.search_text.upper()


def prices_of_things(school, names, *, besides=None):
    """Return {name: [PurchaseLine, …]}: up to three earlier purchases of things called exactly so, newest first."""
    found = (
        PurchaseLine.objects.of_school(school)
        .bought()
        .with_price_paid()
        .named_like(set(names))
        .exclude(request=besides)
        .select_related("request")
        .order_by("-request__bought_on", "-pk")[:PRICES_REMEMBERED]
    )
    wanted = {name.upper(): name for name in names}
    prices = defaultdict(list)
    for earlier in found:
        name = wanted.get(earlier.name.upper())
        if name is not None and len(prices[name]) < PRICES_SHOWN:
            prices[name].append(earlier)
    return prices


def percent_above(price, earlier):
    """Return by how many per cent (Decimal) ``price`` lies above the newest of ``earlier``, None without one."""
    before = earlier[0].price_paid if earlier else 0
    return (price - before) * 100 / before if before else None


def most_above(school, day):
    """Return from how many per cent above the last price on a price is called out (rule buy.price.deviation)."""
    return in_force("buy.price.deviation", school=school, on=day)
