"""Workbooks and CSV that people send in: rows of clean values, and a sentence for each cell that cannot be read."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import compress
from operator import attrgetter

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from logistics.errors import RuleError

ROWS_SEARCHED_FOR_LABELS = 20
EXACT_FIGURES = 10**15
SAMPLE_MARK = "示例："
LONGEST_NUMBER = 30
NOTHING = ("", None)
LARGEST_UNPACKED = 300 * 1024 * 1024
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: .*)?")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
YES, NO = (
    frozenset({"是", "有", "1", "true", "yes", "y", "√", "✓"}),
    frozenset({"否", "无", "0", "false", "no", "n", "×"}),
)


@dataclass(frozen=True)
class ImportColumn:
    """A column that may be sent in.

    kind: text, number (whole), decimal, money, date or yes_no. choices: labels, or (value, label) pairs.
    aliases: other headings under which schools have it.
    """

    key: str
    label: str
    kind: str = "text"
    required: bool = False
    aliases: Sequence[str] = ()
    choices: Sequence = ()
    help: str = ""
    max_length: int | None = None

    @property
    def choice_labels(self):
        return [str(choice[1]) if isinstance(choice, tuple) else str(choice) for choice in self.choices]

    @property
    def values_by_label(self):
        pairs = (choice if isinstance(choice, tuple) else (choice, choice) for choice in self.choices)
        return {_normal(str(label)): value for value, label in pairs}


@dataclass(frozen=True)
class Row:
    """``number`` is the row as the sheet counts it; ``values`` has every key, None where the cell is empty."""

    number: int
    values: dict


@dataclass(frozen=True)
class CellError:
    """What is wrong in a cell: row as the sheet counts it, heading, and a sentence that says what to do."""

    row: int
    column: str
    message: str


@dataclass
class Rows:
    """What was read. A row with an error is in ``errors`` only; ``ignored`` names headings nobody asked for.

    numbers: the rows as the sheet counts them. cells: {column key: values}, one for each of them.
    """

    numbers: list[int] = field(default_factory=list)
    cells: dict[str, list] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @cached_property
    def rows(self):
        """The same row by row."""
        values = zip(*self.cells.values())
        return [Row(number, dict(zip(self.cells, row))) for number, row in zip(self.numbers, values)]


def read_rows(file, columns):
    """Read the first sheet whose headings fit ``columns`` from an open XLSX, XLS or CSV ``file``.

    Raises RuleError when the file cannot be read or a required heading is nowhere.
    """
    best = None
    for table in _tables(file.read()):
        found = _find_headings(table, columns)
        if found and (best is None or len(found[1]) > len(best[1])):
            best = (found[0], found[1], table)
    if best is None:
        labels = "、".join(str(column.label) for column in columns if column.required) or columns[0].label
        raise RuleError(_("No row with these headings was found: %(labels)s. Use the template.") % {"labels": labels})
    return _collect(*best, columns)


# --- files to tables --------------------------------------------------------------------------------------------------


def _tables(content):
    """Yield the sheets of ``content`` as lists of rows."""
    if content.startswith(b"PK"):
        _refuse_bomb(content)
    elif not content.startswith(b"\xd0\xcf\x11\xe0"):
        yield _csv_table(content)
        return
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            yield workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise RuleError(_("This workbook has a password. Save it without one and try again.")) from error
    except CalamineError as error:
        raise RuleError(_("This file cannot be read. Save it as .xlsx and try again.")) from error


def _refuse_bomb(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise RuleError(_("This file cannot be read. Save it as .xlsx and try again.")) from error
    if unpacked > LARGEST_UNPACKED:
        raise RuleError(_("This workbook is too large. Split it into smaller ones."))


def _csv_table(content):
    if content.lstrip()[:1] == b"<" or b"\0" in content[:1000]:
        raise RuleError(_("This file cannot be read. Save it as .xlsx and try again."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
    raise RuleError(_("This file cannot be read. Save it as .xlsx and try again."))


# --- tables to rows ---------------------------------------------------------------------------------------------------


def _find_headings(table, columns):
    """Return (index of the heading row, {place: column}) or None when required headings are missing."""
    names = {_heading(str(name)): column for column in columns for name in (column.label, *column.aliases)}
    best = None
    for index, row in enumerate(table[:ROWS_SEARCHED_FOR_LABELS]):
        places = {}
        for place, cell in enumerate(row):
            column = names.get(_heading(str(cell)))
            if column and column not in places.values():
                places[place] = column
        if places and (best is None or len(places) > len(best[1])):
            best = (index, places)
    if best is None or any(column.required and column not in best[1].values() for column in columns):
        return None
    return best


def _collect(head, places, table, columns):
    """Read column by column: most cells of a column stood in one of the rows above already."""
    filled = [(number, cells) for number, cells in enumerate(table[head + 1 :], start=head + 2) if _is_filled(cells)]
    numbers, lines = [number for number, _cells in filled], [cells for _number, cells in filled]
    read, errors = {column.key: [None] * len(lines) for column in columns}, []
    for place, column in places.items():
        raw = [cells[place] if place < len(cells) else "" for cells in lines]
        read[column.key] = _read_column(column, raw, numbers, errors)
    wrong = {error.row for error in errors}
    if wrong:
        sound = [number not in wrong for number in numbers]
        numbers, read = list(compress(numbers, sound)), {key: list(compress(read[key], sound)) for key in read}
    return Rows(
        numbers=numbers,
        cells=read,
        errors=sorted(errors, key=attrgetter("row")),
        ignored=[str(cell) for place, cell in enumerate(table[head]) if cell != "" and place not in places],
    )


def _read_column(column, raw, numbers, errors):
    """Return the values of the raw cells of a column; what cannot be read is added to ``errors`` and gives None."""
    keys = list(zip(map(type, raw), raw))
    known, faults = _read_cells(_reader(column), set(keys))
    if faults:
        errors += [
            CellError(number, str(column.label), faults[key]) for number, key in zip(numbers, keys) if key in faults
        ]
    return list(map(known.__getitem__, keys))


def _read_cells(read, keys):
    """Return ({key: value}, {key: what is wrong}) for (type, cell) each: 1, 1.0 and True are equal and read apart."""
    known, faults = {}, {}
    for key in keys:
        try:
            known[key] = read(key[1])
        except RuleError as error:
            known[key], faults[key] = None, str(error)
    return known, faults


def _is_filled(cells):
    """Whether a row holds anything but a sample."""
    first = next((cell for cell in cells if cell not in NOTHING), None)
    return first is not None and not str(first).startswith(SAMPLE_MARK)


def _reader(column):
    """Return the function that turns a raw cell of ``column`` into its value, None when empty, or raises RuleError."""
    convert = KINDS[column.kind]
    choices = column.values_by_label

    def read(cell):
        text = _text(cell) if isinstance(cell, str) else cell
        if text == "" or text is None:
            if column.required:
                raise RuleError(_("Fill this in."))
            return None
        if choices:
            return _choice(choices, text, column)
        value = convert(text)
        if column.max_length and len(value) > column.max_length:
            raise RuleError(_("At most %(count)s letters.") % {"count": column.max_length})
        return value

    return read


def _choice(choices, cell, column):
    try:
        return choices[_normal(_as_text(cell))]
    except KeyError:
        labels = "、".join(column.choice_labels[:8])
        raise RuleError(_("“%(value)s” is not on the list: %(labels)s.") % {"value": cell, "labels": labels}) from None


def _as_text(cell):
    """Numbers a school typed as text (room 301, a mobile number) come without a decimal point."""
    if isinstance(cell, float) and abs(cell) >= EXACT_FIGURES:
        raise RuleError(_("This long number has lost figures. Make the cell a text cell and type it again."))
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell).strip()


def _as_decimal(cell):
    text = repr(cell) if isinstance(cell, float) else _normal(str(cell)).replace(",", "").strip("¥￥元 ")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise RuleError(_("“%(value)s” is not a number.") % {"value": cell}) from None
    if not value.is_finite() or abs(value.adjusted()) > LONGEST_NUMBER:
        raise RuleError(_("“%(value)s” is not a number.") % {"value": cell})
    return value


def _as_number(cell):
    value = _as_decimal(cell)
    if value != value.to_integral_value():
        raise RuleError(_("“%(value)s” is not a whole number.") % {"value": cell})
    return int(value)


def _as_money(cell):
    value = _as_decimal(cell)
    if value != round(value, 2):
        raise RuleError(_("Amounts have at most two decimal places."))
    return value.quantize(Decimal("0.01"))


def _as_date(cell):
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _normal(_as_text(cell))
    found = DAY.fullmatch(text) or COMPACT_DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups()))
    except (AttributeError, ValueError):
        raise RuleError(_("“%(value)s” is not a day. Write it like 2026-09-01.") % {"value": cell}) from None


def _as_yes_no(cell):
    if isinstance(cell, bool):
        return cell
    text = _normal(_as_text(cell)).lower()
    if text in YES | NO:
        return text in YES
    raise RuleError(_("Write 是 or 否."))


KINDS = {
    "text": _as_text,
    "number": _as_number,
    "decimal": _as_decimal,
    "money": _as_money,
    "date": _as_date,
    "yes_no": _as_yes_no,
}


def _text(cell):
    """Trim wide spaces and those that web pages leave behind."""
    return cell.strip(" \t\r\n\u3000\xa0\ufeff")


def _normal(text):
    """Full-width figures and letters as plain ones, inner spaces kept."""
    return unicodedata.normalize("NFKC", _text(text))


def _heading(text):
    """A heading as it is compared: without stars, spaces, and what stands in brackets."""
    return re.sub(r"\(.*?\)|[\s*:]", "", _normal(text))
