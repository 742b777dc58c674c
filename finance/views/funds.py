"""Earmarked funds: the list, one fund with what draws on it, and the judgement whether it was on purpose."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.income import FundFilter
from finance.forms.funds import ClearForm, DrawForm, FlagForm, FundForm
from finance.models import BudgetLine, Claim, EarmarkedFund, FundFinding, PurchaseRequest
from finance.models.funds import off_purpose
from finance.panels.income import standing_text
from finance.panels.purchases import REQUEST_COLUMNS
from finance.views.filed import Filed
from finance.views.ledgers import Ledger
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Cell, Panel

KEEP, VIEW, FLAG = "finance.keep_fund", "finance.view_earmarkedfund", "finance.flag_spending"
USES_SHOWN = 50


class OfFunds:
    """Funds in sight with what is used, reserved and left."""

    model = EarmarkedFund
    queryset = EarmarkedFund.objects.with_use().select_related("school")

    def get_breadcrumbs(self):
        return [(_("Earmarked funds"), reverse("finance:fund_list"))]


class FundCreate(OfFunds, CreatePage):
    form_class = FundForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Enter an earmarked fund"), "finance:fund_create"

    def perform(self, form):
        return services.enter_fund(self.school, **form.cleaned_data, by=self.request.user)


class FundList(OfFunds, Ledger, ListPage):
    permission_required = VIEW
    filterset_class = FundFilter
    create_page = FundCreate
    title = gettext_lazy("Earmarked funds")
    empty_text = gettext_lazy("Money granted for one purpose: what it is for, what is used, what is left.")
    columns = [
        Column(gettext_lazy("Name"), "name", link=True),
        Column(gettext_lazy("Document number"), "document", phone=False),
        Column(gettext_lazy("Granted"), "amount", kind="money"),
        Column(gettext_lazy("Used"), "used", kind="money", phone=False, path="used"),
        Column(gettext_lazy("Left"), "left", kind="money", labelled=True, path="left"),
        Column(gettext_lazy("Progress"), "progress", kind="percent", phone=False, path="used"),
        Column(gettext_lazy("To be used by"), "deadline", kind="date", labelled=True),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="purpose"),
    ]

    def get_breadcrumbs(self):
        return []


class FundDraw(OfFunds, ActionPage):
    form_class = DrawForm
    permission_required = KEEP
    label, url_name, icon, tone = gettext_lazy("Add a budget line"), "finance:fund_draw", "link", "primary"
    question = gettext_lazy("Purchases and claims out of this line then count as uses of the fund.")
    done_text = gettext_lazy("The line draws on the fund.")

    def perform(self, form):
        return services.draw_on_fund(self.object, **form.cleaned_data, by=self.request.user)


class FundFlag(OfFunds, ActionPage):
    form_class = FlagForm
    permission_required = FLAG
    label, url_name, icon = gettext_lazy("Off purpose"), "finance:fund_flag", "flag"
    danger = True
    question = gettext_lazy("It stands in the summary as not spent on its purpose until it is cleared.")
    done_text = gettext_lazy("Written down.")

    def perform(self, form):
        return services.flag_spending(self.object, **form.cleaned_data, by=self.request.user)


LINE_COLUMNS = [
    Column(gettext_lazy("Budget line"), "item", primary=True),
    Column(gettext_lazy("Budget year"), "year", kind="code"),
    Column(gettext_lazy("Planned"), "planned", kind="money", labelled=True),
    Column(gettext_lazy("Used"), "used", kind="money", labelled=True),
    Column(gettext_lazy("Reserved"), "reserved", kind="money", labelled=True),
]
FINDING_COLUMNS = [
    Column(gettext_lazy("Purchase or claim"), "use", primary=True),
    Column(gettext_lazy("Reason"), "reason"),
    Column(gettext_lazy("Reviewed by"), "by.name"),
    Column(gettext_lazy("Entered at"), "at", kind="moment"),
    Column(gettext_lazy("Cleared"), lambda finding: cleared_text(finding)),
]


CLAIM_COLUMNS = [
    Column(gettext_lazy("What for"), "title", primary=True),
    Column(gettext_lazy("Number"), "number", kind="code"),
    Column(gettext_lazy("Payee"), "payee", phone=False),
    Column(gettext_lazy("Paid on"), "paid_on", kind="date"),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
]


def cleared_text(finding):
    """Return who cleared a finding and why, empty while it stands."""
    if not hasattr(finding, "cleared_by"):
        return ""
    facts = {"person": finding.cleared_by.by.name, "reason": finding.cleared_by.reason}
    return _("%(person)s: %(reason)s") % facts


class FundDetail(OfFunds, Filed, DetailPage):
    permission_required = VIEW
    actions = [FundDraw, FundFlag]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Document number"), "document"),
                Column(gettext_lazy("Granted on"), "granted_on", kind="date"),
                Column(gettext_lazy("To be used by"), "deadline", kind="date"),
                Column(gettext_lazy("Granted (yuan)"), "amount", kind="money"),
                Column(gettext_lazy("Used (yuan)"), "used", kind="money"),
                Column(gettext_lazy("Reserved (yuan)"), "reserved", kind="money"),
                Column(gettext_lazy("Left (yuan)"), "left", kind="money"),
                Column(gettext_lazy("Progress"), "progress", kind="percent"),
                Column(gettext_lazy("Purpose"), "purpose", wide=True),
            ],
        )
    ]

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)

    def get_uses(self):
        return PurchaseRequest.objects.filter(budget_line__fund=self.object).submitted()

    def get_claims(self):
        """Claims without a purchase; those of a purchase stand behind it."""
        return Claim.objects.filter(budget_line__fund=self.object).without_purchase().submitted()

    def get_alert(self):
        if any(off_purpose(uses).exists() for uses in (self.get_uses(), self.get_claims())):
            return "danger", _("Some of it was not spent on its purpose, or was spent after the deadline.")
        return None

    def get_panels(self):
        lines = BudgetLine.objects.with_use().filter(fund=self.object)
        uses = self.get_uses().visible_to(self.request.user).select_related("requested_by")[:USES_SHOWN]
        return [
            Panel(
                _("Budget lines that draw on it"), LINE_COLUMNS, [make_row(each, LINE_COLUMNS) for each in lines],
                empty=_("None yet. Add the line it is planned in."),
            ),
            Panel(
                _("Uses"), REQUEST_COLUMNS, [make_row(each, REQUEST_COLUMNS) for each in uses],
                empty=_("Nothing was spent out of it yet."),
            ),
            *self.get_claims_panel(),
            *self.get_findings(),
            *super().get_panels(),
        ]  # fmt: skip

    def get_claims_panel(self):
        claims = self.get_claims().visible_to(self.request.user)[:USES_SHOWN]
        rows = [make_row(each, CLAIM_COLUMNS) for each in claims]
        return [Panel(_("Claims without a purchase"), CLAIM_COLUMNS, rows)] if rows else []

    def get_findings(self):
        findings = self.object.findings.filter(clears=None).select_related("request", "claim", "by", "cleared_by__by")
        rows = [make_row(each, FINDING_COLUMNS, url=self.clear_url(each)) for each in findings]
        return [Panel(_("Found off purpose"), FINDING_COLUMNS, rows)] if rows else []

    def clear_url(self, finding):
        may_clear = self.request.user.has_perm(FLAG) and not hasattr(finding, "cleared_by")
        return reverse("finance:finding_clear", args=[finding.pk]) if may_clear else ""


class FindingClear(ActionPage):
    model = FundFinding
    queryset = FundFinding.objects.select_related("fund", "request", "claim", "cleared_by")
    form_class = ClearForm
    permission_required = FLAG
    label, url_name, icon = gettext_lazy("Clear this finding"), "finance:finding_clear", "check"
    done_text = gettext_lazy("The finding is cleared.")
    facts = [Column(gettext_lazy("Purchase or claim"), "use"), Column(gettext_lazy("Reason"), "reason")]

    @classmethod
    def applies(cls, record, user):
        return not record.clears_id and not hasattr(record, "cleared_by")

    def get_title(self):
        return self.label

    def get_breadcrumbs(self):
        return [(self.object.fund.name, self.object.fund.get_absolute_url())]

    def perform(self, form):
        return services.clear_finding(self.object, **form.cleaned_data, by=self.request.user)
