"""来龙去脉 on pages: the papers of a purchase, each leading to the others, and what comes next."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.models import Acceptance, Claim, PurchaseOrder, PurchaseRequest
from finance.selectors import chain_of
from logistics.pages.columns import Column, make_row
from logistics.pages.parts import Panel

COLUMNS = [
    Column(gettext_lazy("Kind of paper"), "label", link=True),
    Column(gettext_lazy("Number"), "number", kind="code"),
    Column(gettext_lazy("Day"), "day", kind="date"),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Status"), "status", kind="badge"),
]


def chain_panel(request, user):
    """Return the panel of every paper of a purchase; its note says what comes next."""
    rows = [make_row(part, COLUMNS, url=part.url) for part in chain_of(request, user)]
    return Panel(_("From request to payment"), COLUMNS, rows, note=next_step(request), trail=True)


def next_step(request):
    """Return in a sentence what a purchase waits for and from whom, an empty text where nothing is to be done."""
    if request.status == PurchaseRequest.Status.APPROVED:
        return _("Next: the buyer places the order.")
    if request.status != PurchaseRequest.Status.BOUGHT:
        return ""
    if Acceptance.objects.filter(order__request=request, status=Acceptance.Status.WAITING).exists():
        return _("Next: the acceptors sign.")
    if PurchaseOrder.objects.filter(request=request, status__in=PurchaseOrder.OPEN).exists():
        return _("Next: the goods are accepted when they come.")
    return _step_of_claim(Claim.objects.filter(purchase=request).order_by("-pk").first())


def _step_of_claim(claim):
    status = claim and claim.status
    if status in (Claim.Status.SIGNING, Claim.Status.PENDING):
        return _("Next: the claim is signed.")
    return _("Next: the cashier pays.") if status == Claim.Status.APPROVED else _("Next: claim it with the invoices.")
