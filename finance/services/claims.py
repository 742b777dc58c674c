"""Writing claims down, putting their invoices together, submitting them and taking them back."""

from django.utils.translation import gettext as _

from finance.models import Claim, ClaimItem, ClaimSignature, Invoice
from finance.selectors import contracted_for
from finance.selectors.claims import order_breaches, received_of
from finance.services.budget import check_line, judge_at_submitting
from finance.services.suppliers import require_not_banned
from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.pages.columns import as_text
from logistics.rules.selectors import in_force
from logistics.school.services import require_school_day

MOST_INVOICES = 60


@change
def make_claim(school, *, by, **facts):
    """Write a claim down and submit it at once; facts as ``draft_claim``."""
    return submit_claim(draft_claim(school, by=by, **facts), by=by)


@change
def draft_claim(school, *, by, title, invoices, supplier=None, person=None, purchase=None, **facts):
    """Write a claim down with its invoices, at least one.

    Paid to a Supplier or a person. purchase: a PurchaseRequest that is bought, which then says department, campus and
    money. facts: reason, campus, department, budget_source, budget_line, over_reason, way, cash_reason, order_reason,
    contract_reason.
    Raises RuleError when an invoice is on another claim, or something is of another school.
    """
    facts = _checked(school, {"supplier": supplier, "person": person, "purchase": purchase, **facts}, None)
    claim = Claim(school=school, claimed_by=by, title=title.strip(), created_at=clock.now(), amount=0, **facts)
    with _one_of_a_purchase():
        claim.save()
    _put_on(claim, invoices, by)
    note(claim, "drafted", by=by)
    return claim


@change
def change_claim(claim, *, by, title, invoices, supplier=None, person=None, purchase=None, **facts):
    """Change a draft, or a claim that was sent back; its number and history stay."""
    claim = _lock_own(claim, "change", by)
    facts = _checked(claim.school, {"supplier": supplier, "person": person, "purchase": purchase, **facts}, claim)
    claim.title = title.strip()
    for name, value in facts.items():
        setattr(claim, name, value)
    claim.over_budget = claim.out_of_order = False
    claim.cash_limit = claim.contracted = None
    judged = ["over_budget", "out_of_order", "cash_limit", "contracted"]
    with _one_of_a_purchase():
        claim.save(update_fields=["title", *judged, *facts, "search_text"])
    claim.items.all().delete()
    _put_on(claim, invoices, by)
    note(claim, "changed", by=by)
    return claim


@change
def submit_claim(claim, *, by):
    """Sign a claim as its handler (经手人) and put it up for the two further signatures; the first time numbers it.

    Now it is judged: against what was received, the order of dates, the limit of cash, the contracts of the purchase, and
    the budget where no purchase reserved it. Raises RuleError for what is wrong and not explained.
    """
    claim, today = _lock_own(claim, "submit", by), clock.today()
    require_school_day(claim.school, today, field=None)
    require_not_banned(claim.supplier, today, field="supplier")
    _require_received(claim)
    claim.out_of_order = _judge_order(claim, today)
    claim.cash_limit = _judge_cash(claim, today)
    claim.contracted = _judge_contract(claim)
    claim.over_budget = claim.purchase_id is None and judge_at_submitting(claim)
    claim.status = Claim.FLOW.target("submit", claim.status)
    claim.revision += 1
    claim.submitted_on = claim.submitted_on or today
    claim.number = claim.number or next_number(claim.school, "BZ", on=today)
    claim.refusal = ""
    claim.save(
        update_fields=[
            "out_of_order", "cash_limit", "contracted", "over_budget", "status", "revision", "submitted_on", "number", "refusal",
            "search_text",
        ]
    )  # fmt: skip
    ClaimSignature.objects.create(
        claim=claim, revision=claim.revision, seat=ClaimSignature.Seat.HANDLER, signer=by, at=clock.now()
    )
    note(claim, "submitted", by=by)
    return claim


@change
def drop_claim(claim, *, by):
    """Give up a draft, or a claim that was sent back; its invoices are free again."""
    claim = _lock_own(claim, "drop", by)
    claim.status = Claim.FLOW.target("drop", claim.status)
    claim.save(update_fields=["status"])
    release(claim)
    note(claim, "dropped", by=by)
    return claim


@change
def take_back_claim(claim, *, by, reason=""):
    """Take a claim back before anybody but its handler has signed."""
    claim = _lock_own(claim, "take_back", by)
    if claim.signatures.filter(revision=claim.revision).exclude(signer=by).exists():
        raise WrongState(_("Somebody has signed already. Ask the next signer to send it back."))
    claim.status = Claim.FLOW.target("take_back", claim.status)
    claim.save(update_fields=["status"])
    release(claim)
    note(claim, "withdrawn", by=by, text=reason.strip())
    return claim


def release(claim):
    """Let the invoices of a claim that ended without payment be claimed anew."""
    claim.items.filter(counts=True).update(counts=False)


def _put_on(claim, invoices, by):
    """Put invoices on a claim and let its amount be their sum."""
    chosen = Invoice.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in invoices])
    chosen = list(chosen.order_by("pk"))
    if not chosen:
        raise RuleError(_("Choose at least one invoice."), field="invoices")
    if len(chosen) > MOST_INVOICES:
        raise RuleError(
            _("Keep to %(most)s invoices; make another claim for the rest.") % {"most": MOST_INVOICES}, field="invoices"
        )
    for invoice in chosen:
        if invoice.school_id != claim.school_id:
            raise RuleError(_("This belongs to another school."), field="invoices")
        _require_free(invoice)
        ClaimItem.objects.create(claim=claim, invoice=invoice)
        note(invoice, "claimed", by=by, text=claim.number or claim.title)
    claim.amount = sum(invoice.amount for invoice in chosen)
    if claim.amount >= 10**10:
        raise RuleError(_("The sum is too large. Check the invoices."), field="invoices")
    claim.save(update_fields=["amount", "search_text"])


def _require_free(invoice):
    item = invoice.items.filter(counts=True).select_related("claim").first()
    if item is not None:
        facts = {"number": invoice.number, "claim": f"{item.claim.number} {item.claim.title}".strip()}
        raise RuleError(_("Invoice %(number)s is on another claim: %(claim)s.") % facts, field="invoices")


def _require_received(claim):
    """购物不符实者一律不予报销 (DOMAIN T-10)."""
    if claim.purchase_id is None:
        return
    if claim.purchase.orders.open().exists():
        raise RuleError(
            _(
                "Something of this purchase is still to come. Claim it when all has come, or end the order with what came."
            ),
            field="purchase",
        )
    received = received_of(claim.purchase)
    if claim.amount > received:
        facts = {"claimed": as_text(claim.amount, "money"), "received": as_text(received, "money")}
        message = _(
            "%(claimed)s yuan are claimed, but what was received is worth %(received)s. Only what was received is "
            "reimbursed: ask the seller for the right invoice."
        )
        raise RuleError(message % facts, field="invoices")


def _judge_order(claim, day):
    invoices = [item.invoice for item in claim.items.select_related("invoice")]
    breaches = order_breaches(claim.purchase, invoices, day)
    if breaches and not claim.order_reason:
        raise RuleError(_("%(what)s Write why.") % {"what": " ".join(breaches)}, field="order_reason")
    return bool(breaches)


def _judge_cash(claim, day):
    """Return the limit of cash the claim was judged by, None for other ways (rule claim.cash.max)."""
    if claim.way != Claim.Way.CASH:
        return None
    limit = in_force("claim.cash.max", school=claim.school, on=day)
    if claim.amount > limit and not claim.cash_reason:
        message = _("More than %(limit)s yuan in cash: choose a transfer or the official card, or write why.")
        raise RuleError(message % {"limit": as_text(limit, "money")}, field="cash_reason")
    return limit


def _judge_contract(claim):
    """Return what the contracts of the purchase come to, None without; more may be claimed when it says why."""
    contracted = contracted_for(claim.purchase) if claim.purchase_id else None
    if contracted is not None and claim.amount > contracted and not claim.contract_reason:
        facts = {"claimed": as_text(claim.amount, "money"), "contracted": as_text(contracted, "money")}
        message = _(
            "%(claimed)s yuan are claimed, contract and supplements come to %(contracted)s. Enter the supplement that is "
            "missing, or write why more is paid."
        )
        raise RuleError(message % facts, field="contract_reason")
    return contracted


def _checked(school, facts, claim):
    """Return the facts of a claim; a purchase says whose money it is. RuleError for what does not fit."""
    purchase = facts.get("purchase")
    for name in ("supplier", "purchase", "campus", "department"):
        if facts.get(name) is not None and facts[name].school_id != school.pk:
            raise RuleError(_("This belongs to another school."), field=name)
    if (facts.get("supplier") is None) == (facts.get("person") is None):
        raise RuleError(_("Choose who is paid: a supplier or a person, not both."), field="supplier")
    payee = (facts["supplier"] or facts["person"]).name
    if purchase is not None:
        if purchase.status != "bought" and not (claim and claim.purchase_id == purchase.pk):
            raise RuleError(_("This purchase is not to be claimed now. Choose another one."), field="purchase")
        whose = ("campus", "department", "budget_source", "budget_line")
        return {**facts, "payee": payee, "over_reason": "", **{name: getattr(purchase, name) for name in whose}}
    line = facts.get("budget_line")
    if line is None:
        return {**facts, "payee": payee}
    check_line(school, line, facts.get("department"))
    return {**facts, "payee": payee, "budget_source": line.source}


def _one_of_a_purchase():
    return refusing(
        "one_claim_of_a_purchase_at_a_time", _("There is a claim for this purchase already."), field="purchase"
    )


def _lock_own(claim, move, by):
    claim = lock(claim)
    Claim.FLOW.target(move, claim.status)
    if claim.claimed_by_id != by.pk:
        raise RuleError(_("Only %(person)s, who handles it, may do this.") % {"person": claim.claimed_by})
    return claim
