"""What is due under agreements: the list, one instalment, receiving it, settling it in kind, reversing."""

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.income import InstalmentFilter
from finance.forms.agreements import InKindForm
from finance.forms.receiving import ReceiveForm
from finance.models import Instalment, Receipt
from finance.panels.income import money_text, receipts_panel, standing_text
from finance.views.ledgers import Ledger
from finance.views.reversals import PaymentReversal
from logistics import clock
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Cell

VIEW, RECORD = "finance.view_agreement", "finance.record_income"


class OfInstalments:
    model = Instalment
    queryset = Instalment.objects.with_settled().select_related("agreement__school", "agreement__place__campus")

    def get_breadcrumbs(self):
        crumbs = [(_("Agreements"), reverse("finance:agreement_list"))]
        if "pk" not in self.kwargs:
            return crumbs
        return [*crumbs, (str(self.object.agreement), self.object.agreement.get_absolute_url())]


class InstalmentList(OfInstalments, Ledger, ListPage):
    permission_required = VIEW
    filterset_class = InstalmentFilter
    title = gettext_lazy("Rent and other dues")
    empty_text = gettext_lazy("Once an agreement is approved, what falls due stands here.")
    ordering = ["turn", "-due_on", "-pk"]
    columns = [
        Column(gettext_lazy("Other party"), "agreement.party", path="agreement__party", link=True),
        Column(gettext_lazy("What it is about"), "agreement.subject", path="agreement__subject", phone=False),
        Column(gettext_lazy("No."), "position", kind="number", phone=False),
        Column(gettext_lazy("Payable on"), "due_on", kind="date", labelled=True),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Received"), "received", kind="money", phone=False, path="received"),
        Column(gettext_lazy("In kind"), "in_kind", kind="money", phone=False, path="in_kind"),
        Column(gettext_lazy("Outstanding"), "outstanding", kind="money", labelled=True, path="outstanding"),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="dropped_on"),
    ]

    def get_queryset(self):
        return super().get_queryset().in_turn(clock.today())

    def get_subtitle(self):
        """What is due and outstanding today, all together."""
        if self.wants_results():
            return ""
        late = Instalment.objects.visible_to(self.request.user).of_school(self.school).overdue(clock.today())
        total = late.aggregate(sum=Sum("outstanding"))["sum"] or 0
        return _("Due and outstanding: %(amount)s") % {"amount": money_text(total)}


class InstalmentAction(OfInstalments, ActionPage):
    facts = [
        Column(gettext_lazy("Other party"), "agreement.party"),
        Column(gettext_lazy("Payable on"), "due_on", kind="date"),
        Column(gettext_lazy("Outstanding (yuan)"), "outstanding", kind="money"),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.outstanding > 0 and not record.dropped_on

    def get_success_url(self, result):
        return self.object.get_absolute_url()


class InstalmentReceive(InstalmentAction):
    form_class = ReceiveForm
    permission_required = RECORD
    label, url_name, icon, tone = gettext_lazy("Receive"), "finance:instalment_receive", "banknote", "primary"
    done_text = gettext_lazy("Received and booked as income. Cash is to be paid into the bank.")

    def perform(self, form):
        return services.receive_instalment(self.object, **form.cleaned_data, by=self.request.user)


class InstalmentInKind(InstalmentAction):
    form_class = InKindForm
    permission_required = "finance.keep_agreement"
    label, url_name, icon = gettext_lazy("Settled in kind"), "finance:instalment_in_kind", "utensils"
    question = gettext_lazy(
        "Nothing is booked. It is shown as settled and stands in the summary as against 收支两条线: rent should be received "
        "as money, meals paid as an expense."
    )
    done_text = gettext_lazy("Written down as settled in kind.")

    def perform(self, form):
        return services.settle_in_kind(self.object, **form.cleaned_data, by=self.request.user)


class InstalmentDetail(OfInstalments, DetailPage):
    actions = [InstalmentReceive, InstalmentInKind]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Agreement"), "agreement"),
                Column(gettext_lazy("From the day"), "from_on", kind="date"),
                Column(gettext_lazy("Until"), "to_on", kind="date"),
                Column(gettext_lazy("Payable on"), "due_on", kind="date"),
                Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
                Column(gettext_lazy("Received (yuan)"), "received", kind="money"),
                Column(gettext_lazy("In kind (yuan)"), "in_kind", kind="money"),
                Column(gettext_lazy("Outstanding (yuan)"), "outstanding", kind="money"),
            ],
        )
    ]

    def get_title(self):
        return _("Instalment %(position)d") % {"position": self.object.position}

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)

    def get_panels(self):
        receipts = self.object.receipts.select_related("entry", "by", "corrected_by")
        return [
            receipts_panel(receipts, may_reverse=self.request.user.has_perm(RECORD)),
            *super().get_panels(),
        ]


class ReceiptReverse(PaymentReversal):
    model = Receipt
    queryset = Receipt.objects.select_related("instalment__agreement__school", "entry", "corrected_by")
    url_name, owner = "finance:receipt_reverse", "instalment"
    title = gettext_lazy("Reverse this receipt")
    question = gettext_lazy("A receipt of the opposite sign is added, in the books too; both stay readable.")
    facts = [Column(gettext_lazy("Kind"), "get_kind_display"), *PaymentReversal.facts]

    def perform(self, form):
        return services.reverse_receipt(self.object, **form.cleaned_data, by=self.request.user)
