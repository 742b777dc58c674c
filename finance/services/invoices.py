"""Entering invoices: each number once for ever, the original read where it can be."""

import unicodedata
from contextlib import contextmanager
from datetime import date

from django.utils.translation import gettext as _

from finance.einvoices import InvoiceFacts, read_original
from finance.models import Invoice
from finance.services.lines import check_amount
from logistics import clock
from logistics.attachments.models import Attachment
from logistics.attachments.services import claim as claim_files
from logistics.db import lock, refusing
from logistics.errors import RuleError
from logistics.history.services import change, note

EARLIEST = date(2000, 1, 1)


@change
def enter_invoice(school, *, number, issued_on, seller, amount, by, photos=(), **facts):
    """Enter an invoice and keep its file; facts: kind, code, seller_tax_id, check_code.

    Raises RuleError for a number that was entered before, in whatever width and spacing, naming the claim it is on.
    """
    invoice = Invoice(school=school, entered_by=by, entered_at=clock.now())
    invoice.was_read = plain_number(read_uploads(photos, by=by).number) == plain_number(number)
    _set_facts(invoice, number, issued_on, seller, amount, facts)
    with _entered_once(invoice):
        invoice.save()
    claim_files(invoice, photos, purpose="invoice", by=by)
    note(invoice, "entered", by=by)
    return invoice


@change
def change_invoice(invoice, *, number, issued_on, seller, amount, by, photos=(), **facts):
    """Correct an invoice that is on no claim, or on one that is still open to changes."""
    invoice = lock(invoice)
    item = invoice.items.filter(counts=True).select_related("claim").first()
    if invoice.items.exclude(claim__status__in=["draft", "returned"]).exists() or item is not None:
        message = _("It is on a claim (%(claim)s). Take it off there first; a submitted claim keeps its invoices.")
        first = item or invoice.items.select_related("claim").first()
        raise RuleError(message % {"claim": first.claim.number or first.claim.title})
    _set_facts(invoice, number, issued_on, seller, amount, facts)
    with _entered_once(invoice):
        invoice.save()
    claim_files(invoice, photos, purpose="invoice", by=by)
    note(invoice, "changed", by=by)
    return invoice


def read_uploads(tokens, *, by):
    """Return the InvoiceFacts of the first upload of this person that can be read, empty ones when none can."""
    for file in Attachment.objects.unclaimed().documents().filter(token__in=tokens, uploaded_by=by).order_by("pk"):
        with file.file.open("rb") as content:
            facts = read_original(content.read(), file.media_type)
        if facts:
            return facts
    return InvoiceFacts()


def _set_facts(invoice, number, issued_on, seller, amount, facts):
    invoice.number, invoice.seller = " ".join(number.split()), " ".join(seller.split())
    invoice.issued_on, invoice.amount = issued_on, amount
    for fact, value in facts.items():
        setattr(invoice, fact, value.strip() if isinstance(value, str) else value)
    if not plain_number(invoice.number):
        raise RuleError(_("Write the number as it is printed."), field="number")
    if not EARLIEST <= issued_on <= clock.today():
        raise RuleError(_("Choose the day printed on it, today or earlier."), field="issued_on")
    check_amount(amount, _("the amount"), field="amount")
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field="amount")


def plain_number(number):
    """Return a number as the database compares it: half width, capitals, letters and figures alone."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", number).upper() if letter.isalnum())


@contextmanager
def _entered_once(invoice):
    earlier = _earlier(invoice)
    if earlier is not None:
        raise RuleError(_already(earlier), field="number")
    racing = _("This number was entered a moment ago. Look for it in the list of invoices.")
    with (
        refusing("one_invoice_of_a_number_in_a_school", racing, field="number"),
        refusing("one_receipt_of_a_number_and_a_seller", racing, field="number"),
    ):
        yield


def _earlier(invoice):
    same = Invoice.objects.of_school(invoice.school).filter(number_key=plain_number(invoice.number))
    if invoice.kind == Invoice.Kind.RECEIPT:
        same = same.filter(kind=Invoice.Kind.RECEIPT, seller=invoice.seller)
    else:
        same = same.exclude(kind=Invoice.Kind.RECEIPT)
    return same.exclude(pk=invoice.pk).first()


def _already(earlier):
    """One sentence on where an invoice of the same number is."""
    item = earlier.items.select_related("claim__claimed_by").order_by("-counts", "-pk").first()
    facts = {"number": earlier.number, "person": earlier.entered_by.name}
    if item is None:
        return _("Invoice %(number)s was entered before by %(person)s; it is on no claim yet. Use that one.") % facts
    facts |= {
        "claim": f"{item.claim.number} {item.claim.title}".strip(), "person": item.claim.claimed_by.name,
        "status": item.claim.get_status_display(),
    }  # fmt: skip
    return _("Invoice %(number)s is on a claim already: %(claim)s (%(person)s, %(status)s). It counts once.") % facts
