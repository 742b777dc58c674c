"""Settling a fee at the end of the term, paying back what is left (多退, rule fee.settle), and taking that back."""

from django.utils.translation import gettext as _

from finance.fee_shares import Overdrawn, shares_of, used_by_days
from finance.models import FeeItem, FeePayout, FeeSettlement, FeeShare, MoneyEntry
from finance.selectors.fees import paid_by_pupils, spendings_of
from finance.services.fee_money import SOURCES
from finance.services.money import post_entry, reverse_entry
from logistics import clock
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text


@change
def settle_fee(item, *, by):
    """Close a fee: every pupil's paid, spent and rest to the cent; returns the FeeSettlement. It stays closed."""
    item = lock(item)
    item.status = FeeItem.FLOW.target("settle", item.status)
    paid = paid_by_pupils(item)
    spent = _service_used(item, paid) if item.is_service else _spent(item, paid)
    collected, used = sum(paid.values()), sum(spent.values())
    item.save(update_fields=["status"])
    settlement = FeeSettlement.objects.create(
        school_id=item.school_id, item=item, on=clock.today(), collected=collected, spent=used,
        refund=collected - used, by=by, at=clock.now(),
    )  # fmt: skip
    FeeShare.objects.bulk_create(
        [
            FeeShare(
                settlement=settlement, pupil=pupil, school_class=pupil.school_class, collected=amount,
                spent=spent[pupil], refund=amount - spent[pupil],
            )
            for pupil, amount in paid.items()
        ]
    )  # fmt: skip
    note(item, "settled", by=by, text=as_text(collected - used, "money"))
    return settlement


def _spent(item, paid):
    try:
        return shares_of(paid, spendings_of(item))
    except Overdrawn as error:
        raise RuleError(
            _("On %(day)s more was spent than those who were here had paid. Check who left, or take the spending back.")
            % {"day": full_day_text(error.spending.on)}
        ) from error


def _service_used(item, paid):
    """A service of the term is worth its days; of a month or a time, what was paid is used."""
    if item.unit != FeeItem.Unit.TERM:
        return dict(paid)
    first, last = item.term.starts_on, item.term.ends_on
    return {
        pupil: used_by_days(amount, first=first, last=last, left_on=pupil.left_on) for pupil, amount in paid.items()
    }


@change
def pay_out(settlement, school_class, *, shares, on, account, by):
    """Pay refunds out to pupils of a class; posts one money entry and returns the FeePayout.

    shares: FeeShare of this settlement and class. Raises WrongState when one of them was paid out meanwhile.
    """
    chosen = list(
        FeeShare.objects.select_for_update(of=("self",))
        .filter(pk__in=[share.pk for share in shares], settlement=settlement, school_class=school_class)
        .to_refund()
    )
    if not shares:
        raise RuleError(_("Tick the pupils who got their money."))
    if len(chosen) < len(shares):
        raise WrongState(_("Some of this was refunded meanwhile. Look at its present state."))
    if on < settlement.on:
        raise RuleError(_("Choose a day from the settlement to today."), field="on")
    item, amount = settlement.item, sum(share.refund for share in chosen)
    entry = post_entry(
        account, kind=MoneyEntry.Kind.REFUND, source=SOURCES[item.kind], amount=amount, on=on,
        text=_("%(fee)s refund, %(class)s") % {"fee": item.name, "class": school_class.name}, party=school_class.name,
        about=item, by=by,
    )  # fmt: skip
    payout = FeePayout.objects.create(
        school_id=settlement.school_id, settlement=settlement, school_class=school_class, on=on, account=account,
        amount=amount, entry=entry, by=by, at=clock.now(),
    )  # fmt: skip
    FeeShare.objects.filter(pk__in=[share.pk for share in chosen]).update(payout=payout)
    note(payout, "paid_out", by=by)
    return payout


@change
def reverse_payout(payout, *, reason, by, pupils=None):
    """Take refunds back by a red payout; what was wrong waits to be refunded again. Returns the red FeePayout.

    pupils: whose refund was wrong, None for all; the others keep theirs, entered anew beside the red one.
    Raises WrongState when it was taken back already, RuleError for a red one and when nobody is chosen.
    """
    lock(payout.settlement.item)
    payout = FeePayout.objects.select_related("settlement__item", "school_class", "account", "entry").get(pk=payout.pk)
    if payout.corrects_id:
        raise RuleError(_("A red entry stays. Enter the right amount anew."))
    if hasattr(payout, "correction"):
        raise WrongState(_("This entry was taken back already."))
    shares = list(payout.shares.select_related("pupil").order_by("pk"))
    wrong = shares if pupils is None else [share for share in shares if share.pupil in pupils]
    if not wrong:
        raise RuleError(_("Tick the pupils whose refunds are taken back."), field="pupils")
    red = _payout_like(
        payout, -payout.amount, reverse_entry(payout.entry, reason=reason, by=by), by, corrects=payout,
        reason=reason.strip(),
    )  # fmt: skip
    rest = [share for share in shares if share not in wrong]
    fresh = _pay_rest(payout, rest, by) if rest else None
    _point(wrong, None)
    _point(rest, fresh)
    text = f"{_(', ').join(share.pupil.name for share in wrong)} {red.reason}"
    note(payout, "reversed", by=by, text=text, tone="danger")
    note(red, "red", by=by, text=text, tone="danger")
    return red


def _pay_rest(payout, shares, by):
    amount, before = sum(share.refund for share in shares), payout.entry
    entry = post_entry(
        payout.account, kind=before.kind, source=before.source, amount=amount, on=clock.today(), text=before.text,
        party=before.party, about=payout.settlement.item, by=by,
    )  # fmt: skip
    fresh = _payout_like(payout, amount, entry, by, replaces=payout)
    note(fresh, "rest", by=by, text=before.number)
    return fresh


def _payout_like(payout, amount, entry, by, **facts):
    return FeePayout.objects.create(
        school_id=payout.school_id, settlement=payout.settlement, school_class=payout.school_class, on=entry.on,
        account=payout.account, amount=amount, entry=entry, by=by, at=clock.now(), **facts,
    )  # fmt: skip


def _point(shares, payout):
    FeeShare.objects.filter(pk__in=[share.pk for share in shares]).update(payout=payout)
