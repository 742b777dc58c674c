"""Writing down what was bought and paid."""

from django.utils.translation import gettext as _

from finance.models import PurchaseRequest
from finance.services.lines import check_amount
from finance.services.suppliers import require_not_banned
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.school.services import require_school_day


@change
def record_purchase(request, *, bought_on, by, supplier="", seller=None, bought_by=None):
    """Write down when, by whom and where it was bought; before the approval only an emergency may be.

    seller: a Supplier; a name in ``supplier`` alone stands for one that is not entered. Raises RuleError for a day after
    today, outside every term, or before the approval, and for a blacklisted supplier.
    """
    request = lock(request)
    require_school_day(request.school, bought_on, field="bought_on")
    if request.bought_on:
        raise WrongState(_("The purchase is recorded already."))
    move = "buy_first" if request.emergency and request.approved_on is None else "buy"
    status = PurchaseRequest.FLOW.target(move, request.status) or request.status
    if not request.emergency and bought_on < request.approved_on:
        raise RuleError(
            _("It was approved on %(day)s; it may be bought from that day on. Choose a later day.")
            % {"day": request.approved_on},
            field="bought_on",
        )
    require_not_banned(seller, bought_on, field="seller")
    request.status, request.bought_on = status, bought_on
    request.bought_first = request.approved_on is None or bought_on < request.approved_on
    request.bought_by, request.seller = bought_by or by, seller
    request.supplier = seller.name if seller else supplier.strip()
    request.save(
        update_fields=["status", "bought_on", "bought_first", "bought_by", "seller", "supplier", "search_text"]
    )
    note(request, "bought", by=by, text=request.supplier)
    return request


@change
def unrecord_purchase(request, *, by, reason):
    """Take the purchase back once every order of it was cancelled; what is paid stays bought."""
    request = lock(request)
    if request.paid_on:
        raise RuleError(_("It is paid already, so the purchase stays."))
    if request.status == PurchaseRequest.Status.BOUGHT:
        request.status = PurchaseRequest.Status.APPROVED
    request.bought_on = request.bought_by = None
    request.bought_first, request.supplier = False, ""
    request.save(update_fields=["status", "bought_on", "bought_by", "bought_first", "supplier", "search_text"])
    note(request, "unbought", by=by, text=reason)
    return request


@change
def record_payment(request, *, paid_on, paid_amount, by):
    """Write down when and how much was paid; another amount than approved is shown as a deviation.

    Raises RuleError for a day after today, outside every term, or before purchase or approval.
    """
    request = lock(request)
    status = PurchaseRequest.FLOW.target("pay", request.status)
    require_school_day(request.school, paid_on, field="paid_on")
    if paid_on < max(request.bought_on, request.approved_on):
        raise RuleError(_("It is paid after approval and purchase. Choose a later day."), field="paid_on")
    check_amount(paid_amount, _("the amount paid"), field="paid_amount")
    request.status, request.paid_on, request.paid_amount = status, paid_on, paid_amount
    request.save(update_fields=["status", "paid_on", "paid_amount"])
    note(request, "paid", by=by, text=_("%(amount)s yuan") % {"amount": f"{paid_amount:,.2f}"})
    return request


@change
def unrecord_payment(request, *, reason, by):
    """Let a purchase wait for its payment again, because what was paid was taken back."""
    request = lock(request)
    request.status = PurchaseRequest.FLOW.target("unpay", request.status)
    request.paid_on = request.paid_amount = None
    request.save(update_fields=["status", "paid_on", "paid_amount"])
    note(request, "unpaid", by=by, text=reason.strip(), tone="danger")
    return request
