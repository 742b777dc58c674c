"""What the shared templates need beyond the filters of ``logistics.pages``."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from lucide.templatetags.lucide import lucide

from logistics.pages.dates import day_text, moment_text

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name, size=18, stroke_width=2):
    """Return a Lucide icon that readers skip. Kept, because drawing one anew costs more than a row of a list."""
    return lucide(str(name), size=size, stroke_width=stroke_width, aria_hidden="true")


@register.simple_tag
def cells(row):
    """Return the cells of a row. Written here and not in a template: a page has two hundred of them."""
    return format_html_join("", '<td class="{}">{}</td>', [(_classes(cell), _content(cell, row)) for cell in row.cells])


def _classes(cell):
    return (
        f"cell-{cell.kind}"
        + (" align-end" if cell.column.align_end else "")
        + (" cell-primary" if cell.column.primary else "")
    )


def _content(cell, row):
    url = cell.url or (row.url if cell.column.primary else "")
    if not cell.text:
        return format_html('<span class="none">{}</span>', "—")
    if cell.kind == "badge":
        return format_html('<span class="chip chip-{}">{}</span>', cell.tone, cell.text)
    if cell.kind == "photo":
        return format_html('<img class="cell-thumb" src="{}" alt="" loading="lazy" width="40" height="40">', cell.text)
    if url:
        return format_html('<a href="{}">{}</a>', url, cell.text)
    return cell.text


@register.simple_tag
def meta(row):
    """Return the second line of a row on the phone."""
    return format_html_join("", "<span>{}</span>", [(part,) for part in row.meta if part])


@register.filter
def when(value):
    """Write a moment or a day the short way; text that is ready passes through."""
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return day_text(value)
    return value


@register.filter
def arranged(actions):
    """Return {primary, second, rest} of the actions in a page head, each in the order given.

    The phone shows primary and second at the thumb and keeps the rest behind a button.
    """
    primary = next((action for action in actions if action.tone == "primary"), None)
    others = [action for action in actions if action is not primary]
    return {"primary": primary, "second": others[0] if others else None, "rest": others[1:]}


@register.filter
def sparkline(numbers, width=72, height=24):
    """Return the points of a polyline through ``numbers``, from zero to their largest, with 2 px of air."""
    top = max([*numbers, 1])
    step = (width - 4) / max(len(numbers) - 1, 1)
    return " ".join(
        f"{2 + index * step:.1f},{height - 2 - number / top * (height - 4):.1f}" for index, number in enumerate(numbers)
    )
