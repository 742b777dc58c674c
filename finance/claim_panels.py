"""Small tables about claims: their invoices, signatures, payments."""

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
        self.name = signature.signer.name if signature else ""
        self.word = signature.word if signature else ""
        self.at = signature.at if signature else None
        self.verb = signature.get_verb_display() if signature else _("being asked") if is_due else _("not yet")
        self.tone = signature.tone if signature else "warning" if is_due else "neutral"


def seat_rows(claim):
    signed = {signature.seat: signature for signature in signatures_of(claim)}
    rows, open_seats = [], 0
    for seat, label in seat_labels(claim).items():
        open_seats += seat not in signed
        rows.append(SeatRow(label, signed.get(seat), claim.status == "signing" and open_seats == 1))
    return rows


def signatures_panel(claim):
    rows = [make_row(row, SIGNATURE_COLUMNS, url="") for row in seat_rows(claim)]
    return Panel(_("Three signatures"), SIGNATURE_COLUMNS, rows)


def invoices_panel(claim, invoices, *, linked=True):
    rows = [make_row(invoice, INVOICE_COLUMNS, url=None if linked else "") for invoice in invoices]
    total = _("Together %(amount)s yuan") % {"amount": as_text(claim.amount, "money")}
    return Panel(_("Invoices"), INVOICE_COLUMNS, rows, total=total)


def payments_panel(payments):
    return Panel(_("Payments"), PAYMENT_COLUMNS, [make_row(payment, PAYMENT_COLUMNS, url="") for payment in payments])


def _advance_of(payment):
    return payment.advance_back.advance.number if hasattr(payment, "advance_back") else ""
