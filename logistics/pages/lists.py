"""Lists: filter bar, rows, pages by key, CSV."""

import csv
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from logistics import clock
from logistics.pages.base import RecordPage
from logistics.pages.columns import as_text, make_row
from logistics.pages.paging import KeyPage
from logistics.pages.parts import Action

QUICK_FIELDS = 4


class ListPage(RecordPage):
    """A list with filters. ``columns`` are declared once and serve screen, htmx and CSV.

    filterset_class: a django-filter FilterSet that takes ``school`` (see ``SchoolFilterSet``); its form's first
    fields stand in the bar, the rest under "more filters". create_page: the CreatePage behind the primary button.
    ordering: field names ending with pk, none of them null; the model's own when empty.
    """

    template_name = "generic/list.html"
    filterset_class = None
    columns = []
    ordering = None
    create_page = None
    quick_fields = QUICK_FIELDS
    empty_title = ""
    empty_text = ""

    def get(self, request, *args, **kwargs):
        self.filterset = self.get_filterset()
        rows = self.filterset.qs if self.filterset is not None else self.get_queryset()
        if self.ordering:
            rows = rows.order_by(*self.ordering)
        if request.GET.get("format") == "csv":
            return self.csv(rows)
        self.page = KeyPage(for_display(rows), request.GET)
        template = "generic/_results.html" if self.wants_results() else self.template_name
        return render(request, template, self.get_context())

    def wants_results(self):
        return bool(self.request.htmx) and self.request.htmx.target == "results"

    def get_filterset(self):
        if self.filterset_class is None:
            return None
        return self.filterset_class(
            self.request.GET, queryset=self.get_queryset(), request=self.request, school=self.school
        )

    def get_title(self):
        return self.title or self.model._meta.verbose_name_plural

    def get_context(self):
        return {
            "page": {
                **self.page_facts(),
                "empty_title": self.empty_title or _("Nothing here yet"),
                "empty_text": self.empty_text,
                "primary": self.get_primary(),
                "exports": self.get_exports(),
                "filtered": any(value for name, value in self.request.GET.items() if name not in ("after", "before")),
            },
            **self.get_filter_context(),
            "saved_views": self.get_views(),
            "columns": self.columns,
            "rows": [self.get_row(record) for record in self.page.rows],
            "paging": self.page.paging(),
            "bulk_actions": self.get_bulk_actions(),
        }

    def get_filter_context(self):
        if self.filterset is None or self.wants_results():
            return {}
        form = self.filterset.form
        visible = list(form.visible_fields())
        quick = visible[: self.quick_fields]
        more = visible[self.quick_fields :]
        return {
            "filter_form": form,
            "quick_fields": quick,
            "more_fields": more,
            "more_in_use": sum(1 for bound in more if self.request.GET.get(bound.html_name)),
        }

    def get_row(self, record):
        return make_row(record, self.columns)

    def get_primary(self):
        if self.create_page is None or not self.request.user.has_perm(self.create_page.permission_required):
            return None
        return Action(
            self.create_page.label, reverse(self.create_page.url_name), icon=self.create_page.icon, tone="primary"
        )

    def get_views(self):
        """Return [(label, address, in use)] of ready-made filters."""
        return []

    def get_bulk_actions(self):
        return []

    def get_exports(self):
        query = self.request.GET.copy()
        query["format"] = "csv"
        return [Action(_("CSV"), f"?{query.urlencode()}", icon="download")]

    def csv(self, rows):
        """Stream all rows as CSV: by values where every column has an ORM path, else by instances."""
        sources = [column.orm(self.model) for column in self.columns]
        lines = self._values(rows, sources) if all(sources) else self._instances(rows)
        response = StreamingHttpResponse(self._csv_lines(lines), content_type="text/csv; charset=utf-8")
        name = quote(f"{force_str(self.get_title())}-{clock.today():%Y%m%d}.csv")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response

    def _values(self, rows, sources):
        kinds = [column.kind for column in self.columns]
        maps = [{key: str(label) for key, label in shown.items()} if shown else None for _path, shown in sources]
        for values in rows.values_list(*[path for path, _shown in sources]).iterator(chunk_size=2000):
            yield [
                shown.get(value, value) if shown else plain_text(value, kind)
                for value, shown, kind in zip(values, maps, kinds)
            ]

    def _instances(self, rows):
        for record in rows.iterator(chunk_size=2000):
            yield [plain_text(column.value(record), column.kind) for column in self.columns]

    def _csv_lines(self, lines):
        writer = csv.writer(_Echo())
        yield "\ufeff" + writer.writerow([force_str(column.label) for column in self.columns])
        for line in lines:
            yield writer.writerow([unharmful(value) for value in line])


def for_display(rows):
    """Leave out what only searching reads, where the rows know how."""
    return rows.for_display() if hasattr(rows, "for_display") else rows


class _Echo:
    """A file whose ``write`` gives the text back."""

    def write(self, text):
        return text


def plain_text(value, kind):
    """Return a value for a data file: numbers ungrouped, moments and dates in full."""
    if value is None:
        return ""
    if kind == "moment":
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if kind == "date":
        return f"{value:%Y-%m-%d}"
    if kind in ("number", "money", "percent"):
        return value
    return as_text(value, kind)


def unharmful(value):
    """Return a text that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in "=+-@\t\r" and value:
        return "'" + value
    return value


class TemplatePage(RecordPage):
    """A list rendered by a template of its own; for boards, grids and inboxes."""

    template_name = ""

    def get(self, request, *args, **kwargs):
        return render(request, self.template_name, {"page": self.page_facts(), **self.get_context()})

    def get_context(self):
        return {}


def download(content, name, content_type):
    """Return ``content`` (bytes) as a file to keep under ``name``."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
