"""Columns and facts: declared once for the screen, htmx and CSV."""

from decimal import Decimal
from functools import cache
from inspect import getattr_static
from types import SimpleNamespace

from django.db.models import Model
from django.urls import get_script_prefix
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from logistics.pages.dates import day_text, full_day_text, in_full, moment_text
from logistics.pages.parts import Cell, Fact, Row

ENDS = {"number", "money"}
DATED = {"date", "moment"}
STAND_IN = 987654321  # for a key, to find its place in an address


class Column:
    """A labelled way to one value of a record.

    accessor: dotted path or function of the record. kind: text, name (text of one line), code, badge, date, moment,
    number, money, percent. tone: attribute of the record that names the colour of a badge. path: the ORM path or
    expression for CSV where it differs from the accessor. brings: ORM paths of what a function reads beyond. On a phone: primary is the headline of the row, phone=False
    hides the value, labelled puts the label before it; the last amount that needs no label stands at the end of the row.
    """

    def __init__(
        self, label, accessor, *, kind="text", link=False, primary=False, phone=True, labelled=False, tone="tone",
        path=None, wide=False, brings=(),
    ):  # fmt: skip
        self.label = label
        self.accessor = accessor
        self.kind = kind
        self.link = link
        self.primary = primary or link
        self.phone = phone
        self.labelled = labelled
        self.tone = tone
        self.path = path
        self.wide = wide
        self.brings = brings
        self.align_end = kind in ENDS
        self.stands_alone = phone and not labelled and not self.primary
        self.names = () if callable(accessor) else tuple(accessor.split("."))
        self.displays = not callable(accessor) and accessor.startswith("get_") and accessor.endswith("_display")

    def value(self, record):
        if callable(self.accessor):
            return self.accessor(record)
        field = displayed_field(type(record), self.accessor) if self.displays else None
        if field is not None:
            stored = getattr(record, field.attname)
            return labels_of(field, get_language()).get(stored, stored)
        value = record
        for name in self.names:
            value = getattr(value, name, None)
            if callable(value) and not isinstance(value, Model):
                value = value()
            if value is None:
                return None
        return value

    def text(self, record):
        return as_text(self.value(record), self.kind)

    def cell(self, record, *, url=""):
        value = self.value(record)
        text = as_text(value, self.kind)
        tone = getattr(record, self.tone, "neutral") if self.kind == "badge" else "neutral"
        full = in_full(value, text) if self.kind in DATED else ""
        return Cell(self, text, url=url if self.link else "", tone=tone, full=full)

    def fact(self, record):
        """Return the same value as a fact of the record page: a related record with a page becomes a link, a day is
        written in full.
        """
        value = self.value(record)
        url = value.get_absolute_url() if isinstance(value, Model) and hasattr(value, "get_absolute_url") else ""
        tone = getattr(record, self.tone, "neutral") if self.kind == "badge" else "neutral"
        text = full_day_text(value) if self.kind == "date" and value else as_text(value, self.kind)
        full = in_full(value, text) if self.kind == "moment" else ""
        return Fact(self.label, text, url=url, kind=self.kind, wide=self.wide, tone=tone, full=full)

    def orm(self, model):
        """Return (ORM path, {stored value: shown value} or None) for CSV, or None when only an instance knows."""
        if self.path:
            return self.path, None
        if callable(self.accessor):
            return None
        accessor = self.accessor.replace(".", "__")
        head, _sep, last = accessor.rpartition("__")
        if last.startswith("get_") and last.endswith("_display") and not head:
            name = last[4:-8]
            return name, dict(model._meta.get_field(name).flatchoices)
        names = {field.name: field for field in model._meta.concrete_fields}
        if accessor in names and not names[accessor].is_relation:
            return accessor, None
        return None


def relations_of(columns, model):
    """Return the ORM paths of the records that ``columns`` read beyond a ``model`` of their own, as far as they say so."""
    found = set()
    for column in columns:
        by_path = column.path.split("__") if isinstance(column.path, str) else ()
        found |= {_relation(model, names) for names in (column.names, by_path)} | set(column.brings)
    return sorted(found - {""})


def _relation(model, names):
    """Return that part of ``names`` that leads from ``model`` over its own keys to other records."""
    way = []
    for name in names:
        field = {field.name: field for field in model._meta.concrete_fields}.get(name)
        if field is None or not field.is_relation:
            break
        way.append(name)
        model = field.related_model
    return "__".join(way)


@cache
def displayed_field(model, accessor):
    """Return the field whose choices a plain ``get_…_display`` shows, None for one that the model writes itself."""
    return getattr(getattr_static(model, accessor), "keywords", {}).get("field")


@cache
def labels_of(field, language):
    """Return {stored value: label} of a field with choices, written once a language."""
    return {stored: str(label) for stored, label in field.flatchoices}


def as_text(value, kind="text"):
    """Return a value as people read it; None and "" give an empty text."""
    if isinstance(value, Model):  # asked first, since comparing a record with a text costs more than all the rest
        return str(value)
    if value is None or value == "":
        return ""
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    if kind == "money":
        return f"{Decimal(value):,.2f}"
    if kind == "percent":
        return f"{Decimal(value):.1f}%"
    if kind == "number":
        return number_text(value)
    if kind == "moment":
        return moment_text(value)
    if kind == "date":
        return day_text(value)
    return str(value)


def number_text(value):
    """Return a quantity without trailing zeros, thousands grouped by three as on every Chinese bill."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _meta_text(cell):
    """Return a value as it stands in the second line on the phone, where no column head explains it."""
    text = _("%(amount)s yuan") % {"amount": cell.text} if cell.kind == "money" else cell.text
    return _("%(label)s %(value)s") % {"label": cell.column.label, "value": text} if cell.column.labelled else text


def address_of(record):
    """Return where the record's own page is, an empty text when it has none."""
    around = _around_the_key(type(record), get_script_prefix())
    if around is not None:
        return f"{around[0]}{record.pk}{around[1]}"
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""


@cache
def _around_the_key(model, prefix):
    """Return what stands before and after the key in the addresses of a model that need nothing else, else None."""
    if not hasattr(model, "get_absolute_url"):
        return None
    try:
        before, *after = model.get_absolute_url(SimpleNamespace(pk=STAND_IN)).split(str(STAND_IN))
    except AttributeError:  # the address needs more of the record than its key
        return None
    return (before, *after) if len(after) == 1 else None


def make_row(record, columns, *, url=None, menu=()):
    """Return the row of a record under these columns."""
    if url is None:
        url = address_of(record)
    cells = [column.cell(record, url=url) for column in columns]
    headline = next((cell.text for cell in cells if cell.column.primary), cells[0].text if cells else "")
    chip = next((cell for cell in cells if cell.kind == "badge"), None)
    sums = [cell for cell in cells if cell.kind == "money" and cell.text and cell.column.stands_alone]
    amount = sums[-1] if sums else None
    meta = [
        _meta_text(cell)
        for cell in cells
        if cell.text and cell.column.phone and cell is not amount and not cell.column.primary and cell.kind != "badge"
    ]
    return Row(
        pk=record.pk, url=url, cells=cells, headline=headline, meta=meta, chip=chip, menu=list(menu),
        amount=_meta_text(amount) if amount else "",
    )  # fmt: skip
