"""The lines of a purchase as a small table, with what each thing cost last time."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.pages.columns import Column, as_text, make_row
from logistics.pages.dates import full_day_text
from logistics.pages.parts import Panel


def quantity_text(line):
    return f"{as_text(line.quantity, 'number')} {line.measure_word}"


LINE_COLUMNS = [
    Column(gettext_lazy("Name"), "name", primary=True),
    Column(gettext_lazy("Specification"), "spec"),
    Column(gettext_lazy("Quantity"), quantity_text),
    Column(gettext_lazy("Unit price"), "unit_price", kind="money"),
    Column(gettext_lazy("Sum"), "amount", kind="money"),
]


def lines_panel(lines, prices, amount):
    """Return the panel of ``lines``; ``prices`` {line pk: [earlier PurchaseLine]} adds the column of last prices."""
    columns = list(LINE_COLUMNS)
    if any(prices.values()):
        columns.append(Column(gettext_lazy("Bought before"), lambda line: prices_text(prices.get(line.pk, []))))
    rows = [make_row(line, columns, url="") for line in lines]
    note = _("Together %(amount)s yuan") % {"amount": as_text(amount, "money")}
    return Panel(_("What is bought"), columns, rows, note=note)


def prices_text(earlier):
    """12.00 元（2026-03-05）、11.50 元（2025-09-12）."""
    return _(", ").join(
        _("%(price)s yuan (%(day)s)")
        % {"price": as_text(line.unit_price, "money"), "day": full_day_text(line.request.bought_on)}
        for line in earlier
    )
