"""Workbooks that leave the house: ledgers with the school's title, and templates to be filled in."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice
from math import ceil

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from logistics.exchange.reading import SAMPLE_MARK
from logistics.paper.letters import width_in_letters

FORMATS = {
    "text": "",
    "mark": "",
    "number": "0",
    "decimal": "General",  # what has digits to be left out would end in a bare point
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}
CENTRED = {"mark", "date", "datetime"}
FONT = "宋体"
HEAD_COLOUR = "#E8EEF2"
NARROWEST, WIDEST = 6, 48
ACROSS = 210  # letters side by side that are still legible on A4
SLIMMEST = 18  # what a text keeps when a sheet has too many columns
LINE = 15  # points
ROWS_TO_FILL = 5000
ROWS_MEASURED = 500


@dataclass(frozen=True)
class SheetColumn:
    """``kind`` is a key of FORMATS (mark: a sign or two, in the middle); without ``width`` (in Latin letters) the column is as wide as its content."""

    label: str
    kind: str = "text"
    width: float | None = None


@dataclass(frozen=True)
class Sheet:
    """``rows`` may be any iterable of rows of plain values, read once; ``total`` is the last row."""

    name: str
    title: str
    columns: list[SheetColumn]
    rows: Iterable
    subtitle: str = ""
    total: list | None = None


def write_workbook(sheets):
    """Return an open temporary file, at its start, holding an XLSX of ``sheets``.

    Rows go to disk as they come, so the length of a ledger does not matter.
    """
    target = tempfile.TemporaryFile(suffix=".xlsx")
    options = {"constant_memory": True, "default_date_format": FORMATS["date"]}
    with xlsxwriter.Workbook(target, options) as workbook:
        styles = _Styles(workbook)
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(_sheet_name(sheet.name)), sheet, styles)
    target.seek(0)
    return target


class _Styles:
    """The formats of a ledger, made once a workbook."""

    def __init__(self, workbook):
        base = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
        ruled = {**base, "border": 1, "border_color": "#9AA5B1"}
        self.title = workbook.add_format({**base, "font_name": "黑体", "font_size": 16, "align": "center"})
        self.subtitle = workbook.add_format({**base, "align": "right", "font_color": "#555555"})
        self.head = workbook.add_format(
            {**ruled, "font_name": "黑体", "align": "center", "bg_color": HEAD_COLOUR, "text_wrap": True}
        )
        self.cells = {
            kind: workbook.add_format(
                {**ruled, "num_format": code or "@", "align": "center" if kind in CENTRED else ""}
                | ({"text_wrap": True, "align": "left", "indent": 1} if kind == "text" else {})
            )
            for kind, code in FORMATS.items()
        }
        self.totals = {
            kind: workbook.add_format({**ruled, "bold": True, "num_format": code or "@"})
            for kind, code in FORMATS.items()
        }


def _write_sheet(page, sheet, styles):
    last = len(sheet.columns) - 1
    head = 2 if sheet.subtitle else 1
    page.set_row(0, 30)
    _write_across(page, 0, last, sheet.title, styles.title)
    if sheet.subtitle:
        _write_across(page, 1, last, sheet.subtitle, styles.subtitle)
    page.set_row(head, 22)
    for place, column in enumerate(sheet.columns):
        page.write_string(head, place, str(column.label), styles.head)
    rows = iter(sheet.rows)
    measured = list(islice(rows, ROWS_MEASURED))
    widths = _widths(sheet, measured)
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    row = _write_rows(page, sheet, styles, head + 1, chain(measured, rows), widths)
    page.freeze_panes(head + 1, 0)
    page.repeat_rows(head)
    page.autofilter(head, 0, max(row - 1, head), last)
    _set_up_print(page)


def _write_across(page, row, last, text, style):
    if last:
        page.merge_range(row, 0, row, last, text, style)
    else:
        page.write_string(row, 0, text, style)


def _widths(sheet, rows):
    """Return the width of each column as ``rows`` need it; long texts share what a sheet of paper leaves them."""
    needed = [2 * width_in_letters(str(column.label)) for column in sheet.columns]
    for values in [*rows, *([sheet.total] if sheet.total else [])]:
        needed = [max(width, _width(value)) for width, value in zip(needed, values, strict=True)]
    fitting = [min(max(width + 3, NARROWEST), WIDEST) for width in needed]
    widths = [column.width or width for column, width in zip(sheet.columns, fitting, strict=True)]
    long = [place for place, column in enumerate(sheet.columns) if column.kind == "text" and widths[place] > SLIMMEST]
    if sum(widths) > ACROSS and long:
        left = (ACROSS - sum(width for place, width in enumerate(widths) if place not in long)) / len(long)
        for place in long:
            widths[place] = min(widths[place], max(left, SLIMMEST))
    return widths


def _write_rows(page, sheet, styles, row, rows, widths):
    """Write rows and total; return the row after the last of the rows."""
    kinds = [column.kind for column in sheet.columns]
    writers = [(place, WRITERS[kind], styles.cells[kind]) for place, kind in enumerate(kinds)]
    wrapping = [(place, widths[place] - 2) for place, kind in enumerate(kinds) if kind == "text"]
    for values in rows:
        lines = _lines(values, wrapping)
        if lines > 1:
            page.set_row(row, 2 + LINE * lines)
        for (place, write, style), value in zip(writers, values, strict=True):
            write(page, row, place, value, style)
        row += 1
    for place, value in enumerate(sheet.total or []):
        write = _write_text if isinstance(value, str) else WRITERS[kinds[place]]
        write(page, row, place, value, styles.totals[kinds[place]])
    return row


def _lines(values, wrapping):
    """Return how many lines the longest text of a row takes: not every program works that out by itself.

    wrapping: [(place, room in letters)] of the columns of texts.
    """
    lines = 1
    for place, room in wrapping:
        text = values[place]
        if isinstance(text, str) and 2 * len(text) > room:
            lines = max(lines, sum(ceil(_width(part) / room) or 1 for part in text.split("\n")))
    return lines


def _width(value):
    """The width of a value in Latin letters, as a cell shows it."""
    if isinstance(value, datetime):
        return 16
    if isinstance(value, Decimal | float):
        return len(f"{value:,.2f}")
    return 2 * width_in_letters(str(value)) if value is not None else 0


def _write_text(page, row, place, value, style):
    if value is None or value == "":
        page.write_blank(row, place, None, style)
    else:
        page.write_string(row, place, str(value), style)


def _write_number(page, row, place, value, style):
    if value is None:
        page.write_blank(row, place, None, style)
    else:
        page.write_number(row, place, value, style)


def _write_moment(page, row, place, value, style):
    if value is None:
        page.write_blank(row, place, None, style)
    elif isinstance(value, datetime) and timezone.is_aware(value):
        page.write_datetime(row, place, timezone.make_naive(value), style)
    else:
        page.write_datetime(row, place, value, style)


WRITERS = {
    "text": _write_text,
    "mark": _write_text,
    "number": _write_number,
    "decimal": _write_number,
    "money": _write_number,
    "percent": _write_number,
    "date": _write_moment,
    "datetime": _write_moment,
}


def _set_up_print(page):
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&C" + _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"})


def _sheet_name(name):
    """Excel takes 31 letters and none of these."""
    return "".join(letter for letter in str(name) if letter not in "[]:*?/\\")[:31]


# --- templates to be filled in ----------------------------------------------------------------------------------------


def template_workbook(title, columns, *, note="", sample_rows=()):
    """Return a temporary file with an XLSX to be filled in: one column per ImportColumn, pick lists for choices.

    Labels of required columns carry a star; ``note`` stands over the labels; texts such as phone numbers stay texts.
    sample_rows: shown in grey and marked 示例, so that reading skips them.
    """
    workbook = Workbook()
    page = workbook.active
    page.title = _sheet_name(title)
    lists = workbook.create_sheet(_sheet_name(_("Choices")))
    lists.sheet_state = "hidden"
    head = 2 if note else 1
    for place, column in enumerate(columns, start=1):
        _write_template_column(page, lists, head, place, column)
    for number, row in enumerate(sample_rows, start=head + 1):
        for place, value in enumerate([f"{SAMPLE_MARK}{row[0]}", *row[1:]], start=1):
            page.cell(number, place, value).font = Font(name=FONT, color="808080")
            dimension = page.column_dimensions[get_column_letter(place)]
            dimension.width = max(dimension.width, min(_width(value) + 3, WIDEST))
    if note:
        _write_note(page, note, len(columns))
    page.freeze_panes = page.cell(head + 1, 1)
    _set_up_template_print(page, head)
    target = tempfile.TemporaryFile(suffix=".xlsx")
    workbook.save(target)
    target.seek(0)
    return target


def _write_note(page, note, width):
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    cell = page.cell(1, 1, note)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.font = Font(name=FONT, size=10, color="555555")
    room = sum(page.column_dimensions[get_column_letter(place)].width for place in range(1, width + 1)) - 2
    lines = sum(ceil(_width(part) / room) or 1 for part in note.split("\n"))
    page.row_dimensions[1].height = 4 + LINE * lines


def _set_up_template_print(page, head):
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{head}:{head}"


def _write_template_column(page, lists, head, place, column):
    letter = get_column_letter(place)
    line = Side(style="thin", color="9AA5B1")
    cell = page.cell(head, place, f"{column.label}*" if column.required else str(column.label))
    cell.font = Font(name="黑体", size=11, color="B42318" if column.required else "000000")
    cell.fill = PatternFill("solid", fgColor=HEAD_COLOUR[1:])
    cell.alignment = Alignment(horizontal="center", vertical="center")
    cell.border = Border(line, line, line, line)
    if column.help:
        cell.comment = Comment(str(column.help), "")
    page.column_dimensions[letter].width = max(12, 2 * width_in_letters(str(column.label)) + 4)
    kept_as_number = {kind: FORMATS[kind] for kind in ("date", "money")}
    page.column_dimensions[letter].number_format = kept_as_number.get(column.kind, "@")
    if column.choices:
        _add_pick_list(page, lists, f"{letter}{head + 1}:{letter}{ROWS_TO_FILL}", place, column)


def _add_pick_list(page, lists, cells, place, column):
    """Pick lists refer to a hidden sheet: written out in the rule itself they may hold only 255 letters."""
    labels = column.choice_labels
    letter = get_column_letter(place)
    for row, label in enumerate(labels, start=1):
        lists.cell(row, place, str(label))
    source = f"'{lists.title}'!${letter}$1:${letter}${len(labels)}"
    rule = DataValidation(type="list", formula1=source, allow_blank=not column.required, showErrorMessage=True)
    rule.error = _("Choose one from the list.")
    page.add_data_validation(rule)
    rule.add(cells)
