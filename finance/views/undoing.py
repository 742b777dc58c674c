"""Taking back what was paid, handed over, collected or refunded wrongly: always by a further row, never by deleting."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.forms.undoing import GoodsBackForm, UndoForm, UndoPaymentForm, UndoPupilsForm
from finance.models import Advance, AdvanceBack, FeePayout, HandOver, Payment
from finance.panels.goods import counted
from finance.selectors.acceptance import destination_of
from finance.selectors.claims import centre_pays
from finance.services import fee_settlement
from finance.views.books import KEEP as KEEP_BOOKS
from finance.views.fees import KEEP as KEEP_FEES
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column

SEND = "finance.send_claims"
RED = gettext_lazy("A red entry of the negative amount stands beside it; both stay readable.")

PAID_IN = gettext_lazy("The cash was paid in: what is taken back is moved out of the bank again.")


def stands(record):
    """Say whether a row that may be taken back was not, and takes nothing back itself."""
    return record.corrects_id is None and not hasattr(record, "corrected_by")


def may_undo_payments(user, school):
    """Say who takes payments back: who keeps the books, or, where the centre keeps them, who sends it the claims."""
    return user.has_perm(SEND if centre_pays(school) else KEEP_BOOKS)


class PaymentUndo(ActionPage):
    model = Payment
    queryset = Payment.objects.select_related("claim__school", "account", "entry", "corrected_by")
    form_class = UndoPaymentForm
    permission_required = "finance.view_claim"
    label, url_name, icon, danger = gettext_lazy("Take the payment back"), "finance:claim_unpay", "undo-2", True
    question = RED
    done_text = gettext_lazy("The payment is taken back.")
    facts = [
        Column(gettext_lazy("Claim"), "claim.number"),
        Column(gettext_lazy("Payee"), "claim.payee"),
        Column(gettext_lazy("Paid on"), "on", kind="date"),
        Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
        Column(gettext_lazy("Account"), "account.name"),
        Column(gettext_lazy("Voucher number"), "voucher"),
    ]

    @classmethod
    def applies(cls, record, user):
        return stands(record) and may_undo_payments(user, record.claim.school)

    def get_breadcrumbs(self):
        return [(str(self.object.claim), self.object.claim.get_absolute_url())]

    def perform(self, form):
        return services.undo_payment(self.object, **form.cleaned_data, by=self.request.user)


class AdvanceBackUndo(ActionPage):
    """Money of an advance that did not come back after all."""

    model = AdvanceBack
    queryset = AdvanceBack.objects.select_related("advance__school", "entry", "corrected_by")
    form_class = UndoForm
    permission_required = KEEP_BOOKS
    label, url_name, icon, danger = gettext_lazy("Take back"), "finance:advance_back_undo", "undo-2", True
    question = RED
    done_text = gettext_lazy("Taken back; the advance is outstanding again.")
    facts = [
        Column(gettext_lazy("Drawn by"), "advance.person"),
        Column(gettext_lazy("Day"), "on", kind="date"),
        Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
    ]

    @classmethod
    def applies(cls, record, user):
        return stands(record) and record.payment_id is None

    def get_breadcrumbs(self):
        return [(str(self.object.advance), self.object.advance.get_absolute_url())]

    def perform(self, form):
        return services.undo_return(self.object, **form.cleaned_data, by=self.request.user)


class AdvanceUnpay(ActionPage):
    """Money that was not drawn after all, or out of the wrong account."""

    model = Advance
    queryset = Advance.objects.select_related("person", "school", "account", "entry")
    form_class = UndoForm
    permission_required = KEEP_BOOKS
    label, url_name, move = gettext_lazy("Take the paying out back"), "finance:advance_unpay", "unpay"
    icon, danger, question = "undo-2", True, RED
    done_text = gettext_lazy("Taken back; the advance is to be paid out again.")
    facts = [
        Column(gettext_lazy("Drawn by"), "person"),
        Column(gettext_lazy("Paid out on"), "paid_on", kind="date"),
        Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
        Column(gettext_lazy("Account"), "account.name"),
    ]

    @classmethod
    def applies(cls, record, user):
        return super().applies(record, user) and not record.settled

    def get_breadcrumbs(self):
        return [(str(self.object), self.object.get_absolute_url())]

    def perform(self, form):
        return services.undo_paying_out(self.object, **form.cleaned_data, by=self.request.user)


class HandOverUndo(ActionPage):
    """Goods that went to the wrong person, or became a card that should not be."""

    model = HandOver
    queryset = HandOver.objects.select_related(
        "line__acceptance__order__request", "line__order_line__line", "corrected_by"
    )
    form_class = GoodsBackForm
    permission_required = "finance.ask_purchase"
    label, url_name, icon, danger = gettext_lazy("Take the goods back"), "finance:goods_take_back", "undo-2", True
    question = gettext_lazy(
        "The hand-over stays readable and counts no more; the goods may be handed over anew. A card it made is cancelled."
    )
    done_text = gettext_lazy("Taken back. Hand the goods over to where they belong.")
    facts = [
        Column(gettext_lazy("Name"), "line.order_line.line.name"),
        Column(gettext_lazy("Quantity"), lambda handing: quantity_text(handing)),
        Column(gettext_lazy("Where to"), lambda handing: destination_of(handing.destination).label),
        Column(gettext_lazy("Who has it"), "to"),
        Column(gettext_lazy("Handed over at"), "at", kind="moment"),
    ]

    @classmethod
    def applies(cls, record, user):
        return stands(record) and may_take_back(user, record)

    def get_breadcrumbs(self):
        acceptance = self.object.line.acceptance
        return [(acceptance.number, acceptance.get_absolute_url())]

    def perform(self, form):
        return services.take_goods_back(self.object, **form.cleaned_data, by=self.request.user)


def quantity_text(handing):
    """Return how many of a thing a hand-over is of, with the measure word."""
    handing.line.handed = handing.quantity
    return counted("handed")(handing.line)


def may_take_back(user, handing):
    """Say whether somebody may hand goods over to where these went, and so may take them back."""
    return user.has_perm(destination_of(handing.destination).permission)


class ByPupil(ActionPage):
    """Something of a class taken back for the pupils that are ticked."""

    form_class = UndoPupilsForm
    template_name = "finance/fee_undo.html"
    icon, danger, keeps_drafts = "undo-2", True, False
    question = gettext_lazy(
        "Tick only those whose money was wrong. A red entry takes the whole sum back, and what the others have stands "
        "beside it anew."
    )

    @cached_property
    def parts(self):
        """[(pupil, amount)] of what may be taken back."""
        raise Http404

    def get_form_facts(self):
        return {**super().get_form_facts(), "parts": self.parts}


class FeePayoutReverse(ByPupil):
    model = FeePayout
    queryset = FeePayout.objects.select_related("settlement__item", "school_class", "correction")
    permission_required = KEEP_FEES
    label, url_name = gettext_lazy("Take refunds back"), "finance:feepayout_reverse"
    done_text = gettext_lazy("Taken back. Refund the right pupils now.")
    facts = [
        Column(gettext_lazy("Class"), "school_class.name"),
        Column(gettext_lazy("Refunded on"), "on", kind="date"),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
    ]

    @cached_property
    def parts(self):
        shares = self.object.shares.select_related("pupil").order_by("pupil__number", "pk")
        return [(share.pupil, share.refund) for share in shares]

    @classmethod
    def applies(cls, record, user):
        return record.corrects_id is None and not hasattr(record, "correction")

    def get_title(self):
        return _("Take refunds back: %(class)s") % {"class": self.object.school_class.name}

    def get_breadcrumbs(self):
        item = self.object.settlement.item
        return [(item.name, item.get_absolute_url())]

    def perform(self, form):
        return fee_settlement.reverse_payout(self.object, **form.cleaned_data, by=self.request.user)
