"""What was given to the school: taking it in, publishing it, taking it back."""

from django.utils.translation import gettext as _

from finance.models import BudgetSource, Contribution
from finance.services.booking import book_income
from finance.services.lines import check_amount
from finance.services.money import reverse_entry
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.school.services import require_school_day


@change
def accept_contribution(
    school, *, kind, donor, what, value, on, by, donor_note="", purpose="", campus=None, account=None, voucher="",
    photos=(), is_anonymous=False,
):  # fmt: skip
    """Take in what was given. Money is booked as income out of donations; things and works never are.

    value: Decimal in yuan. account: where money went, needed for money only. is_anonymous: no name is made public.
    """
    require_school_day(school, on, field="on")
    check_amount(value, _("the amount"), field="value")
    if not value:
        raise RuleError(_("Write an amount of more than 0."), field="value")
    if campus is not None and campus.school_id != school.pk:
        raise RuleError(_("This belongs to another school."), field="campus")
    number = next_number(school, "JZ", on=clock.today())
    contribution = Contribution(
        school=school, number=number, campus=campus, kind=kind, donor=donor.strip(), donor_note=donor_note.strip(),
        what=what.strip(), purpose=purpose.strip(), value=value, on=on, accepted_by=by, created_at=clock.now(),
        is_anonymous=is_anonymous,
    )  # fmt: skip
    contribution.entry = _booked(contribution, account, voucher, by)
    contribution.save()
    claim(contribution, photos, purpose="evidence", by=by)
    note(contribution, "entered", by=by)
    return contribution


def _booked(contribution, account, voucher, by):
    """Book a donation of money and return its entry; None for things and works, which no account may name."""
    if contribution.kind != Contribution.Kind.MONEY:
        if account is not None:
            raise RuleError(_("Things and works are not booked. Leave the account empty."), field="account")
        return None
    if account is None:
        raise RuleError(_("Choose the account the money went to."), field="account")
    return book_income(
        contribution.school, account, source=BudgetSource.DONATION, amount=contribution.value, on=contribution.on, by=by,
        text=f"{contribution.number} {contribution.what}", party=contribution.donor, voucher=voucher,
    )  # fmt: skip


@change
def publish_contribution(contribution, *, by):
    """Say that it was made public; a donation is published once."""
    contribution = lock(contribution)
    _require_standing(contribution)
    if contribution.published_on:
        raise WrongState(_("It is published already."))
    contribution.published_on = clock.today()
    contribution.save(update_fields=["published_on"])
    note(contribution, "published", by=by)
    return contribution


@change
def take_back_contribution(contribution, *, reason, by):
    """Take a wrong donation out of all figures; money is reversed in the books."""
    contribution = lock(contribution)
    _require_standing(contribution)
    if contribution.entry_id:
        reverse_entry(contribution.entry, on=clock.today(), reason=reason, by=by)
    contribution.taken_back_on, contribution.taken_back_reason = clock.today(), reason.strip()
    contribution.save(update_fields=["taken_back_on", "taken_back_reason"])
    note(contribution, "taken_back", by=by, text=contribution.taken_back_reason, tone="danger")
    return contribution


def _require_standing(contribution):
    if contribution.taken_back_on:
        raise WrongState(_("It was taken back."))
