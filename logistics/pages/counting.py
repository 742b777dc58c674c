"""Counting many different rows at once."""

from collections import Counter

from django.db.models import CharField, Count, QuerySet, Value


def count_together(wanted):
    """Return {key: how many} for ``wanted`` {key: [a queryset or a number, …]}, all rows counted in one statement."""
    counts, counted = Counter(dict.fromkeys(wanted, 0)), []
    for key, parts in wanted.items():
        for part in parts:
            if isinstance(part, QuerySet):
                counted.append(_count_of(part, key))
            else:
                counts[key] += part
    counts.update(_sums(counted))
    return dict(counts)


def _count_of(rows, key):
    """Return a queryset of one row: the key, and how many ``rows`` there are."""
    named = rows.order_by().values(counted_as=Value(key, output_field=CharField()))
    return named.annotate(how_many=Count("pk", distinct=rows.query.distinct))


def _sums(counted):
    if not counted:
        return {}
    first, *others = counted
    sums = Counter()
    for row in first.union(*others, all=True) if others else first:
        sums[row["counted_as"]] += row["how_many"]
    return sums
