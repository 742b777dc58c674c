"""Audits from outside and what they found: lists, records, results, putting right."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.filters.support import AuditFilter, FindingFilter
from finance.forms.support import AuditForm, AuditReportForm, CorrectForm, FindingForm
from finance.models import Audit, AuditFinding
from finance.panels.income import standing_text
from finance.panels.support import findings_panel
from finance.papers.support import audit_pdf
from finance.services import audits
from finance.views.filed import Filed
from finance.views.ledgers import Ledger
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action, Cell

VIEW, KEEP = "finance.view_audit", "finance.keep_audit"


class OfAudits:
    model = Audit
    queryset = Audit.objects.select_related("entered_by", "school").with_findings()
    permission_required = VIEW

    def get_breadcrumbs(self):
        return [(_("Audits from outside"), reverse("finance:audit_list"))]


class AuditCreate(OfAudits, CreatePage):
    form_class = AuditForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Enter an audit"), "finance:audit_create"

    def perform(self, form):
        return audits.enter_audit(self.school, **form.cleaned_data, by=self.request.user)


class AuditList(OfAudits, Ledger, ListPage):
    filterset_class = AuditFilter
    create_page = AuditCreate
    title = gettext_lazy("Audits from outside")
    empty_text = gettext_lazy(
        "Audits and inspections of the school's money, what they found, and how it was put right."
    )
    columns = [
        Column(gettext_lazy("Body that audits"), "body", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Kind"), "get_kind_display"),
        Column(gettext_lazy("What was looked into"), "subject", phone=False),
        Column(gettext_lazy("Began on"), "on", kind="date"),
        Column(gettext_lazy("What the audit found"), "found", kind="number", labelled=True, path="found"),
        Column(gettext_lazy("To be put right"), "left", kind="number", labelled=True, path="left"),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []

    def get_exports(self):
        url = reverse("finance:auditfinding_list")
        return [Action(_("All findings"), url, icon="list"), *super().get_exports()]


class AuditReport(OfAudits, ActionPage):
    form_class = AuditReportForm
    permission_required = KEEP
    label, url_name, move = gettext_lazy("Enter the result"), "finance:audit_report", "report"
    icon, tone = "file-check", "primary"
    question = gettext_lazy("What was found is entered afterwards, one finding at a time.")
    done_text = gettext_lazy("The result is entered.")

    def perform(self, form):
        return audits.report_audit(self.object, **form.cleaned_data, by=self.request.user)


class AuditFind(OfAudits, ActionPage):
    form_class = FindingForm
    permission_required = KEEP
    label, url_name, move = gettext_lazy("Enter a finding"), "finance:audit_find", "find"
    icon = "list-plus"
    done_text = gettext_lazy("The finding is entered.")

    def perform(self, form):
        audits.enter_finding(self.object, **form.cleaned_data, by=self.request.user)
        return self.object


class AuditDetail(OfAudits, Filed, DetailPage):
    actions = [AuditReport, AuditFind]
    path = [Audit.Status.UNDER_WAY, Audit.Status.REPORTED]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Body that audits"), "body"),
                Column(gettext_lazy("Kind"), "get_kind_display"),
                Column(gettext_lazy("Began on"), "on", kind="date"),
                Column(gettext_lazy("Result received on"), "reported_on", kind="date"),
                Column(gettext_lazy("Number of the report"), "document"),
                Column(gettext_lazy("Written down by"), "entered_by"),
                Column(gettext_lazy("What was looked into"), "subject", wide=True),
                Column(gettext_lazy("Result"), "result", kind="long", wide=True),
            ],
        )
    ]

    def get_paper(self):
        return Action(_("Audit (PDF)"), reverse("finance:audit_paper", args=[self.object.pk]), "printer")

    def get_alert(self):
        if self.object.findings.filter(weight=AuditFinding.Weight.IRREGULAR).exists():
            return "danger", _("This audit found an irregularity; the summary does not claim a year without one.")
        return None

    def get_panels(self):
        findings = self.object.findings.select_related("responsible")
        panels = [findings_panel(findings)] if self.object.status == Audit.Status.REPORTED else []
        return [*panels, *super().get_panels()]


class AuditPaper(OfAudits, DetailPage):
    """An audit with its findings on paper."""

    def get(self, request, *args, **kwargs):
        return download(audit_pdf(self.object), f"{self.object.number}.pdf", "application/pdf")


# --- findings ---------------------------------------------------------------------------------------------------------


class OfFindings:
    """Findings in sight: all with the permission, one's own without."""

    model = AuditFinding
    queryset = AuditFinding.objects.select_related("audit", "responsible", "corrected_by")
    permission_required = None

    def get_breadcrumbs(self):
        return [(_("Findings of audits"), reverse("finance:auditfinding_list"))]


class AuditFindingList(OfFindings, Ledger, ListPage):
    filterset_class = FindingFilter
    title = gettext_lazy("Findings of audits")
    empty_text = gettext_lazy("What audits found stands here, with who puts it right and until when.")
    columns = [
        Column(gettext_lazy("What was found"), "text", link=True),
        Column(gettext_lazy("Body that audits"), "audit.body", path="audit__body"),
        Column(gettext_lazy("Seriousness"), "get_weight_display"),
        Column(gettext_lazy("Responsible"), "responsible.name", path="responsible__name"),
        Column(gettext_lazy("To be put right by"), "due_on", kind="date", labelled=True),
        Column(gettext_lazy("Put right on"), "corrected_on", kind="date", phone=False),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="correction"),
    ]

    def get_breadcrumbs(self):
        return []


class AuditFindingCorrect(OfFindings, ActionPage):
    form_class = CorrectForm
    label, url_name, move = gettext_lazy("Put right"), "finance:auditfinding_correct", "correct"
    icon, tone = "check", "primary"
    facts = [
        Column(gettext_lazy("What was found"), "text"),
        Column(gettext_lazy("What is demanded"), "demand"),
        Column(gettext_lazy("To be put right by"), "due_on", kind="date"),
    ]
    done_text = gettext_lazy("Entered as put right.")

    @classmethod
    def is_offered(cls, user, record):
        return AuditFinding.FLOW.allows(cls.move, record.status) and cls.applies(record, user)

    @classmethod
    def applies(cls, record, user):
        return record.responsible_id == user.pk or user.has_perm(KEEP)

    def get_title(self):
        return self.label

    def perform(self, form):
        return audits.correct_finding(self.object, **form.cleaned_data, by=self.request.user)


class AuditFindingDetail(OfFindings, Filed, DetailPage):
    actions = [AuditFindingCorrect]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Audit"), "audit"),
                Column(gettext_lazy("Seriousness"), "get_weight_display"),
                Column(gettext_lazy("Responsible"), "responsible"),
                Column(gettext_lazy("To be put right by"), "due_on", kind="date"),
                Column(gettext_lazy("What is demanded"), "demand", wide=True),
                Column(gettext_lazy("How it was put right"), "correction", wide=True),
                Column(gettext_lazy("Put right on"), "corrected_on", kind="date"),
                Column(gettext_lazy("Put right by"), "corrected_by.name"),
            ],
        )
    ]

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)
