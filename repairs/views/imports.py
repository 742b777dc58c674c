"""Bringing in the repairs of earlier terms: upload, dry run, apply."""

from django import forms
from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.errors import RuleError
from logistics.exchange.models import ImportBatch
from logistics.exchange.services import apply_import, check_import
from logistics.exchange.workbooks import template_workbook
from logistics.pages.base import RecordPage
from logistics.pages.changes import FormPage
from logistics.pages.forms import SchoolForm
from repairs.imports import COLUMNS, KIND, PLAN

SAMPLE_ROW = [
    "2026-03-02",
    "一号教学楼 101",
    "水电",
    "灯具",
    2,
    "灯管不亮",
    "更换灯管",
    "2026-03-02",
    "李大山",
    "灯管2根",
]


class UploadForm(SchoolForm):
    file = forms.FileField(
        label=gettext_lazy("Workbook"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"})
    )


class ImportCheck(FormPage):
    """Choose the workbook; nothing is written yet."""

    model = ImportBatch
    form_class = UploadForm
    template_name = "repairs/import.html"
    permission_required = PLAN.permission
    title = gettext_lazy("Bring in earlier repairs")
    label = gettext_lazy("Check the workbook")
    done_text = gettext_lazy("The workbook is checked. Nothing is written yet.")

    def get_breadcrumbs(self):
        return [(_("Repair register"), reverse("repairs:repair_list")), (_("Set up repairs"), reverse("repairs:setup"))]

    def perform(self, form):
        return check_import(self.school, kind=KIND, file=form.cleaned_data["file"], by=self.request.user)

    def get_success_url(self, result):
        return reverse("repairs:import_apply", args=[result.pk])


class ImportApply(RecordPage):
    """What applying would do, row by row; then all rows or none."""

    model = ImportBatch
    permission_required = PLAN.permission
    title = gettext_lazy("Bring in earlier repairs")

    def get_queryset(self):
        return ImportBatch.objects.of_school(self.school).filter(kind=KIND)

    def get_breadcrumbs(self):
        return [(_("Set up repairs"), reverse("repairs:setup")), (self.title, reverse("repairs:import_check"))]

    def get(self, request, *args, **kwargs):
        result = self.object.result
        context = {
            "page": {**self.page_facts(), "subtitle": self.object.file_name},
            "batch": self.object,
            "counts": result["counts"],
            "ignored": result["ignored"],
            "lines": result["lines"],
            "can_apply": self.object.state == ImportBatch.State.CHECKED
            and not self.object.has_errors
            and result["counts"]["new"],
        }
        return render(request, "repairs/import_check.html", context)

    def post(self, request, *args, **kwargs):
        try:
            batch = apply_import(self.object, by=request.user)
        except RuleError as error:
            messages.error(request, error.message)
            return redirect("repairs:import_apply", pk=self.object.pk)
        if batch.state == ImportBatch.State.FAILED:
            messages.error(request, _("Something changed meanwhile; nothing was written. See the rows below."))
            return redirect("repairs:import_apply", pk=batch.pk)
        messages.success(request, _("%(count)d repairs are brought in.") % {"count": batch.result["counts"]["new"]})
        return redirect("repairs:repair_list")


class ImportTemplate(RecordPage):
    """The workbook to be filled in."""

    model = ImportBatch
    permission_required = PLAN.permission

    def get(self, request, *args, **kwargs):
        book = template_workbook(str(PLAN.title), COLUMNS, note=str(PLAN.note), sample_rows=[SAMPLE_ROW])
        return FileResponse(book, as_attachment=True, filename=f"{PLAN.title}.xlsx")
