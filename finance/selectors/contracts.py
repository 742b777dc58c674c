"""Questions about contracts."""

from decimal import Decimal

from django.db.models import F, OuterRef, Subquery, Sum

from finance.models import Claim, Contract, PurchaseOrder
from finance.selectors.chain import CHAIN_PARTS, ChainPart, in_sight


def contracted_for(request):
    """Return what the contracts of a purchase come to with their supplements, in yuan; None where an order has none."""
    contracts = Contract.objects.standing().filter(order=OuterRef("pk")).values(total=F("amount") + F("extra"))
    orders = PurchaseOrder.objects.standing().filter(request=request)
    totals = list(orders.values_list(Subquery(contracts), flat=True))
    return sum(totals) if totals and None not in totals else None


def paid_for(contract):
    """Return what was paid for what a contract is about, in yuan; None where the purchase has other orders too."""
    request = contract.order.request
    if PurchaseOrder.objects.standing().filter(request=request).exclude(pk=contract.order_id).exists():
        return None
    return Claim.objects.filter(purchase=request).aggregate(paid=Sum("paid_amount"))["paid"] or Decimal(0)


def contract_parts(request, user):
    contracts = Contract.objects.filter(order__request=request)
    seen = in_sight(contracts, user)
    for contract in contracts:
        words, tone = contract.standing
        yield ChainPart(
            contract._meta.verbose_name, contract.number, contract.signed_on, contract.total, words, tone,
            contract.get_absolute_url() if contract.pk in seen else "", place=25,
        )  # fmt: skip


CHAIN_PARTS.append(contract_parts)
