"""Charges nobody was allowed to make, from the finding to the pay-back."""

from django.utils.translation import gettext as _

from finance.models import StrayCharge
from finance.services.lines import check_amount
from logistics import clock
from logistics.db import lock
from logistics.errors import RuleError
from logistics.history.services import change, note


@change
def report_stray(school, *, kind, what, charged_by, amount, found_on, way, by, school_class=None):
    """Write a stray charge down, however it came out."""
    check_amount(amount, _("the amount"), field="amount")
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field="amount")
    if found_on > clock.today():
        raise RuleError(_("Choose today or an earlier day."), field="found_on")
    charge = StrayCharge.objects.create(
        school=school, kind=kind, what=what.strip(), charged_by=charged_by.strip(), amount=amount,
        school_class=school_class, found_on=found_on, way=way, by=by, at=clock.now(),
    )  # fmt: skip
    note(charge, "reported", by=by)
    return charge


@change
def repay_stray(charge, *, outcome, refunded_on, by):
    """Enter that the money went back to those who paid it."""
    charge = lock(charge)
    charge.status = StrayCharge.FLOW.target("repay", charge.status)
    if not charge.found_on <= refunded_on <= clock.today():
        raise RuleError(_("Choose a day from the finding to today."), field="refunded_on")
    charge.outcome, charge.refunded_on = outcome.strip(), refunded_on
    charge.save(update_fields=["status", "outcome", "refunded_on", "search_text"])
    note(charge, "repaid", by=by, text=charge.outcome)
    return charge


@change
def dismiss_stray(charge, *, outcome, by):
    """Enter that a report was groundless, and why."""
    charge = lock(charge)
    charge.status = StrayCharge.FLOW.target("dismiss", charge.status)
    charge.outcome = outcome.strip()
    charge.save(update_fields=["status", "outcome", "search_text"])
    note(charge, "dismissed", by=by, text=charge.outcome)
    return charge
