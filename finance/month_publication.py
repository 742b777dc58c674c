"""The accounts of the months a school published, by source of funds, for its public page (财务公开, DOMAIN F-18)."""

from django.utils.translation import gettext as _

from finance.models import MonthClosing
from finance.selectors.money import statement_of
from logistics import hooks
from logistics.pages.columns import as_text

SHOWN = 6  # months


def published_months(school):
    """Yield the section of the newest published months: what each source of funds had, took in, gave out and has."""
    months = MonthClosing.objects.of_school(school).filter(published_on__isnull=False)[:SHOWN]
    yield hooks.PublicSection(
        "months",
        _("Income and expense by month"),
        [_("Accounting month"), _("Source of funds"), _("At the beginning"), _("In"), _("Out"), _("At the end")],
        [row for closing in months for row in rows_of(closing)],
        _("In yuan. Single entries are open to the authorities and the audit."),
        grouped=True,
    )


def rows_of(closing):
    """Return a row for each source of funds, and one of all together."""
    statement = statement_of(closing.school, closing.month)
    whole = statement.total
    return [_row(closing, line.label, line) for line in statement.sources] + [_row(closing, _("Total"), whole)]


def _row(closing, label, line):
    return [
        str(closing),
        label,
        *(as_text(each, "money") for each in (line.opening, line.came, line.went, line.closing)),
    ]
