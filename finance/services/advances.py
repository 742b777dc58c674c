"""Advances: asking, paying out, getting back."""

from datetime import timedelta

from django.utils.translation import gettext as _

from finance.models import Advance, AdvanceBack, BudgetSource, MoneyEntry
from finance.services.lines import check_amount
from finance.services.money import post_entry, reverse_entry
from finance.services.payments import bring_back, undo_back
from logistics import clock
from logistics.approvals import services as approvals
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text
from logistics.school.services import require_school_day

ADVANCE_KIND = "advance"
LATEST = timedelta(days=366)


@change
def ask_advance(school, *, purpose, amount, due_on, by, department=None, source=BudgetSource.PUBLIC):
    """Ask for an advance of ``amount`` (Decimal in yuan), to be settled by ``due_on``, and put it up for approval.

    Raises RuleError while an earlier one of the same person is overdue.
    """
    _check(school, amount, due_on, department)
    _require_nothing_overdue(school, by)
    today = clock.today()
    advance = Advance.objects.create(
        school=school, number=next_number(school, "JK", on=today), person=by, department=department,
        purpose=purpose.strip(), amount=amount, source=source, due_on=due_on, asked_on=today, created_at=clock.now(),
    )  # fmt: skip
    note(advance, "asked", by=by)
    _submit(advance)
    return advance


@change
def change_advance(advance, *, purpose, amount, due_on, by, source):
    """Change an advance that was sent back and submit it again; its number stays."""
    advance = lock(advance)
    if advance.person_id != by.pk:
        raise RuleError(_("Only %(person)s, who asked, may do this.") % {"person": advance.person})
    status = Advance.FLOW.target("submit", advance.status)
    _check(advance.school, amount, due_on, advance.department)
    _require_nothing_overdue(advance.school, by)
    advance.purpose, advance.amount, advance.due_on, advance.source = purpose.strip(), amount, due_on, source
    advance.status = status
    advance.save(update_fields=["purpose", "amount", "due_on", "source", "status", "search_text"])
    note(advance, "changed", by=by)
    _submit(advance)
    return advance


@change
def pay_out_advance(advance, *, account, on, by, voucher=""):
    """Pay an approved advance out; the money is the person's to account for from now on."""
    advance = lock(advance)
    status = Advance.FLOW.target("pay_out", advance.status)
    if account.school_id != advance.school_id:
        raise RuleError(_("This belongs to another school."), field="account")
    _require_nothing_overdue(advance.school, advance.person)
    if on < advance.asked_on:
        raise RuleError(_("It was asked for on %(day)s. Choose a later day.") % {"day": advance.asked_on}, field="on")
    advance.entry = post_entry(
        account, kind=MoneyEntry.Kind.ADVANCE, source=advance.source, amount=advance.amount, on=on,
        text=f"{advance.number} {advance.purpose}", by=by, about=advance, party=advance.person.name, voucher=voucher,
    )  # fmt: skip
    advance.status, advance.paid_on, advance.account = status, on, account
    advance.save(update_fields=["status", "paid_on", "account", "entry"])
    note(advance, "paid_out", by=by)
    return advance


@change
def undo_paying_out(advance, *, reason, on, by):
    """Take back that an advance was paid out, by a red entry; it is to be paid out again. Returns the Advance.

    Raises RuleError when part of it came back already, without a reason, and for a day before it was paid out.
    """
    advance = lock(advance)
    status = Advance.FLOW.target("unpay", advance.status)
    require_school_day(advance.school, on, field="on")
    if advance.settled:
        raise RuleError(_("Part of it came back or was settled. Take that back first."))
    if not reason.strip():
        raise RuleError(_("Write down why."), field="reason")
    if on < advance.paid_on:
        facts = {"day": full_day_text(advance.paid_on)}
        raise RuleError(_("It was paid out on %(day)s. Choose a later day.") % facts, field="on")
    reverse_entry(advance.entry, reason=reason, on=on, by=by)
    advance.status, advance.paid_on, advance.account, advance.entry = status, None, None, None
    advance.save(update_fields=["status", "paid_on", "account", "entry"])
    note(advance, "unpaid", by=by, text=reason.strip(), tone="danger")
    return advance


@change
def return_cash(advance, *, amount, account, on, by, voucher=""):
    """Enter cash (or a transfer) that came back of an advance. Raises RuleError for more than is outstanding."""
    advance = lock(advance)
    Advance.FLOW.target("settle", advance.status)
    check_amount(amount, _("the amount"), field="amount")
    if account.school_id != advance.school_id:
        raise RuleError(_("This belongs to another school."), field="account")
    if on < advance.paid_on:
        raise RuleError(_("It was paid out on %(day)s. Choose a later day.") % {"day": advance.paid_on}, field="on")
    if not 0 < amount <= advance.outstanding:
        facts = {"left": as_text(advance.outstanding, "money")}
        raise RuleError(_("%(left)s yuan of this advance are outstanding.") % facts, field="amount")
    bring_back(advance, amount=amount, account=account, on=on, by=by, voucher=voucher)
    advance.refresh_from_db()
    return advance


@change
def undo_return(back, *, reason, on, by):
    """Take back that money of an advance came back; what a payment settled is taken back with that payment."""
    lock(back.advance)
    back = AdvanceBack.objects.select_related("advance", "entry").get(pk=back.pk)
    require_school_day(back.advance.school, on, field="on")
    if back.corrects_id or hasattr(back, "corrected_by"):
        raise WrongState(_("This was reversed already."))
    if back.payment_id:
        raise RuleError(_("A payment settled this. Take the payment back on its claim."))
    if on < back.on:
        raise RuleError(_("It came back on %(day)s. Choose a later day.") % {"day": full_day_text(back.on)}, field="on")
    return undo_back(back, reason=reason, on=on, by=by)


def take_advance_outcome(case):
    """Let the advance follow the decision of its case; runs inside the deciding transaction."""
    advance = lock(case.subject)
    advance.status = Advance.FLOW.target(case.move, advance.status)
    advance.save(update_fields=["status"])
    note(advance, case.status, by=None, tone=case.tone)


def _submit(advance):
    approvals.submit(
        advance, kind=ADVANCE_KIND, amount=advance.amount, by=advance.person, department=advance.department,
        title=advance.purpose, summary=_("To be settled by %(day)s.") % {"day": full_day_text(advance.due_on)},
        fund=advance.source,
    )  # fmt: skip


def _check(school, amount, due_on, department):
    check_amount(amount, _("the amount"), field="amount")
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field="amount")
    if not clock.today() <= due_on <= clock.today() + LATEST:
        raise RuleError(_("Choose a day from today on, within a year."), field="due_on")
    if department is not None and department.school_id != school.pk:
        raise RuleError(_("This belongs to another school."), field="department")


def _require_nothing_overdue(school, person):
    overdue = Advance.objects.of_school(school).filter(person=person).overdue(clock.today()).first()
    if overdue is not None:
        facts = {
            "number": overdue.number, "purpose": overdue.purpose, "amount": as_text(overdue.outstanding, "money"),
            "day": full_day_text(overdue.due_on),
        }  # fmt: skip
        message = _("%(number)s %(purpose)s: %(amount)s yuan should have been settled by %(day)s. Settle that first.")
        raise RuleError(message % facts)
