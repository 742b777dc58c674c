"""Advances: the list, one of them, asking, paying out, bringing back."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.purchases import AdvanceFilter
from finance.forms.advances import AdvanceChangeForm, AdvanceForm, CashBackForm, MovingForm
from finance.models import Advance
from finance.panels.claims import backs_panel
from finance.views.books import KEEP
from finance.views.undoing import AdvanceUnpay
from logistics.approvals.cards import card_of
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage

DRAW = "finance.draw_advance"
FACTS = [
    Column(gettext_lazy("Number"), "number"),
    Column(gettext_lazy("Drawn by"), "person"),
    Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
    Column(gettext_lazy("Outstanding (yuan)"), "outstanding", kind="money"),
    Column(gettext_lazy("To be settled by"), "due_on", kind="date"),
]


class OfAdvances:
    model = Advance
    permission_required = DRAW

    def get_breadcrumbs(self):
        return [(_("Advances"), reverse("finance:advance_list"))]


class AdvanceCreate(OfAdvances, CreatePage):
    form_class = AdvanceForm
    label, url_name = gettext_lazy("Ask for an advance"), "finance:advance_create"
    done_text = gettext_lazy("Submitted. The first to sign has been told.")

    def perform(self, form):
        return services.ask_advance(self.school, **form.cleaned_data, by=self.request.user)


class AdvanceList(OfAdvances, ListPage):
    queryset = Advance.objects.select_related("person")
    filterset_class = AdvanceFilter
    create_page = AdvanceCreate
    title = gettext_lazy("Advances")
    empty_title = gettext_lazy("No advances yet")
    empty_text = gettext_lazy("Money drawn before a journey or a purchase, settled with the invoices afterwards.")
    columns = [
        Column(gettext_lazy("What for"), "purpose", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Drawn by"), "person", path="person__name"),
        Column(gettext_lazy("To be settled by"), "due_on", kind="date", labelled=True),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Settled so far"), "settled", kind="money", phone=False),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []


class AdvanceMove(OfAdvances, ActionPage):
    facts = FACTS

    def get_breadcrumbs(self):
        return [(str(self.object), self.object.get_absolute_url())]


class AdvanceChange(OfAdvances, UpdatePage):
    form_class = AdvanceChangeForm
    label, url_name = gettext_lazy("Change and submit again"), "finance:advance_change"
    done_text = gettext_lazy("Submitted. The first to sign has been told.")

    @classmethod
    def applies(cls, record, user):
        return Advance.FLOW.allows("submit", record.status) and record.person_id == user.pk

    def perform(self, form):
        return services.change_advance(self.object, **form.cleaned_data, by=self.request.user)


class AdvancePayOut(AdvanceMove):
    form_class = MovingForm
    permission_required = "finance.pay_claim"
    label, url_name, move = gettext_lazy("Pay out"), "finance:advance_pay_out", "pay_out"
    icon, tone = "banknote", "primary"
    done_text = gettext_lazy("Paid out.")

    def perform(self, form):
        return services.pay_out_advance(self.object, **form.cleaned_data, by=self.request.user)


class AdvanceReturn(AdvanceMove):
    form_class = CashBackForm
    permission_required = "finance.pay_claim"
    label, url_name, move = gettext_lazy("Money came back"), "finance:advance_return", "settle"
    icon, tone = "undo-2", "primary"
    question = gettext_lazy("What was spent is settled with the payment of the claim; here is what came back in money.")
    done_text = gettext_lazy("Entered.")

    def perform(self, form):
        return services.return_cash(self.object, **form.cleaned_data, by=self.request.user)


class AdvanceDetail(OfAdvances, DetailPage):
    queryset = Advance.objects.select_related("person", "department", "account", "entry")
    template_name = "finance/advance_detail.html"
    actions = [AdvancePayOut, AdvanceReturn, AdvanceChange, AdvanceUnpay]
    path = ["pending", "approved", "out", "settled"]
    groups = [
        (
            "",
            [
                *FACTS[1:],
                Column(gettext_lazy("Department"), "department"),
                Column(gettext_lazy("Source of funds"), "get_source_display"),
                Column(gettext_lazy("Asked on"), "asked_on", kind="date"),
                Column(gettext_lazy("Paid out on"), "paid_on", kind="date"),
                Column(gettext_lazy("Account"), lambda advance: advance.account and advance.account.name),
                Column(gettext_lazy("Settled on"), "settled_on", kind="date"),
            ],
        )
    ]

    def get_panels(self):
        backs = list(self.object.backs.select_related("payment__claim", "entry", "corrected_by"))
        panel = backs_panel(backs, may_undo=self.request.user.has_perm(KEEP))
        return [panel] * bool(self.object.paid_on) + super().get_panels()

    def get_context(self):
        card = card_of(self.object, self.request.user)
        return {**super().get_context(), "case": card and card.case, "card": card}
