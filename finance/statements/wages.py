"""What the payment of wages says in the term summary: 及时发放工资 (DOMAIN F-34), 不滥开支补助 (F-35)."""

from django.utils.translation import gettext as _

from finance.models import WageMonth
from logistics.pages.columns import Column
from logistics.reports.statements import Claim, Figure, Rate, Section, Sentence, Statement


def wages_paid(school, period, scope):
    """Months paid on time n/n; allowances that no document provides for."""
    months = WageMonth.objects.of_school(school).standing().filter(period.days("month"))
    unit = _("months")
    count = Figure("months", _("months of wages paid"), months, unit=unit)
    on_time = Figure("on_time", _("months paid on time"), months.on_time(), unit=unit)
    given = months.filter(allowances__gt=0)
    allowances = Figure("allowances", _("allowances"), given, measure="allowances", unit=_("yuan"), kind="money")
    return Statement(
        "finance.wages",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("Of %(count)s the wages were paid on time in %(on_time)s (%(rate)s)."),
                count=count, on_time=on_time, rate=Rate("rate", _("months on time"), on_time, count), when=count,
            )
        ],
        claims=[
            Claim(
                "on_time",
                _("Wages and allowances were paid on time every month."),
                months.late(),
                when=months,
                breach=_("In %(count)s the wages came late."),
                direction=_("Hand the list in early, so that wages come on the day."),
                unit=unit,
                label=_("months paid late"),
            ),
            Claim(
                "founded",
                Sentence(_("Allowances of %(allowances)s were all paid by document, none without."), allowances=allowances),
                given.unfounded(),
                when=given,
                breach=_("In %(count)s allowances were paid that no document provides for."),
                direction=_("Pay no allowance without its document."),
                unit=unit,
                label=_("allowances without a document"),
            ),
        ],
    )  # fmt: skip


def wage_columns():
    return [
        Column(_("Month of the wages"), str, path="month", link=True),
        Column(_("Wages due on"), "due_on", kind="date"),
        Column(_("Paid on"), "paid_on", kind="date"),
        Column(_("Allowances"), "allowances", kind="money"),
        Column(_("Basis of the allowances"), "basis"),
    ]


PROOFS = {"finance.WageMonth": wage_columns}
