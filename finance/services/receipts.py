"""What settles an instalment: money, which is booked, or things, which are only shown."""

from django.utils.translation import gettext as _

from finance.models import Instalment, Receipt
from finance.services.booking import book_income
from finance.services.lines import check_amount
from finance.services.money import reverse_entry
from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.pages.columns import as_text
from logistics.school.services import require_school_day

ALREADY = "finance_receipt_corrects_id_key"


@change
def receive_instalment(instalment, *, account, amount, on, by, voucher=""):
    """Book money received for an instalment, or a part of it; return the Receipt.

    Raises RuleError for more than is outstanding, a day to come, and what the books refuse.
    """
    instalment = _lock(instalment)
    _check(instalment, amount, on)
    agreement = instalment.agreement
    entry = book_income(
        agreement.school, account, amount=amount, on=on, text=str(instalment), by=by,
        about=agreement, party=agreement.party, voucher=voucher,
    )  # fmt: skip
    receipt = Receipt.objects.create(
        instalment=instalment, kind=Receipt.Kind.MONEY, amount=amount, on=on, entry=entry, by=by, at=clock.now()
    )
    note(agreement, "received", by=by, text=_("%(amount)s yuan") % {"amount": as_text(amount, "money")})
    return receipt


@change
def settle_in_kind(instalment, *, amount, on, text, confirmed_by, by, meals=None, people=None):
    """Write down that an instalment was settled in kind, such as by meals; nothing is booked.

    amount: what it is worth, Decimal in yuan. confirmed_by: who confirms it was given. It is shown as against 收支两条线.
    """
    instalment = _lock(instalment)
    _check(instalment, amount, on)
    receipt = Receipt.objects.create(
        instalment=instalment, kind=Receipt.Kind.IN_KIND, amount=amount, on=on, text=text.strip(), meals=meals,
        people=people, confirmed_by=confirmed_by.strip(), by=by, at=clock.now(),
    )  # fmt: skip
    note(instalment.agreement, "settled_in_kind", by=by, text=receipt.text, tone="warning")
    return receipt


@change
def reverse_receipt(receipt, *, on, reason, by):
    """Take a receipt back by one of the opposite sign; money is reversed in the books too. Once only."""
    instalment = _lock(receipt.instalment)
    require_school_day(instalment.agreement.school, on, field="on")
    if receipt.corrects_id or hasattr(receipt, "corrected_by"):
        raise WrongState(_("This was reversed already."))
    entry = reverse_entry(receipt.entry, on=on, reason=reason, by=by) if receipt.entry_id else None
    with refusing(ALREADY, _("This was reversed already.")):
        correction = Receipt.objects.create(
            instalment=instalment, kind=receipt.kind, amount=-receipt.amount, on=on, entry=entry, text=reason.strip(),
            confirmed_by=receipt.confirmed_by, corrects=receipt, by=by, at=clock.now(),
        )  # fmt: skip
    note(instalment.agreement, "reversed", by=by, text=reason.strip(), tone="danger")
    return correction


def _lock(instalment):
    """Return the instalment as ``with_settled`` sees it, locked."""
    lock(instalment)
    return Instalment.objects.with_settled().select_related("agreement__school").get(pk=instalment.pk)


def _check(instalment, amount, on):
    require_school_day(instalment.agreement.school, on, field="on")
    check_amount(amount, _("the amount"), field="amount")
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field="amount")
    if instalment.dropped_on:
        raise WrongState(_("The agreement ended before these days; nothing is due for them."))
    if amount > instalment.outstanding:
        facts = {"left": as_text(instalment.outstanding, "money")}
        raise RuleError(_("Only %(left)s yuan are outstanding. Write at most that much.") % facts, field="amount")
