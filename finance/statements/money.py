"""What the books say in the summary (DOMAIN F-10…F-14, F-18, T-12, T-13, T-18; rule income.deposit.days)."""

from datetime import timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Q
from django.utils.translation import gettext as _

from finance.models import MoneyEntry, MonthClosing, MonthReport, Reconciliation
from logistics import clock
from logistics.pages.columns import Column
from logistics.reports.statements import (
    BarsOf,
    Breakdown,
    Claim,
    Figure,
    Problem,
    Section,
    Sentence,
    Statement,
)
from logistics.rules.selectors import in_force

MONEY = {"kind": "money", "measure": "amount"}


def entries_of(school, period):
    return MoneyEntry.objects.of_school(school).in_period(period)


def money_moved(school, period, scope):
    """Income and expense, each for itself and by source of funds; nothing is netted (T-12)."""
    entries, unit = entries_of(school, period), _("yuan")
    incomes, expenses = entries.filter(kind="income"), entries.filter(kind="expense")
    income = Figure("income", _("income"), incomes, unit=unit, **MONEY)
    expense = Figure("expense", _("expense"), expenses, unit=unit, **MONEY)
    by_income = Breakdown("income.source", _("income by source of funds"), incomes, by="source", unit=unit, **MONEY)
    by_expense = Breakdown("expense.source", _("expense by source of funds"), expenses, by="source", unit=unit, **MONEY)
    red = Figure("red", _("red entries"), entries.filter(corrects__isnull=False), unit=_("entries"))
    return Statement(
        "finance.money",
        Section.FINANCE,
        sentences=[
            Sentence(_("Income came to %(income)s (%(sources)s)."), income=income, sources=by_income, when=income),
            Sentence(
                _("Expense came to %(expense)s (%(sources)s)."), expense=expense, sources=by_expense, when=expense
            ),
        ],
        figures=[red],
        charts=[BarsOf(by_expense)],
    )


def deposits_made(school, period, scope):
    """每笔收入都及时缴存 (T-13): income in cash paid in within the days of the rule, or still within them."""
    days = int(in_force("income.deposit.days", school=school, on=period.end))
    cash = entries_of(school, period).standing().filter(kind__in=["income", "collected"], account__kind="cash")
    within = ExpressionWrapper(F("on") + timedelta(days=days), output_field=DurationField())
    late = cash.filter(
        Q(deposited__on__gt=within) | Q(deposited=None, on__lt=min(period.end, clock.today()) - timedelta(days=days))
    )
    unit = _("incomes")
    paid_in = Figure("deposited", _("incomes paid in"), cash.filter(deposited__isnull=False), unit=unit)
    return Statement(
        "finance.deposits",
        Section.FINANCE,
        sentences=[Sentence(_("%(paid_in)s in cash were paid in."), paid_in=paid_in, when=paid_in)],
        claims=[
            Claim(
                "in_time",
                _("Every income in cash was paid in within the days the rules allow."),
                late,
                when=cash,
                breach=_("%(count)s in cash were paid in late or not at all."),
                direction=_("Pay cash in on the day it comes, at the latest within the days of the rule."),
                unit=unit,
                label=_("paid in late or not at all"),
            )
        ],
    )


def months_closed(school, period, scope):
    """月结: closed months with their four reconciliations, sent for audit, published (T-18, F-11, F-18)."""
    months = MonthClosing.objects.of_school(school).in_period(period)
    closed, unit = months.closed(), _("months")
    last = Reconciliation.objects.filter(closing__in=closed).latest().values("pk")
    compared = Reconciliation.objects.filter(pk__in=last)
    differing = compared.exclude(difference=0)
    figures = {
        "closed": Figure("closed", _("months closed"), closed, unit=unit),
        "submitted": Figure("submitted", _("months submitted for audit"), closed.filter(submitted_on__isnull=False), unit=unit),
        "published": Figure("published", _("months published"), closed.filter(published_on__isnull=False), unit=unit),
    }  # fmt: skip
    done = Figure("reconciled", _("reconciliations"), compared, unit=_("comparisons"))
    explained = Figure("explained", _("differences explained"), differing, unit=_("differences"))
    return Statement(
        "finance.closings",
        Section.FINANCE,
        sentences=[
            Sentence(
                _(
                    "%(closed)s were closed with %(done)s of books, reports, money and goods; %(submitted)s were sent for "
                    "audit and %(published)s published."
                ),
                done=done, when=figures["closed"], **figures,
            ),
        ],
        claims=[
            Claim(
                "four",
                _("Books agreed with books, reports, money and goods in every month that was closed."),
                differing,
                when=closed,
                breach=_("%(count)s had a difference, each with its explanation."),
                direction=_("Clear the differences within the following month."),
                unit=_("comparisons"),
                label=_("reconciliations with a difference"),
            ),
            Claim(
                "audited",
                _("Every month that was closed was sent for audit."),
                closed.filter(submitted_on=None),
                when=closed,
                breach=_("%(count)s were not sent for audit."),
                direction=_("Send each month for audit as soon as it is closed."),
                unit=unit,
                label=_("not sent for audit"),
            ),
        ],
        problems=[
            Problem(
                "explained",
                Sentence(_("%(explained)s were found when months were reconciled."), explained=explained),
                when=explained,
                direction=_("Check bank statements every week, so that differences show before the month ends."),
            )
        ],
    )  # fmt: skip


def months_reported(school, period, scope):
    """每月向学校、上级主管部门汇报: the closed months whose charges both readers were told of (DOMAIN F-10)."""
    closed, unit = MonthClosing.objects.of_school(school).in_period(period).closed(), _("months")
    told = closed.reported_to(*MonthReport.Reader)
    months = Figure("reported", _("months reported"), told, unit=unit)
    whole = Figure("closed", _("months closed"), closed, unit=unit)
    return Statement(
        "finance.month_reports",
        Section.FINANCE,
        sentences=[
            Sentence(
                _(
                    "Office expenses, agency fees and service fees of %(months)s out of %(whole)s were reported to the "
                    "school and to the superior office."
                ),
                months=months, whole=whole, when=months,
            )
        ],
        claims=[
            Claim(
                "all",
                _("Of every closed month the three kinds of charges were reported to the school and to the superior office."),
                closed.exclude(pk__in=told.values("pk")),
                when=whole,
                breach=_("%(count)s were not reported to both."),
                direction=_("Print the monthly report when a month is closed, and write down to whom it went."),
                unit=unit,
                label=_("months not reported"),
            )
        ],
    )  # fmt: skip


def entry_columns():
    return [
        Column(_("What for"), "text", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Day"), "on", kind="date"),
        Column(_("Kind"), "get_kind_display"),
        Column(_("Source of funds"), "get_source_display"),
        Column(_("Amount"), "amount", kind="money"),
    ]


def closing_columns():
    return [
        Column(_("Accounting month"), lambda closing: str(closing), path="month", link=True),
        Column(_("Status"), "get_status_display", kind="badge"),
        Column(_("Submitted on"), "submitted_on", kind="date"),
        Column(_("Published on"), "published_on", kind="date"),
    ]


def reconciliation_columns():
    return [
        Column(_("Accounting month"), "closing", path="closing__month", link=True),
        Column(_("Kind"), "get_kind_display"),
        Column(_("Account"), "account.name", path="account__name"),
        Column(_("By our entries"), "ours", kind="money"),
        Column(_("By the other side"), "theirs", kind="money"),
        Column(_("Explanation"), "explanation"),
    ]
