"""What an approval card shows of claims and advances, fetched for many at once."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _

from finance.facts.hints import BudgetView
from finance.models import Invoice
from finance.panels.claims import invoices_panel, signatures_panel
from finance.selectors import contracted_for, room_in
from finance.selectors.cards import card_due
from logistics.attachments.models import Attachment
from logistics.attachments.selectors import as_photo
from logistics.hooks import ApprovalFacts
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text
from logistics.pages.parts import Fact


def facts_of_claims(claims, user):
    """Return {pk: ApprovalFacts}: invoices with their pictures, the three signatures, what stands out."""
    related = ("department", "purchase", "claimed_by", "school", "budget_line")
    claims = list(claims.select_related(*related).prefetch_related("items__invoice"))
    invoices = {claim.pk: [item.invoice for item in claim.items.all()] for claim in claims}
    files = _files_of({invoice.pk for many in invoices.values() for invoice in many})
    return {claim.pk: _facts_of(claim, invoices[claim.pk], files) for claim in claims}


def _files_of(keys):
    """Return {invoice's key: [Attachment]}."""
    found = defaultdict(list)
    kind = ContentType.objects.get_for_model(Invoice)
    for file in Attachment.objects.filter(record_type=kind, record_id__in=keys).order_by("pk"):
        found[file.record_id].append(file)
    return found


def _facts_of(claim, invoices, files):
    papers = [file for invoice in invoices for file in files[invoice.pk]]
    panels = [invoices_panel(claim, invoices, linked=False), signatures_panel(claim)]
    gauge = None
    if claim.budget_line_id and claim.purchase_id is None:
        gauge = BudgetView(room_in(claim.budget_line, besides=claim), claim.amount).gauge
    return ApprovalFacts(
        notes=list(notes_of(claim)),
        facts=[fact for fact in _shown(claim) if fact.text],
        panels=panels,
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


def facts_of_advances(advances, user):
    """Return {pk: ApprovalFacts} of advances."""
    return {
        advance.pk: ApprovalFacts(
            facts=[
                Fact(_("Drawn by"), advance.person.name),
                Fact(_("To be settled by"), full_day_text(advance.due_on)),
                Fact(_("Source of funds"), advance.get_source_display()),
            ],
            record_url=advance.get_absolute_url(),
        )
        for advance in advances.select_related("person")
    }
