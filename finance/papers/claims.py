"""报销单 on paper (FM-56): facts, invoices, amount in words, three signatures and the one pen; 汇总表 of a batch."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from finance.models import Invoice
from finance.papers.marks import mark_of
from finance.papers.purchases import funds_of
from finance.papers.purchases import signatures_of as approval_cells
from finance.selectors.claims import seat_labels, signatures_of
from logistics.pages.columns import as_text
from logistics.paper.amounts import in_words
from logistics.paper.document import Table, TableColumn
from logistics.paper.office_dates import office_date
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf
from logistics.people.selectors import with_drawings


def claim_pdf(claim):
    """Return the PDF; until the last signature it is watermarked 未审批."""
    with translation.override(settings.LANGUAGE_CODE):
        invoices = list(Invoice.objects.filter(items__claim=claim).order_by("items__pk"))
        slip = Slip(
            facts_of(claim, len(invoices)), [invoices_of(claim, invoices)], [*seat_cells(claim), *one_pen_cells(claim)],
            note=paid_note(claim),
        )  # fmt: skip
        return slip_to_pdf(
            slip,
            school_name=claim.school.name,
            document_name=_("Reimbursement slip"),
            number=claim.number,
            date=office_date(claim.submitted_on) if claim.submitted_on else "",
            watermark=mark_of(claim, claim.approved_on),
        )


def facts_of(claim, papers):
    purchase = claim.purchase.number if claim.purchase_id else _("none")
    facts = [
        Fact(_("Department"), claim.department.name if claim.department else ""),
        Fact(_("Purchase"), purchase),
        Fact(_("What for"), claim.title, wide=True),
        Fact(_("Payee"), claim.payee),
        Fact(_("Payment way"), claim.get_way_display()),
        Fact(_("Source of funds"), funds_of(claim)),
        Fact(_("Papers attached"), _("%(count)s sheets") % {"count": papers}),
    ]
    if claim.cash_reason:
        facts.append(Fact(_("Why in cash"), claim.cash_reason, wide=True))
    if claim.out_of_order:
        facts.append(Fact(_("Why out of date order"), claim.order_reason, wide=True))
    if claim.above_contract:
        facts.append(Fact(_("Why above the contract"), claim.contract_reason, wide=True))
    if claim.over_budget:
        facts.append(Fact(_("Why over budget"), claim.over_reason, wide=True))
    return facts


def invoices_of(claim, invoices):
    columns = [
        TableColumn(_("No."), "centre"),
        TableColumn(_("Invoice number"), share=30),
        TableColumn(_("Seller"), share=28),
        TableColumn(_("Issued on"), "centre"),
        TableColumn(_("Sum (yuan)"), "amount"),
    ]
    rows = [
        [place, each.number, each.seller, f"{each.issued_on:%Y-%m-%d}", as_text(each.amount, "money")]
        for place, each in enumerate(invoices, start=1)
    ]
    words = _("Total (in words): %(words)s") % {"words": in_words(claim.amount)}
    return Table(columns, rows, total=["", words, "", "", as_text(claim.amount, "money")])


def seat_cells(claim):
    """The three cells of one revision, in their order; one that is not signed yet is left for the pen."""
    signed = {signature.seat: signature for signature in signatures_of(claim)}
    return with_drawings([cell_of(label, signed.get(seat)) for seat, label in seat_labels(claim).items()])


def cell_of(label, signature):
    if signature is None:
        return SignatureCell(label)
    word = signature.word or signature.get_verb_display()
    return SignatureCell(label, word, signature.name, signature.at, signed_by=signature.signer_id)


def one_pen_cells(claim):
    """What the one pen wrote, an empty cell before it was asked."""
    if claim.status in ("draft", "signing", "returned"):
        return [SignatureCell(_("One pen"))]
    return approval_cells(claim) or [SignatureCell(_("One pen"))]


def paid_note(claim):
    """Return how it was paid, and where the papers belong (粘贴单)."""
    payments = claim.payments.select_related("account")
    paid = [
        _("Paid on %(day)s: %(amount)s yuan, %(way)s, voucher %(voucher)s.")
        % {
            "day": office_date(payment.on), "amount": as_text(payment.amount, "money"),
            "way": payment.get_way_display(), "voucher": payment.voucher or "—",
        }
        for payment in payments
    ]  # fmt: skip
    return " ".join([*paid, _("Paste the papers below, in the order of the list.")])


def batch_pdf(batch):
    """Return the summary sheet that goes to the accounting centre with the papers."""
    with translation.override(settings.LANGUAGE_CODE):
        items = list(batch.items.select_related("claim__claimed_by", "claim__purchase"))
        total = sum(item.claim.amount for item in items)
        columns = [
            TableColumn(_("No."), "centre"),
            TableColumn(_("What for"), share=30),
            TableColumn(_("Number")),
            TableColumn(_("Payee")),
            TableColumn(_("Payment way"), "centre"),
            TableColumn(_("Sum (yuan)"), "amount"),
        ]
        rows = [
            [
                place, item.claim.title, item.claim.number, item.claim.payee, item.claim.get_way_display(),
                as_text(item.claim.amount, "money"),
            ]
            for place, item in enumerate(items, start=1)
        ]  # fmt: skip
        words = _("Total (in words): %(words)s") % {"words": in_words(total)}
        table = Table(columns, rows, total=["", words, "", "", "", as_text(total, "money")])
        facts = [Fact(_("Accounting centre"), batch.center), Fact(_("Claims"), len(items))]
        cells = [
            SignatureCell(_("Handed in by"), "", batch.sent_by.name, batch.created_at, signed_by=batch.sent_by_id),
            SignatureCell(_("Received by the centre")),
        ]
        return slip_to_pdf(
            Slip(facts, [table], with_drawings(cells)),
            school_name=batch.school.name,
            document_name=_("Summary of claims"),
            number=batch.number,
            date=office_date(batch.sent_on),
        )
