"""Counting many different rows at once."""

from collections import Counter

from django.db.models import CharField, Count, QuerySet, Value


def count_together(wanted):
    """Return {key: how many} for ``wanted`` {key: [a queryset or a number, …]}, all rows counted in one statement."""
    counts, counted = Counter(dict.fromkeys(wanted, 0)), {}
    for key, parts in wanted.items():
        parts = list(parts)
        counts[key] += sum(part for part in parts if not isinstance(part, QuerySet))
        counted[key] = [part for part in parts if isinstance(part, QuerySet)]
    if any(counted.values()):
        counts.update(sums_of(counting(counted)))
    return dict(counts)


def counting(wanted):
    """Return the queryset that counts ``wanted`` {key: [a queryset, …]}; ``sums_of`` reads it."""
    first, *others = [_count_of(rows, key) for key, parts in wanted.items() for rows in parts]
    return first.union(*others, all=True) if others else first


def _count_of(rows, key):
    """Return a queryset of one row: the key, and how many ``rows`` there are."""
    named = rows.order_by().values(counted_as=Value(key, output_field=CharField()))
    return named.annotate(how_many=Count("pk", distinct=rows.query.distinct))


def sums_of(counted):
    """Return the Counter {key: how many} of what ``counting`` counted."""
    sums = Counter()
    for row in counted:
        sums[row["counted_as"]] += row["how_many"]
    return sums
