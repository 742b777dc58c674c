"""The arithmetic of instalments: a price a year cut into periods, exact to the cent."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

CENT = Decimal("0.01")
DAY = timedelta(days=1)
MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}


class Part(NamedTuple):
    """Some days of an agreement and what is to be paid for them, at their beginning."""

    from_on: date
    to_on: date
    amount: Decimal


def parts_of(starts_on, ends_on, yearly_price, paid_by):
    """Return the Parts of an agreement; a last period cut short is paid by its days.

    Each amount is what is charged up to its end less what was charged before, so that no cent is lost: whole years add
    up to the yearly price exactly.
    """
    months = MONTHS[paid_by]
    whole = yearly_price * months / 12
    parts, charged, number, begin = [], Decimal(0), 0, starts_on
    while begin <= ends_on:
        number += 1
        following = months_after(starts_on, number * months)
        end = min(following - DAY, ends_on)
        share = Decimal((end - begin).days + 1) / (following - begin).days
        up_to_here = (whole * (number - 1 + share)).quantize(CENT, ROUND_HALF_UP)
        if up_to_here > charged:
            parts.append(Part(begin, end, up_to_here - charged))
        charged, begin = up_to_here, following
    return parts


def months_after(day, months):
    """Return the same day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
