"""Confirming that the wages of a month were paid, and taking a wrong confirmation back."""

from calendar import monthrange

from django.utils.translation import gettext as _

from finance.models import WageMonth
from finance.services.lines import check_amount
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.rules.selectors import in_force


@change
def confirm_wages(school, *, month, paid_on, people, wages, by, allowances=0, basis="", note_text="", photos=()):
    """Confirm that the wages of ``month`` (its first day) were paid. Raises RuleError for a month or day to come."""
    month = month.replace(day=1)
    if month > clock.today():
        raise RuleError(_("This month is still to come."), field="month")
    if not month <= paid_on <= clock.today():
        raise RuleError(_("Choose a day from the beginning of the month to today."), field="paid_on")
    for amount, field in ((wages, "wages"), (allowances, "allowances")):
        check_amount(amount, _("the amount"), field=field)
    if not wages:
        raise RuleError(_("Write an amount of more than 0."), field="wages")
    if not people:
        raise RuleError(_("Write how many people were paid."), field="people")
    with refusing("one_confirmation_of_a_month", _("This month is confirmed already."), field="month"):
        confirmed = WageMonth.objects.create(
            school=school, month=month, due_on=pay_day(school, month), paid_on=paid_on, people=people, wages=wages,
            allowances=allowances, basis=basis.strip(), note=note_text.strip(), confirmed_by=by, created_at=clock.now(),
        )  # fmt: skip
    claim(confirmed, photos, purpose="scan", by=by)
    note(confirmed, "confirmed", by=by)
    return confirmed


@change
def take_back_wages(confirmed, *, reason, by):
    """Take a wrong confirmation out of all figures; the month may then be confirmed anew."""
    confirmed = lock(confirmed)
    if confirmed.taken_back_on:
        raise WrongState(_("It was taken back."))
    confirmed.taken_back_on, confirmed.taken_back_reason = clock.today(), reason.strip()
    confirmed.save(update_fields=["taken_back_on", "taken_back_reason"])
    note(confirmed, "taken_back", by=by, text=confirmed.taken_back_reason, tone="danger")
    return confirmed


def pay_day(school, month):
    """Return the last day for paying the wages of a month (rule wages.day)."""
    day = int(in_force("wages.day", school=school, on=month))
    return month.replace(day=min(max(day, 1), monthrange(month.year, month.month)[1]))
