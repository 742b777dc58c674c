"""Small tables about orders and deliveries."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from finance.selectors.acceptance import destinations
from logistics.pages.columns import Column, as_text, make_row
from logistics.pages.parts import Panel


def counted(name):
    """Return a function of a row: the quantity in its field ``name`` with the measure word of its thing."""

    def text(row):
        quantity = getattr(row, name)
        return f"{as_text(quantity, 'number')} {thing_of(row).measure_word}" if quantity else ""

    return text


def thing_of(row):
    """Return the PurchaseLine behind a line of an order or of an acceptance."""
    return row.line if hasattr(row, "line") else row.order_line.line


ORDER_COLUMNS = [
    Column(gettext_lazy("Name"), "line.name", primary=True),
    Column(gettext_lazy("Specification"), "line.spec", phone=False),
    Column(gettext_lazy("Ordered"), counted("quantity"), labelled=True),
    Column(gettext_lazy("Accepted"), counted("taken"), labelled=True),
    Column(gettext_lazy("Still to come"), counted("to_come"), labelled=True),
    Column(gettext_lazy("Unit price"), "unit_price", kind="money"),
    Column(gettext_lazy("Sum"), "amount", kind="money"),
]


def order_panel(order):
    rows = [make_row(line, ORDER_COLUMNS, url="") for line in order.lines.select_related("line").with_arrivals()]
    total = _("Together %(amount)s yuan") % {"amount": as_text(order.amount, "money")}
    return Panel(_("What is ordered"), ORDER_COLUMNS, rows, total=total)


def trouble_text(line):
    """破损 3 把；价格有偏差：每箱贵 2 元."""
    texts = []
    if line.refused:
        texts.append(f"{line.reason} {counted('refused')(line)}")
    if line.deviation:
        texts.append(_("%(kind)s: %(words)s") % {"kind": line.get_deviation_display(), "words": line.words})
    return _("; ").join(texts)


DELIVERY_COLUMNS = [
    Column(gettext_lazy("Name"), "order_line.line.name", primary=True),
    Column(gettext_lazy("Specification"), "order_line.line.spec", phone=False),
    Column(gettext_lazy("Delivered"), counted("delivered"), labelled=True),
    Column(gettext_lazy("Accepted"), counted("quantity"), labelled=True),
    Column(gettext_lazy("Refused"), counted("refused"), labelled=True),
    Column(gettext_lazy("Unit price"), "order_line.unit_price", kind="money", phone=False),
    Column(gettext_lazy("Refused or differing"), trouble_text),
]


def delivery_panel(lines):
    return Panel(_("Item by item"), DELIVERY_COLUMNS, [make_row(line, DELIVERY_COLUMNS, url="") for line in lines])


def signature_text(seat):
    return _("signed") if seat.signed_at else _("to be signed")


SEAT_COLUMNS = [
    Column(gettext_lazy("Acceptor"), "person.name", primary=True),
    Column(gettext_lazy("Signed at"), "signed_at", kind="moment"),
    Column(gettext_lazy("Signature"), signature_text, kind="badge"),
]


def seats_panel(acceptance, seats):
    for seat in seats:
        seat.tone = "success" if seat.signed_at else "warning"
    note = _("%(needed)s different people sign.") % {"needed": acceptance.signers_needed}
    return Panel(
        pgettext("acceptance", "Signatures"),
        SEAT_COLUMNS,
        [make_row(seat, SEAT_COLUMNS, url="") for seat in seats],
        note=note,
    )


def handed_panel(rows, waits, actions, may_undo):
    """Return the panel of what was handed over; its note says what still waits (AcceptanceLines).

    may_undo: a function that says of a HandOver whether its row leads to taking it back.
    """
    labels = {destination.key: destination.label for destination in destinations()}
    columns = [
        Column(_("Name"), "line.order_line.line.name", primary=True),
        Column(_("Quantity"), lambda row: f"{as_text(row.quantity, 'number')} {row.line.order_line.line.measure_word}"),
        Column(_("Where to"), lambda row: labels.get(row.destination, row.destination)),
        Column(_("Who has it"), "to"),
        Column(_("Handed over by"), "by.name", phone=False),
        Column(_("At"), "at", kind="moment"),
        Column(_("Reason"), "reason"),
        Column(_("State"), lambda row: row.standing[0], kind="badge"),
    ]
    note = ""
    if waits:
        things = _(", ").join(f"{line.order_line.line.name} {counted('waits')(line)}" for line in waits)
        note = _("Still to be handed over: %(things)s") % {"things": things}
    shown = [
        make_row(row, columns, url=reverse("finance:goods_take_back", args=[row.pk]) if may_undo(row) else "")
        for row in rows
    ]
    return Panel(_("Handing over"), columns, shown, empty=_("Nobody has the goods yet."), actions=actions, note=note)
