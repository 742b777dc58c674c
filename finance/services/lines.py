"""The lines of a purchase and their sum."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from finance.models import PurchaseLine
from logistics.errors import RuleError

CENT = Decimal("0.01")
LIMIT = Decimal(10) ** 10
MOST_LINES = 60


def checked_lines(lines):
    """Return the lines that say something, cleaned; RuleError names the first one that makes no sense."""
    kept = [_cleaned(line) for line in lines if any(line.get(name) for name in ("name", "quantity", "unit_price"))]
    if not kept:
        raise RuleError(_("Write down at least one thing to buy."), field="lines")
    if len(kept) > MOST_LINES:
        message = _("Keep to %(most)s lines; make another request for the rest.") % {"most": MOST_LINES}
        raise RuleError(message, field="lines")
    for number, line in enumerate(kept, start=1):
        _check_line(number, line)
    if total_of(kept) >= LIMIT:
        raise RuleError(_("The sum is too large. Check quantities and prices."), field="lines")
    return kept


def _cleaned(line):
    return {
        "name": (line.get("name") or "").strip(),
        "spec": (line.get("spec") or "").strip(),
        "quantity": line.get("quantity"),
        "measure_word": (line.get("measure_word") or "").strip() or _("piece"),
        "unit_price": line.get("unit_price"),
    }


def _check_line(number, line):
    where = {"number": number}
    if not line["name"]:
        raise RuleError(_("Line %(number)s: write what is to be bought.") % where, field="lines")
    if line["quantity"] is None or line["quantity"] <= 0:
        raise RuleError(_("Line %(number)s: write a quantity of more than 0.") % where, field="lines")
    if line["unit_price"] is None:
        raise RuleError(_("Line %(number)s: write the price of one, an estimate will do.") % where, field="lines")
    if _places(line["quantity"]) > 2:
        raise RuleError(_("Line %(number)s: keep the quantity to two decimals.") % where, field="lines")
    if line["quantity"] >= 10**7:
        raise RuleError(_("Line %(number)s: the quantity is too large. Check it.") % where, field="lines")
    check_amount(line["unit_price"], _("Line %(number)s: the price") % where, field="lines")


def check_amount(amount, what, *, field):
    facts = {"what": what}
    if amount < 0:
        raise RuleError(_("%(what)s must not be negative.") % facts, field=field)
    if _places(amount) > 2:
        raise RuleError(_("%(what)s: keep to two decimals (fen).") % facts, field=field)
    if amount >= LIMIT:
        raise RuleError(_("%(what)s is too large. Check the figure.") % facts, field=field)


def _places(number):
    return max(0, -Decimal(number).as_tuple().exponent)


def total_of(lines):
    """Return the sum of checked lines, each rounded to the cent as the database does."""
    sums = [(line["quantity"] * line["unit_price"]).quantize(CENT, ROUND_HALF_UP) for line in lines]
    return sum(sums, Decimal("0.00"))


def write_lines(request, lines):
    PurchaseLine.objects.bulk_create(
        [
            PurchaseLine(request=request, school=request.school, position=position, **line)
            for position, line in enumerate(lines, start=1)
        ]
    )
