"""Claims and batches as workbooks."""

from django.db.models import Sum
from django.utils.translation import gettext as _

from logistics import clock
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.paper.office_dates import office_date


def claims_workbook(school, claims):
    """Return an open XLSX of ``claims`` (a queryset), one row each, sums below."""
    sums = claims.aggregate(claimed=Sum("amount"), paid=Sum("paid_amount"))
    columns = [
        SheetColumn(_("Number")),
        SheetColumn(_("Claimed on"), "date"),
        SheetColumn(_("What for"), width=30),
        SheetColumn(_("Purchase")),
        SheetColumn(_("Department")),
        SheetColumn(_("Handler")),
        SheetColumn(_("Payee"), width=24),
        SheetColumn(_("Payment way")),
        SheetColumn(_("Source of funds")),
        SheetColumn(_("Amount (yuan)"), "money"),
        SheetColumn(_("Status")),
        SheetColumn(_("Approved on"), "date"),
        SheetColumn(_("Paid on"), "date"),
        SheetColumn(_("Amount paid (yuan)"), "money"),
        SheetColumn(_("Note"), width=30),
    ]
    total = [_("Total"), *[None] * 8, sums["claimed"] or 0, None, None, None, sums["paid"] or 0, None]
    found = claims.select_related("department", "claimed_by", "purchase").iterator(chunk_size=500)
    name = _("Claims")
    subtitle = _("as of %(day)s") % {"day": office_date(clock.today())}
    rows = (claim_row(claim) for claim in found)
    return write_workbook([Sheet(name, f"{school.name}{name}", columns, rows, subtitle=subtitle, total=total)])


def claim_row(claim):
    return [
        claim.number, claim.submitted_on, claim.title, claim.purchase.number if claim.purchase else "",
        claim.department.name if claim.department else "", claim.claimed_by.name, claim.payee, claim.get_way_display(),
        claim.get_budget_source_display(), claim.amount, claim.get_status_display(), claim.approved_on, claim.paid_on,
        claim.paid_amount, claim.refusal or claim.order_reason or claim.contract_reason or claim.cash_reason,
    ]  # fmt: skip


def batch_workbook(batch):
    """Return an open XLSX of a batch: its claims, and what the centre answered."""
    columns = [
        SheetColumn(_("Number")),
        SheetColumn(_("What for"), width=30),
        SheetColumn(_("Payee"), width=24),
        SheetColumn(_("Payment way")),
        SheetColumn(_("Source of funds")),
        SheetColumn(_("Amount (yuan)"), "money"),
        SheetColumn(_("Answer")),
        SheetColumn(_("Voucher number")),
        SheetColumn(_("Paid on"), "date"),
        SheetColumn(_("Why sent back"), width=30),
    ]
    items = list(batch.items.select_related("claim"))
    rows = [
        [
            item.claim.number, item.claim.title, item.claim.payee, item.claim.get_way_display(),
            item.claim.get_budget_source_display(), item.claim.amount, item.get_outcome_display(), item.voucher,
            item.paid_on, item.reason,
        ]
        for item in items
    ]  # fmt: skip
    total = [_("Total"), *[None] * 4, sum(item.claim.amount for item in items), *[None] * 4]
    name = _("Summary of claims")
    title = f"{batch.school.name}{name} {batch.number}"
    subtitle = f"{batch.center} {office_date(batch.sent_on)}"
    return write_workbook([Sheet(name, title, columns, rows, subtitle=subtitle, total=total)])
