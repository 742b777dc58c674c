"""Compensation: the list, one of them with its payments, demanding, receiving, waiving, reversing."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.income import CompensationFilter
from finance.forms.compensations import CompensationForm, WaiveForm
from finance.forms.receiving import ReceiveForm
from finance.models import Compensation, CompensationPayment
from finance.panels.income import payments_panel, standing_text
from finance.papers.income import compensation_pdf
from finance.views.filed import Filed
from finance.views.ledgers import Ledger
from finance.views.reversals import PaymentReversal
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action, Cell

KEEP, VIEW, RECORD = "finance.keep_compensation", "finance.view_compensation", "finance.record_income"


class OfCompensations:
    """Compensations in sight with what is paid and outstanding."""

    model = Compensation
    queryset = Compensation.objects.with_payments().select_related("campus", "opened_by", "waived_by", "school")

    def get_breadcrumbs(self):
        return [(_("Compensation"), reverse("finance:compensation_list"))]


class CompensationCreate(OfCompensations, CreatePage):
    form_class = CompensationForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Demand compensation"), "finance:compensation_create"

    def perform(self, form):
        return services.open_compensation(self.school, **form.cleaned_data, by=self.request.user)


class CompensationList(OfCompensations, Ledger, ListPage):
    permission_required = VIEW
    filterset_class = CompensationFilter
    create_page = CompensationCreate
    title = gettext_lazy("Compensation")
    empty_text = gettext_lazy(
        "Whoever damages what belongs to the school pays for it; what is paid and what is not stands here."
    )
    columns = [
        Column(gettext_lazy("What was damaged"), "thing", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("By whom"), "person"),
        Column(gettext_lazy("Class or department"), "group"),
        Column(gettext_lazy("Cause"), "get_cause_display", phone=False),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Paid"), "paid", kind="money", phone=False, path="paid"),
        Column(gettext_lazy("To be paid by"), "due_on", kind="date", labelled=True),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="status"),
    ]

    def get_breadcrumbs(self):
        return []


class CompensationReceive(OfCompensations, ActionPage):
    form_class = ReceiveForm
    permission_required = RECORD
    label, url_name, move = gettext_lazy("Receive"), "finance:compensation_receive", "pay"
    icon, tone = "banknote", "primary"
    done_text = gettext_lazy("Received and booked as income. Cash is to be paid into the bank.")
    facts = [
        Column(gettext_lazy("By whom"), "person"),
        Column(gettext_lazy("Outstanding (yuan)"), "outstanding", kind="money"),
    ]

    def perform(self, form):
        services.receive_compensation(self.object, **form.cleaned_data, by=self.request.user)
        return self.object


class CompensationWaive(OfCompensations, ActionPage):
    form_class = WaiveForm
    permission_required = "finance.waive_compensation"
    label, url_name, move = gettext_lazy("Waive"), "finance:compensation_waive", "waive"
    icon, danger = "hand-heart", True
    question = gettext_lazy("What is outstanding will not be paid. It stays in the list with the reason.")
    done_text = gettext_lazy("Waived.")
    facts = CompensationReceive.facts

    @classmethod
    def applies(cls, record, user):
        return record.opened_by_id != user.pk

    def perform(self, form):
        return services.waive_compensation(self.object, **form.cleaned_data, by=self.request.user)


class CompensationDetail(OfCompensations, Filed, DetailPage):
    permission_required = VIEW
    actions = [CompensationReceive, CompensationWaive]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("By whom"), "person"),
                Column(gettext_lazy("Class or department"), "group"),
                Column(gettext_lazy("Cause"), "get_cause_display"),
                Column(gettext_lazy("Basis of the price"), "get_basis_display"),
                Column(gettext_lazy("Damaged on"), "happened_on", kind="date"),
                Column(gettext_lazy("To be paid by"), "due_on", kind="date"),
                Column(gettext_lazy("Asked for"), "source"),
                Column(gettext_lazy("Campus"), "campus"),
                Column(gettext_lazy("Demanded by"), "opened_by"),
                Column(gettext_lazy("Note"), "note", wide=True),
            ],
        ),
        (
            gettext_lazy("Money"),
            [
                Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
                Column(gettext_lazy("Paid (yuan)"), "paid", kind="money"),
                Column(gettext_lazy("Outstanding (yuan)"), "outstanding", kind="money"),
                Column(gettext_lazy("Waived (yuan)"), lambda each: each.waived or None, kind="money"),
                Column(gettext_lazy("Waived by"), "waived_by"),
                Column(gettext_lazy("Why waived"), "waived_reason"),
            ],
        ),
    ]

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)

    def get_title(self):
        return self.object.thing

    def get_paper(self):
        url = reverse("finance:compensation_slip", args=[self.object.pk])
        return Action(_("Compensation slip (PDF)"), url, "printer")

    def get_panels(self):
        payments = self.object.payments.select_related("entry__account", "by", "corrected_by")
        panel = payments_panel(payments, may_reverse=self.request.user.has_perm(RECORD))
        return [panel, *super().get_panels()]


class CompensationSlip(OfCompensations, DetailPage):
    """The slip on paper (赔偿单)."""

    permission_required = VIEW

    def get(self, request, *args, **kwargs):
        name = f"{_('Compensation slip')}-{self.object.number}.pdf"
        return download(compensation_pdf(self.object), name, "application/pdf")


class PaymentReverse(PaymentReversal):
    model = CompensationPayment
    queryset = CompensationPayment.objects.select_related("compensation__school", "entry", "corrected_by")
    url_name, owner = "finance:payment_reverse", "compensation"

    def perform(self, form):
        return services.reverse_payment(self.object, **form.cleaned_data, by=self.request.user)
