"""验收单: item by item what came and what differs, with every acceptor's signature and its moment."""

from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from finance.panels.goods import trouble_text
from finance.papers.marks import mark_of
from logistics.pages.columns import as_text
from logistics.paper.amounts import in_words
from logistics.paper.document import Table, TableColumn
from logistics.paper.office_dates import office_date
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf
from logistics.people.selectors import with_drawings


def acceptance_pdf(acceptance):
    """Return the PDF; until the last signature it is watermarked 未验收."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = list(acceptance.lines.select_related("order_line__line"))
        return slip_to_pdf(
            Slip(facts_of(acceptance, lines), [table_of(lines)], signatures_of(acceptance), note=acceptance.note),
            school_name=acceptance.school.name,
            document_name=_("Acceptance slip"),
            number=acceptance.number,
            date=office_date(acceptance.on),
            state=acceptance.get_status_display(),
            watermark=mark_of(acceptance, acceptance.status == acceptance.Status.SIGNED, _("Not accepted")),
        )


def facts_of(acceptance, lines):
    order = acceptance.order
    return [
        Fact(_("Purchase order"), order.number),
        Fact(_("Purchase request"), order.request.number),
        Fact(_("What for"), order.request.title, wide=True),
        Fact(_("Supplier"), order.supplier.name),
        Fact(_("Contract number"), order.contract),
        Fact(_("Bought by"), order.buyer.name),
        Fact(_("Looked at"), acceptance.looked_at_text),
        Fact(_("Conclusion"), conclusion_of(acceptance, lines), wide=True),
    ]


def conclusion_of(acceptance, lines):
    """全部合格, or what was refused and what differs."""
    if acceptance.end_reason:
        return acceptance.end_reason
    troubles = [f"{line.order_line.line.name} {trouble_text(line)}" for line in lines if trouble_text(line)]
    return _("; ").join(troubles) if troubles else _("All items are as ordered.")


def table_of(lines):
    columns = [
        TableColumn(_("No."), "centre"),
        TableColumn(_("Name and specification"), share=28),
        TableColumn(_("Unit"), "centre"),
        TableColumn(_("Ordered"), "centre"),
        TableColumn(_("Delivered"), "centre"),
        TableColumn(_("Accepted"), "centre"),
        TableColumn(_("Unit price (yuan)"), "amount"),
        TableColumn(_("Sum (yuan)"), "amount"),
        TableColumn(_("Refused or differing")),
    ]
    rows = [
        [
            number, f"{line.order_line.line.name} {line.order_line.line.spec}".strip(),
            line.order_line.line.measure_word, as_text(line.order_line.quantity, "number"),
            as_text(line.delivered, "number"), as_text(line.quantity, "number"),
            as_text(line.order_line.unit_price, "money"), as_text(cost_of(line), "money"), trouble_text(line),
        ]
        for number, line in enumerate(lines, start=1)
    ]  # fmt: skip
    total = sum((cost_of(line) for line in lines), Decimal(0))
    words = _("Total (in words): %(words)s") % {"words": in_words(total)}
    return Table(columns, rows, total=["", words, "", "", "", "", "", as_text(total, "money"), ""])


def cost_of(line):
    return (line.quantity * line.order_line.unit_price).quantize(Decimal("0.01"))


def signatures_of(acceptance):
    seats = acceptance.seats.select_related("person")
    return with_drawings([cell_of(seat) for seat in seats])


def cell_of(seat):
    if seat.signed_at is None:
        return SignatureCell(_("Acceptor"))
    return SignatureCell(_("Acceptor"), "", seat.person.name, seat.signed_at, signed_by=seat.person_id)
