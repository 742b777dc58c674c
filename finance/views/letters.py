"""Letters to parents: asked for, followed while they are written, fetched."""

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.filters.fees import LetterRunFilter
from finance.forms.letters import LettersForm
from finance.models import LetterRun
from finance.services import letters
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action

COLLECT = "finance.collect_fee"


def whose(run):
    return run.school_class.name if run.school_class else _("whole school")


class LettersPage:
    model = LetterRun
    queryset = LetterRun.objects.select_related("term", "school_class", "asked_by")
    permission_required = COLLECT

    def get_breadcrumbs(self):
        return [(_("Letters to parents"), reverse("finance:letterrun_list"))]


class LetterRunCreate(LettersPage, CreatePage):
    form_class = LettersForm
    label, url_name = gettext_lazy("Write letters"), "finance:letterrun_create"
    done_text = gettext_lazy("The letters are being written.")

    def perform(self, form):
        return letters.ask_letters(self.school, **form.cleaned_data, by=self.request.user)


class LetterRunList(LettersPage, ListPage):
    filterset_class = LetterRunFilter
    create_page = LetterRunCreate
    title = gettext_lazy("Letters to parents")
    empty_text = gettext_lazy("Letters of a class or the whole school in one file, a page for each pupil.")
    columns = [
        Column(gettext_lazy("For whom"), whose, link=True),
        Column(gettext_lazy("Term"), "term"),
        Column(gettext_lazy("Letters"), "count", kind="number", labelled=True),
        Column(gettext_lazy("Asked for by"), "asked_by.name", path="asked_by__name", phone=False),
        Column(gettext_lazy("Asked for at"), "asked_at", kind="moment"),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []


class LetterRunRetry(LettersPage, ActionPage):
    label, url_name, move = gettext_lazy("Try again"), "finance:letterrun_retry", "retry"
    icon, tone = "rotate-ccw", "primary"

    def perform(self, form):
        return letters.retry_letters(self.object, by=self.request.user)


class LetterRunDetail(LettersPage, DetailPage):
    template_name = "finance/letterrun_detail.html"
    actions = [LetterRunRetry]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("For whom"), whose),
                Column(gettext_lazy("Term"), "term"),
                Column(gettext_lazy("Letters"), "count", kind="number"),
                Column(gettext_lazy("Asked for by"), "asked_by.name"),
                Column(gettext_lazy("Asked for at"), "asked_at", kind="moment"),
            ],
        )
    ]

    def get_title(self):
        return f"{_('Letters to parents')} · {whose(self.object)}"

    def get_actions(self):
        actions = super().get_actions()
        if self.object.status == LetterRun.Status.DONE:
            url = reverse("finance:letterrun_file", args=[self.object.pk])
            actions.insert(0, Action(_("Download"), url, icon="download", tone="primary"))
        return actions

    def get_context(self):
        return {
            **super().get_context(), "progress_url": reverse("finance:letterrun_progress", args=[self.object.pk])
        }  # fmt: skip


class LetterRunProgress(LettersPage, RecordPage):
    """The line alone, asked for every other second while the letters are written."""

    def get(self, request, pk):
        response = render(request, "finance/_letters_progress.html", {"run": self.object, "progress_url": request.path})
        if not self.object.is_unfinished:
            response["HX-Refresh"] = "true"
        return response


class LetterRunFile(LettersPage, RecordPage):
    """The letters themselves."""

    def get(self, request, pk):
        run = self.object
        if run.status != LetterRun.Status.DONE:
            raise Http404
        name = f"{_('Letters to parents')}-{whose(run)}-{run.term.key}.pdf"
        return FileResponse(run.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
