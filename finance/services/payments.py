"""Paying claims: each payment is an entry in the books; the last one pays the purchase as well."""

from django.utils.translation import gettext as _

from finance.models import AdvanceBack, Claim, MoneyEntry, Payment
from finance.selectors.claims import centre_pays
from finance.services.buying import record_payment
from finance.services.lines import check_amount
from finance.services.money import post_entry
from logistics import clock
from logistics.db import lock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.pages.columns import as_text
from logistics.school.services import require_school_day


@change
def pay_claim(claim, *, account, on, by, amount=None, way=None, voucher="", advance=None):
    """Write down a payment on an approved claim; None pays what is left of it.

    advance: the Advance of the payee that it settles, so that no money moves: the expense and the same amount back of
    the advance are entered. Raises RuleError for more than is left, a day before the approval, and where the books are
    at the accounting centre, which pays.
    """
    if centre_pays(claim.school):
        raise RuleError(_("The accounting centre pays. Send the claim there in a batch."))
    return write_payment(claim, account=account, on=on, by=by, amount=amount, way=way, voucher=voucher, advance=advance)


def write_payment(claim, *, account, on, by, amount=None, way=None, voucher="", advance=None):
    """Pay a claim, whoever does it; part of the transaction of its caller."""
    claim = lock(claim)
    Claim.FLOW.target("pay", claim.status)
    amount = claim.unpaid if amount is None else amount
    _check(claim, account, on, amount)
    entry = post_entry(
        account, kind=MoneyEntry.Kind.EXPENSE, source=claim.budget_source, amount=amount, on=on,
        text=f"{claim.number} {claim.title}", by=by, about=claim, party=claim.payee, voucher=voucher,
        budget_line=claim.budget_line,
    )  # fmt: skip
    payment = Payment.objects.create(
        claim=claim, on=on, amount=amount, way=way or claim.way, account=account, voucher=voucher.strip(), entry=entry,
        by=by, at=clock.now(),
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
