"""Questions about orders: what of a request is still to be ordered, for how much, and whether its quotes are there."""

from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce

from finance.models import OrderLine, PurchaseOrder
from finance.models.orders import ordered_of_lines


def lines_to_order(request):
    """Return the lines of a request with something left to order, each with ``left`` (Decimal)."""
    lines = list(request.lines.select_related("cut").annotate(on_order=ordered_of_lines()))
    for line in lines:
        line.left = line.approved_quantity - line.on_order
    return [line for line in lines if line.left > 0]


def ordered_cost(request):
    """Return what stands on the orders of a request, in yuan."""
    lines = OrderLine.objects.filter(order__request=request)
    return lines.aggregate(sum=Coalesce(Sum("amount"), Decimal(0)))["sum"]


def lacks_quotes(request, supplier):
    """Say whether an order to ``supplier`` would go out without the comparison its request needs (rule buy.quotes).

    Enough quotes, one of them chosen, and the order to whoever was chosen; an emergency is bought without.
    """
    if not request.quotes_needed or request.emergency:
        return False
    quotes = list(request.quotes.standing())
    chosen = next((quote for quote in quotes if quote.chosen_at), None)
    return len(quotes) < request.quotes_needed or chosen is None or chosen.supplier_id != supplier.pk


def prices_chosen(request):
    """Return {(name, specification): price} of the quote that was chosen, empty without one."""
    quote = request.quotes.standing().filter(chosen_at__isnull=False).first()
    return {(price.name, price.spec): price.unit_price for price in quote.prices.all()} if quote else {}


def usual_channel(school, supplier):
    """Return the channel of the last order to ``supplier``, "" when there is none."""
    if supplier is None:
        return ""
    orders = PurchaseOrder.objects.of_school(school).filter(supplier=supplier).standing()
    return orders.values_list("channel", flat=True).first() or ""
