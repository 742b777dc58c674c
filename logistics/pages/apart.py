"""Rows with the records they lead to, fetched apart from them.

PostgreSQL plans a join of seven small tables ten times as long as it takes to find 25 rows, and a join makes an object of
each related record for each row. So a page takes its rows from their own table, and then all that ``select_related``
names by one round trip. (Several statements in one need parameters bound by the client, as Django does unless told.)
"""

from collections import defaultdict
from contextlib import suppress
from functools import cache, partial

from django.core.exceptions import EmptyResultSet
from django.db import connection

UNSHOWN = {"search_text", "grams"}  # what only searching reads


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
        steps = _steps(type(records[0]), apart, lambda field: _keys(records, field))
        _give(records, apart, _fetch(list(steps)))


def _steps(model, apart, keys_of):
    """Yield (related model, the keys wanted of it in SQL) for each step of ``apart``.

    keys_of: function of a field of ``model`` that returns in SQL which keys it leads to, an empty text for none.
    """
    for name, further in apart.items():
        field = model._meta.get_field(name)
        keys = keys_of(field)
        if keys:
            yield field.related_model, keys
            yield from _steps(field.related_model, further, partial(_keys_beyond, field.related_model, keys))


def _keys(records, field):
    return ", ".join(map(str, sorted({getattr(record, field.attname) for record in records} - {None})))


def _keys_beyond(model, keys, field):
    return f"SELECT {connection.ops.quote_name(field.column)} FROM {_table(model)} WHERE {_among(model, keys)}"


def _fetch(steps):
    """Return {model: {key: record}} of everything these steps lead to."""
    found = defaultdict(dict)
    asked = [(model, _among(model, keys), ()) for model, keys in steps]
    for (model, _keys_asked), records in zip(steps, fetched(*asked) if asked else ()):
        for record in records:
            found[model].setdefault(record.pk, record)
    return found


def fetched(*asked):
    """Return the list of records for each (model, condition in SQL, its parameters), all by one round trip."""
    statements = [
        f"SELECT {_columns(model)[1]} FROM {_table(model)} WHERE {condition}" for model, condition, _ in asked
    ]
    parameters = [value for _model, _condition, values in asked for value in values]
    found = []
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements), parameters or None)
        for model, *_ in asked:
            names = _columns(model)[0]
            found.append([model.from_db(connection.alias, names, values) for values in cursor.fetchall()])
            cursor.nextset()
    return found


def fetch_together(*querysets):
    """Fetch the rows of different querysets by one round trip; each then holds its own. What they prefetch is left out."""
    asked = []
    for queryset in querysets:
        queryset._result_cache = []
        compiler = queryset.query.get_compiler(connection.alias)
        with suppress(EmptyResultSet):  # Django knows without asking that there are none
            asked.append((queryset, compiler, *compiler.as_sql()))
    if not asked:
        return
    with connection.cursor() as cursor:
        cursor.execute("; ".join(sql for *_, sql, _given in asked), [value for *_, given in asked for value in given])
        for queryset, compiler, *_ in asked:
            queryset._result_cache = _as_records(queryset, compiler, cursor.fetchall())
            cursor.nextset()


def _as_records(queryset, compiler, rows):
    """Return what looping over ``queryset`` would give, had the database answered ``rows``."""
    compiler.execute_sql = lambda *_options, **_named: [rows]
    answered = queryset._chain()
    answered.query.get_compiler = lambda *_options, **_named: compiler
    return list(answered._iterable_class(answered))


def hold(records, name, related):
    """Let each of ``records`` hold the rows of ``related`` that lead to it under ``name``, as prefetching would."""
    of_each = defaultdict(list)
    for row in related:
        of_each[getattr(row, related.model._meta.get_field(_back(records, name)).attname)].append(row)
    for record in records:
        held = getattr(record, name).all()
        held._result_cache, held._prefetch_done = of_each[record.pk], True
        record._prefetched_objects_cache = {**getattr(record, "_prefetched_objects_cache", {}), name: held}
        for row in of_each[record.pk]:
            setattr(row, _back(records, name), record)


def _back(records, name):
    return records[0]._meta.get_field(name).field.name


def _give(records, apart, found):
    for name, further in apart.items():
        field = records[0]._meta.get_field(name)
        known = found[field.related_model]
        for record in records:
            field.set_cached_value(record, known.get(getattr(record, field.attname)))
        reached = {related.pk: related for record in records if (related := field.get_cached_value(record)) is not None}
        if further and reached:
            _give(list(reached.values()), further, found)


def _table(model):
    return connection.ops.quote_name(model._meta.db_table)


def _among(model, keys):
    return f"{connection.ops.quote_name(model._meta.pk.column)} IN ({keys})"


@cache
def _columns(model):
    """Return (attribute names, columns in SQL) of what a page may show."""
    fields = [field for field in model._meta.concrete_fields if field.name not in UNSHOWN]
    return [field.attname for field in fields], ", ".join(connection.ops.quote_name(field.column) for field in fields)


@cache
def _is_plain(model):
    """Say whether what the database gives needs no conversion, and keys are numbers."""
    numbered = model._meta.pk.get_internal_type() in {"AutoField", "BigAutoField"}
    return numbered and not any(field.get_db_converters(connection) for field in model._meta.concrete_fields)


def _stands_apart(model, name, further):
    field = model._meta.get_field(name)
    if not field.concrete or not field.target_field.primary_key or not _is_plain(field.related_model):
        return False
    return all(_stands_apart(field.related_model, each, deeper) for each, deeper in further.items())


def _paths(name, further):
    """Return the look-ups that ``select_related`` takes for a name and what follows it."""
    deeper = [path for each, rest in further.items() for path in _paths(each, rest)]
    return [f"{name}__{path}" for path in deeper] or [name]
