"""Lists as CSV: the database writes the lines where every column has an ORM path, else the records one by one."""

import csv

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from logistics.pages.columns import as_text

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ["=", "+", "-", "@", "\t", "\r"]
FIGURES = ("number", "money", "percent")
DAY, MOMENT = "YYYY-MM-DD", "YYYY-MM-DD HH24:MI"
PIECE = 64 * 1024


def csv_lines(rows, columns):
    """Yield a list as CSV that spreadsheets open as it is meant, as bytes."""
    head = csv.writer(_Echo()).writerow([force_str(column.label) for column in columns])
    yield (BYTE_ORDER_MARK + head).encode()
    sources = [column.orm(rows.model) for column in columns]
    yield from _copied(rows, columns, sources) if all(sources) else _written(rows, columns)


# --- by the database --------------------------------------------------------------------------------------------------


def _copied(rows, columns, sources):
    cells = {
        f"cell_{place}": _cell(rows.model, column.kind, *source)
        for place, (column, source) in enumerate(zip(columns, sources))
    }
    try:
        statement, facts = rows.values_list(*cells.values()).query.sql_with_params()
    except EmptyResultSet:
        return
    with connections[rows.db].cursor() as cursor:
        with cursor.copy(f"COPY ({statement}) TO STDOUT WITH (FORMAT csv)", facts) as lines:
            yield from _in_pieces(lines)


def _in_pieces(lines):
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def _cell(model, kind, path, labels):
    """Return the expression that writes one column as ``plain_text`` does."""
    if labels:
        shown = [When(**{path: stored}, then=Value(str(label))) for stored, label in labels.items()]
        return Case(*shown, default=Cast(path, TextField()), output_field=TextField())
    value = F(path) if isinstance(path, str) else path
    if kind in FIGURES:
        return value
    if kind == "moment":
        zone = Value(timezone.get_current_timezone_name())
        local = Func(zone, value, function="timezone", output_field=models.DateTimeField())
        return Func(local, Value(MOMENT), function="to_char", output_field=TextField())
    if kind == "date":
        return Func(value, Value(DAY), function="to_char", output_field=TextField())
    field = _field_at(model, path) if isinstance(path, str) else None
    if isinstance(field, models.BooleanField):
        return Case(When(**{path: True}, then=Value(_("yes"))), When(**{path: False}, then=Value(_("no"))))
    return Harmless(value if isinstance(field, models.CharField | models.TextField) else Cast(value, TextField()))


def _field_at(model, path):
    *steps, last = path.split(LOOKUP_SEP)
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


class Harmless(Func):
    """A text that no spreadsheet takes for a formula."""

    output_field = TextField()

    def as_sql(self, compiler, connection, **extra):
        text, facts = compiler.compile(self.source_expressions[0])
        starts = ", ".join(["%s"] * len(FORMULA_STARTS))
        statement = f"CASE WHEN left({text}, 1) IN ({starts}) THEN '''' || {text} ELSE {text} END"
        return statement, [*facts, *FORMULA_STARTS, *facts, *facts]


# --- record by record -------------------------------------------------------------------------------------------------


def _written(rows, columns):
    writer = csv.writer(_Echo())
    for record in rows.iterator(chunk_size=2000):
        line = [unharmful(plain_text(column.value(record), column.kind)) for column in columns]
        yield writer.writerow(line).encode()


class _Echo:
    """A file whose ``write`` gives the text back."""

    def write(self, text):
        return text


def plain_text(value, kind):
    """Return a value for a data file: numbers ungrouped, moments and dates in full."""
    if value is None:
        return ""
    if kind == "moment":
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if kind == "date":
        return f"{value:%Y-%m-%d}"
    if kind in FIGURES:
        return value
    return as_text(value, kind)


def unharmful(value):
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in FORMULA_STARTS and value else value
