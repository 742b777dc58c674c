"""Rows with the records they lead to, fetched apart from them.

PostgreSQL plans a join of seven small tables ten times as long as it takes to find 25 rows, and a join makes an object of
each related record for each row. So a page takes its rows from their own table, and then all that ``select_related``
names by one round trip.
"""

from collections import defaultdict

from logistics.pages.fetching import Rows, among, fetch, give, is_plain, steps


def without_joins(queryset):
    """Return (the queryset without the joins that can be left out, {name: {further names}} to be brought apart)."""
    joined = queryset.query.select_related
    if not isinstance(joined, dict):
        return queryset, {}
    apart = {name: further for name, further in joined.items() if _stands_apart(queryset.model, name, further)}
    stay = [path for name in joined.keys() - apart.keys() for path in _paths(name, joined[name])]
    queryset = queryset.select_related(None)
    return (queryset.select_related(*stay) if stay else queryset), apart


def bring(records, apart):
    """Give ``records`` of one model the related records that ``apart`` names, by one round trip; equal ones are one."""
    if records and apart:
        asked = [
            Rows(model, among(model, keys))
            for model, keys in steps(type(records[0]), apart, lambda field: _keys(records, field))
        ]
        known = defaultdict(dict)
        for rows, found in zip(asked, fetch(*asked)):
            for record in found:
                known[rows.model].setdefault(record.pk, record)
        give(records, apart, known)


def _keys(records, field):
    return ", ".join(map(str, sorted({getattr(record, field.attname) for record in records} - {None})))


def _stands_apart(model, name, further):
    field = model._meta.get_field(name)
    if not field.concrete or not field.target_field.primary_key or not is_plain(field.related_model):
        return False
    return all(_stands_apart(field.related_model, each, deeper) for each, deeper in further.items())


def _paths(name, further):
    """Return the look-ups that ``select_related`` takes for a name and what follows it."""
    deeper = [path for each, rest in further.items() for path in _paths(each, rest)]
    return [f"{name}__{path}" for path in deeper] or [name]
