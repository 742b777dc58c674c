"""The rows of components/table.html, written here and not in a template: a page has two hundred cells."""

from html import escape

from django import template
from django.template.loader import get_template
from django.utils.safestring import mark_safe

register = template.Library()

LONG_CODE = 16  # letters of a number that may break in a narrow table
LONG_PART = 45  # bytes, fifteen Chinese characters; what is shorter stays together at the end of a line
NONE = '<span class="none">—</span>'
TIME = '<time title="{}">{}</time>'  # app.css writes the title on paper
BOX = '<input type="checkbox" class="form-check-input" name="pk" value="{}" form="bulk" data-bulk-item{}>'


@register.simple_tag
def table_rows(rows, select_label="", actions_label="", form_id=""):
    """Return the rows of the table. select_label: what a row's box says, empty without boxes; form_id: see table.html."""
    return mark_safe("".join([_table_row(row, select_label, actions_label, form_id) for row in rows]))


@register.simple_tag
def list_rows(rows, select_label=""):
    """Return the same rows as two lines each: headline and state, then what else a phone shows."""
    return mark_safe("".join([_list_row(row, select_label) for row in rows]))


def _table_row(row, select_label, actions_label, form_id):
    box = menu = ""
    if select_label:
        label = f' aria-label="{_text(select_label)} {_text(row.headline)}"'
        box = f'<td class="cell-select">{BOX.format(row.pk, label)}</td>'
    if form_id:
        menu = f'<td class="cell-menu">{_menu(row, actions_label, form_id) if row.menu else ""}</td>'
    cells = "".join([f'<td class="{_classes(cell)}">{_content(cell, row)}</td>' for cell in row.cells])
    return f"<tr{_tone(row)}>{box}{cells}{menu}</tr>"


def _menu(row, actions_label, form_id):
    facts = {"row": row, "form_id": form_id, "actions_label": actions_label}
    return get_template("components/_row_menu.html").render(facts)


def _list_row(row, select_label):
    box = ""
    if select_label:
        label = f'<span class="visually-hidden">{_text(select_label)} {_text(row.headline)}</span>'
        box = f'<label class="rows-select">{BOX.format(row.pk, "")}{label}</label>'
    shown = f'<span class="rows-headline">{_text(row.headline)}</span>'
    if row.chip:
        shown += _chip(row.chip)
    if row.meta:
        parts = "".join([f"<span{_long(part)}>{_text(part)}</span>" for part in row.meta if part])
        shown += f'<span class="rows-meta">{parts}</span>'
    if row.amount:
        shown += f'<span class="rows-amount">{_text(row.amount)}</span>'
    tag, link = ("a", f' href="{_text(row.url)}"') if row.url else ("div", "")
    return f'<li class="rows-item{_tone(row, " row-{}")}">{box}<{tag} class="rows-link"{link}>{shown}</{tag}></li>'


def _long(part):
    """What makes a text too long for one piece of the line run on over its end."""
    return ' class="long"' if _is_long(part) else ""


def _is_long(text):
    return len(str(text).encode()) > LONG_PART


def _tone(row, form=' class="row-{}"'):
    tone = getattr(row, "tone", "")
    return form.format(_text(tone)) if tone else ""


def _classes(cell):
    column = cell.column
    long = column.kind == "name" and _is_long(cell.text) or column.kind == "code" and len(cell.text) > LONG_CODE
    return f"cell-{column.kind}{' align-end' * column.align_end}{' cell-primary' * column.primary}{' cell-long' * long}"


def _content(cell, row):
    text, kind = _text(cell.text), cell.column.kind
    if not text:
        return NONE
    if kind == "badge":
        return _chip(cell)
    if kind == "photo":
        return f'<img class="cell-thumb" src="{text}" alt="" loading="lazy" width="40" height="40">'
    if cell.full:
        text = TIME.format(escape(cell.full), text)
    url = cell.url or (row.url if cell.column.primary else "")
    return f'<a href="{_text(url)}">{text}</a>' if url else text


def _chip(cell):
    return f'<span class="chip chip-{_text(cell.tone or "neutral")}">{_text(cell.text)}</span>'


def _text(value):
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))
