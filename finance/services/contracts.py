"""Contracts: entering what was signed for an order, publishing, filing, supplements, ends."""

from datetime import timedelta

from django.utils.translation import gettext as _

from finance.models import Contract, ContractSupplement, PurchaseOrder, SupplementWithdrawal
from finance.services.lines import check_amount
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text
from logistics.rules.selectors import in_force
from logistics.school.calendar import calendar_of
from logistics.school.services import require_school_day

LONGEST_WAIT = timedelta(days=60)  # until a contract is published and filed, holidays included


@change
def register_contract(order, *, number, title, amount, signed_on, ends_on, by, photos=(), **facts):
    """Enter the contract signed for an order. facts: starts_on (None: the day it was signed), bond, late_reason, note.

    Raises RuleError for an order that was cancelled, or has a contract, a number in use, a day before the approval, a
    bond above the share of rule contract.bond, and, for government procurement, a contract signed later than
    contract.sign days after the award that does not say why.
    """
    order = lock(order)
    contract = Contract(
        school=order.school, order=order, number=number.strip(), title=title.strip(), amount=amount,
        bond=facts.get("bond") or 0, signed_on=signed_on, starts_on=facts.get("starts_on") or signed_on,
        ends_on=ends_on, note=facts.get("note", "").strip(), registered_by=by, registered_at=clock.now(),
    )  # fmt: skip
    _check_order(order)
    _check_days(contract)
    _set_limits(contract)
    _check_money(contract)
    _judge_signing(contract, facts.get("late_reason", "").strip())
    taken = _("A contract of this number is entered already. Check the number.")
    with refusing("one_contract_of_a_number_in_a_school", taken, field="number"):
        contract.save(force_insert=True)
    claim(contract, photos, purpose="contract", by=by)
    text = _("%(amount)s yuan") % {"amount": as_text(amount, "money")}
    note(contract, "registered", by=by, text=text, tone="warning" if contract.late_reason else "info")
    note(order, "contracted", by=by, text=f"{contract.number} {text}")
    return contract


@change
def publish_contract(contract, *, on, by, photos=()):
    """Enter the day a contract of government procurement was published (公告)."""
    return _enter_day(contract, "publish", "published_on", contract.publish_by, on, photos, by)


@change
def file_contract(contract, *, on, by, photos=()):
    """Enter the day a contract of government procurement was filed with the authority (备案)."""
    return _enter_day(contract, "enter_filing", "filed_on", contract.file_by, on, photos, by)


@change
def supplement_contract(contract, *, amount, reason, signed_on, by, photos=()):
    """Enter a supplementary contract; together they keep to the share of rule contract.extra."""
    contract = lock(contract)
    Contract.FLOW.target("supplement", contract.status)
    check_amount(amount, _("The amount added"), field="amount")
    if not amount:
        raise RuleError(_("Write an amount above 0."), field="amount")
    _check_signed_day(contract, signed_on, field="signed_on")
    most = contract.most_extra
    if contract.extra + amount > most:
        facts = {
            "percent": as_text(contract.extra_limit, "number"), "amount": as_text(contract.amount, "money"),
            "most": as_text(most, "money"), "left": as_text(most - contract.extra, "money"),
        }  # fmt: skip
        message = _(
            "Supplements together may add at most %(percent)s%% of the contract (%(amount)s yuan): %(most)s yuan, of which "
            "%(left)s are left. For more, ask for a purchase of its own."
        )
        raise RuleError(message % facts, field="amount")
    contract.extra += amount
    contract.save(update_fields=["extra"])
    added = ContractSupplement.objects.create(
        contract=contract, amount=amount, reason=reason.strip(), signed_on=signed_on, by=by, at=clock.now()
    )
    claim(contract, photos, purpose="supplement", by=by)
    text = _("%(amount)s yuan: %(reason)s") % {"amount": as_text(amount, "money"), "reason": added.reason}
    note(contract, "supplemented", by=by, text=text)
    return contract


@change
def withdraw_supplement(supplement, *, reason, by):
    """Take back one supplementary contract that was entered wrongly: it stays readable and no longer counts.

    Raises WrongState for one taken back already and for a void contract, RuleError without a reason.
    """
    contract = lock(supplement.contract)
    Contract.FLOW.target("withdraw_supplement", contract.status)
    if SupplementWithdrawal.objects.filter(supplement=supplement).exists():
        raise WrongState(_("This supplementary contract was taken back already."))
    if not reason.strip():
        raise RuleError(_("Write what was entered wrongly."), field="reason")
    contract.extra -= supplement.amount
    contract.save(update_fields=["extra"])
    taken = SupplementWithdrawal.objects.create(supplement=supplement, reason=reason.strip(), by=by, at=clock.now())
    facts = {"amount": as_text(supplement.amount, "money"), "reason": taken.reason}
    note(contract, "unsupplemented", by=by, text=_("%(amount)s yuan: %(reason)s") % facts, tone="danger")
    return contract


@change
def return_bond(contract, *, amount, on, by, reason="", photos=()):
    """Enter what the supplier got back of the performance bond, once; less than the whole says why.

    Raises RuleError for more than the bond, for less without a reason, and a day before the signing.
    """
    contract = lock(contract)
    Contract.FLOW.target("return_bond", contract.status)
    if not contract.bond_is_out:
        raise WrongState(_("No bond is to be returned: there is none, or its return is entered already."))
    check_amount(amount, _("The amount returned"), field="amount")
    if amount > contract.bond:
        message = _("The bond is %(bond)s yuan. Enter at most that.")
        raise RuleError(message % {"bond": as_text(contract.bond, "money")}, field="amount")
    reason = reason.strip() if amount < contract.bond else ""
    if amount < contract.bond and not reason:
        message = _("Less than the bond (%(bond)s yuan) is returned: write what was kept and why.")
        raise RuleError(message % {"bond": as_text(contract.bond, "money")}, field="reason")
    _check_signed_day(contract, on, field="on")
    contract.bond_back, contract.bond_back_on, contract.bond_back_reason = amount, on, reason
    contract.save(update_fields=["bond_back", "bond_back_on", "bond_back_reason"])
    claim(contract, photos, purpose="evidence", by=by)
    text = _("%(amount)s yuan") % {"amount": as_text(amount, "money")}
    note(contract, "bond_returned", by=by, text=f"{text} {reason}".strip(), tone="warning" if reason else "success")
    return contract


@change
def add_contract_file(contract, *, photos, by):
    """Keep a further scan of a contract."""
    contract = lock(contract)
    Contract.FLOW.target("add_file", contract.status)
    claim(contract, photos, purpose="contract", by=by)
    note(contract, "added", by=by)
    return contract


@change
def end_contract(contract, *, ended_on, reason, by, photos=()):
    """End a contract before its last day."""
    contract = lock(contract)
    contract.status = Contract.FLOW.target("end", contract.status)
    if not contract.signed_on <= ended_on <= min(contract.ends_on, clock.today()):
        raise RuleError(_("Choose a day of the contract, today or earlier."), field="ended_on")
    contract.ended_on, contract.end_reason = ended_on, reason.strip()
    contract.save(update_fields=["status", "ended_on", "end_reason"])
    claim(contract, photos, purpose="evidence", by=by)
    note(contract, "ended", by=by, text=contract.end_reason, tone="warning")
    return contract


@change
def void_contract(contract, *, reason, by):
    """Declare a contract void that was entered by mistake; it stays readable, and the right one can be entered."""
    contract = lock(contract)
    contract.status = Contract.FLOW.target("void", contract.status)
    contract.end_reason = reason.strip()
    contract.save(update_fields=["status", "end_reason"])
    note(contract, "voided", by=by, text=contract.end_reason, tone="danger")
    return contract


def _check_order(order):
    if order.status == PurchaseOrder.Status.CANCELLED:
        raise WrongState(_("This order was cancelled. Enter the contract at the order that stands."))
    if Contract.objects.standing().filter(order=order).exists():
        raise WrongState(_("This order has its contract already. What was added to it is a supplementary contract."))


def _check_days(contract):
    order = contract.order
    require_school_day(order.school, contract.signed_on, field="signed_on")
    approved_on = order.request.approved_on
    if approved_on is not None and contract.signed_on < approved_on and not order.request.emergency:
        message = _("The purchase was approved on %(day)s. Choose that day or a later one.")
        raise RuleError(message % {"day": full_day_text(approved_on)}, field="signed_on")
    if contract.ends_on < max(contract.signed_on, contract.starts_on):
        raise RuleError(_("Choose a last day that is not before the first, nor before the signing."), field="ends_on")


def _check_signed_day(contract, day, *, field):
    require_school_day(contract.school, day, field=field)
    if day < contract.signed_on:
        message = _("The contract was signed on %(day)s. Choose that day or a later one.")
        raise RuleError(message % {"day": full_day_text(contract.signed_on)}, field=field)


def _set_limits(contract):
    """Keep the rules by which the contract is judged: those of the day it was signed."""
    school, day = contract.school, contract.signed_on
    contract.bond_limit = in_force("contract.bond", school=school, on=day)
    contract.extra_limit = in_force("contract.extra", school=school, on=day)
    if contract.order.channel != PurchaseOrder.Channel.GOVERNMENT:
        return
    awarded_on = awarded_day(contract.order.request)
    if awarded_on is not None:
        contract.sign_by = awarded_on + timedelta(days=int(in_force("contract.sign", school=school, on=day)))
    calendar = calendar_of(school, day, day + LONGEST_WAIT)
    contract.publish_by = calendar.working_days_after(day, int(in_force("contract.publish", school=school, on=day)))
    contract.file_by = calendar.working_days_after(day, int(in_force("contract.file", school=school, on=day)))


def awarded_day(request):
    """Return the day from which the time for signing runs: the winner chosen and the purchase approved, None before."""
    if request.approved_on is None:
        return None
    chosen = request.quotes.standing().filter(chosen_at__isnull=False).first()
    return max(request.approved_on, clock.day_of(chosen.chosen_at)) if chosen else request.approved_on


def _check_money(contract):
    check_amount(contract.amount, _("The contract amount"), field="amount")
    if not contract.amount:
        raise RuleError(_("Write an amount above 0."), field="amount")
    check_amount(contract.bond, _("The performance bond"), field="bond")
    most = contract.most_bond
    if contract.bond > most:
        facts = {
            "percent": as_text(contract.bond_limit, "number"), "amount": as_text(contract.amount, "money"),
            "most": as_text(most, "money"),
        }  # fmt: skip
        message = _(
            "A performance bond is at most %(percent)s%% of the contract (%(amount)s yuan): %(most)s yuan. Lower it, or "
            "check the amount."
        )
        raise RuleError(message % facts, field="bond")


def _judge_signing(contract, reason):
    """Keep why it was signed late, and ask for it where it was."""
    if contract.sign_by is None or contract.signed_on <= contract.sign_by:
        return
    if not reason:
        days = int(in_force("contract.sign", school=contract.school, on=contract.signed_on))
        facts = {"days": days, "day": full_day_text(contract.sign_by)}
        message = _(
            "Contracts of government procurement are signed within %(days)d days of the award, here by %(day)s. Write why "
            "it was signed later."
        )
        raise RuleError(message % facts, field="late_reason")
    contract.late_reason = reason


def _enter_day(contract, move, field, due_on, on, photos, by):
    contract = lock(contract)
    Contract.FLOW.target(move, contract.status)
    if due_on is None:
        raise WrongState(_("Only contracts of government procurement are published and filed."))
    if getattr(contract, field) is not None:
        raise WrongState(_("This is entered already."))
    _check_signed_day(contract, on, field="on")
    setattr(contract, field, on)
    contract.save(update_fields=[field])
    claim(contract, photos, purpose="evidence", by=by)
    verb = "published" if field == "published_on" else "filed"
    note(contract, verb, by=by, text=full_day_text(on), tone="warning" if on > due_on else "success")
    return contract
