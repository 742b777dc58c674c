"""Giving numbers without a gap that anyone could ask about, and never one twice."""

from logistics.db import lock
from logistics.history.services import change
from logistics.numbers.models import Counter


def next_number(school, prefix, *, on, by=None):
    """Return the next number of a kind in the year of day ``on``, like BX-2026-0001.

    The counter stays locked until the transaction ends, so numbers follow the order of commits.
    """
    return next_numbers(school, prefix, 1, on=on, by=by)[0]


@change
def next_numbers(school, prefix, count, *, on, by=None):
    """Return the next ``count`` numbers of a kind at once, as ``next_number`` gives one."""
    counter, _made = Counter.objects.get_or_create(school=school, prefix=prefix, year=on.year)
    counter = lock(counter)
    given = range(counter.last + 1, counter.last + count + 1)
    counter.last += count
    counter.save(update_fields=["last"])
    return [f"{prefix}-{on.year}-{number:04d}" for number in given]
