"""Lists as CSV and workbooks in and out, beside a bare COPY, bare openpyxl and bare calamine on the same rows."""

import tempfile
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
BARE_COPY, BARE_SHEET, BARE_READING = "bare COPY", "openpyxl write-only", "calamine + COPY"


def run(school, out, *, rounds, export_rows, import_rows):
    show(csv_cases(school), out, rounds=rounds)
    show(sheet_cases(school, export_rows), out, rounds=2, warm=False)
    show(import_cases(school, import_rows), out, rounds=1, warm=False)


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
    return [
        Case(BARE_READING, lambda: read_and_copy(content)),
        Case(f"dry run of {rows:,} rows", lambda: bring_in(school, content, person, dry=True), BARE_READING),
        Case(f"import of {rows:,} rows", lambda: bring_in(school, content, person), BARE_READING, 2.5),
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
    rows = CalamineWorkbook.from_filelike(ContentFile(content)).get_sheet_by_index(0).to_python()
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(f"cell_{place} text" for place in range(len(rows[0])))
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({names}) ON COMMIT DROP")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row([str(cell) for cell in row])


def bring_in(school, content, person, *, dry=False):
    """Check the workbook and, unless ``dry``, apply it; then undo both."""
    with transaction.atomic():
        batch = services.check_import(school, kind=KIND, file=ContentFile(content, "earlier.xlsx"), by=person)
        applied = batch if dry else services.apply_import(batch, by=person)
        if applied.has_errors or not (dry or applied.applied_at):
            raise RuntimeError(f"the import failed: {applied.result['lines'][:3]}")
        connection.check_constraints()  # what waits for the commit is part of the work
        transaction.set_rollback(True)
