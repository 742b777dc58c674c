"""Giving numbers without a gap that anyone could ask about, and never one twice."""

from django.db import connection

from logistics.history.services import change

COUNT_ON = """
    INSERT INTO numbers_counter AS counter (school_id, prefix, year, last) VALUES (%s, %s, %s, %s)
    ON CONFLICT (school_id, prefix, year) DO UPDATE SET last = counter.last + excluded.last
    RETURNING last
"""


def next_number(school, prefix, *, on, by=None):
    """Return the next number of a kind in the year of day ``on``, like BX-2026-0001.

    The counter stays locked until the transaction ends, so numbers follow the order of commits.
    """
    return next_numbers(school, prefix, 1, on=on, by=by)[0]


@change
def next_numbers(school, prefix, count, *, on, by=None):
    """Return the next ``count`` numbers of a kind at once, as ``next_number`` gives one."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ON, [school.pk, prefix, on.year, count])
        (last,) = cursor.fetchone()
    return [f"{prefix}-{on.year}-{number:04d}" for number in range(last - count + 1, last + 1)]
