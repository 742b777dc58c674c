"""Long ledgers on paper, laid out in parts, so that two hundred pages need little more memory than fifty."""

import gc
import io
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.template.loader import render_to_string
from pypdf import PdfReader, PdfWriter

from logistics.paper.pdf import html_to_pdf, laid_out

ROWS_A_PART = 400


@dataclass(frozen=True)
class RegisterColumn:
    """``width`` is a share of the page's width in percent; ``align`` as in document.TableColumn."""

    label: str
    width: int
    align: str = ""


@dataclass(frozen=True)
class Register:
    """``rows`` may be any iterable, read once; ``total`` is the last row, ``note`` stands under it."""

    school_name: str
    title: str
    columns: list[RegisterColumn]
    rows: Iterable
    subtitle: str = ""
    date: str = ""
    total: list | None = None
    note: str = ""
    landscape: bool = False


def register_to_pdf(register, *, rows_a_part=ROWS_A_PART, fonts=()):
    """Return the PDF of ``register`` with page numbers that run through its parts.

    A part ends with its last full page; the rows that did not fill one open the next part, so no gap shows.
    """
    writer = PdfWriter()
    rows, waiting, first = iter(register.rows), [], True
    while True:
        fresh = list(islice(rows, rows_a_part))
        last = len(fresh) < rows_a_part
        part, waiting = _lay_out_part(register, waiting + fresh, first=first, last=last, fonts=fonts)
        writer.append(io.BytesIO(part), import_outline=False)
        gc.collect()
        if last:
            break
        first = False
    _number_pages(writer, register, fonts)
    writer.add_metadata({"/Title": register.title, "/Author": register.school_name})
    return _written(writer)


def _lay_out_part(register, rows, *, first, last, fonts):
    """Return (PDF of the full pages, rows left over)."""
    context = {
        "register": register,
        "rows": [[(text, column.align) for text, column in zip(row, register.columns, strict=True)] for row in rows],
        "first": first,
        "last": last,
        "school_name": register.school_name,
        "document_name": register.title,
    }
    html = render_to_string("paper/register.html", context)
    with laid_out(html, fonts=fonts) as document:
        if last:
            return document.write_pdf(), []
        *full, ending = document.pages
        left_over = min(int(name.removeprefix("row-")) for name in ending.anchors if name.startswith("row-"))
        return document.copy(full).write_pdf(), rows[left_over:]


def _number_pages(writer, register, fonts):
    """Lay 第 N 页 共 M 页 over the finished pages: the total is known only now."""
    context = {
        "pages": range(len(writer.pages)),
        "landscape": register.landscape,
        "school_name": register.school_name,
        "document_name": register.title,
        "foot": f"{register.school_name}　{register.title}",
    }
    numbers = PdfReader(io.BytesIO(html_to_pdf(render_to_string("paper/page_numbers.html", context), fonts=fonts)))
    for page, number in zip(writer.pages, numbers.pages, strict=True):
        page.merge_page(number)
        page.compress_content_streams()


def _written(writer):
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
