"""Lists as CSV and workbooks in and out, beside a bare COPY, bare openpyxl and bare calamine on the same rows.

What an import is judged by is the least that anybody does who brings such a workbook in: read it with calamine and COPY
as many finished rows into a table with the columns, rows, keys, foreign keys, checks and b-tree indexes of the real one,
and have the foreign keys checked. That table keeps no versions of its rows and is not searched by grams. COPY into a
table without any key, which checks nothing, stands beside it as a figure without a goal.
"""

import tempfile
from contextlib import contextmanager
from datetime import datetime, time

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from logistics import clock
from logistics.bench.clients import client_of
from logistics.bench.measuring import Case, show
from logistics.catalogue.models import Kind
from logistics.exchange import services
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.people.models import User
from logistics.school.models import Place
from logistics.school.selectors import term_on
from repairs.imports import COLUMNS, KIND
from repairs.models import Repair
from repairs.papers import ledger_rows, ledger_workbook
from repairs.selectors import trades_of

CSV_ROWS = 10_000
BESIDES = 5
IMPORT_ROUNDS = 2
BARE_COPY, BARE_SHEET = "bare COPY", "openpyxl write-only"
BARE_READING, LIKE_READING = "calamine + COPY, no keys", "calamine + COPY, like table"
LIKE_TABLE = "bench_repair"


def run(school, out, *, rounds, export_rows, import_rows):
    show(csv_cases(school), out, rounds=rounds)
    show(sheet_cases(school, export_rows), out, rounds=2, warm=False)
    *_others, imported = cases = show(import_cases(school, import_rows), out, rounds=IMPORT_ROUNDS, warm=False)
    out.write(f"import ÷ {BARE_READING}: {imported.median / cases[0].median:.1f} by the clock\n")


# --- CSV --------------------------------------------------------------------------------------------------------------


def csv_cases(school):
    day = clock.day_of(Repair.objects.of_school(school)[CSV_ROWS].reported_at)
    address = f"{reverse('repairs:repair_list')}?format=csv&reported_min={day}"
    director = client_of(User.objects.get(username="director"))
    return [
        Case(BARE_COPY, lambda: copy_out(school, day)),
        Case(f"CSV of {CSV_ROWS:,} rows", lambda: sum(map(len, director.get(address).streaming_content)), BARE_COPY, 3),
    ]


def copy_out(school, day):
    with connection.cursor() as cursor, cursor.copy(
        "COPY (SELECT number, status, campus_id, trade_id, reporter_name, assigned_to_id, reported_at, description "
        "FROM repairs_repair WHERE school_id = %s AND reported_at >= %s ORDER BY reported_at DESC, id DESC) "
        "TO STDOUT WITH (FORMAT csv)",
        [school.pk, clock.at(day, time.min)],
    ) as lines:  # fmt: skip
        return sum(map(len, lines))


# --- workbooks out ----------------------------------------------------------------------------------------------------


def sheet_cases(school, rows):
    repairs = Repair.objects.of_school(school)[:rows]
    return [
        Case(BARE_SHEET, lambda: write_only(ledger_rows(repairs))),
        Case(f"ledger of {rows:,} rows", lambda: ledger_workbook(school, repairs).close(), BARE_SHEET, 0.95),
    ]


def write_only(rows):
    workbook = Workbook(write_only=True)
    page = workbook.create_sheet()
    for row in rows:
        page.append([timezone.make_naive(value) if isinstance(value, datetime) else value for value in row])
    with tempfile.TemporaryFile() as target:
        workbook.save(target)


# --- workbooks in -----------------------------------------------------------------------------------------------------


def import_cases(school, rows):
    content = workbook_of_earlier_repairs(school, rows)
    person = User.objects.get(username="director")
    ready = rows_written(school, content, person)
    make_like_table()
    return [
        Case(BARE_READING, lambda: read_and_copy(content)),
        Case(LIKE_READING, lambda: read_and_copy_like(content, ready)),
        Case(f"dry run of {rows:,} rows", lambda: bring_in(school, content, person, dry=True), BARE_READING),
        Case(f"import of {rows:,} rows", lambda: bring_in(school, content, person), LIKE_READING, 2.5),
    ]


def workbook_of_earlier_repairs(school, count):
    """Return the bytes of a workbook of 15 columns: all that are read, and five that a school keeps besides."""
    places = [place.full_label() for place in Place.objects.of_school(school).rooms().select_related("campus")]
    day = term_on(school, clock.today()).covers_from
    trades = [trade.name for trade in trades_of(school)]
    kinds = Kind.objects.of_school(school)
    things, parts = list(kinds.objects_repaired()), [f"{kind.name}2" for kind in kinds.parts()]
    rows = (
        [
            day, places[row % len(places)], trades[row % len(trades)], things[row % len(things)].name, 1 + row % 3,
            f"earlier fault {row}", "mended", day, "director", "" if row % 10 else parts[row % len(parts)],
            f"{row}", "a teacher", "13800000000", "seen", "a word besides",
        ]
        for row in range(count)
    )  # fmt: skip
    columns = [SheetColumn(column.label, "date" if column.kind == "date" else "text") for column in COLUMNS]
    columns += [SheetColumn(f"besides {number}") for number in range(BESIDES)]
    with write_workbook([Sheet("rows", "rows", columns, rows)]) as file:
        return file.read()


def read_and_copy(content):
    rows = cells_of(content)
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(f"cell_{place} text" for place in range(len(rows[0])))
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({names}) ON COMMIT DROP")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row([str(cell) for cell in row])


def read_and_copy_like(content, ready):
    cells_of(content)
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(f"COPY {LIKE_TABLE} ({columns_written()}) FROM STDIN") as copy:
            copy.write(ready)
        connection.check_constraints()
        transaction.set_rollback(True)


def cells_of(content):
    return CalamineWorkbook.from_filelike(ContentFile(content)).get_sheet_by_index(0).to_python()


def make_like_table():
    """Make LIKE_TABLE: all repairs without their grams, and without triggers but those of the foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {LIKE_TABLE} (LIKE repairs_repair INCLUDING CONSTRAINTS INCLUDING INDEXES EXCLUDING GENERATED)"
        )
        cursor.execute(f"ALTER TABLE {LIKE_TABLE} DROP COLUMN grams")
        columns = columns_written()
        cursor.execute(f"INSERT INTO {LIKE_TABLE} ({columns}) SELECT {columns} FROM repairs_repair")
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = 'repairs_repair'::regclass AND contype = 'f'"
        )
        for name, definition in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {LIKE_TABLE} ADD CONSTRAINT "{name}" {definition}')


def columns_written():
    return ", ".join(field.column for field in Repair._meta.concrete_fields if not field.generated)


def rows_written(school, content, person):
    """Return what an import of the workbook writes into the table of repairs, as COPY has it."""
    with brought_in(school, content, person), connection.cursor() as cursor:
        select = f"SELECT {columns_written()} FROM repairs_repair WHERE school_id = %s AND imported"
        with cursor.copy(f"COPY ({select}) TO STDOUT", [school.pk]) as lines:
            return b"".join(map(bytes, lines))


def bring_in(school, content, person, *, dry=False):
    """Check the workbook and, unless ``dry``, apply it; then undo both."""
    with brought_in(school, content, person, dry=dry):
        connection.check_constraints()  # what waits for the commit is part of the work


@contextmanager
def brought_in(school, content, person, *, dry=False):
    """The workbook is checked and, unless ``dry``, applied until the block ends."""
    with transaction.atomic():
        batch = services.check_import(school, kind=KIND, file=ContentFile(content, "earlier.xlsx"), by=person)
        applied = batch if dry else services.apply_import(batch, by=person)
        if applied.has_errors or not (dry or applied.applied_at):
            raise RuntimeError(f"the import failed: {applied.result['lines'][:3]}")
        yield
        transaction.set_rollback(True)
