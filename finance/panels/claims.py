"""Small tables about claims: their invoices, signatures, payments."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.selectors.claims import seat_labels, signatures_of
from logistics.pages.columns import Column, as_text, make_row
from logistics.pages.parts import Panel

INVOICE_COLUMNS = [
    Column(gettext_lazy("Invoice number"), "number", kind="code", primary=True),
    Column(gettext_lazy("Kind"), "get_kind_display"),
    Column(gettext_lazy("Seller"), "seller"),
    Column(gettext_lazy("Issued on"), "issued_on", kind="date"),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
]
PAYMENT_COLUMNS = [
    Column(gettext_lazy("Paid on"), "on", kind="date", primary=True),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Payment way"), "get_way_display"),
    Column(gettext_lazy("Account"), "account.name"),
    Column(gettext_lazy("Voucher number"), "voucher", kind="code"),
    Column(gettext_lazy("Money entry"), "entry.number", kind="code"),
    Column(gettext_lazy("Advance"), lambda payment: _advance_of(payment)),
    Column(gettext_lazy("Reason"), lambda payment: payment.reason or payment.card_reason),
    Column(gettext_lazy("State"), lambda payment: payment.standing[0], kind="badge"),
]
SIGNATURE_COLUMNS = [
    Column(gettext_lazy("Signs as"), "label", primary=True),
    Column(gettext_lazy("Person"), "name"),
    Column(gettext_lazy("Word"), "word"),
    Column(gettext_lazy("Signed at"), "at", kind="moment"),
    Column(gettext_lazy("Decision"), "verb", kind="badge"),
]


class SeatRow:
    """A seat with its signature, or still empty."""

    def __init__(self, label, signature, is_due):
        self.pk, self.label = label, label
        self.name = signature.name if signature else ""
        self.word = signature.word if signature else ""
        self.at = signature.at if signature else None
        self.verb = signature.get_verb_display() if signature else _("being asked") if is_due else _("not yet")
        self.tone = signature.tone if signature else "warning" if is_due else "neutral"


def seat_rows(claim, books=None):
    """Return the SeatRow of each of the three; books: those of its school where they are at hand."""
    signed = {signature.seat: signature for signature in signatures_of(claim)}
    rows, open_seats = [], 0
    for seat, label in seat_labels(claim, books).items():
        open_seats += seat not in signed
        rows.append(SeatRow(label, signed.get(seat), claim.status == "signing" and open_seats == 1))
    return rows


def signatures_panel(claim, books=None):
    rows = [make_row(row, SIGNATURE_COLUMNS, url="") for row in seat_rows(claim, books)]
    return Panel(_("Three signatures"), SIGNATURE_COLUMNS, rows)


def invoices_panel(claim, invoices, *, linked=True):
    rows = [make_row(invoice, INVOICE_COLUMNS, url=None if linked else "") for invoice in invoices]
    total = _("Together %(amount)s yuan") % {"amount": as_text(claim.amount, "money")}
    return Panel(_("Invoices"), INVOICE_COLUMNS, rows, total=total)


def payments_panel(payments, *, may_undo=False):
    """Return the panel of payments; whoever may take one back opens that page from its row."""
    rows = [make_row(each, PAYMENT_COLUMNS, url=_undo_url("finance:claim_unpay", each, may_undo)) for each in payments]
    note = _("Open a payment to take it back.") if any(row.url for row in rows) else ""
    return Panel(_("Payments"), PAYMENT_COLUMNS, rows, note=note)


BACK_COLUMNS = [
    Column(gettext_lazy("Day"), "on", kind="date", primary=True),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("By"), lambda back: back.payment.claim.number if back.payment else _("money back")),
    Column(gettext_lazy("Money entry"), "entry.number", kind="code"),
]


def backs_panel(backs, *, may_undo=False):
    """Return how an advance was settled; money that came back may be taken back, a payment only on its claim."""
    rows = [
        make_row(
            each, BACK_COLUMNS, url=_undo_url("finance:advance_back_undo", each, may_undo and each.payment_id is None)
        )
        for each in backs
    ]
    return Panel(_("How it was settled"), BACK_COLUMNS, rows, empty=_("Nothing came back yet."))


def _undo_url(name, record, may_undo):
    stands = not record.corrects_id and not hasattr(record, "corrected_by")
    return reverse(name, args=[record.pk]) if may_undo and stands else ""


def _advance_of(payment):
    return payment.advance_back.advance.number if hasattr(payment, "advance_back") else ""
