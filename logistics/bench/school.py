"""A database of its own with the sample school grown to many repairs."""

from contextlib import contextmanager

import pgtrigger
import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from repairs.models import Repair

NAME = "logistics_bench"
ORIGINAL = r"^[A-Z]+-\d+-\d+$"  # the number of a repair that is no copy


@contextmanager
def database_of_its_own():
    """Work on a fresh migrated database, dropped afterwards; the usual one is left alone."""
    usual = connection.settings_dict["NAME"]
    _on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    _on_server("CREATE DATABASE {}")
    connection.close()
    connection.settings_dict["NAME"] = NAME
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        _on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)")


def _on_server(statement):
    parameters = connection.get_connection_params() | {"dbname": "postgres", "autocommit": True}
    parameters = {
        name: parameters[name]
        for name in ("host", "port", "user", "password", "dbname", "autocommit")
        if name in parameters
    }
    with psycopg.connect(**parameters) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(NAME)))


def grow(school, rows):
    """Copy the repairs of ``school`` until there are at least ``rows``, each with its own number; it may be done again.

    The copies are strewn over the year before their original, as the same fault comes back at any time in a real register.
    """
    repairs = Repair.objects.of_school(school)
    originals, there = repairs.filter(number__regex=ORIGINAL).count(), repairs.count()
    first = there // originals
    last = first + max(1, -(-(rows - there) // originals)) - 1
    fields = [field for field in Repair._meta.concrete_fields if not field.primary_key and not field.generated]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = ", ".join(_copied(field) for field in fields)
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO repairs_repair ({names}) SELECT {values} FROM repairs_repair AS base "
            "CROSS JOIN generate_series(%s, %s) AS copy WHERE base.school_id = %s AND base.number ~ %s",
            [first, last, school.pk, ORIGINAL],
        )
    with connection.cursor() as cursor:  # a statement by itself: pgtrigger puts its settings before others
        cursor.execute("VACUUM ANALYZE")
    return repairs.count()


def _copied(field):
    column = f"base.{connection.ops.quote_name(field.column)}"
    if field.column == "number":
        return "base.number || '-' || copy"
    if field.column == "search_text":
        return "replace(base.search_text, base.number, base.number || '-' || copy)"
    if field.column == "follow_code":
        return "left(md5(base.follow_code || copy), 16)"
    if field.get_internal_type() == "DateTimeField":
        return f"{column} - (hashint4(base.id::int * 1009 + copy) & 524287) * interval '1 minute'"
    return column
