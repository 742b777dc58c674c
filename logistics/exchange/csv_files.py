"""CSV that Excel and WPS open as it is meant."""

import csv
from datetime import datetime

from django.utils import timezone

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def stream_csv(labels, rows):
    """Yield the lines of a CSV: a byte order mark, ``labels``, then each of ``rows`` (any iterable of plain values)."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([guarded(str(label)) for label in labels])
    for row in rows:
        yield writer.writerow([_written(value) for value in row])


def guarded(text):
    """Return ``text`` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class _Echo:
    """A file that hands back what is written, for csv.writer."""

    def write(self, line):
        return line


def _written(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(value)
