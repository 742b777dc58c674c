"""Files of summaries: asking, watching, fetching."""

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, FormPage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action
from logistics.reports import services
from logistics.reports.forms import ExportForm
from logistics.reports.models import Export
from logistics.reports.rendering import CONTENT_TYPES
from logistics.reports.selectors import VIEW
from logistics.reports.views.summary import SummaryMixin


class ExportList(ListPage):
    """Earlier files with the moment of their figures."""

    model = Export
    queryset = Export.objects.select_related("requested_by", "campus").defer("figures")
    permission_required = VIEW
    title = gettext_lazy("Files of summaries")
    empty_title = gettext_lazy("No file yet")
    empty_text = gettext_lazy("Open the summary and choose PDF or Word to make one.")
    columns = [
        Column(gettext_lazy("File"), "title", link=True),
        Column(
            gettext_lazy("Scope"),
            lambda export: export.campus.name if export.campus else gettext_lazy("The whole school"),
        ),
        Column(gettext_lazy("Format"), "get_format_display"),
        Column(gettext_lazy("Figures of"), "as_of", kind="moment"),
        Column(gettext_lazy("Asked for by"), "requested_by.name", path="requested_by__name"),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return [(gettext_lazy("Summary"), reverse("reports:summary"))]


class ExportCreate(SummaryMixin, FormPage):
    """Ask for a file of the summary in sight."""

    permission_required = VIEW
    form_class = ExportForm
    label = gettext_lazy("Make the file")
    done_text = gettext_lazy("The file is being made.")

    def get_subtitle(self):
        return f"{self.period.label} · {self.scope.label}"

    def get_breadcrumbs(self):
        return [(gettext_lazy("Summary"), self.summary_url)]

    def perform(self, form):
        return services.request_export(self.school, self.period, self.scope, by=self.request.user, **form.cleaned_data)


class ExportRetry(ActionPage):
    """Try a failed file again."""

    model = Export
    permission_required = VIEW
    label, url_name, move = gettext_lazy("Try again"), "reports:export_retry", "retry"
    icon, tone = "rotate-ccw", "primary"

    def perform(self, form):
        return services.retry_export(self.object, by=self.request.user)


class ExportDetail(DetailPage):
    """How far a file is; when ready, the button to fetch it and the figures it was made of."""

    model = Export
    queryset = Export.objects.select_related("requested_by", "campus", "school")
    permission_required = VIEW
    template_name = "reports/export_detail.html"
    actions = [ExportRetry]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Format"), "get_format_display"),
                Column(gettext_lazy("Figures of"), "as_of", kind="moment"),
                Column(gettext_lazy("Asked for by"), "requested_by.name"),
                Column(gettext_lazy("Asked for at"), "requested_at", kind="moment"),
            ],
        )
    ]

    def get_title(self):
        return self.object.title

    def get_breadcrumbs(self):
        return [(gettext_lazy("Files of summaries"), reverse("reports:export_list"))]

    def get_actions(self):
        actions = super().get_actions()
        if self.object.status == Export.Status.DONE:
            url = reverse("reports:export_file", args=[self.object.pk])
            actions.append(Action(gettext_lazy("Download"), url, icon="download", tone="primary"))
        return actions

    def get_context(self):
        kept = sorted(self.object.figures.items())
        return {
            **super().get_context(),
            "figures": [facts for _key, facts in kept if facts["text"]],
            "progress_url": reverse("reports:export_progress", args=[self.object.pk]),
        }


class ExportProgress(RecordPage):
    """The bar alone, asked for every other second while the file is made; a plain request shows the whole page."""

    model = Export
    queryset = Export.objects.defer("figures")
    permission_required = VIEW

    def get(self, request, pk):
        context = {"export": self.object, "progress_url": request.path}
        response = render(request, "reports/_progress.html", context)
        if not self.object.is_unfinished:
            response["HX-Refresh"] = "true"
        return response


class ExportFile(RecordPage):
    """The file itself."""

    model = Export
    queryset = Export.objects.defer("figures")
    permission_required = VIEW

    def get(self, request, pk):
        export = self.object
        if export.status != Export.Status.DONE:
            raise Http404
        return FileResponse(
            export.file.open("rb"),
            as_attachment=True,
            filename=export.file_name,
            content_type=CONTENT_TYPES[export.format],
        )
