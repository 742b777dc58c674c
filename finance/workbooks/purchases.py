"""采购台账: the purchases of a school as a workbook."""

from django.db.models import Sum
from django.utils.translation import gettext as _

from logistics import clock
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.paper.office_dates import office_date


def ledger_workbook(school, requests):
    """Return an open XLSX of ``requests`` (a queryset), one row each, sums below."""
    sums = requests.aggregate(asked=Sum("amount"), paid=Sum("paid_amount"))
    columns = [
        SheetColumn(_("Number")),
        SheetColumn(_("Requested on"), "date"),
        SheetColumn(_("Department")),
        SheetColumn(_("Requested by")),
        SheetColumn(_("What for")),
        SheetColumn(_("Lines"), width=40),
        SheetColumn(_("Kind")),
        SheetColumn(_("Source of funds")),
        SheetColumn(_("Amount (yuan)"), "money"),
        SheetColumn(_("Status")),
        SheetColumn(_("Approved on"), "date"),
        SheetColumn(_("Bought on"), "date"),
        SheetColumn(_("Bought by")),
        SheetColumn(_("Supplier")),
        SheetColumn(_("Paid on"), "date"),
        SheetColumn(_("Amount paid (yuan)"), "money"),
        SheetColumn(_("Paid beyond approval (yuan)"), "money"),
        SheetColumn(_("Note")),
    ]
    total = [_("Total"), *[""] * 7, sums["asked"] or 0, *[""] * 6, sums["paid"] or 0, "", ""]
    total = [None if value == "" else value for value in total]
    name = _("Purchase ledger")
    sheet = Sheet(
        name=name,
        title=f"{school.name}{name}",
        subtitle=_("as of %(day)s") % {"day": office_date(clock.today())},
        columns=columns,
        rows=(ledger_row(request) for request in with_rows(requests)),
        total=total,
    )
    return write_workbook([sheet])


def with_rows(requests):
    found = requests.select_related("department", "requested_by", "bought_by").prefetch_related("lines")
    return found.iterator(chunk_size=500)


def ledger_row(request):
    return [
        request.number,
        request.requested_on,
        request.department.name if request.department else "",
        request.requested_by.name,
        request.title,
        _(", ").join(f"{line.name} {line.quantity.normalize():f}{line.measure_word}" for line in request.lines.all()),
        request.get_kind_display(),
        request.get_budget_source_display(),
        request.amount,
        request.get_status_display(),
        request.approved_on,
        request.bought_on,
        request.bought_by.name if request.bought_by else "",
        request.supplier,
        request.paid_on,
        request.paid_amount,
        request.deviation,
        _("Emergency, approved afterwards") if request.bought_first else "",
    ]
