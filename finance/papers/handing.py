"""物品交接单: which accepted goods went to whom, signed by both sides."""

from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from finance.models import HandOver
from finance.selectors.acceptance import destination_of
from logistics import clock
from logistics.pages.columns import as_text
from logistics.paper.document import Table, TableColumn
from logistics.paper.office_dates import office_date
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf
from logistics.people.selectors import with_drawings


def handing_pdf(acceptance):
    """Return the PDF of what of a delivery was handed over and not taken back; whoever took it signs by hand."""
    with translation.override(settings.LANGUAGE_CODE):
        rows = list(handed_of(acceptance))
        last = max((row.at for row in rows), default=None)
        return slip_to_pdf(
            Slip(facts_of(acceptance), [table_of(rows)], signatures_of(rows), size="landscape"),
            school_name=acceptance.school.name,
            document_name=_("Goods hand-over slip"),
            number=acceptance.number,
            date=office_date(clock.day_of(last)) if last else "",
        )


def handed_of(acceptance):
    rows = HandOver.objects.standing().filter(line__acceptance=acceptance)
    return rows.select_related("line__order_line__line", "by", "person").order_by("at", "pk")


def facts_of(acceptance):
    order = acceptance.order
    return [
        Fact(_("Acceptance"), acceptance.number),
        Fact(_("Purchase request"), order.request.number),
        Fact(_("What for"), order.request.title, wide=True),
        Fact(_("Supplier"), order.supplier.name),
        Fact(_("Accepted on"), office_date(acceptance.signed_on or acceptance.on)),
    ]


def table_of(rows):
    columns = [
        TableColumn(_("No."), "centre"), TableColumn(_("Name and specification")), TableColumn(_("Quantity"), "centre"),
        TableColumn(_("Unit price (yuan)"), "amount"), TableColumn(_("Sum (yuan)"), "amount"),
        TableColumn(_("Where to"), "centre"), TableColumn(_("Who has it")), TableColumn(_("Handed over at"), "centre"),
        TableColumn(_("Signed by whoever took it"), "centre"),
    ]  # fmt: skip
    lines = [line_of(number, row) for number, row in enumerate(rows, start=1)]
    total = sum((worth_of(row) for row in rows), Decimal(0))
    return Table(columns, lines, total=["", _("Total"), "", "", as_text(total, "money"), "", "", "", ""])


def line_of(number, row):
    thing = row.line.order_line.line
    return [
        number, f"{thing.name} {thing.spec}".strip(), f"{as_text(row.quantity, 'number')} {thing.measure_word}",
        as_text(row.line.order_line.unit_price, "money"), as_text(worth_of(row), "money"),
        destination_of(row.destination).label, row.to, office_date(clock.day_of(row.at)), "",
    ]  # fmt: skip


def worth_of(row):
    return (row.quantity * row.line.order_line.unit_price).quantize(Decimal("0.01"))


def signatures_of(rows):
    """Whoever handed goods over did so in the system; each of them once, with the last moment."""
    last = {row.by_id: row for row in rows}
    cells = [SignatureCell(_("Handed over by"), "", row.by.name, row.at, signed_by=row.by_id) for row in last.values()]
    return with_drawings([*cells, SignatureCell(_("Logistics office"))])
