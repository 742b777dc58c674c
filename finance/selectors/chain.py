"""来龙去脉: every paper of a purchase, from the request to the payment.

Each function of ``CHAIN_PARTS`` adds the papers it knows, apps above among them; ``chain_of`` puts them in the order of
their days.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.models import Acceptance, PurchaseOrder

CHAIN_PARTS = []  # functions (request, user) -> iterable of ChainPart; user None (paper, jobs) opens no address


@dataclass(frozen=True)
class ChainPart:
    """One paper of a purchase. ``url`` is empty for whoever may not open it; ``place`` orders papers of one day."""

    label: str
    number: str
    day: date | None
    amount: Decimal | None
    status: str
    tone: str = "neutral"
    url: str = ""
    place: int = 50
    pk: int = 0


def chain_of(request, user=None):
    """Return [ChainPart] of a purchase, the request first."""
    parts = [part for papers in CHAIN_PARTS for part in papers(request, user)]
    return sorted(parts, key=lambda part: (part.day or date.max, part.place, part.number))


def in_sight(rows, user):
    """Return the keys of those ``rows`` (a queryset) that ``user`` may open."""
    return set() if user is None else set(rows.visible_to(user).values_list("pk", flat=True))


def request_part(request, user):
    seen = in_sight(type(request).objects.filter(pk=request.pk), user)
    yield ChainPart(
        request._meta.verbose_name, request.number, request.requested_on, request.amount, request.get_status_display(),
        request.tone, request.get_absolute_url() if seen else "", place=10,
    )  # fmt: skip


def order_parts(request, user):
    orders = PurchaseOrder.objects.filter(request=request)
    seen = in_sight(orders, user)
    for order in orders.select_related("supplier"):
        yield ChainPart(
            order._meta.verbose_name, order.number, order.ordered_on, order.amount, order.get_status_display(),
            order.tone, order.get_absolute_url() if order.pk in seen else "", place=20,
        )  # fmt: skip


def acceptance_parts(request, user):
    acceptances = Acceptance.objects.filter(order__request=request)
    seen = in_sight(acceptances, user)
    for acceptance in acceptances.prefetch_related("lines__order_line"):
        amount = sum((line.quantity * line.order_line.unit_price for line in acceptance.lines.all()), Decimal(0))
        yield ChainPart(
            acceptance._meta.verbose_name, acceptance.number, acceptance.on, amount, acceptance.get_status_display(),
            acceptance.tone, acceptance.get_absolute_url() if acceptance.pk in seen else "", place=30,
        )  # fmt: skip


CHAIN_PARTS += [request_part, order_parts, acceptance_parts]
