"""What an approval card shows of claims and advances, fetched for many at once."""

from django.urls import reverse
from django.utils.translation import gettext as _

from finance.facts.hints import BudgetView
from finance.models import Advance, Books, BudgetLine, Claim, ClaimItem, ClaimSignature, Invoice
from finance.panels.claims import invoices_panel, signatures_panel
from finance.selectors import contracted_for, room_beside_claim
from finance.selectors.cards import card_due
from logistics.attachments.selectors import as_photo, by_record, rows_about
from logistics.hooks import ApprovalFacts
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text
from logistics.pages.fetching import Rows, hold, table
from logistics.pages.parts import Fact


def facts_of_claims(keys, user):
    """Ask for (see ``fetching.in_rounds``) what claims show to the one pen; end with {pk: ApprovalFacts}.

    keys: theirs. Invoices with their pictures, the three signatures, the budget, what stands out.
    """
    of_claims = Rows.among(ClaimItem, "claim_id", keys).where
    claims, items, signatures, books, files, budget_lines = yield [
        Rows.among(Claim, "id", keys, leads_to={"purchase": {}, "school": {}}),
        Rows.among(ClaimItem, "claim_id", keys, leads_to={"invoice": {}}, order="id"),
        Rows.among(ClaimSignature, "claim_id", keys, leads_to={"signer": {}, "stands_for": {}}, order="id"),
        Rows(Books, f"school_id IN (SELECT school_id FROM {table(Claim)} WHERE {Rows.among(Claim, 'id', keys).where})"),
        rows_about(Invoice, f"SELECT invoice_id FROM {table(ClaimItem)} WHERE {of_claims}"),
        BudgetLine.objects.with_use().filter(pk__in=Claim.objects.order_by().filter(pk__in=keys).values("budget_line")),
    ]
    hold(claims, "items", items)
    hold(claims, "signatures", signatures)
    books, lines, files = (
        {each.school_id: each for each in books},
        {line.pk: line for line in budget_lines},
        by_record(files),
    )
    for claim in claims:
        claim.budget_line = lines.get(claim.budget_line_id)
    return {claim.pk: _facts_of(claim, books.get(claim.school_id), files) for claim in claims}


def _facts_of(claim, books, files):
    invoices = [item.invoice for item in claim.items.all()]
    papers = [file for invoice in invoices for file in files[invoice.pk]]
    gauge = None
    if claim.budget_line is not None and claim.purchase is None:
        gauge = BudgetView(room_beside_claim(claim.budget_line, claim), claim.amount).gauge
    return ApprovalFacts(
        notes=list(notes_of(claim)),
        facts=[fact for fact in _shown(claim) if fact.text],
        panels=[invoices_panel(claim, invoices, linked=False), signatures_panel(claim, books)],
        gauge=gauge,
        photos=[as_photo(file) for file in papers if file.thumb],
        files=[file for file in papers if not file.thumb],
        print_url=reverse("finance:claim_slip", args=[claim.pk]),
        record_url=claim.get_absolute_url(),
    )


def _shown(claim):
    yield Fact(_("Purchase"), claim.purchase.number if claim.purchase else "")
    yield Fact(_("Payee"), claim.payee)
    yield Fact(_("Payment way"), claim.get_way_display())
    if claim.budget_line is None or claim.purchase is not None:
        yield Fact(_("Source of funds"), claim.get_budget_source_display())


def notes_of(claim):
    """Yield (tone, sentence) of what the one pen should see first."""
    if claim.out_of_order:
        yield "warning", _("Out of date order: %(reason)s") % {"reason": claim.order_reason}
    if claim.over_budget:
        yield "danger", _("Over budget: %(reason)s") % {"reason": claim.over_reason}
    if claim.above_contract:
        facts = {"more": as_text(claim.above_contract, "money"), "reason": claim.contract_reason}
        yield "warning", _("%(more)s yuan above the contract: %(reason)s") % facts
    card = card_words(claim, claim.submitted_on)
    if card:
        yield "warning", card
    if claim.cash_reason:
        facts = {"amount": as_text(claim.amount, "money"), "reason": claim.cash_reason}
        yield "warning", _("%(amount)s yuan in cash: %(reason)s") % facts


def cautions_of(claim, day):
    """Return a sentence on each thing to look at before a claim is submitted, signed or paid on ``day``."""
    return [*contract_cautions(claim), *filter(None, [card_words(claim, day)])]


def contract_cautions(claim):
    """Yield a sentence where a claim goes above what the contracts of its purchase come to now."""
    contracted = contracted_for(claim.purchase) if claim.purchase_id else None
    if contracted is not None and claim.amount > contracted:
        facts = {"claimed": as_text(claim.amount, "money"), "contracted": as_text(contracted, "money")}
        facts["more"] = as_text(claim.amount - contracted, "money")
        yield _("%(claimed)s yuan are %(more)s more than contract and supplements come to (%(contracted)s).") % facts


def card_words(claim, day):
    """Return a sentence on what is paid in cash although the official card is for it, "" for all else."""
    due = card_due(claim, day)
    if due is None:
        return ""
    facts = {"item": due.item, "exempt": _(", ").join(due.exempt)}
    return (
        _("%(item)s is paid by official card. Cash only for: %(exempt)s. Otherwise choose the official card.") % facts
    )


def facts_of_advances(keys, user):
    """Ask for (see ``fetching.in_rounds``) what advances show; end with {pk: ApprovalFacts}."""
    [advances] = yield [Rows.among(Advance, "id", keys, leads_to={"person": {}})]
    return {
        advance.pk: ApprovalFacts(
            facts=[
                Fact(_("Drawn by"), advance.person.name),
                Fact(_("To be settled by"), full_day_text(advance.due_on)),
                Fact(_("Source of funds"), advance.get_source_display()),
            ],
            record_url=advance.get_absolute_url(),
        )
        for advance in advances
    }
