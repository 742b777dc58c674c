"""Many records at once: COPY into a staging table nobody watches, then one INSERT … SELECT (DESIGN 5 and 18).

The triggers of the table itself see every row, so history and constraints hold as for a single record.
"""

from django.db import connections, router, transaction

STAGING = "staging"


@transaction.atomic
def insert_all(records):
    """Write unsaved ``records`` of one model, and give each its primary key. Returns them as a list."""
    records = list(records)
    if not records:
        return records
    model = type(records[0])
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        _give_keys(cursor, model, records)
        # Written out before COPY begins: a record that asks the database for its words would wait for COPY for ever.
        lines = [[_stored(field, record, connection) for field in fields] for record in records]
        cursor.execute(f"CREATE TEMPORARY TABLE {STAGING} ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0")
        with cursor.copy(f"COPY {STAGING} ({names}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {STAGING} ORDER BY 1")
        cursor.execute(f"DROP TABLE {STAGING}")
    return records


def _give_keys(cursor, model, records):
    key = model._meta.pk
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
        [model._meta.db_table, key.column, len(records)],
    )
    for record, (value,) in zip(records, cursor.fetchall()):
        setattr(record, key.attname, value)
        record._state.adding = False


def _stored(field, record, connection):
    return field.get_db_prep_save(field.pre_save(record, add=True), connection)
