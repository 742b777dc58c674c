"""Orders: placing them on the strength of a request, cancelling them, ending them with less than was ordered."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from finance.models import OrderLine, PurchaseOrder, PurchaseRequest
from finance.selectors import lacks_quotes, lines_to_order, ordered_cost
from finance.services.buying import record_purchase, unrecord_purchase
from finance.services.lines import CENT, check_amount
from finance.services.suppliers import require_not_banned
from logistics import clock
from logistics.db import lock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.pages.columns import as_text
from logistics.school.services import require_school_day


@change
def place_order(
    request,
    *,
    supplier,
    channel,
    lines,
    ordered_on,
    by,
    buyer=None,
    expected_on=None,
    contract="",
    remark="",
    waiver="",
):
    """Order things of a request from one supplier; the first order is its purchase.

    lines: {PurchaseLine pk: (quantity, unit price)}, Decimals of two places. buyer: who buys, ``by`` when None. waiver: why
    it goes out without the quotes the request needs. Raises RuleError for a request that is not approved (emergencies
    apart), a blacklisted supplier, a day before the approval, missing quotes without a reason, and for more than was approved.
    """
    request = lock(request)
    _check_request(request, supplier, ordered_on, expected_on)
    things = _checked_things(request, lines)
    is_compared = not lacks_quotes(request, supplier)
    _check_quotes(request, is_compared, waiver)
    buyer = buyer or by
    if not request.bought_on:
        request = record_purchase(request, bought_on=ordered_on, seller=supplier, bought_by=buyer, by=by)
    order = PurchaseOrder.objects.create(
        school=request.school, number=next_number(request.school, "DD", on=clock.today()), request=request,
        supplier=supplier, channel=channel, contract=contract.strip(), ordered_on=ordered_on, expected_on=expected_on,
        buyer=buyer, placed_by=by, placed_at=clock.now(), note=remark.strip(), is_compared=is_compared,
        waiver="" if is_compared else waiver.strip(), amount=sum(cost_of(thing) for thing in things),
    )  # fmt: skip
    OrderLine.objects.bulk_create(
        [OrderLine(order=order, line=line, quantity=quantity, unit_price=price) for line, quantity, price in things]
    )
    note(order, "placed", by=by, text=_amount_text(order.amount))
    note(request, "ordered", by=by, text=f"{order.number} {supplier.name} {_amount_text(order.amount)}")
    return order


@change
def cancel_order(order, *, reason, by):
    """Cancel an order of which nothing was looked at; when it was the only one, the request is to be bought again."""
    order = lock(order)
    status = PurchaseOrder.FLOW.target("cancel", order.status)
    if order.acceptances.counting().exists():
        raise RuleError(_("Something of it has come. End it with what came instead."))
    for line in order.lines.all():
        line.released = line.quantity
        line.save(update_fields=["released"])
    order.status, order.end_reason = status, _said(reason)
    order.save(update_fields=["status", "end_reason"])
    note(order, "cancelled", by=by, text=order.end_reason, tone="danger")
    if not order.request.orders.standing().exists():
        unrecord_purchase(order.request, by=by, reason=f"{order.number} {order.end_reason}")
    return order


@change
def close_order(order, *, reason, by):
    """End an order although less came than was ordered; the rest may be ordered elsewhere.

    Raises RuleError while a delivery waits for signatures, and when nothing came at all.
    """
    order = lock(order)
    order.status = PurchaseOrder.FLOW.target("close", order.status)
    if order.acceptances.filter(status="waiting").exists():
        raise RuleError(_("A delivery of it waits for signatures. Let it be signed first."))
    if not order.acceptances.signed().exists():
        raise RuleError(_("Nothing of it has come. Cancel it instead."))
    for line in order.lines.with_arrivals():
        line.released = line.quantity - line.taken
        line.save(update_fields=["released"])
    order.amount = sum((line.amount for line in order.lines.all()), Decimal(0))
    order.end_reason = _said(reason)
    order.save(update_fields=["status", "end_reason", "amount"])
    note(order, "closed", by=by, text=order.end_reason)
    return order


def cost_of(thing):
    _line, quantity, price = thing
    return (quantity * price).quantize(CENT, ROUND_HALF_UP)


def _said(reason):
    if not reason.strip():
        raise RuleError(_("Write down why."), field="reason")
    return reason.strip()


def _check_request(request, supplier, ordered_on, expected_on):
    move = "buy_first" if request.emergency and request.approved_on is None else "order"
    PurchaseRequest.FLOW.target(move, request.status)
    if supplier.school_id != request.school_id:
        raise RuleError(_("This belongs to another school."), field="supplier")
    require_school_day(request.school, ordered_on, field="ordered_on")
    if not request.emergency and ordered_on < request.approved_on:
        raise RuleError(
            _("It was approved on %(day)s; it may be bought from that day on. Choose a later day.")
            % {"day": request.approved_on},
            field="ordered_on",
        )
    if expected_on is not None and expected_on < ordered_on:
        raise RuleError(_("It cannot come before it is ordered. Choose a later day."), field="expected_on")
    require_not_banned(supplier, ordered_on, field="supplier")


def _check_quotes(request, is_compared, waiver):
    if is_compared or waiver.strip():
        return
    facts = {"needed": request.quotes_needed, "there": request.quotes.standing().count()}
    raise RuleError(
        _(
            "This amount needs %(needed)s quotes, one of them chosen, and the order to go there; there are %(there)s. "
            "Collect them, or write why it is ordered without."
        )
        % facts,
        field="waiver",
    )


def _checked_things(request, lines):
    """Return [(PurchaseLine, quantity, price)] of what is ordered; RuleError for more than was approved."""
    left = {line.pk: line for line in lines_to_order(request)}
    things = []
    for pk, (quantity, price) in lines.items():
        if not quantity:
            continue
        if pk not in left:
            raise RuleError(_("A line is ordered in full already. Look at the request again."), field="lines")
        things.append((left[pk], *_checked_figures(left[pk], quantity, price)))
    if not things:
        raise RuleError(_("Write how many of at least one thing are ordered."), field="lines")
    cost, room = sum(cost_of(thing) for thing in things), request.amount - ordered_cost(request)
    if cost > room:
        facts = {"cost": as_text(cost, "money"), "room": as_text(room, "money")}
        raise RuleError(
            _("This comes to %(cost)s yuan, and %(room)s yuan are left of what was approved. Order less, or ask again.")
            % facts,
            field="lines",
        )
    return things


def _checked_figures(line, quantity, price):
    facts = {"name": line.name, "left": f"{as_text(line.left, 'number')} {line.measure_word}"}
    check_amount(quantity, line.name, field="lines")
    if price is None:
        raise RuleError(_("%(name)s: write the price of one.") % facts, field="lines")
    check_amount(price, _("the price of %(name)s") % facts, field="lines")
    if quantity > line.left:
        raise RuleError(
            _("%(name)s: %(left)s are left of what was approved. Order less, or ask again.") % facts, field="lines"
        )
    return quantity, price


def _amount_text(amount):
    return _("%(amount)s yuan") % {"amount": as_text(amount, "money")}
