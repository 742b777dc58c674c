"""Closing months: which are open, one of them with its figures and reconciliations, and its statement on paper."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.forms.closing import AuditForm, BeginForm, MonthReportForm, ReconcileForm
from finance.models import MonthClosing, MonthReport
from finance.panels.months import (
    accounts_panel,
    kinds_panel,
    reconciliations_panel,
    reports_panel,
    sources_panel,
    sums_of,
)
from finance.papers.month_reports import month_report_pdf
from finance.papers.months import month_pdf
from finance.selectors.closing import reconciled
from finance.selectors.money import statement_of
from finance.views.books import VIEW
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action

CLOSE = "finance.close_month"
LIST = "finance:closing_list"


class OfClosing:
    model = MonthClosing

    def get_breadcrumbs(self):
        return [(_("Accounts"), reverse("finance:books")), (_("Closing of months"), reverse(LIST))]


class ClosingBegin(OfClosing, CreatePage):
    form_class = BeginForm
    permission_required = CLOSE
    label, url_name, icon = gettext_lazy("Reconcile a month"), "finance:closing_create", "scale"
    done_text = gettext_lazy("Put our figures beside those of the other side.")

    def perform(self, form):
        return services.begin_closing(self.school, **form.cleaned_data, by=self.request.user)


class ClosingList(OfClosing, ListPage):
    permission_required = VIEW
    create_page = ClosingBegin
    queryset = MonthClosing.objects.select_related("closed_by")
    title = gettext_lazy("Closing of months")
    empty_text = gettext_lazy("The first month can be reconciled and closed when it is over.")
    columns = [
        Column(gettext_lazy("Accounting month"), lambda closing: str(closing), path="month", link=True),
        Column(gettext_lazy("Books closed by"), "closed_by.name", path="closed_by__name", phone=False),
        Column(gettext_lazy("Submitted on"), "submitted_on", kind="date", phone=False),
        Column(gettext_lazy("Audited on"), "audited_on", kind="date", phone=False),
        Column(gettext_lazy("Published on"), "published_on", kind="date", labelled=True),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return [(_("Accounts"), reverse("finance:books"))]


class ClosingStep(OfClosing, ActionPage):
    """A step of the whole month, with its sums before the eyes."""

    def get_context(self, form):
        return {**super().get_context(form), "facts": sums_of(statement_of(self.school, self.object.month))}


class ClosingReconcile(OfClosing, ActionPage):
    form_class = ReconcileForm
    permission_required = CLOSE
    label, url_name, icon, tone = gettext_lazy("Reconcile"), "finance:closing_reconcile", "scale", "primary"
    done_text = gettext_lazy("The reconciliation is kept.")

    @classmethod
    def applies(cls, record, user):
        return record.closed_at is None

    def perform(self, form):
        services.reconcile(self.object, **form.cleaned_data, by=self.request.user)
        return self.object


class ClosingClose(ClosingStep):
    permission_required = CLOSE
    label, url_name, icon = gettext_lazy("Close the month"), "finance:closing_close", "lock"
    move = "close"
    question = gettext_lazy(
        "A closed month stays closed: nothing can be entered in it or before it, mistakes are put right later."
    )
    done_text = gettext_lazy("The month is closed.")

    def perform(self, form):
        return services.close_month(self.object, by=self.request.user)


class ClosingSubmit(ClosingStep):
    permission_required = CLOSE
    label, url_name, icon, tone = gettext_lazy("Submit for audit"), "finance:closing_submit", "send", "primary"
    move = "submit"
    done_text = gettext_lazy("The month is submitted for audit.")

    def perform(self, form):
        return services.submit_month(self.object, by=self.request.user)


class ClosingAudit(ClosingStep):
    form_class = AuditForm
    permission_required = "finance.audit_month"
    label, url_name, icon, tone = gettext_lazy("Record the audit"), "finance:closing_audit", "badge-check", "primary"
    move = "audit"
    done_text = gettext_lazy("The audit is recorded.")

    def perform(self, form):
        return services.audit_month(self.object, **form.cleaned_data, by=self.request.user)


class ClosingPublish(ClosingStep):
    permission_required = "finance.publish_month"
    label, url_name, icon = gettext_lazy("Publish"), "finance:closing_publish", "megaphone"
    question = gettext_lazy("The sums of the month by source of funds become public; single entries do not.")
    done_text = gettext_lazy("The accounts of the month are published.")

    @classmethod
    def applies(cls, record, user):
        return record.closed_at is not None and record.published_on is None

    def perform(self, form):
        return services.publish_month(self.object, by=self.request.user)


class ClosingReport(ClosingStep):
    """To whom the charges and expenses of the month were reported."""

    form_class = MonthReportForm
    permission_required = CLOSE
    label, url_name, icon = gettext_lazy("Enter the monthly report"), "finance:closing_report", "file-check"
    question = gettext_lazy("Print the report, hand it over, then write down here to whom it went.")
    done_text = gettext_lazy("The report is entered.")

    @classmethod
    def applies(cls, record, user):
        return record.closed_at is not None and record.reports.count() < len(MonthReport.Reader)

    def perform(self, form):
        services.report_month(self.object, **form.cleaned_data, by=self.request.user)
        return self.object


class ClosingDetail(OfClosing, DetailPage):
    permission_required = VIEW
    queryset = MonthClosing.objects.select_related("closed_by", "school")
    actions = [ClosingReconcile, ClosingClose, ClosingSubmit, ClosingAudit, ClosingPublish, ClosingReport]
    template_name = "finance/month_detail.html"
    path = ["checking", "closed", "submitted", "audited"]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Books closed by"), "closed_by"),
                Column(gettext_lazy("Books closed at"), "closed_at", kind="moment"),
                Column(gettext_lazy("Submitted on"), "submitted_on", kind="date"),
                Column(gettext_lazy("Audited on"), "audited_on", kind="date"),
                Column(gettext_lazy("Audited by"), "audited_by"),
                Column(gettext_lazy("Published on"), "published_on", kind="date"),
                Column(gettext_lazy("Findings"), "findings", kind="long", wide=True),
            ],
        )
    ]

    def get_actions(self):
        url = reverse("finance:closing_paper", args=[self.object.pk])
        report = reverse("finance:closing_report_paper", args=[self.object.pk])
        return [
            *super().get_actions(),
            Action(_("Monthly statement (PDF)"), url, "printer"),
            Action(_("Report of charges (PDF)"), report, "printer"),
        ]

    @cached_property
    def statement(self):
        return statement_of(self.school, self.object.month)

    def get_context(self):
        return {**super().get_context(), "sums": sums_of(self.statement)}

    def get_panels(self):
        closing, statement = self.object, self.statement
        return [
            reconciliations_panel(closing, reconciled(closing)),
            accounts_panel(statement),
            kinds_panel(statement),
            sources_panel(statement),
            *([reports_panel(closing.reports.select_related("by"))] if closing.closed_at else []),
        ]


class ClosingPaper(OfClosing, DetailPage):
    """The monthly statement on paper."""

    permission_required = VIEW
    queryset = ClosingDetail.queryset

    def get(self, request, *args, **kwargs):
        name = f"{_('Monthly statement')}-{self.object.month:%Y-%m}.pdf"
        return download(month_pdf(self.object), name, "application/pdf")


class ClosingReportPaper(ClosingPaper):
    """The monthly report of charges and expenses on paper."""

    def get(self, request, *args, **kwargs):
        name = f"{_('Monthly report')}-{self.object.month:%Y-%m}.pdf"
        return download(month_report_pdf(self.object), name, "application/pdf")
