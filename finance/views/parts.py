"""What the pages of requests and of their quotes share."""

from django.utils.translation import gettext_lazy

from finance.models import PurchaseRequest
from logistics.pages.columns import Column

ASK = "finance.ask_purchase"


def may_compare(request, user):
    """Say whether this person may enter and choose quotes now: whoever asked, and whoever records purchases."""
    open_to_quotes = PurchaseRequest.FLOW.allows("quote", request.status) and not request.bought_on
    return open_to_quotes and (request.requested_by_id == user.pk or user.has_perm("finance.record_purchase"))


def seller_of(request):
    """Return the Supplier, the name written at the purchase where there is none, or nothing."""
    return request.seller or request.supplier


FACTS = [
    Column(gettext_lazy("Number"), "number"),
    Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
    Column(gettext_lazy("Requested by"), "requested_by"),
    Column(gettext_lazy("Department"), "department"),
    Column(gettext_lazy("Requested on"), "requested_on", kind="date"),
    Column(gettext_lazy("Supplier"), seller_of),
    Column(gettext_lazy("Reason"), "reason", kind="long", wide=True),
]
