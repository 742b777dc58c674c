"""Small tables about money: lines of a purchase, quotes, papers of a supplier, requests."""

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
    lines = list(lines)
    if any(hasattr(line, "cut") for line in lines):
        columns.append(Column(gettext_lazy("Approved"), _cut_text))
    rows = [make_row(line, columns, url="") for line in lines]
    total = _("Together %(amount)s yuan") % {"amount": as_text(amount, "money")}
    return Panel(_("What is bought"), columns, rows, total=total)


def prices_text(earlier):
    """12.00 元（2026-03-05）、11.50 元（2025-09-12）."""
    return _(", ").join(
        _("%(price)s yuan (%(day)s)")
        % {"price": as_text(line.price_paid, "money"), "day": full_day_text(line.request.bought_on)}
        for line in earlier
    )


def _cut_text(line):
    """What was approved of a line that was cut, and why."""
    if not hasattr(line, "cut"):
        return ""
    text = f"{as_text(line.cut.quantity, 'number')} {line.measure_word}"
    return _("%(quantity)s (%(reason)s)") % {"quantity": text, "reason": line.cut.reason} if line.cut.reason else text


REQUEST_COLUMNS = [
    Column(gettext_lazy("What for"), "title", primary=True),
    Column(gettext_lazy("Number"), "number", kind="code"),
    Column(gettext_lazy("Requested by"), "requested_by.name"),
    Column(gettext_lazy("Requested on"), "requested_on", kind="date"),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
]

PAPER_COLUMNS = [
    Column(gettext_lazy("Paper or licence"), "get_kind_display", primary=True),
    Column(gettext_lazy("Number"), "number"),
    Column(gettext_lazy("Valid until"), "valid_until", kind="date"),
    Column(gettext_lazy("Standing"), lambda paper: paper.standing[0], kind="badge"),
]


def papers_panel(papers):
    rows = [make_row(paper, PAPER_COLUMNS, url="") for paper in papers]
    return Panel(_("Papers"), PAPER_COLUMNS, rows, empty=_("No papers yet. Add the business licence first."))


def choice_text(quote):
    if not quote.chosen_at:
        return _("not chosen")
    return _("chosen, the cheapest") if quote.total == quote.cheapest else _("chosen")


QUOTE_COLUMNS = [
    Column(gettext_lazy("Supplier"), "supplier.name", primary=True),
    Column(gettext_lazy("Amount"), "total", kind="money"),
    Column(gettext_lazy("Delivery and warranty"), "terms"),
    Column(gettext_lazy("Choice"), choice_text, kind="badge"),
    Column(gettext_lazy("Why this one"), "reason"),
]


def quotes_panel(request, quotes):
    """Return the panel of quotes for a signer; its note says how many are needed."""
    rows = [make_row(quote, QUOTE_COLUMNS, url="") for quote in quotes]
    note = ""
    if request.quotes_needed:
        facts = {"needed": request.quotes_needed, "there": len(rows)}
        note = _("This amount needs %(needed)s quotes to compare; there are %(there)s.") % facts
    return Panel(_("Quotes"), QUOTE_COLUMNS, rows, empty=_("No quotes yet."), note=note)
