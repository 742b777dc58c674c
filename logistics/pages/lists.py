"""Lists: filter bar, rows, pages by key, CSV."""

from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from logistics import clock
from logistics.pages.base import RecordPage
from logistics.pages.columns import make_row
from logistics.pages.csv_lines import csv_lines
from logistics.pages.filter_lines import filter_line
from logistics.pages.filters import in_use
from logistics.pages.paging import COUNT_LIMIT, FOUND_LIMIT, KeyPage
from logistics.pages.parts import Action

QUICK_FIELDS = 4
PARTS = {"results", "filter-more"}
NO_FILTERS = {"after", "before", "filters", "format"}


class ListPage(RecordPage):
    """A list with filters. ``columns`` are declared once and serve screen, htmx and CSV.

    filterset_class: a SchoolFilterSet; its first filters stand in the bar, the rest under "more filters", fetched when
    opened (``?filters=all`` without scripts) unless one of them is set. create_page: the CreatePage behind the primary button.
    ordering: field names ending with pk, none of them null; the model's own when empty. reads: the fields that its rows
    show, for a table with many more; any other would be fetched row by row.
    """

    template_name = "generic/list.html"
    filterset_class = None
    columns = []
    ordering = None
    reads = ()
    create_page = None
    quick_fields = QUICK_FIELDS
    empty_title = ""
    empty_text = ""

    def get(self, request, *args, **kwargs):
        self.filterset = self.get_filterset()
        rows = self.filterset.qs if self.filterset is not None else self.get_queryset()
        if self.ordering or not rows.query.order_by:  # the model's own would be dropped where rows are grouped
            rows = rows.order_by(*(self.ordering or self.model._meta.ordering))
        if request.GET.get("format") == "csv":
            return self.csv(rows)
        if self.part == "filter-more":
            return render(request, "generic/_filter_more.html", self.get_filter_context())
        rows = rows.only(*self.reads) if self.reads else for_display(rows)
        name = f"{request.path} {request.user.pk} {self.school.pk}"
        limit = FOUND_LIMIT if request.GET.get("q") else COUNT_LIMIT
        self.page = KeyPage(rows, request.GET, name=name, count_limit=limit)
        template = "generic/_results.html" if self.wants_results() else self.template_name
        return render(request, template, self.get_context())

    @cached_property
    def part(self):
        """Which part of the page htmx asks for: its rows ("results"), its further filters, or "" for the whole page."""
        part = self.request.htmx.target if self.request.htmx else ""
        self.request.is_part = part in PARTS
        return part if part in PARTS else ""

    def wants_results(self):
        return self.part == "results"

    def get_filterset(self):
        if self.filterset_class is None:
            return None
        return self.filterset_class(
            self.request.GET,
            queryset=self.get_queryset(),
            request=self.request,
            school=self.school,
            shown=[] if self.wants_results() or self.has_plain_line else [*self.quick_filters, *self.more_filters],
        )

    @cached_property
    def has_plain_line(self):
        """Whether the whole page is asked for and filtered by nothing but words, its further filters closed."""
        others = [name for name in self.filterset_class.base_filters if name != "q"]
        return not self.part and not self.more_filters and not in_use(others, self.request.GET)

    @cached_property
    def quick_filters(self):
        return list(self.filterset_class.base_filters)[: self.quick_fields]

    @cached_property
    def more_filters(self):
        """The names of the further filters, once they are opened or one of them is set."""
        names = list(self.filterset_class.base_filters)[self.quick_fields :]
        opened = self.part == "filter-more" or self.request.GET.get("filters") == "all"
        return names if opened or in_use(names, self.request.GET) else []

    @property
    def filtered(self):
        """Whether the person looks for something, be it by one of the ready-made filters."""
        return any(value for name, value in self.request.GET.items() if name not in NO_FILTERS)

    def get_title(self):
        return self.title or capfirst(self.model._meta.verbose_name_plural)

    def get_context(self):
        first_step = None if self.page.rows or self.filtered else self.get_primary()
        return {
            "page": {
                **self.page_facts(),
                "empty_title": self.empty_title or _("Nothing here yet"),
                "empty_text": "" if self.page.rows else self.get_empty_text(),
                "first_step": first_step,
                "primary": None if first_step else self.get_primary(),
                "exports": [] if self.wants_results() else self.get_exports(),
                "filtered": self.filtered,
            },
            **self.get_filter_context(),
            "saved_views": ()
            if self.wants_results()
            else tuple((str(label), *rest) for label, *rest in self.get_views()),
            "columns": self.columns,
            "rows": [self.get_row(record) for record in self.page.rows],
            "paging": self.page.paging(),
            "bulk_actions": self.get_bulk_actions(),
        }

    def get_filter_context(self):
        if self.filterset is None or self.wants_results():
            return {}
        if self.has_plain_line:
            return {"filter_line": filter_line(self.filterset_class, self.request, self.school, self.quick_filters)}
        form = self.filterset.form
        return {
            "filter_form": form,
            "quick_fields": [form[name] for name in self.quick_filters],
            "more_fields": [form[name] for name in self.more_filters],
            "has_more": len(self.filterset_class.base_filters) > self.quick_fields,
        }

    def get_row(self, record):
        return make_row(record, self.columns)

    def get_primary(self):
        if self.create_page is None or not self.request.user.has_perm(self.create_page.permission_required):
            return None
        return Action(
            self.create_page.label, reverse(self.create_page.url_name), icon=self.create_page.icon, tone="primary"
        )

    def get_empty_text(self):
        """Return what to do where nothing is yet, "" for whoever may not do it."""
        return self.empty_text if self.create_page is None or self.get_primary() else ""

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
        """Stream all rows as CSV."""
        response = StreamingHttpResponse(csv_lines(rows, self.columns), content_type="text/csv; charset=utf-8")
        name = quote(f"{force_str(self.get_title())}-{clock.today():%Y%m%d}.csv")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response


def for_display(rows):
    """Leave out what only searching reads, where the rows know how."""
    return rows.for_display() if hasattr(rows, "for_display") else rows


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
