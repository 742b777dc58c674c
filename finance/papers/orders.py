"""采购清单: what is ordered from whom, with the price of each thing."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from logistics.pages.columns import as_text
from logistics.paper.amounts import in_words
from logistics.paper.document import Table, TableColumn
from logistics.paper.office_dates import office_date
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf
from logistics.people.selectors import with_drawings


def order_pdf(order):
    """Return the PDF; a cancelled order is watermarked as such."""
    with translation.override(settings.LANGUAGE_CODE):
        return slip_to_pdf(
            Slip(facts_of(order), [lines_of(order)], signatures_of(order), note=note_of(order)),
            school_name=order.school.name,
            document_name=_("Purchase list"),
            number=order.number,
            date=office_date(order.ordered_on),
            watermark=order.get_status_display() if order.status == order.Status.CANCELLED else "",
        )


def facts_of(order):
    request = order.request
    return [
        Fact(_("Purchase request"), request.number),
        Fact(_("Department"), request.department.name if request.department else ""),
        Fact(_("What for"), request.title, wide=True),
        Fact(_("Supplier"), order.supplier.name),
        Fact(_("Purchase channel"), order.get_channel_display()),
        Fact(_("Contract number"), order.contract),
        Fact(_("To come on"), office_date(order.expected_on) if order.expected_on else _("taken along")),
        *([Fact(_("Why without the quotes"), order.waiver, wide=True)] if order.waiver else []),
    ]


def lines_of(order):
    columns = [
        TableColumn(_("No."), "centre"),
        TableColumn(_("Name"), share=30),
        TableColumn(_("Specification"), share=26),
        TableColumn(_("Quantity"), "centre"),
        TableColumn(_("Unit price (yuan)"), "amount"),
        TableColumn(_("Sum (yuan)"), "amount"),
    ]
    lines = order.lines.select_related("line")
    rows = [
        [
            number, each.line.name, each.line.spec,
            f"{as_text(each.quantity, 'number')} {each.line.measure_word}",
            as_text(each.unit_price, "money"), as_text(each.quantity * each.unit_price, "money"),
        ]
        for number, each in enumerate(lines, start=1)
    ]  # fmt: skip
    total = sum(each.quantity * each.unit_price for each in lines)
    words = _("Total (in words): %(words)s") % {"words": in_words(total)}
    return Table(columns, rows, total=["", words, "", "", "", as_text(total, "money")])


def signatures_of(order):
    """A buyer who placed the order himself signed it so; otherwise buyer and supplier sign by hand."""
    buyer = SignatureCell(_("Bought by") + f"\n{order.buyer.name}")
    if order.placed_by_id == order.buyer_id:
        buyer = SignatureCell(_("Bought by"), "", order.buyer.name, order.placed_at, signed_by=order.buyer_id)
    return with_drawings([buyer, SignatureCell(_("Supplier"))])


def note_of(order):
    ended = _("Ended: %(reason)s.") % {"reason": order.end_reason} if order.end_reason else ""
    return f"{order.note} {ended}".strip()
