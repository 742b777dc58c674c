"""Small tables about meters and readings."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from finance.panels.income import PAYMENT_COLUMNS, money_text, standing_text
from logistics.pages.columns import Column, as_text, make_row
from logistics.pages.parts import Panel

SHOWN = 24  # readings on the page of a meter: two years of months

READINGS = [
    Column(pgettext_lazy("meter", "Read on"), "read_on", kind="date", primary=True),
    Column(gettext_lazy("Reading"), "value", kind="number", labelled=True),
    Column(pgettext_lazy("meter", "Used"), lambda reading: units_text(reading), phone=False),
    Column(gettext_lazy("Price of a unit"), lambda reading: price_text(reading.price), phone=False),
    Column(gettext_lazy("Who pays"), "payer"),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Standing"), standing_text, kind="badge"),
]


def units_text(reading):
    """Return what is charged, with its unit: 130 kWh."""
    return f"{as_text(reading.units, 'number')} {reading.meter.unit}"


def price_text(price):
    """Return a price with as many decimals as it has, two at least."""
    whole = f"{price.normalize():f}"
    return whole if len(whole.partition(".")[2]) > 2 else f"{price:.2f}"


def used_text(reading):
    """Return how the units came about: the difference, both parts of a replaced meter, the multiplier."""
    number = lambda value: as_text(value, "number")  # noqa: E731
    if reading.is_replaced:
        parts = f"{number(reading.old_last)} − {number(reading.previous_value)} + {number(reading.value)} − {number(reading.new_first)}"
    else:
        parts = f"{number(reading.value)} − {number(reading.previous_value)}"
    if reading.multiplier != 1:
        parts = f"({parts}) × {number(reading.multiplier)}"
    return f"{parts} = {units_text(reading)}"


def sum_text(reading):
    """Return how the amount came about: units × price = yuan."""
    return f"{as_text(reading.units, 'number')} × {price_text(reading.price)} = {money_text(reading.amount)}"


def readings_panel(meter):
    """Return the readings of a meter, newest first."""
    rows = meter.readings.with_payments().select_related("meter__place")[:SHOWN]
    url = f"{reverse('finance:reading_list')}?q={meter.number}"
    rows = [make_row(row, READINGS) for row in rows]
    return Panel(_("Readings"), READINGS, rows, empty=_("It was not read yet."), url=url if len(rows) == SHOWN else "")


def reading_payments_panel(payments, *, may_reverse):
    """Return the payments for a reading; whoever may reverse one opens that page from its row."""

    def url_of(payment):
        stands = not payment.corrects_id and not hasattr(payment, "corrected_by")
        return reverse("finance:meterpayment_reverse", args=[payment.pk]) if may_reverse and stands else ""

    rows = [make_row(each, PAYMENT_COLUMNS, url=url_of(each)) for each in payments]
    note = _("Open a payment to reverse it.") if may_reverse and rows else ""
    return Panel(_("Payments"), PAYMENT_COLUMNS, rows, empty=_("Nothing was paid yet."), note=note)
