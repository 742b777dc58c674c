"""Applications for money: the list, one of them, the reply, and the fund that comes of it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.filters.support import GrantFilter
from finance.forms.support import ApplicationForm, GrantForm, GrantWithdrawForm, MakeFundForm, RefuseForm
from finance.models import GrantApplication
from finance.papers.support import grant_pdf
from finance.services import grants
from finance.views.filed import Filed
from finance.views.ledgers import Ledger
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action

VIEW, KEEP, FUND = "finance.view_grantapplication", "finance.keep_grant", "finance.keep_fund"


class OfGrants:
    model = GrantApplication
    queryset = GrantApplication.objects.select_related("applied_by", "fund", "school")
    permission_required = VIEW

    def get_breadcrumbs(self):
        return [(_("Applications for money"), reverse("finance:grant_list"))]


class GrantCreate(OfGrants, CreatePage):
    form_class = ApplicationForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Enter an application"), "finance:grant_create"

    def perform(self, form):
        return grants.apply_for_grant(self.school, **form.cleaned_data, by=self.request.user)


class GrantList(OfGrants, Ledger, ListPage):
    filterset_class = GrantFilter
    create_page = GrantCreate
    title = gettext_lazy("Applications for money")
    empty_text = gettext_lazy("What the school asked the bureaus and others for, and what they granted.")
    columns = [
        Column(gettext_lazy("Project"), "name", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Addressed to"), "body"),
        Column(gettext_lazy("Applied on"), "applied_on", kind="date"),
        Column(gettext_lazy("Amount asked for"), "asked", kind="money", labelled=True),
        Column(gettext_lazy("Amount granted"), "granted", kind="money", labelled=True),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []


class GrantGrant(OfGrants, ActionPage):
    form_class = GrantForm
    permission_required = KEEP
    label, url_name, move = gettext_lazy("It was granted"), "finance:grant_grant", "grant"
    icon, tone = "check", "primary"
    done_text = gettext_lazy("The grant is entered.")

    def perform(self, form):
        return grants.grant_application(self.object, **form.cleaned_data, by=self.request.user)


class GrantRefuse(OfGrants, ActionPage):
    form_class = RefuseForm
    permission_required = KEEP
    label, url_name, move = gettext_lazy("Nothing was granted"), "finance:grant_refuse", "refuse"
    icon, danger = "x", True
    done_text = gettext_lazy("The refusal is entered.")

    def perform(self, form):
        return grants.refuse_application(self.object, **form.cleaned_data, by=self.request.user)


class GrantWithdraw(OfGrants, ActionPage):
    form_class = GrantWithdrawForm
    permission_required = KEEP
    label, url_name, move = gettext_lazy("Withdraw"), "finance:grant_withdraw", "withdraw"
    icon, danger = "undo-2", True
    done_text = gettext_lazy("The application is withdrawn.")

    def perform(self, form):
        return grants.withdraw_application(self.object, **form.cleaned_data, by=self.request.user)


class GrantFund(OfGrants, ActionPage):
    form_class = MakeFundForm
    permission_required = FUND
    label, url_name, move = gettext_lazy("Make it an earmarked fund"), "finance:grant_fund", "fund"
    icon, tone = "target", "primary"
    question = gettext_lazy("Budget lines and purchases then draw on it; what is used and left stands there.")
    facts = [
        Column(gettext_lazy("Amount granted"), "granted", kind="money"),
        Column(gettext_lazy("Number of the reply"), "reply"),
        Column(gettext_lazy("Purpose"), "purpose"),
    ]
    done_text = gettext_lazy("The earmarked fund is there.")

    @classmethod
    def applies(cls, record, user):
        return record.fund_id is None

    def perform(self, form):
        return grants.make_fund(self.object, **form.cleaned_data, by=self.request.user)


class GrantDetail(OfGrants, Filed, DetailPage):
    actions = [GrantGrant, GrantFund, GrantRefuse, GrantWithdraw]
    path = [GrantApplication.Status.APPLIED, GrantApplication.Status.GRANTED]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Whom it is asked of"), "get_source_display"),
                Column(gettext_lazy("Addressed to"), "body"),
                Column(gettext_lazy("Number of our letter"), "document"),
                Column(gettext_lazy("Applied on"), "applied_on", kind="date"),
                Column(gettext_lazy("Amount asked for (yuan)"), "asked", kind="money"),
                Column(gettext_lazy("Amount granted (yuan)"), "granted", kind="money"),
                Column(gettext_lazy("Number of the reply"), "reply"),
                Column(gettext_lazy("Replied on"), "decided_on", kind="date"),
                Column(gettext_lazy("Earmarked fund"), "fund"),
                Column(gettext_lazy("Dealt with by"), "applied_by"),
                Column(gettext_lazy("Purpose"), "purpose", wide=True),
                Column(gettext_lazy("Reason"), "reason", wide=True),
            ],
        )
    ]

    def get_paper(self):
        return Action(_("Application (PDF)"), reverse("finance:grant_paper", args=[self.object.pk]), "printer")

    def get_alert(self):
        if self.object.status == GrantApplication.Status.GRANTED and self.object.fund_id is None:
            return "info", _("Granted, and not yet an earmarked fund. Make it one, so that its use can be followed.")
        return None


class GrantPaper(OfGrants, DetailPage):
    """An application for money on paper."""

    def get(self, request, *args, **kwargs):
        return download(grant_pdf(self.object), f"{self.object.number}.pdf", "application/pdf")
