"""Quotes for a request: entering them, choosing one with its reason, withdrawing one that was mistyped."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from finance.models import PurchaseRequest, Quote, QuotePrice
from finance.services.lines import CENT, check_amount
from finance.services.suppliers import require_not_banned
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.pages.columns import as_text


@change
def record_quote(request, *, supplier, by, total=None, prices=None, terms="", photos=()):
    """Enter what a supplier asks for a request that is not bought yet; a choice made before is open again.

    total: Decimal in yuan for the whole; None takes the sum of ``prices``, {line pk: unit price}, when every line has one.
    Raises RuleError for a blacklisted supplier, for a second quote of one, or without an amount.
    """
    request = _lock_unbought(request)
    if supplier.school_id != request.school_id:
        raise RuleError(_("This belongs to another school."), field="supplier")
    require_not_banned(supplier, clock.today(), field="supplier")
    lines = list(request.lines.all())
    prices = {line: prices[line.pk] for line in lines if prices and prices.get(line.pk) is not None}
    for line, price in prices.items():
        check_amount(price, _("the price of %(name)s") % {"name": line.name}, field="total")
    total = _checked_total(total, lines, prices)
    if _reopen_choice(request):
        note(request, "quote_withdrawn", by=by, text=_("the choice, as there is a new quote"))
    with refusing(
        "one_quote_of_a_supplier_for_a_request",
        _("This supplier has a quote here. Withdraw it first."),
        field="supplier",
    ):
        quote = Quote.objects.create(
            school=request.school, request=request, supplier=supplier, total=total, terms=terms.strip(), recorded_by=by,
            recorded_at=clock.now(),
        )  # fmt: skip
    QuotePrice.objects.bulk_create(
        [QuotePrice(quote=quote, name=line.name, spec=line.spec, unit_price=price) for line, price in prices.items()]
    )
    claim(quote, photos, purpose="quote", by=by)
    note(request, "quoted", by=by, text=_words(quote))
    return quote


@change
def choose_quote(quote, *, by, reason=""):
    """Take one of the quotes; any but the cheapest says why. What was chosen before no longer is.

    Raises RuleError without a reason, or for a supplier blacklisted since.
    """
    request = _lock_unbought(quote.request)
    quote = _lock_standing(quote)
    require_not_banned(quote.supplier, clock.today(), field="reason")
    cheapest = min(other.total for other in request.quotes.standing())
    if quote.total > cheapest and not reason.strip():
        message = _("A cheaper quote is there (%(amount)s yuan). Write why this one is taken.")
        raise RuleError(message % {"amount": as_text(cheapest, "money")}, field="reason")
    _reopen_choice(request)
    quote.chosen_at, quote.chosen_by, quote.cheapest, quote.reason = clock.now(), by, cheapest, reason.strip()
    quote.save(update_fields=["chosen_at", "chosen_by", "cheapest", "reason"])
    request.seller = quote.supplier
    request.save(update_fields=["seller"])
    note(request, "quote_chosen", by=by, text=" ".join(filter(None, [_words(quote), quote.reason])))
    return quote


@change
def withdraw_quote(quote, *, by, reason):
    """Take back a quote that was mistyped or no longer holds; it stays readable."""
    request = _lock_unbought(quote.request)
    quote = _lock_standing(quote)
    if quote.chosen_at:
        _reopen_choice(request)
        quote.refresh_from_db()
    quote.withdrawn_at = clock.now()
    quote.save(update_fields=["withdrawn_at"])
    note(request, "quote_withdrawn", by=by, text=f"{_words(quote)} {reason.strip()}")
    return quote


def _checked_total(total, lines, prices):
    if total is None:
        if len(prices) < len(lines):
            raise RuleError(_("Write the whole amount, or a price for every line."), field="total")
        sums = [(line.quantity * prices[line]).quantize(CENT, ROUND_HALF_UP) for line in lines]
        total = sum(sums, Decimal(0))
    check_amount(total, _("the amount quoted"), field="total")
    if not total:
        raise RuleError(_("Write an amount of more than 0."), field="total")
    return total


def _lock_unbought(request):
    request = lock(request)
    PurchaseRequest.FLOW.target("quote", request.status)
    if request.bought_on:
        raise WrongState(_("It is bought already, so the quotes stay as they are."))
    return request


def _lock_standing(quote):
    quote = lock(quote)
    if quote.withdrawn_at:
        raise WrongState(_("This quote was withdrawn."))
    return quote


def _reopen_choice(request):
    """Let no quote of the request be chosen; return how many were."""
    chosen = request.quotes.filter(chosen_at__isnull=False)
    return chosen.update(chosen_at=None, chosen_by=None, cheapest=None, reason="")


def _words(quote):
    return _("%(supplier)s %(amount)s yuan") % {
        "supplier": quote.supplier.name,
        "amount": as_text(quote.total, "money"),
    }
