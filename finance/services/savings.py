"""The saving ledger: entering what a measure saved, taking a wrong one back."""

from django.utils.translation import gettext as _

from finance.models import Saving
from finance.services.lines import check_amount
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.school.services import require_school_day


@change
def enter_saving(school, *, measure, computation, amount, from_on, to_on, by, campus=None, photos=()):
    """Write down what a measure saved from a day to a day, and how that was computed."""
    require_school_day(school, to_on, field="to_on")
    if to_on < from_on:
        raise RuleError(_("Choose a last day that is not before the first."), field="to_on")
    check_amount(amount, _("the amount"), field="amount")
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field="amount")
    if campus is not None and campus.school_id != school.pk:
        raise RuleError(_("This belongs to another school."), field="campus")
    saving = Saving.objects.create(
        school=school, number=next_number(school, "JY", on=clock.today()), campus=campus, measure=measure.strip(),
        computation=computation.strip(), amount=amount, from_on=from_on, to_on=to_on, by=by, created_at=clock.now(),
    )  # fmt: skip
    claim(saving, photos, purpose="evidence", by=by)
    note(saving, "entered", by=by)
    return saving


@change
def take_back_saving(saving, *, reason, by):
    """Take a wrong saving out of all figures; it stays readable."""
    saving = lock(saving)
    if saving.taken_back_on:
        raise WrongState(_("It was taken back."))
    saving.taken_back_on, saving.taken_back_reason = clock.today(), reason.strip()
    saving.save(update_fields=["taken_back_on", "taken_back_reason"])
    note(saving, "taken_back", by=by, text=saving.taken_back_reason, tone="danger")
    return saving
