"""Readings and what is charged for them: the list, one of them with its payments, receiving, reversing."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from finance import services
from finance.filters.meters import ReadingFilter
from finance.forms.meters import ReverseReadingForm
from finance.forms.receiving import ReceiveForm
from finance.models import MeterPayment, MeterReading
from finance.panels.income import standing_text
from finance.panels.meters import price_text, reading_payments_panel, sum_text, units_text, used_text
from finance.papers.meters import bill_pdf
from finance.views.ledgers import Ledger
from finance.views.reversals import PaymentReversal
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action, Cell

RECORD, READ, VIEW = "finance.record_income", "finance.read_meter", "finance.view_meter"


class OfReadings:
    model = MeterReading
    queryset = MeterReading.objects.with_payments().select_related(
        "meter__place__campus", "school", "person", "by", "reversed_by"
    )

    def get_breadcrumbs(self):
        return (
            [(_("Electricity and water"), reverse("finance:reading_list"))] if self.request.user.has_perm(VIEW) else []
        )


class ReadingList(OfReadings, Ledger, ListPage):
    permission_required = VIEW
    filterset_class = ReadingFilter
    title = gettext_lazy("Electricity and water charged")
    empty_text = gettext_lazy("What was read on the meters, what is charged for it, and what of that is paid.")
    columns = [
        Column(gettext_lazy("Who pays"), "payer", link=True),
        Column(gettext_lazy("Meter"), "meter.number", path="meter__number"),
        Column(gettext_lazy("Place"), "meter.place.label", path="meter__place__label", phone=False),
        Column(pgettext_lazy("meter", "Read on"), "read_on", kind="date"),
        Column(pgettext_lazy("meter", "Used"), units_text, path="units", brings=["meter"]),
        Column(gettext_lazy("Price of a unit"), lambda reading: price_text(reading.price), path="price", phone=False),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(pgettext_lazy("reading", "Outstanding"), "outstanding", kind="money", labelled=True, path="outstanding"),
        Column(pgettext_lazy("meter", "To be paid by"), "due_on", kind="date", phone=False),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="reversed_on"),
    ]

    def get_breadcrumbs(self):
        return [(_("Meters"), reverse("finance:meter_list"))]

    def get_bulk_actions(self):
        if not self.request.user.has_perm(RECORD):
            return []
        return [Action(_("Receive"), reverse("finance:reading_collect"), icon="banknote", tone="primary")]


class ReadingReceive(OfReadings, ActionPage):
    form_class = ReceiveForm
    permission_required = RECORD
    label, url_name = gettext_lazy("Receive"), "finance:reading_receive"
    icon, tone = "banknote", "primary"
    done_text = gettext_lazy("Received and booked as income. Cash is to be paid into the bank.")
    facts = [
        Column(gettext_lazy("Who pays"), "payer"),
        Column(gettext_lazy("Outstanding (yuan)"), "outstanding", kind="money"),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.outstanding > 0

    def perform(self, form):
        services.receive_reading(self.object, **form.cleaned_data, by=self.request.user)
        return self.object


class ReadingReverse(OfReadings, ActionPage):
    form_class = ReverseReadingForm
    permission_required = READ
    label, url_name = gettext_lazy("Reverse as wrong"), "finance:reading_reverse"
    icon, danger = "undo-2", True
    question = gettext_lazy("Nothing is charged for it any more; it stays readable. Then read the meter anew.")
    done_text = gettext_lazy("Reversed. Read the meter anew.")
    facts = [
        Column(gettext_lazy("Reading"), "value", kind="number"),
        Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
    ]

    @classmethod
    def applies(cls, record, user):
        return not record.reversed_on and not record.paid

    def perform(self, form):
        return services.reverse_reading(self.object, **form.cleaned_data, by=self.request.user)


class ReadingDetail(OfReadings, DetailPage):
    """The page of one charge, for whoever keeps the meters and for whoever pays it."""

    actions = [ReadingReceive, ReadingReverse]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Meter"), "meter"),
                Column(gettext_lazy("Who pays"), "payer"),
                Column(pgettext_lazy("meter", "Read on"), "read_on", kind="date"),
                Column(gettext_lazy("Read by"), "by.name"),
                Column(gettext_lazy("Reading"), "value", kind="number"),
                Column(gettext_lazy("Reading before"), "previous_value", kind="number"),
                Column(gettext_lazy("Read before on"), "previous_on", kind="date"),
                Column(gettext_lazy("Old meter showed last"), "old_last", kind="number"),
                Column(gettext_lazy("New meter began at"), "new_first", kind="number"),
                Column(gettext_lazy("Note"), "note", wide=True),
                Column(gettext_lazy("Reversed on"), "reversed_on", kind="date"),
                Column(gettext_lazy("Why reversed"), "reversed_reason", wide=True),
            ],
        ),
        (
            gettext_lazy("Money"),
            [
                Column(pgettext_lazy("meter", "Used"), used_text, wide=True),
                Column(gettext_lazy("Amount"), sum_text, wide=True),
                Column(gettext_lazy("Paid (yuan)"), "paid", kind="money"),
                Column(gettext_lazy("Outstanding (yuan)"), "outstanding", kind="money"),
                Column(pgettext_lazy("meter", "To be paid by"), "due_on", kind="date"),
            ],
        ),
    ]

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)

    def get_actions(self):
        actions = super().get_actions()
        if not self.object.reversed_on:
            url = reverse("finance:reading_bill", args=[self.object.pk])
            actions.insert(1 if actions else 0, Action(_("Bill (PDF)"), url, "printer"))
        return actions

    def get_panels(self):
        payments = self.object.payments.select_related("entry__account", "by", "corrected_by")
        panel = reading_payments_panel(payments, may_reverse=self.request.user.has_perm(RECORD))
        return [panel, *super().get_panels()]


class ReadingBill(OfReadings, DetailPage):
    """The bill on paper (水电费告知单)."""

    def get(self, request, *args, **kwargs):
        name = f"{_('Bill')}-{self.object.meter.number}-{self.object.read_on:%Y%m}.pdf"
        return download(bill_pdf(self.object), name, "application/pdf")


class MeterPaymentReverse(PaymentReversal):
    model = MeterPayment
    queryset = MeterPayment.objects.select_related("reading__meter__place", "reading__school", "entry", "corrected_by")
    url_name, owner = "finance:meterpayment_reverse", "reading"

    def perform(self, form):
        return services.reverse_meter_payment(self.object, **form.cleaned_data, by=self.request.user)
