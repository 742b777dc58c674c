"""Booking income that follows from a record of ours."""

from django.utils.translation import gettext as _

from finance.models import BudgetSource, MoneyEntry
from finance.services.money import post_entry
from logistics.errors import RuleError


def book_income(school, account, *, source=BudgetSource.OTHER, **facts):
    """Write one income of ``school`` down and return its entry; facts as ``post_entry`` takes them."""
    if account.school_id != school.pk:
        raise RuleError(_("This belongs to another school."), field="account")
    return post_entry(account, kind=MoneyEntry.Kind.INCOME, source=source, **facts)
