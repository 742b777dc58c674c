"""Entering movements of money, taking one back by a red entry, and moving money between accounts."""

from datetime import date

from django.utils.translation import gettext as _

from finance.models import DepositBack, Deposited, MoneyEntry, Transfer
from finance.services.lines import check_amount
from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.pages.dates import full_day_text, month_text

EARLIEST = date(2000, 1, 1)
MOVED = [MoneyEntry.Kind.TRANSFER_IN, MoneyEntry.Kind.TRANSFER_OUT]


@change
def post_entry(
    account, *, kind, source, amount, on, text, by, about=None, party="", voucher="", budget_line=None, corrects=None
):
    """Write one movement of money down and return its MoneyEntry.

    kind: of MoneyEntry.Kind, which says the direction; source: of BudgetSource; amount: Decimal in yuan, more than 0;
    on: the day; about: the record it was made for. Raises RuleError for a day after today or in a closed month, an
    amount that makes no sense, an account out of use, or a record of another school.
    """
    if corrects is None:
        _check(account, amount, budget_line)
    if on > clock.today():
        raise RuleError(_("This day is still to come. Choose today or an earlier day."), field="on")
    if on < EARLIEST:
        raise RuleError(_("This day cannot be right. Check it."), field="on")
    with _open_month(on):
        entry = MoneyEntry.objects.create(
            school=account.school, number=next_number(account.school, "SZ", on=on), account=account, kind=kind,
            source=source, amount=amount, on=on, text=text.strip()[:200], party=party.strip()[:80],
            voucher=voucher.strip(), budget_line=budget_line, about=about, corrects=corrects, by=by, at=clock.now(),
        )  # fmt: skip
    note(entry, "posted" if corrects is None else "reversed", by=by)
    return entry


def _check(account, amount, budget_line):
    check_amount(amount, _("the amount"), field="amount")
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field="amount")
    if not account.is_active:
        raise RuleError(_("This account is out of use. Choose another one."), field="account")
    if budget_line is not None and budget_line.school_id != account.school_id:
        raise RuleError(_("This belongs to another school."), field="budget_line")


def _open_month(on):
    message = _("The books of %(month)s are closed. Choose a day after it; a mistake in it is corrected today.")
    return refusing("money_goes_into_open_months", message % {"month": month_text(on)}, field="on")


@change
def reverse_entry(entry, *, reason, by, on=None):
    """Take an entry back by a red one of the same kind with the negative amount (红字冲销); returns the red entry.

    An income that was paid in comes back out of the bank first (退回缴存). Raises WrongState when it was taken back
    already, RuleError for a red entry, a transfer, and a day before the deposit.
    """
    entry = lock(entry)
    if entry.corrects_id:
        raise RuleError(_("A red entry stays. Enter the right amount anew."))
    if entry.kind in MOVED:
        raise RuleError(_("Money that was moved is moved back: move it the other way."))
    if MoneyEntry.objects.filter(corrects=entry).exists():
        raise WrongState(_("This entry was taken back already."))
    on = on or clock.today()
    deposited = Deposited.objects.filter(entry=entry).select_related("transfer__arriving__account").first()
    if deposited is not None:
        _bring_deposit_back(entry, deposited, reason, on, by)
    return post_entry(
        entry.account, kind=entry.kind, source=entry.source, amount=-entry.amount, on=on, text=reason, by=by,
        about=entry.about, party=entry.party, budget_line=entry.budget_line, corrects=entry,
    )  # fmt: skip


def _bring_deposit_back(entry, deposited, reason, on, by):
    """Move an income that was paid in from the bank to where it had come in; the deposit itself stays readable."""
    if on < deposited.on:
        facts = {"day": full_day_text(deposited.on)}
        raise RuleError(_("It was paid in on %(day)s. Choose that day or a later one.") % facts, field="on")
    transfer = move_money(
        deposited.transfer.arriving.account, entry.account, amount=entry.amount, source=entry.source, on=on, by=by,
        text=_("Deposit taken back: %(reason)s") % {"reason": reason.strip()},
    )  # fmt: skip
    DepositBack.objects.create(deposited=deposited, transfer=transfer, reason=reason.strip())
    note(entry, "came_back", by=by, text=reason.strip(), tone="danger")


@change
def move_money(leaving, arriving, *, amount, source, on, by, text="", voucher=""):
    """Move money between two accounts of one school; returns the Transfer."""
    if leaving.pk == arriving.pk:
        raise RuleError(_("Choose two different accounts."), field="arriving")
    if leaving.school_id != arriving.school_id:
        raise RuleError(_("This belongs to another school."), field="arriving")
    facts = {"source": source, "amount": amount, "on": on, "text": text or _("Moved"), "voucher": voucher, "by": by}
    out = post_entry(leaving, kind=MoneyEntry.Kind.TRANSFER_OUT, party=arriving.name, **facts)
    into = post_entry(arriving, kind=MoneyEntry.Kind.TRANSFER_IN, party=leaving.name, **facts)
    return Transfer.objects.create(school=leaving.school, leaving=out, arriving=into)


@change
def deposit(entries, *, to, on, voucher, by):
    """Pay incomes held in cash into an account (缴存), as one transfer for each account and source of funds.

    entries: MoneyEntry of one school. Returns the Transfers. Raises RuleError when one of them is no income, was paid
    in or taken back already, came in after ``on``, or nothing was chosen.
    """
    chosen = list(
        MoneyEntry.objects.select_for_update(of=("self",))
        .filter(pk__in=[entry.pk for entry in entries], school=to.school)
        .select_related("account")
        .order_by("pk")
    )
    if not chosen:
        raise RuleError(_("Choose what is paid in."), field="entries")
    if not voucher.strip():
        raise RuleError(_("Write the number of the deposit voucher."), field="voucher")
    waiting = set(
        MoneyEntry.objects.filter(pk__in=[entry.pk for entry in chosen]).to_deposit().values_list("pk", flat=True)
    )
    for entry in chosen:
        if entry.pk not in waiting:
            raise RuleError(_("%(entry)s does not wait to be paid in any more.") % {"entry": entry}, field="entries")
        if entry.on > on:
            raise RuleError(_("%(entry)s came in after this day.") % {"entry": entry}, field="on")
    together = {}
    for entry in chosen:
        together.setdefault((entry.account, entry.source), []).append(entry)
    return [_pay_in(account, source, rows, to, on, voucher, by) for (account, source), rows in together.items()]


def _pay_in(account, source, rows, to, on, voucher, by):
    transfer = move_money(
        account, to, amount=sum(entry.amount for entry in rows), source=source, on=on, by=by,
        text=_("Income paid in"), voucher=voucher,
    )  # fmt: skip
    Deposited.objects.bulk_create([Deposited(entry=entry, transfer=transfer, on=on) for entry in rows])
    for entry in rows:
        note(entry, "deposited", by=by, text=voucher)
    return transfer
