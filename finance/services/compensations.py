"""Compensation: demanding it, receiving payments, waiving the rest."""

from django.utils.translation import gettext as _

from finance.models import Compensation, CompensationPayment
from finance.services.booking import book_income
from finance.services.lines import check_amount
from finance.services.money import reverse_entry
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.pages.columns import as_text
from logistics.school.services import require_school_day

ALREADY = "finance_compensationpayment_corrects_id_key"
LONGEST = 366  # days until it must be paid


@change
def open_compensation(
    school, *, thing, person, cause, basis, amount, happened_on, due_on, by, group="", source=None, campus=None,
    note_text="", photos=(),
):  # fmt: skip
    """Demand compensation for damage; source: the asset or repair it is about. What was done on purpose is paid at price.

    Raises RuleError for another basis then (DOMAIN T-34), and for amounts and days that cannot be.
    """
    require_school_day(school, happened_on, field="happened_on")
    _check_amount(amount)
    if cause == Compensation.Cause.WILFUL and basis != Compensation.Basis.PRICE:
        raise RuleError(_("What was broken on purpose is paid at the price of a new one."), field="basis")
    if not 0 <= (due_on - happened_on).days <= LONGEST:
        raise RuleError(_("Choose a day within a year after the damage."), field="due_on")
    for record, field in ((campus, "campus"), (source, None)):
        if record is not None and record.school_id != school.pk:
            raise RuleError(_("This belongs to another school."), field=field)
    compensation = Compensation.objects.create(
        school=school, number=next_number(school, "PC", on=clock.today()), campus=campus, thing=thing.strip(),
        source=source, person=person.strip(), group=group.strip(), cause=cause, basis=basis, amount=amount,
        happened_on=happened_on, due_on=due_on, note=note_text.strip(), opened_by=by, created_at=clock.now(),
    )  # fmt: skip
    claim(compensation, photos, purpose="evidence", by=by)
    note(compensation, "opened", by=by, text=_("%(amount)s yuan") % {"amount": as_text(amount, "money")})
    return compensation


@change
def receive_compensation(compensation, *, account, amount, on, by, voucher=""):
    """Book a payment; with the last one the compensation is settled."""
    compensation = _lock(compensation)
    Compensation.FLOW.target("pay", compensation.status)
    require_school_day(compensation.school, on, field="on")
    _check_amount(amount)
    if amount > compensation.outstanding:
        facts = {"left": as_text(compensation.outstanding, "money")}
        raise RuleError(_("Only %(left)s yuan are outstanding. Write at most that much.") % facts, field="amount")
    entry = book_income(
        compensation.school, account, amount=amount, on=on, text=str(compensation), by=by,
        about=compensation, party=compensation.person, voucher=voucher,
    )  # fmt: skip
    payment = CompensationPayment.objects.create(
        compensation=compensation, amount=amount, on=on, entry=entry, by=by, at=clock.now()
    )
    note(compensation, "paid", by=by, text=_("%(amount)s yuan") % {"amount": as_text(amount, "money")})
    if amount == compensation.outstanding:
        _move(compensation, Compensation.Status.SETTLED)
    return payment


@change
def reverse_payment(payment, *, on, reason, by):
    """Take a payment back, in the books too; the compensation is outstanding again. Once only."""
    compensation = _lock(payment.compensation)
    require_school_day(compensation.school, on, field="on")
    if payment.corrects_id or hasattr(payment, "corrected_by"):
        raise WrongState(_("This was reversed already."))
    entry = reverse_entry(payment.entry, on=on, reason=reason, by=by)
    with refusing(ALREADY, _("This was reversed already.")):
        correction = CompensationPayment.objects.create(
            compensation=compensation, amount=-payment.amount, on=on, entry=entry, corrects=payment, by=by,
            at=clock.now(),
        )  # fmt: skip
    _move(compensation, Compensation.FLOW.target("reverse", compensation.status))
    note(compensation, "reversed", by=by, text=reason.strip(), tone="danger")
    return correction


@change
def waive_compensation(compensation, *, reason, by):
    """Waive what is outstanding. Raises RuleError for whoever demanded it: somebody else decides."""
    compensation = _lock(compensation)
    status = Compensation.FLOW.target("waive", compensation.status)
    if compensation.opened_by_id == by.pk:
        raise RuleError(_("You demanded it yourself; somebody else decides whether it is waived."))
    compensation.waived, compensation.waived_on = compensation.waived + compensation.outstanding, clock.today()
    compensation.waived_by, compensation.waived_reason = by, reason.strip()
    compensation.status = status
    compensation.save(update_fields=["waived", "waived_on", "waived_by", "waived_reason", "status"])
    note(compensation, "waived", by=by, text=compensation.waived_reason, tone="warning")
    return compensation


def _lock(compensation):
    lock(compensation)
    return Compensation.objects.with_payments().select_related("school").get(pk=compensation.pk)


def _move(compensation, status):
    compensation.status = status
    compensation.save(update_fields=["status"])


def _check_amount(amount):
    check_amount(amount, _("the amount"), field="amount")
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field="amount")
