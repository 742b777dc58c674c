"""Class by class: who is on the list of a subsidy, and who was paid."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.filters.support import SubsidyPaymentFilter
from finance.forms.subsidies import ListForm, SignedListForm, SubsidyPayForm, pupils_of
from finance.models import Subsidy, SubsidyPayment
from finance.panels.income import standing_text
from finance.panels.support import classes_panel, paid_panel, shares_panel
from finance.selectors.support import classes_on_list
from finance.services import subsidies
from finance.views.classes import ClassPage
from finance.views.filed import Filed
from finance.views.ledgers import Ledger
from finance.views.subsidies import KEEP, PAY, VIEW, OfSubsidies
from finance.views.undoing import ByPupil
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Cell


class ClassOfSubsidy(OfSubsidies, ClassPage):
    """A form about one class of a subsidy; ``rows`` are the classes to choose from."""

    def choice_panel(self):
        return classes_panel(self.object, self.rows, self.url_name)


class SubsidyPupils(ClassOfSubsidy):
    form_class = ListForm
    permission_required = KEEP
    template_name = "finance/subsidy_list.html"
    label, url_name, move = gettext_lazy("Make the list"), "finance:subsidy_pupils", "list"
    done_text = gettext_lazy("The list of the class is kept.")

    @classmethod
    def applies(cls, record, user):
        return record.status == Subsidy.Status.DRAFT

    @property
    def rows(self):
        return classes_on_list(self.object, every=True)

    def get_submit_label(self):
        return _("Save the list of the class")

    def get_rows(self):
        shares = self.object.shares.filter(school_class=self.school_class)
        return {"pupils": pupils_of(self.school_class), "amounts": dict(shares.values_list("pupil", "amount"))}

    def perform(self, form):
        return subsidies.list_pupils(self.object, self.school_class, **form.cleaned_data, by=self.request.user)


class SubsidyPay(ClassOfSubsidy):
    form_class = SubsidyPayForm
    permission_required = PAY
    template_name = "finance/subsidy_pay.html"
    label, url_name, icon = gettext_lazy("Pay the subsidy"), "finance:subsidy_pay", "hand-coins"
    done_text = gettext_lazy("The payment is entered.")

    @classmethod
    def applies(cls, record, user):
        return Subsidy.FLOW.allows("pay", record.status)

    @property
    def rows(self):
        return [row for row in classes_on_list(self.object) if row.waiting]

    def get_submit_label(self):
        return _("Enter the payment")

    @property
    def waiting(self):
        return self.object.shares.to_pay().filter(school_class=self.school_class).select_related("pupil")

    def get_rows(self):
        return {"shares": self.waiting.order_by("pupil__number")}

    def get_context(self, form):
        panel = shares_panel(self.waiting, may_strike=self.request.user.has_perm(KEEP))
        return {**super().get_context(form), "panels": [panel]}

    def perform(self, form):
        subsidies.pay_subsidy(self.object, self.school_class, **form.cleaned_data, by=self.request.user)
        return self.object


# --- payments ---------------------------------------------------------------------------------------------------------


class OfPayments:
    model = SubsidyPayment
    queryset = SubsidyPayment.objects.select_related(
        "subsidy", "school_class", "account", "by", "entry", "correction", "corrects__subsidy", "corrects__school_class",
        "replaces__subsidy", "replaces__school_class",
    )  # fmt: skip
    permission_required = VIEW

    def get_breadcrumbs(self):
        return [(_("Subsidies paid out"), reverse("finance:subsidypayment_list"))]


class SubsidyPaymentList(OfPayments, Ledger, ListPage):
    filterset_class = SubsidyPaymentFilter
    ordering = ["-on", "-pk"]
    title = gettext_lazy("Subsidies paid out")
    empty_text = gettext_lazy("Payments are entered on the page of a subsidy, class by class.")
    columns = [
        Column(gettext_lazy("Subsidy"), "subsidy.name", link=True, path="subsidy__name"),
        Column(gettext_lazy("Class"), "school_class.name", path="school_class__name"),
        Column(gettext_lazy("Paid on"), "on", kind="date"),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Way of payment"), "get_way_display"),
        Column(gettext_lazy("Voucher number"), "voucher", kind="code", phone=False),
        Column(gettext_lazy("Paid by"), "by.name", path="by__name", phone=False),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="reason"),
    ]

    def get_breadcrumbs(self):
        return []


class SubsidyPaymentSigned(OfPayments, ActionPage):
    form_class = SignedListForm
    permission_required = PAY
    label, url_name, icon, tone = (
        gettext_lazy("Put the signed list in"), "finance:subsidypayment_signed", "file-check", "primary",
    )  # fmt: skip
    done_text = gettext_lazy("The signed list is kept.")

    @classmethod
    def applies(cls, record, user):
        return not record.has_list and record.corrects_id is None and not hasattr(record, "correction")

    def perform(self, form):
        return subsidies.keep_signed_list(self.object, **form.cleaned_data, by=self.request.user)


class SubsidyPaymentReverse(OfPayments, ByPupil):
    """For some pupils, or for all: then nothing of it stays."""

    permission_required = PAY
    label, url_name = gettext_lazy("Take back"), "finance:subsidypayment_reverse"
    facts = [
        Column(gettext_lazy("Class"), "school_class.name"),
        Column(gettext_lazy("Paid on"), "on", kind="date"),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.corrects_id is None and not hasattr(record, "correction")

    @cached_property
    def parts(self):
        rows = self.object.rows.select_related("share__pupil").order_by("share__pupil__number", "pk")
        return [(row.share.pupil, row.amount) for row in rows]

    def perform(self, form):
        return subsidies.reverse_subsidy_payment(self.object, **form.cleaned_data, by=self.request.user)


class SubsidyPaymentDetail(OfPayments, Filed, DetailPage):
    actions = [SubsidyPaymentSigned, SubsidyPaymentReverse]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Subsidy"), "subsidy"),
                Column(gettext_lazy("Class"), "school_class.name"),
                Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
                Column(gettext_lazy("Paid on"), "on", kind="date"),
                Column(gettext_lazy("Way of payment"), "get_way_display"),
                Column(gettext_lazy("Voucher number"), "voucher"),
                Column(gettext_lazy("Account"), "account.name"),
                Column(gettext_lazy("Money entry"), "entry"),
                Column(gettext_lazy("Paid by"), "by.name"),
                Column(gettext_lazy("Takes back"), "corrects"),
                Column(gettext_lazy("What stayed of"), "replaces"),
                Column(gettext_lazy("Reason"), "reason", wide=True),
            ],
        )
    ]

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)

    def get_panels(self):
        rows = self.object.rows.select_related("share__pupil").order_by("share__pupil__number", "pk")
        return [paid_panel(rows), *super().get_panels()]
