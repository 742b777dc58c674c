"""Bringing a workbook in: template, upload, dry run, apply."""

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.exchange import services
from logistics.exchange.forms import WorkbookForm
from logistics.exchange.models import ImportBatch
from logistics.exchange.plans import Outcome, families, kinds, plan_of
from logistics.exchange.workbooks import Sheet, SheetColumn, template_workbook, write_workbook
from logistics.pages.base import Page
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.details import DetailPage

HANDOUT_SECONDS = 3600
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTS = {"people": "people:person_list", "places": "school:place_list", "classes": "school:class_list"}


def list_url(plan):
    """Return where what a plan brings in is listed, "" when nowhere."""
    return reverse(LISTS[plan.kind]) if plan.kind in LISTS else plan.list_url


def download(file, name):
    """Return an open XLSX ``file`` to keep under ``name``; nobody else's cache keeps it."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "no-store"
    return response


class OfKind:
    """A page about one kind of workbook, named in the address."""

    @property
    def plan(self):
        try:
            plan = plan_of(self.kwargs["kind"], self.school)
        except LookupError as error:
            raise Http404 from error
        if not self.request.user.has_perm(plan.permission):
            raise PermissionDenied
        return plan


class ImportTemplate(OfKind, Page):
    """The workbook to be filled in, with the school's own names as pick lists."""

    def get(self, request, kind):
        plan = self.plan
        samples = [[str(cell) for cell in row] for row in plan.samples]
        columns = plan.columns_to_fill(self.school)
        file = template_workbook(str(plan.title), columns, note=str(plan.note), sample_rows=samples)
        return download(file, _("%(kind)s template.xlsx") % {"kind": plan.title})


class ImportCreate(OfKind, CreatePage):
    """Send a workbook in for its dry run."""

    model = ImportBatch
    form_class = WorkbookForm
    template_name = "exchange/import_create.html"
    label = gettext_lazy("Check the workbook")
    done_text = gettext_lazy("The workbook was read. Nothing is written yet.")

    def get_title(self):
        return _("Bring in from Excel: %(kind)s") % {"kind": self.plan.title}

    def get_breadcrumbs(self):
        url = list_url(self.plan)
        return [(str(self.plan.title), url)] if url else []

    def perform(self, form):
        return services.check_import(
            self.school, kind=self.plan.kind, file=form.cleaned_data["file"], by=self.request.user
        )

    def get_context(self, form):
        plan = self.plan
        return {
            **super().get_context(form),
            "plan": plan,
            "template_url": reverse("exchange:import_template", args=[plan.kind]),
        }


class OwnBatches:
    """Batches of the school whose kind the person may bring in; the rest is out of sight."""

    model = ImportBatch

    def get_queryset(self):
        may = self.request.user.has_perm
        permitted = Q(kind__in=[kind for kind in kinds() if may(plan_of(kind).permission)])
        for family in families():
            if may(family.permission):
                permitted |= Q(kind__startswith=f"{family.prefix}-")
        return ImportBatch.objects.of_school(self.school).filter(permitted).select_related("school", "uploaded_by")


class BatchApply(OwnBatches, ActionPage):
    label, url_name, tone, icon = gettext_lazy("Write these rows"), "exchange:batch_apply", "primary", "check"

    @classmethod
    def applies(cls, record, user):
        return record.state == ImportBatch.State.CHECKED and not record.has_errors and record.changes > 0

    @classmethod
    def is_offered(cls, user, record):
        return user.has_perm(plan_of(record.kind, record.school).permission) and cls.applies(record, user)

    def get_subtitle(self):
        return _("%(count)s rows will be written, all of them or none.") % {"count": self.object.changes}

    def perform(self, form):
        self.applied = services.apply_import(self.object, by=self.request.user)
        if self.applied.handout:
            cache.set(handout_key(self.applied, self.request.user), self.applied.handout, HANDOUT_SECONDS)
        return self.applied

    def get_done_text(self):
        applied = getattr(self, "applied", None)
        if applied is not None and applied.state == ImportBatch.State.FAILED:
            return _("Nothing was written: something changed since the check. See the rows with errors.")
        return _("The rows are written.")


class BatchDetail(OwnBatches, DetailPage):
    template_name = "exchange/batch_detail.html"
    actions = [BatchApply]

    def get_breadcrumbs(self):
        plan = plan_of(self.object.kind, self.school)
        return [(str(plan.title), reverse("exchange:import_create", args=[plan.kind]))]

    def get_context(self):
        batch = self.object
        labels = dict(Outcome.choices)
        tones = {"new": "success", "changed": "info", "same": "neutral", "error": "danger"}
        lines = [
            {"row": row, "column": column, "outcome": labels[outcome], "tone": tones[outcome], "message": message}
            for row, column, outcome, message in batch.result["lines"]
        ]
        counts = [(labels[name], tones[name], batch.result["counts"][name]) for name in Outcome.values]
        return {
            **super().get_context(),
            "counts": counts,
            "lines": lines,
            "more": batch.changes + batch.result["counts"]["error"] - len(lines),
            "again_url": reverse("exchange:import_create", args=[batch.kind]),
            "list_url": list_url(plan_of(batch.kind, batch.school)),
            "handout_waits": cache.get(handout_key(batch, self.request.user)) is not None,
        }


class BatchHandout(OwnBatches, DetailPage):
    """The first passwords of the people just brought in, handed once to whoever applied the workbook."""

    def post(self, request, *args, **kwargs):
        key = handout_key(self.object, request.user)
        rows = cache.get(key)
        if rows is None:
            return redirect(self.object.get_absolute_url())
        cache.delete(key)
        columns = [SheetColumn(_("Name")), SheetColumn(_("Login name")), SheetColumn(_("First password"))]
        sheet = Sheet(_("First passwords"), f"{self.school.name} {_('First passwords')}", columns, rows)
        return download(write_workbook([sheet]), f"{_('First passwords')}-{clock.today():%Y%m%d}.xlsx")

    def get(self, request, *args, **kwargs):
        return redirect(self.object.get_absolute_url())


def handout_key(batch, person):
    return f"handout:{batch.pk}:{person.pk}"
