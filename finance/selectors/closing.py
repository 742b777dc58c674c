"""What is still to be done before a month can be closed."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from finance.models import Account, MoneyEntry, MonthClosing, Reconciliation
from finance.selectors.money import balance_of, month_of, next_month, statement_of
from logistics import clock, hooks

Kind = Reconciliation.Kind


def ours_of(closing, kind, account=None):
    """Return our figure for one reconciliation of a month, in yuan.

    Books with books and with the report: what all accounts hold at its end. Cash: what this account holds. Goods: what
    the registers of goods say they are worth.
    """
    last = _last_day(closing.month)
    if kind == Kind.CASH:
        return balance_of(account, last)
    if kind == Kind.GOODS:
        return sum(hooks.goods_worth.results(closing.school, last), Decimal(0))
    return statement_of(closing.school, closing.month).total.closing


def accounts_of_month(closing):
    """The accounts that had entries by the end of the month."""
    entries = MoneyEntry.objects.filter(account__school=closing.school, on__lt=next_month(closing.month))
    return Account.objects.filter(pk__in=entries.values("account"))


def asked_of(closing):
    """Return [(kind, account or None)] of the reconciliations a month needs."""
    asked = [(Kind.BOOKS, None), (Kind.REPORT, None)]
    asked += [(Kind.CASH, account) for account in accounts_of_month(closing)]
    return [*asked, (Kind.GOODS, None)]


def reconciled(closing):
    """Return {(kind, account pk): the last Reconciliation of it}."""
    rows = Reconciliation.objects.filter(closing=closing).latest().select_related("account", "by")
    return {(row.kind, row.account_id): row for row in rows}


def missing_reconciliations(closing):
    """Return the names of what is not reconciled yet, or was before entries came that changed ours."""
    done, missing = reconciled(closing), []
    for kind, account in asked_of(closing):
        row = done.get((kind, account.pk if account else None))
        if row is None or row.ours != ours_of(closing, kind, account):
            missing.append(name_of(kind, account))
    return missing


def name_of(kind, account):
    if account is None:
        return str(kind.label)
    return _("%(kind)s (%(account)s)") % {"kind": kind.label, "account": account.name}


def months_to_close(school):
    """Return the first days of the months that are over and not closed, from that of the first entry on."""
    first = MoneyEntry.objects.of_school(school).aggregate(first=Min("on"))["first"]
    closed = MonthClosing.objects.of_school(school).closed().aggregate(last=Max("month"))["last"]
    if first is None:
        return []
    month, months = next_month(closed) if closed else month_of(first), []
    while next_month(month) <= clock.today():
        months.append(month)
        month = next_month(month)
    return months


def _last_day(month):
    return next_month(month) - timedelta(days=1)
