"""The monthly report of office expenses, agency fees and service fees (办公费、代收费、服务性收费月报)."""

from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.models import MonthReport
from finance.selectors.month_reports import charges_of, fees_of_month, office_expenses_of
from logistics import clock
from logistics.pages.columns import as_text
from logistics.paper.document import Table, TableColumn
from logistics.paper.office_dates import office_date
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf
from logistics.people.selectors import with_drawings


def month_report_pdf(closing):
    """Return the PDF; until the month is closed its figures may still change, and it is watermarked."""
    with translation.override(settings.LANGUAGE_CODE):
        reports = list(closing.reports.select_related("by"))
        tables = [charges_table(closing), *fees_tables(closing), *expenses_tables(closing)]
        return slip_to_pdf(
            Slip(facts_of(closing, reports), tables, signatures_of(closing)),
            school_name=closing.school.name,
            document_name=_("Monthly report of expenses and charges"),
            date=office_date(clock.day_of(closing.closed_at)) if closing.closed_at else "",
            state=closing.get_status_display(),
            watermark="" if closing.closed_at else pgettext("books", "Not closed"),
        )


def facts_of(closing, reports):
    told = {report.reader: f"{office_date(report.on)}　{report.how}" for report in reports}
    readers = [Fact(each.label, told.get(each.value, ""), wide=True) for each in MonthReport.Reader]
    return [Fact(_("Accounting month"), str(closing), wide=True), *readers]


def charges_table(closing):
    columns = [
        TableColumn(_("Kind of charge")), TableColumn(_("Received in the month"), "amount"),
        TableColumn(_("Spent in the month"), "amount"), TableColumn(_("Received this year"), "amount"),
        TableColumn(_("Spent this year"), "amount"),
    ]  # fmt: skip
    lines = charges_of(closing)
    figures = [(line.received, line.spent, line.received_so_far, line.spent_so_far) for line in lines]
    rows = [[line.label, *(_yuan(each) for each in four)] for line, four in zip(lines, figures, strict=True)]
    total = [_yuan(sum(column, Decimal(0))) for column in zip(*figures, strict=True)]
    return Table(columns, rows, _("Office expenses, agency fees and service fees (yuan)"), total=[_("Total"), *total])


def fees_tables(closing):
    """Return the fees one by one, no table where there were none."""
    columns = [
        TableColumn(_("Fee")), TableColumn(_("Kind"), "centre"), TableColumn(_("Standard"), "amount"),
        TableColumn(_("Received in the month"), "amount"), TableColumn(_("Spent and refunded"), "amount"),
    ]  # fmt: skip
    rows = [
        [item.name, item.get_kind_display(), _yuan(item.standard), _yuan(received), _yuan(spent)]
        for item, received, spent in fees_of_month(closing)
    ]
    return [Table(columns, rows, _("Fees one by one"))] if rows else []


def expenses_tables(closing):
    """Return the office expenses by item of the budget, no table where there were none."""
    columns = [TableColumn(_("Item of the budget")), TableColumn(_("Spent in the month"), "amount")]
    spent = office_expenses_of(closing)
    rows = [[item or _("under no budget line"), _yuan(amount)] for item, amount in spent]
    total = [_("Total"), _yuan(sum(amount for _item, amount in spent))]
    return [Table(columns, rows, _("Office expenses by item of the budget"), total=total)] if rows else []


def signatures_of(closing):
    closed = SignatureCell(
        _("Books closed by"), "", closing.closed_by.name if closing.closed_by else "", closing.closed_at,
        signed_by=closing.closed_by_id,
    )  # fmt: skip
    return with_drawings([closed, SignatureCell(_("Principal"))])


def _yuan(amount):
    return as_text(amount, "money") or "0.00"
