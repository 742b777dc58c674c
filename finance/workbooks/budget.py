"""Suppliers and budget as workbooks."""

from django.utils.translation import gettext as _

from logistics import clock
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.paper.office_dates import office_date


def suppliers_workbook(school, suppliers):
    """Return an open XLSX of ``suppliers`` (with their standing and papers), one row each."""
    columns = [
        SheetColumn(_("Name")),
        SheetColumn(_("Unified social credit code")),
        SheetColumn(_("What they supply"), width=36),
        SheetColumn(_("Contact")),
        SheetColumn(_("Phone")),
        SheetColumn(_("Address")),
        SheetColumn(_("Papers"), width=40),
        SheetColumn(_("Standing")),
        SheetColumn(_("Note")),
    ]
    rows = (
        [
            supplier.name, supplier.credit_code, supplier.supplies, supplier.contact, supplier.phone, supplier.address,
            _(", ").join(_paper(paper) for paper in supplier.papers.all() if paper.is_current), str(supplier.standing[0]),
            supplier.note,
        ]
        for supplier in suppliers
    )  # fmt: skip
    return _workbook(school, _("Suppliers"), columns, rows)


def _paper(paper):
    until = f"{paper.valid_until:%Y-%m-%d}" if paper.valid_until else _("no end")
    return _("%(paper)s (%(until)s)") % {"paper": paper.get_kind_display(), "until": until}


def budget_workbook(school, lines):
    """Return an open XLSX of budget ``lines`` (with their use), one row each, sums below."""
    money = ["planned", "used", "reserved", "left"]
    columns = [
        SheetColumn(_("Budget year")),
        SheetColumn(_("Source of funds")),
        SheetColumn(_("Code of the item")),
        SheetColumn(_("Economic item")),
        SheetColumn(_("Department")),
        SheetColumn(_("Planned (yuan)"), "money"),
        SheetColumn(_("Used (yuan)"), "money"),
        SheetColumn(_("Reserved (yuan)"), "money"),
        SheetColumn(_("Left (yuan)"), "money"),
        SheetColumn(_("Note")),
    ]
    lines = list(lines)
    rows = [
        [
            str(line.year), line.get_source_display(), line.code, line.item,
            line.department.name if line.department else "", *(getattr(line, name) for name in money), line.note,
        ]
        for line in lines
    ]  # fmt: skip
    total = [_("Total"), *[None] * 4, *(sum(getattr(line, name) for line in lines) for name in money), None]
    return _workbook(school, _("Budget"), columns, rows, total)


def _workbook(school, name, columns, rows, total=None):
    subtitle = _("as of %(day)s") % {"day": office_date(clock.today())}
    return write_workbook([Sheet(name, f"{school.name}{name}", columns, rows, subtitle=subtitle, total=total)])
