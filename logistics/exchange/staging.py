"""The rows of a workbook in tables of the database: COPY, judge, INSERT … SELECT, each for all rows at once (DESIGN 18).

The tables are temporary and nobody watches them; they are gone with the transaction. The triggers of the table written
to see every row, so history and constraints hold as for a single record.
"""

from contextlib import contextmanager

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, transaction

SHEET, JUDGED = "staged_sheet", "staged_judged"
TYPES = {
    "text": "text", "number": "numeric", "decimal": "numeric", "money": "numeric", "date": "date", "yes_no": "boolean",
}  # fmt: skip
NOT_PLAIN = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})  # in a line of COPY
PIECE = 5000
# What sorting needs to stay in memory; a server's usual values make many small heaps of it.
ROOM = {"work_mem": "64MB", "maintenance_work_mem": "128MB", "gin_pending_list_limit": "256MB"}


def stage(columns, read):
    """Copy what was read (reading.Rows, of these ImportColumns) into SHEET: ``row``, and a column for each key."""
    names = ["row", *(quoted(column.key) for column in columns)]
    types = ["integer", *("text" if column.choices else TYPES[column.kind] for column in columns)]
    lines = list(zip(map(str, read.numbers), *(_as_copied(read.cells[column.key]) for column in columns)))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {SHEET}")
        facts = ", ".join(map(" ".join, zip(names, types)))
        cursor.execute(f"CREATE TEMPORARY TABLE {SHEET} ({facts}) ON COMMIT DROP")
        with cursor.copy(f"COPY {SHEET} ({', '.join(names)}) FROM STDIN") as copy:
            for start in range(0, len(lines), PIECE):
                copy.write("".join("\t".join(line) + "\n" for line in lines[start : start + PIECE]))


def _as_copied(values):
    """Yield the values as lines of COPY have them; equal ones are written out once."""
    written = {value: _written(value) for value in set(values)}
    return map(written.__getitem__, values)


def _written(value):
    return "\\N" if value is None else str(value).translate(NOT_PLAIN)


def distinct(key):
    """Return the different values of a column of SHEET, without the empty one."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {quoted(key)} FROM {SHEET} WHERE {quoted(key)} IS NOT NULL")
        return [value for (value,) in cursor.fetchall()]


def count_rows():
    """Return how many rows SHEET has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {SHEET}")
        return cursor.fetchone()[0]


def keep_judged(statement, facts):
    """Keep what a SELECT yields as the table JUDGED."""
    keep(JUDGED, statement, facts)


def keep(table, statement, facts):
    """Keep what a SELECT yields as a temporary ``table`` until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS {statement}", facts)


def count_outcomes():
    """Return {outcome: rows} of JUDGED."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT outcome, count(*) FROM {JUDGED} GROUP BY outcome")
        return dict(cursor.fetchall())


def first_judged(most):
    """Return the first rows of JUDGED worth reading as dicts: those with errors, then those that change something."""
    return _dicts(
        f"SELECT * FROM {JUDGED} WHERE outcome <> 'same' ORDER BY outcome <> 'error', row LIMIT %(most)s",
        {"most": most},
    )


def judged(outcome):
    """Return the rows of JUDGED with one outcome as dicts."""
    return _dicts(f"SELECT * FROM {JUDGED} WHERE outcome = %(outcome)s ORDER BY row", {"outcome": str(outcome)})


def _dicts(statement, facts):
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]


def insert_from(source, model, given, facts, usual):
    """Write a row of ``model`` for each row of ``source`` (tables joined in SQL).

    given: {field: expression in SQL}, with the parameters ``facts``. usual: {field: value that is the same in all}; what
    neither names takes its default.
    """
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    fields = [field for field in fields if field.name in given or not field.primary_key]
    same = {
        f"usual_{field.name}": field.get_db_prep_save(usual.get(field.name, field.get_default()), connection)
        for field in fields
        if field.name not in given
    }
    names = ", ".join(quoted(field.column) for field in fields)
    wanted = ", ".join(given.get(field.name, f"%(usual_{field.name})s") for field in fields)
    with connection.cursor() as cursor, search_words_at_once(cursor, model):
        cursor.execute(
            f"INSERT INTO {quoted(model._meta.db_table)} ({names}) SELECT {wanted} FROM {source}", {**facts, **same}
        )


@contextmanager
def search_words_at_once(cursor, model):
    """Sort the search words of all new rows into their index at the end, once, instead of after each few hundred rows."""
    for setting, amount in ROOM.items():
        cursor.execute(f"SET LOCAL {setting} = '{amount}'")
    yield
    for index in model._meta.indexes:
        if isinstance(index, GinIndex):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [quoted(index.name)])
    for setting in ROOM:
        cursor.execute(f"SET LOCAL {setting} TO DEFAULT")


def next_key(model):
    """Return the expression in SQL that gives each new row of ``model`` its key."""
    return f"nextval(pg_get_serial_sequence('{quoted(model._meta.db_table)}', '{model._meta.pk.column}'))"


def quoted(name):
    return connection.ops.quote_name(name)
