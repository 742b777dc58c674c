"""Pages by key: page 500 costs what page 1 costs (DESIGN, speed table)."""

import json
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.signing import b64_decode, b64_encode
from django.db.models import Q
from django.utils.translation import gettext as _

from logistics.pages.apart import bring, without_joins
from logistics.pages.fetching import fetch_together
from logistics.pages.parts import Paging

SIZE = 25
COUNT_LIMIT = 10_000
FOUND_LIMIT = (
    1_000  # of a search: whoever finds more looks for other words, and each row found must be fetched to count
)
LONG_SECONDS = 60


class KeyPage:
    """One page of ``queryset`` in its ordering, which must end with a unique field and hold no nulls.

    ``query`` is the request's GET; its ``after`` or ``before`` names the row at the edge. ``name`` says whose list of
    what this is: one that held more than ``count_limit`` rows is not counted again for a minute. beside: querysets that
    the same round trip fetches.
    """

    def __init__(self, queryset, query, *, size=SIZE, name="", count_limit=COUNT_LIMIT, beside=()):
        self.query = query
        self.size = size
        self.count_limit = count_limit
        self.beside = beside
        self.name = name
        self.keys = [
            (name.lstrip("-"), name.startswith("-")) for name in queryset.query.order_by or _ordering(queryset)
        ]
        self.queryset, self.apart = without_joins(queryset)
        self._load()

    def _load(self):
        backwards = "before" in self.query
        edge = self._edge(self.query.get("before") if backwards else self.query.get("after"))
        rows = self.queryset
        if backwards:
            rows = rows.reverse()
        if edge is not None:
            rows = rows.filter(self._beyond(edge, backwards))
        rows = rows[: self.size + 1]
        if self.beside:
            fetch_together(rows, *self.beside)
        rows = list(rows)
        more = len(rows) > self.size
        rows = rows[: self.size]
        if backwards:
            rows.reverse()
        bring(rows, self.apart)
        self.rows = rows
        self.has_previous = more if backwards else edge is not None
        self.has_next = edge is not None if backwards else more

    def _beyond(self, edge, backwards):
        condition = Q()
        for position in reversed(range(len(self.keys))):
            name, descending = self.keys[position]
            sign = "lt" if descending != backwards else "gt"
            last = position == len(self.keys) - 1
            beyond = Q(**{f"{name}__{sign}": edge[position]})
            condition = beyond if last else beyond | (Q(**{name: edge[position]}) & condition)
        name, descending = self.keys[0]
        if len(self.keys) > 1:  # the plain bound that lets the index begin at the edge
            condition &= Q(**{f"{name}__{'lte' if descending != backwards else 'gte'}": edge[0]})
        return condition

    def _edge(self, text):
        if not text:
            return None
        try:
            values = json.loads(b64_decode(text.encode()))
            fields = [self._field(name) for name, _descending in self.keys]
            if len(values) != len(fields):
                return None
            edge = [field.to_python(value) for field, value in zip(fields, values)]
        except (ValueError, ValidationError, TypeError, FieldDoesNotExist, RecursionError):
            return None  # a mangled address shows the first page
        return None if any(value is None or "\0" in str(value) for value in edge) else edge

    def _field(self, name):
        meta = self.queryset.model._meta
        if name in self.queryset.query.annotations:
            return self.queryset.query.annotations[name].output_field
        if name == "pk":
            return meta.pk
        *path, last = name.split("__")
        for step in path:
            meta = meta.get_field(step).related_model._meta
        return meta.get_field(last)

    def _cursor(self, row):
        values = []
        for name, _descending in self.keys:
            value = row
            for step in name.split("__"):
                value = getattr(value, step)
            values.append(value)
        return b64_encode(json.dumps(values, default=_plain).encode()).decode()

    def _url(self, **change):
        query = {name: self.query.getlist(name) for name in self.query if name not in ("after", "before")}
        return "?" + urlencode({**query, **change}, doseq=True)

    def paging(self, *, count=None):
        """Return where this page stands. Counting stops at ``count_limit`` rows; count: how many there are, if known."""
        if not self.has_previous and not self.has_next:
            count = len(self.rows)
        elif count is None:
            count = self._count()
        if count > self.count_limit:
            text = _("more than %(count)s records") % {"count": f"{self.count_limit:,}"}
        else:
            text = _("1 record") if count == 1 else _("%(count)s records") % {"count": f"{count:,}"}
        return Paging(
            count_text=text,
            first_url=self._url() if self.has_previous else "",
            previous_url=self._url(before=self._cursor(self.rows[0])) if self.has_previous and self.rows else "",
            next_url=self._url(after=self._cursor(self.rows[-1])) if self.has_next and self.rows else "",
        )

    def _count(self):
        """Return how many rows there are, at most ``count_limit`` + 1."""
        key = f"long:{sha256((self.name + self._url()).encode()).hexdigest()}" if self.name else ""
        if key and cache.get(key):
            return self.count_limit + 1
        count = self.queryset.order_by()[: self.count_limit + 1].count()
        if key and count > self.count_limit:
            cache.set(key, True, LONG_SECONDS)
        return count


def _ordering(queryset):
    return queryset.model._meta.ordering


def _plain(value):
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{value!r} cannot stand in an address")
