"""The monthly statement on paper: balances by account, income and expense by source of funds, the reconciliations."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.models import MonthClosing
from finance.panels.months import SHOWN_KINDS
from finance.papers.sums import sum_text
from finance.selectors.closing import asked_of, name_of, reconciled
from finance.selectors.money import books_of, statement_of
from logistics import clock
from logistics.pages.columns import as_text
from logistics.paper.document import Table, TableColumn
from logistics.paper.office_dates import office_date
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf
from logistics.people.selectors import with_drawings


def month_pdf(closing):
    """Return the PDF of a month; until it is closed it is watermarked."""
    with translation.override(settings.LANGUAGE_CODE):
        statement, books = statement_of(closing.school, closing.month), books_of(closing.school)
        tables = [balances_of(statement), kinds_of(statement), reconciliations_of(closing)]
        return slip_to_pdf(
            Slip(facts_of(closing, books, statement), tables, signatures_of(closing)),
            school_name=closing.school.name,
            document_name=_("Statement of income and expense"),
            date=office_date(clock.day_of(closing.closed_at)) if closing.closed_at else "",
            state=closing.get_status_display(),
            watermark="" if closing.closed_at else pgettext("books", "Not closed"),
        )


def facts_of(closing, books, statement):
    whole = statement.total
    kept = books.center if books.is_central else books.get_mode_display()
    return [
        Fact(_("Accounting month"), str(closing)),
        Fact(_("Where the books are"), kept),
        Fact(_("Balance at the end"), sum_text(whole.closing), wide=True),
        *([Fact(_("Findings of the audit"), closing.findings, wide=True)] if closing.findings else []),
    ]


def balances_of(statement):
    columns = [
        TableColumn(_("Account")), TableColumn(_("At the beginning"), "amount"), TableColumn(_("In"), "amount"),
        TableColumn(_("Out"), "amount"), TableColumn(_("At the end"), "amount"),
    ]  # fmt: skip
    rows = [line_of(line) for line in statement.accounts]
    return Table(columns, rows, _("By account"), total=[_("Total"), *line_of(statement.total)[1:]])


def line_of(line):
    return [line.label, *(as_text(amount, "money") for amount in (line.opening, line.came, line.went, line.closing))]


def kinds_of(statement):
    """One row a kind, one column a source of funds; income and expense stand each for itself."""
    columns = [TableColumn(_("Kind")), *(TableColumn(line.label, "amount") for line in statement.sources)]
    rows = [
        [kind.label, *(as_text(statement.of_kinds(kind, source=line.key), "money") for line in statement.sources),
         as_text(statement.of_kinds(kind), "money")]
        for kind in SHOWN_KINDS
        if statement.of_kinds(kind)
    ]  # fmt: skip
    return Table([*columns, TableColumn(_("Total"), "amount")], rows, _("Income and expense by source of funds"))


def reconciliations_of(closing):
    columns = [
        TableColumn(_("Reconciliation")), TableColumn(_("By our entries"), "amount"),
        TableColumn(_("By the other side"), "amount"), TableColumn(_("Difference"), "amount"), TableColumn(_("Explanation")),
    ]  # fmt: skip
    done, rows = reconciled(closing), []
    for kind, account in asked_of(closing):
        row = done.get((kind, account.pk if account else None))
        amounts = (row.ours, row.theirs, row.difference) if row else (None, None, None)
        rows.append(
            [name_of(kind, account), *(as_text(each, "money") for each in amounts), row.explanation if row else ""]
        )
    return Table(columns, rows, _("The four reconciliations"))


def signatures_of(closing):
    submitted = closing.status in (MonthClosing.Status.SUBMITTED, MonthClosing.Status.AUDITED)
    closed_by = closing.closed_by.name if closing.closed_by else ""
    audited = office_date(closing.audited_on) if closing.audited_on else ""
    cells = [
        SignatureCell(_("Books closed by"), "", closed_by, closing.closed_at, signed_by=closing.closed_by_id),
        SignatureCell(_("Audited by"), "", closing.audited_by, None, audited if submitted else ""),
    ]
    return with_drawings(cells)
