"""Money of fees: collected class by class, paid in, spent, and what was wrong taken back."""

from datetime import timedelta

from django.utils.translation import gettext as _

from finance.fee_shares import Overdrawn, Spent, shares_of
from finance.models import BudgetSource, Deposited, FeeCollection, FeeItem, FeeRow, FeeSpending, MoneyEntry
from finance.selectors.fees import classes_charged, covers_of, dues_of, paid_by_pupils, spendings_of
from finance.services.lines import check_amount
from finance.services.money import deposit, post_entry, reverse_entry
from logistics import clock
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text
from logistics.rules.selectors import in_force

SOURCES = {
    FeeItem.Kind.SERVICE: BudgetSource.AFTER_SCHOOL,
    FeeItem.Kind.AGENCY: BudgetSource.OTHER,
    FeeItem.Kind.MEALS: BudgetSource.CANTEEN,
}
STILL_OPEN = [FeeItem.Status.COLLECTING, FeeItem.Status.STOPPED]


@change
def collect_fee(item, school_class, *, amounts, on, account, by, covers=None):
    """Enter what pupils of a class paid on a day; posts one money entry and returns the FeeCollection.

    amounts: {pupil: Decimal in yuan}. covers: a day of the month or the time that is paid for, ``on`` when None.
    Raises RuleError for a fee that is not being collected, a class it is not for, a pupil who left, parents who have not
    agreed, and more than is due.
    """
    item = lock(item)
    if item.status != FeeItem.Status.COLLECTING:
        raise WrongState(_("Nothing is collected before the fee is published and its collection opened."))
    if on < item.published_on:
        raise RuleError(
            _("The fee was published on %(day)s. Nothing is collected before.")
            % {"day": full_day_text(item.published_on)},
            field="on",
        )
    if not classes_charged(item).filter(pk=school_class.pk).exists():
        raise RuleError(_("This fee is not for this class."))
    covers = covers_of(item, covers or on)
    dues = {each.pupil: each for each in dues_of(item, school_class, covers=covers, day=on)}
    for pupil, amount in amounts.items():
        _check_payment(pupil, amount, dues.get(pupil), on)
    if not amounts:
        raise RuleError(_("Tick the pupils who paid."))
    total = sum(amounts.values())
    entry = post_entry(
        account, kind=MoneyEntry.Kind.INCOME if item.is_service else MoneyEntry.Kind.COLLECTED,
        source=SOURCES[item.kind], amount=total, on=on, text=f"{item.name} {school_class.name}", party=school_class.name,
        about=item, by=by,
    )  # fmt: skip
    collection = FeeCollection.objects.create(
        school_id=item.school_id, item=item, school_class=school_class, covers=covers, on=on, account=account,
        amount=total, deposit_by=_deposit_by(account, on), entry=entry, by=by, at=clock.now(),
    )  # fmt: skip
    FeeRow.objects.bulk_create(
        [
            FeeRow(collection=collection, item=item, pupil=pupil, covers=covers, amount=amount, due=dues[pupil].due)
            for pupil, amount in amounts.items()
        ]
    )
    note(collection, "collected", by=by)
    return collection


def _check_payment(pupil, amount, dues, on):
    field, facts = f"amount_{pupil.pk}", {"name": pupil.name}
    if dues is None:
        raise RuleError(_why_not_here(pupil, on), field=field)
    if dues.needs_consent and not dues.agreed:
        raise RuleError(_("The parents of %(name)s have not agreed. Enter their word first.") % facts, field=field)
    check_amount(amount, _("the amount"), field=field)
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field=field)
    if amount > dues.rest:
        facts["rest"] = as_text(dues.rest, "money") or "0.00"
        raise RuleError(_("%(name)s has %(rest)s yuan to pay, no more.") % facts, field=field)


def _why_not_here(pupil, on):
    """Return why a pupil is not among those of the class on a day; the pupil at hand may be a stale copy."""
    pupil.refresh_from_db(fields=["left_on"])
    if pupil.left_on and pupil.left_on < on:
        facts = {"name": pupil.name, "day": full_day_text(pupil.left_on)}
        return _("%(name)s left on %(day)s; nothing is collected any more.") % facts
    return _("%(name)s was not in this class on that day.") % {"name": pupil.name}


def _deposit_by(account, on):
    """Return the last day for paying cash in (rule income.deposit.days), None for money that is in an account."""
    if account.kind != account.Kind.CASH:
        return None
    return on + timedelta(days=int(in_force("income.deposit.days", school=account.school, on=on)))


@change
def reverse_collection(collection, *, reason, by, pupils=None):
    """Take a collection back by a red one (红字冲销); then it may be entered again as it should be. Returns the red one.

    pupils: whose payments were wrong, None for all; what the others paid is entered anew beside the red one, to the cent.
    Cash that was paid in comes back out of the bank, and what the others paid stays there. Raises RuleError when more
    was spent than the others paid; WrongState when it was taken back, and for a settled fee.
    """
    item = _lock_open(collection.item)
    if collection.corrects_id:
        raise RuleError(_("A red entry stays. Enter the right amount anew."))
    if FeeCollection.objects.filter(corrects=collection).exists():
        raise WrongState(_("This entry was taken back already."))
    rows = list(collection.rows.select_related("pupil").order_by("pk"))
    wrong = rows if pupils is None else [row for row in rows if row.pupil in pupils]
    if not wrong:
        raise RuleError(_("Tick the pupils whose payments are taken back."), field="pupils")
    _require_enough(paid_by_pupils(item, without=wrong), spendings_of(item), field=None)
    entry = reverse_entry(collection.entry, reason=reason, by=by)
    red = _collection_like(collection, rows, entry, by, corrects=collection, reason=reason.strip())
    rest = [row for row in rows if row not in wrong]
    if rest:
        _enter_rest(collection, rest, red.on, by)
    names = _(", ").join(row.pupil.name for row in wrong)
    text = f"{names} {red.reason}" if rest else red.reason
    note(collection, "reversed", by=by, text=text, tone="danger")
    note(red, "red", by=by, text=text, tone="danger")
    return red


def _enter_rest(collection, rows, on, by):
    """Enter what stays of a collection that was taken back for single pupils, and pay it in where the first was.

    Cash is due when it was before; what was paid in in time is so again.
    """
    before, deposited = collection.entry, Deposited.objects.filter(entry=collection.entry).first()
    entry = post_entry(
        collection.account, kind=before.kind, source=before.source, amount=sum(row.amount for row in rows), on=on,
        text=before.text, party=before.party, about=collection.item, by=by,
    )  # fmt: skip
    due_by = collection.deposit_by
    if deposited is not None and deposited.on <= due_by:
        due_by = max(due_by, on)
    rest = _collection_like(collection, rows, entry, by, replaces=collection, deposit_by=due_by)
    note(rest, "rest", by=by, text=before.number)
    if deposited is not None:
        held = deposited.transfer.arriving
        deposit_collections([rest], to=held.account, on=on, voucher=held.voucher, by=by)


def _collection_like(collection, rows, entry, by, **facts):
    """Write a collection of the same class and time, out of its money entry: a red one, or the rest."""
    sign = -1 if entry.corrects_id else 1
    fresh = FeeCollection.objects.create(
        school_id=collection.school_id, item=collection.item, school_class=collection.school_class,
        covers=collection.covers, on=entry.on, account=collection.account, amount=entry.amount, entry=entry, by=by,
        at=clock.now(), **facts,
    )  # fmt: skip
    FeeRow.objects.bulk_create(
        [
            FeeRow(
                collection=fresh, item=collection.item, pupil_id=row.pupil_id, covers=row.covers,
                amount=sign * row.amount, due=row.due,
            )
            for row in rows
        ]
    )  # fmt: skip
    return fresh


@change
def deposit_collections(collections, *, to, on, voucher, by):
    """Pay the cash of collections into an account (上交); returns the transfers."""
    transfers = deposit([collection.entry for collection in collections], to=to, on=on, voucher=voucher, by=by)
    for collection in collections:
        note(collection, "deposited", by=by, text=voucher)
    return transfers


@change
def spend_fee(item, *, text, amount, on, account, by, party="", voucher=""):
    """Enter what was bought out of an agency or meal fee; returns the FeeSpending.

    Raises RuleError for a service fee, and for more than those who were here that day have left.
    """
    item = _lock_open(item)
    if item.is_service:
        raise RuleError(_("A service fee is income of the school; its expenses go through reimbursement."))
    check_amount(amount, _("the amount"), field="amount")
    paid = paid_by_pupils(item)
    fresh = Spent(on, amount)
    _require_enough(paid, sorted([*spendings_of(item), fresh], key=lambda spent: spent.on), field="amount")
    entry = post_entry(
        account, kind=MoneyEntry.Kind.COLLECTED_SPENT, source=SOURCES[item.kind], amount=amount, on=on,
        text=f"{item.name} {text}", party=party, voucher=voucher, about=item, by=by,
    )  # fmt: skip
    spending = FeeSpending.objects.create(
        school_id=item.school_id, item=item, on=on, text=text.strip(), party=party.strip(), voucher=voucher.strip(),
        account=account, amount=amount, pupils=sum(pupil.was_here_on(on) for pupil in paid), entry=entry, by=by,
        at=clock.now(),
    )  # fmt: skip
    note(item, "spent", by=by, text=f"{spending.text} {as_text(amount, 'money')}")
    return spending


@change
def reverse_spending(spending, *, reason, by):
    """Take a spending back by a red one."""
    item = _lock_open(spending.item)
    if FeeSpending.objects.filter(corrects=spending).exists():
        raise WrongState(_("This entry was taken back already."))
    entry = reverse_entry(spending.entry, reason=reason, by=by)
    red = FeeSpending.objects.create(
        school_id=item.school_id, item=item, on=entry.on, text=spending.text, account=spending.account,
        amount=-spending.amount, pupils=spending.pupils, entry=entry, corrects=spending, reason=reason.strip(), by=by,
        at=clock.now(),
    )  # fmt: skip
    note(item, "taken_back", by=by, text=f"{spending.text} {reason.strip()}", tone="danger")
    return red


def _lock_open(item):
    item = lock(item)
    if item.status == FeeItem.Status.SETTLED:
        raise WrongState(
            _("This fee is settled: what was collected and spent stays. A refund that was wrong can be taken back.")
        )
    if item.status not in STILL_OPEN:
        raise WrongState(_("This fee is not being collected any more, or not yet."))
    return item


def _require_enough(paid, spendings, *, field):
    try:
        shares_of(paid, spendings)
    except Overdrawn as error:
        raise RuleError(
            _("Those who were here on %(day)s have only %(left)s yuan left. Spend no more than was collected.")
            % {"day": full_day_text(error.spending.on), "left": as_text(error.left, "money") or "0.00"},
            field=field,
        ) from error
