"""Paying claims: each payment is an entry in the books; the last one pays the purchase as well. And taking them back."""

from django.utils.translation import gettext as _

from finance.messages.money import claim_was_unpaid
from finance.models import AdvanceBack, Claim, MoneyEntry, Payment
from finance.selectors.acceptance import lacking_cards, words_of_cards
from finance.selectors.claims import centre_pays
from finance.services.buying import record_payment, unrecord_payment
from finance.services.lines import check_amount
from finance.services.money import post_entry, reverse_entry
from logistics import clock
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.notices.services import send
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text
from logistics.school.services import require_school_day


@change
def pay_claim(claim, *, account, on, by, **facts):
    """Write down a payment on an approved claim. facts: amount (None: what is left), way, voucher, advance, card_reason.

    advance: the Advance of the payee that it settles, so that no money moves: the expense and the same amount back of
    the advance are entered. card_reason: why goods are paid that have no card yet. Raises RuleError for more than is
    left, a day before the approval, and where the books are at the accounting centre, which pays.
    """
    if centre_pays(claim.school):
        raise RuleError(_("The accounting centre pays. Send the claim there in a batch."))
    return write_payment(claim, account=account, on=on, by=by, **facts)


def write_payment(claim, *, account, on, by, amount=None, way=None, voucher="", advance=None, card_reason=""):
    """Pay a claim, whoever does it; part of the transaction of its caller."""
    claim = lock(claim)
    Claim.FLOW.target("pay", claim.status)
    amount = claim.unpaid if amount is None else amount
    _check(claim, account, on, amount)
    card_reason = _judged_cards(claim, on, card_reason.strip())
    entry = post_entry(
        account, kind=MoneyEntry.Kind.EXPENSE, source=claim.budget_source, amount=amount, on=on,
        text=f"{claim.number} {claim.title}", by=by, about=claim, party=claim.payee, voucher=voucher,
        budget_line=claim.budget_line,
    )  # fmt: skip
    payment = Payment.objects.create(
        claim=claim, on=on, amount=amount, way=way or claim.way, account=account, voucher=voucher.strip(), entry=entry,
        card_reason=card_reason, by=by, at=clock.now(),
    )  # fmt: skip
    if advance is not None:
        _settle(advance, payment, by)
    claim.paid_amount += amount
    if not claim.unpaid:
        claim.status, claim.paid_on = Claim.Status.PAID, on
    claim.save(update_fields=["paid_amount", "status", "paid_on"])
    note(claim, "paid", by=by, text=_("%(amount)s yuan") % {"amount": as_text(amount, "money")}, tone="success")
    if claim.purchase_id and claim.status == Claim.Status.PAID:
        record_payment(claim.purchase, paid_on=on, paid_amount=claim.amount, by=by)
    return payment


def _check(claim, account, on, amount):
    require_school_day(claim.school, on, field="on")
    if on < claim.approved_on:
        raise RuleError(
            _("It was approved on %(day)s; pay it from that day on.") % {"day": claim.approved_on}, field="on"
        )
    if account.school_id != claim.school_id:
        raise RuleError(_("This belongs to another school."), field="account")
    check_amount(amount, _("the amount paid"), field="amount")
    if not 0 < amount <= claim.unpaid:
        facts = {"left": as_text(claim.unpaid, "money")}
        raise RuleError(
            _("%(left)s yuan of this claim are still to be paid. Pay no more than that.") % facts, field="amount"
        )


def _judged_cards(claim, on, reason):
    """先登记资产卡片再付款 (rule accept.form): return why it is paid before that, nothing where every card is there."""
    lacking = lacking_cards(claim.purchase, on) if claim.purchase_id else []
    if lacking and not reason:
        message = _(
            "%(things)s belong in the asset register and have no card yet. Enter the cards first, or write why it is paid "
            "before."
        )
        raise RuleError(message % {"things": words_of_cards(lacking)}, field="card_reason")
    return reason if lacking else ""


@change
def undo_payment(payment, *, reason, on, by, reopen=False):
    """Take a payment back by a red one (红字冲销): what it paid, used and settled is open again; returns the red Payment.

    reopen: the claim itself was wrong, so it goes back to its handler and collects its signatures anew; else it is to be
    paid again. Raises RuleError for a day before the payment or in a closed month, and for a claim of which other
    payments stand; WrongState when it was taken back already.
    """
    claim = lock(payment.claim)
    payment = Payment.objects.select_related("entry", "account").get(pk=payment.pk)
    _check_undoing(claim, payment, on, reason, reopen)
    was_paid = claim.status == Claim.Status.PAID
    claim.status = Claim.FLOW.target("reopen" if reopen else "unpay", claim.status)
    red = Payment.objects.create(
        claim=claim, on=on, amount=-payment.amount, way=payment.way, account=payment.account, voucher=payment.voucher,
        entry=reverse_entry(payment.entry, reason=reason, on=on, by=by), corrects=payment, reason=reason.strip(), by=by,
        at=clock.now(),
    )  # fmt: skip
    if hasattr(payment, "advance_back"):
        undo_back(payment.advance_back, reason=reason, on=on, by=by, payment=red)
    claim.paid_amount, claim.paid_on = claim.paid_amount - payment.amount, None
    claim.approved_on = None if reopen else claim.approved_on
    claim.save(update_fields=["status", "paid_amount", "paid_on", "approved_on"])
    note(claim, "reopened" if reopen else "unpaid", by=by, text=red.reason, tone="danger")
    if claim.purchase_id and was_paid:
        unrecord_payment(claim.purchase, reason=reason, by=by)
    send([claim.claimed_by], claim_was_unpaid(claim, red), school=claim.school)
    return red


def _check_undoing(claim, payment, on, reason, reopen):
    require_school_day(claim.school, on, field="on")
    if payment.corrects_id or hasattr(payment, "corrected_by"):
        raise WrongState(_("This was reversed already."))
    if not reason.strip():
        raise RuleError(_("Write down why."), field="reason")
    if on < payment.on:
        facts = {"day": full_day_text(payment.on)}
        raise RuleError(_("It was paid on %(day)s. Choose that day or a later one.") % facts, field="on")
    if reopen and claim.paid_amount != payment.amount:
        message = _("Other payments of this claim stand. Take them back first, then send it back for changes.")
        raise RuleError(message, field="reopen")


def _settle(advance, payment, by):
    """Let a payment settle an advance: what the payee drew before is what is paid now."""
    if advance.person_id != payment.claim.person_id:
        raise RuleError(_("This advance was drawn by somebody else than is paid here."), field="advance")
    if payment.amount > advance.outstanding:
        facts = {"left": as_text(advance.outstanding, "money")}
        message = _("Only %(left)s yuan of this advance are outstanding. Settle that much, and pay the rest by itself.")
        raise RuleError(message % facts, field="amount")
    bring_back(advance, amount=payment.amount, account=payment.account, on=payment.on, by=by, payment=payment)


def bring_back(advance, *, amount, account, on, by, payment=None, voucher=""):
    """Enter that part of an advance came back, in cash or by ``payment``; the whole of it settles the advance."""
    advance = lock(advance)
    advance.FLOW.target("settle", advance.status)
    entry = post_entry(
        account, kind=MoneyEntry.Kind.ADVANCE_BACK, source=advance.source, amount=amount, on=on,
        text=f"{advance.number} {advance.purpose}", by=by, about=advance, party=advance.person.name, voucher=voucher,
    )  # fmt: skip
    back = AdvanceBack.objects.create(
        advance=advance, on=on, amount=amount, payment=payment, entry=entry, by=by, at=clock.now()
    )
    advance.settled += amount
    if not advance.outstanding:
        advance.status, advance.settled_on = advance.Status.SETTLED, on
    advance.save(update_fields=["settled", "status", "settled_on"])
    note(advance, "settled", by=by, text=_("%(amount)s yuan") % {"amount": as_text(amount, "money")}, tone="success")
    return back


def undo_back(back, *, reason, on, by, payment=None):
    """Take back that part of an advance came back: it is outstanding again. Part of the transaction of its caller."""
    advance = lock(back.advance)
    advance.status, advance.settled_on = advance.FLOW.target("unsettle", advance.status), None
    red = AdvanceBack.objects.create(
        advance=advance, on=on, amount=-back.amount, payment=payment, corrects=back, by=by, at=clock.now(),
        entry=reverse_entry(back.entry, reason=reason, on=on, by=by),
    )  # fmt: skip
    advance.settled -= back.amount
    advance.save(update_fields=["settled", "status", "settled_on"])
    note(advance, "unsettled", by=by, text=reason.strip(), tone="danger")
    return red
