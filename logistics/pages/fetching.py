"""Asking for many different rows by few round trips.

What a page shows of a record lies in many tables. Each question costs a round trip, and compiling a queryset costs more
than PostgreSQL needs to answer it; so what is needed at one time is asked for at once, plain tables as ``Rows``.
(Several statements in one need parameters bound by the client, as Django does unless told.)
"""

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from operator import attrgetter

from django.core.exceptions import EmptyResultSet
from django.db import connection

UNSHOWN = {"search_text", "grams"}  # what only searching reads


@dataclass(frozen=True)
class Rows:
    """Rows of one table, and the records they lead to; equal ones are one.

    where: condition in SQL on columns of the table, with ``given`` for its parameters. leads_to: {foreign key: {further
    foreign key: …}}. order: names of columns.
    """

    model: type
    where: str
    given: tuple = ()
    leads_to: dict = field(default_factory=dict)
    order: str = ""

    @classmethod
    def among(cls, model, column, keys, **options):
        """Return the rows whose ``column`` is one of ``keys`` (whole numbers); none without any."""
        listed = ", ".join(str(int(key)) for key in keys if key is not None)
        return cls(model, f"{connection.ops.quote_name(column)} IN ({listed or 'NULL'})", **options)

    @property
    def statement(self):
        order = f" ORDER BY {self.order}" if self.order else ""
        return f"SELECT {_columns(self.model)[1]} FROM {table(self.model)} WHERE {self.where}{order}"

    @property
    def steps(self):
        """The (related model, keys wanted of it in SQL) it leads to, step by step."""
        return steps(
            self.model, self.leads_to, lambda key: f"SELECT {_column(key)} FROM {table(self.model)} WHERE {self.where}"
        )


def fetch(*asked):
    """Return a list of records for each of ``asked`` (Rows or querysets), all by one round trip.

    What a queryset prefetches is left out.
    """
    statements, readers = [], []
    for each in asked:
        statement, reader = _of_rows(each) if isinstance(each, Rows) else _of_queryset(each)
        readers.append((reader, statement is not None))
        statements += [statement] if statement is not None else []
    related = _led_to([each for each in asked if isinstance(each, Rows)])
    statements += related.values()
    if not statements:
        return [[] for _each in asked]
    with connection.cursor() as cursor:
        given = [value for _sql, values in statements for value in values]
        cursor.execute("; ".join(sql for sql, _values in statements), given or None)
        found = [reader(_answer(cursor)) if is_asked else [] for reader, is_asked in readers]
        known = {model: {row.pk: row for row in _records(model, _answer(cursor))} for model in related}
    for each, records in zip(asked, found):
        if isinstance(each, Rows) and records:
            give(records, each.leads_to, known)
    return found


def fetch_together(*querysets):
    """Fetch the rows of different querysets by one round trip; each then holds its own."""
    for queryset, records in zip(querysets, fetch(*querysets)):
        queryset._result_cache = records


def in_rounds(*asking):
    """Run generators beside each other and return what each of them returns.

    Each yields what it asks for next, a list of Rows and querysets, and is sent the list of their records. What all of
    them ask for at one time is one round trip.
    """
    results, questions = [None] * len(asking), {}
    _advance(enumerate(asking), [None] * len(asking), questions, results)
    while questions:
        numbers, wanted = list(questions), list(questions.values())
        found = iter(fetch(*(each for question in wanted for each in question)))
        answers = [[next(found) for _each in question] for question in wanted]
        questions.clear()
        _advance(((number, asking[number]) for number in numbers), answers, questions, results)
    return results


def _advance(asking, answers, questions, results):
    """Send each of ``asking`` (number, generator) its answer; note what it asks for next, or returns."""
    for (number, generator), answer in zip(asking, answers):
        try:
            questions[number] = generator.send(answer)
        except StopIteration as end:
            results[number] = end.value


def hold(records, name, related):
    """Let each of ``records`` hold the rows of ``related`` that lead to it under ``name``, as prefetching would."""
    if not records:
        return
    back, of_each = _back(records, name), _by_record(records, name, related)
    for record in records:
        held = getattr(record, name).all()
        held._result_cache, held._prefetch_done = of_each[record.pk], True
        record._prefetched_objects_cache = {**getattr(record, "_prefetched_objects_cache", {}), name: held}
        for row in of_each[record.pk]:
            back.set_cached_value(row, record)


def is_held(record, name):
    """Say whether a record holds the rows that lead to it under ``name``, by ``hold`` or by prefetching."""
    return name in getattr(record, "_prefetched_objects_cache", ())


def hold_one(records, name, related):
    """Let each of ``records`` hold the one row of ``related`` that leads to it under ``name``, or none."""
    if not records:
        return
    back, of_each = _back(records, name), _by_record(records, name, related)
    for record in records:
        [row] = of_each[record.pk] or [None]
        back.remote_field.set_cached_value(record, row)
        if row is not None:
            back.set_cached_value(row, record)


def give(records, leads_to, known):
    """Give ``records`` of one model what they lead to. known: {model: {key: record}}."""
    for name, further in leads_to.items():
        key = records[0]._meta.get_field(name)
        related = known[key.related_model]
        for record in records:
            key.set_cached_value(record, related.get(getattr(record, key.attname)))
        reached = {found.pk: found for record in records if (found := key.get_cached_value(record)) is not None}
        if further and reached:
            give(list(reached.values()), further, known)


def steps(model, leads_to, keys_of):
    """Yield (related model, the keys wanted of it in SQL) for each step of ``leads_to``.

    keys_of: function of a foreign key of ``model`` that returns in SQL which keys it leads to, an empty text for none.
    """
    for name, further in leads_to.items():
        key = model._meta.get_field(name)
        keys = keys_of(key)
        if keys:
            yield key.related_model, keys
            yield from steps(key.related_model, further, partial(_keys_beyond, key.related_model, keys))


@cache
def is_plain(model):
    """Say whether what the database gives needs no conversion, and keys are numbers."""
    numbered = model._meta.pk.get_internal_type() in {"AutoField", "BigAutoField"}
    return numbered and not any(column.get_db_converters(connection) for column in model._meta.concrete_fields)


def table(model):
    return connection.ops.quote_name(model._meta.db_table)


def among(model, keys):
    return f"{connection.ops.quote_name(model._meta.pk.column)} IN ({keys})"


def _keys_beyond(model, keys, key):
    return f"SELECT {_column(key)} FROM {table(model)} WHERE {among(model, keys)}"


def _column(key):
    return connection.ops.quote_name(key.column)


def _led_to(asked):
    """Return {model: (statement, its parameters)} of what all these Rows lead to, one statement a model."""
    wanted = defaultdict(list)
    for rows in asked:
        for model, keys in rows.steps:
            wanted[model].append((keys, rows.given))
    return {
        model: (
            f"SELECT {_columns(model)[1]} FROM {table(model)} WHERE {among(model, ' UNION '.join(keys for keys, _ in parts))}",
            [value for _keys, given in parts for value in given],
        )
        for model, parts in wanted.items()
    }


def _of_rows(rows):
    return (rows.statement, rows.given), partial(_records, rows.model)


def _of_queryset(queryset):
    """Return (statement with its parameters, None where there are none for certain; function that reads its answer)."""
    compiler = queryset.query.get_compiler(connection.alias)
    with suppress(EmptyResultSet):
        return compiler.as_sql(), partial(_as_looped, queryset, compiler)
    return None, None


def _as_looped(queryset, compiler, answer):
    """Return what looping over ``queryset`` would give, had the database answered so."""
    compiler.execute_sql = lambda *_options, **_named: [answer]
    answered = queryset._chain()
    answered.query.get_compiler = lambda *_options, **_named: compiler
    return list(answered._iterable_class(answered))


def _answer(cursor):
    """Return the rows of the statement that is next."""
    rows = cursor.fetchall()
    cursor.nextset()
    return rows


def _records(model, rows):
    names = _columns(model)[0]
    return [model.from_db(connection.alias, names, values) for values in rows]


def _by_record(records, name, related):
    of_each, key = defaultdict(list), attrgetter(_back(records, name).attname)
    for row in related:
        of_each[key(row)].append(row)
    return of_each


def _back(records, name):
    """Return the foreign key that leads back to ``records``."""
    return records[0]._meta.get_field(name).field


@cache
def _columns(model):
    """Return (attribute names, columns in SQL) of what a page may show."""
    if not is_plain(model):
        raise ValueError(f"what the database gives of {model.__name__} must be converted: ask with a queryset")
    shown = [column for column in model._meta.concrete_fields if column.name not in UNSHOWN]
    return [column.attname for column in shown], ", ".join(connection.ops.quote_name(each.column) for each in shown)
