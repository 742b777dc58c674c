"""How much of the budget is left."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, Sum

from finance.models import BudgetLine, Claim, PurchaseRequest
from finance.selectors.purchases import departments_of

UNPAID = ["approved", "bought"]
CLAIMED = ["signing", "pending"]


@dataclass(frozen=True)
class Room:
    """What a budget line holds beside one request, in yuan. ``asked`` waits for approval, ``granted`` is unpaid."""

    line: BudgetLine
    planned: Decimal
    used: Decimal
    granted: Decimal
    asked: Decimal

    @property
    def reserved(self):
        return self.granted + self.asked

    @property
    def left(self):
        return self.planned - self.used - self.reserved

    @property
    def left_of_what_is_decided(self):
        """What is left where requests still waiting do not count: what a signer may grant."""
        return self.planned - self.used - self.granted


def room_in(line, *, besides=None):
    """Return the Room of ``line``; the purchase or the claim ``besides`` does not count."""
    purchases = PurchaseRequest.objects.filter(budget_line=line)
    claims = Claim.objects.filter(budget_line=line).without_purchase()
    if isinstance(besides, PurchaseRequest):
        purchases = purchases.exclude(pk=besides.pk)
    if isinstance(besides, Claim):
        claims = claims.exclude(pk=besides.pk)
    bought = purchases.aggregate(
        used=Sum("paid_amount", filter=Q(status="paid")),
        granted=Sum("amount", filter=Q(status__in=UNPAID)),
        asked=Sum("amount", filter=Q(status="pending")),
    )
    claimed = claims.aggregate(
        used=Sum("paid_amount"),
        granted=Sum(F("amount") - F("paid_amount"), filter=Q(status="approved")),
        asked=Sum("amount", filter=Q(status__in=CLAIMED)),
    )
    planned = line.entries.aggregate(sum=Sum("amount"))["sum"]
    sums = {name: (bought[name] or Decimal(0)) + (claimed[name] or Decimal(0)) for name in bought}
    return Room(line, planned or Decimal(0), **sums)


def room_of(line, request):
    """Return the Room of a line (with its use) beside ``request``, whatever has become of that."""
    mine = request.amount if request.status in ("pending", *UNPAID) else 0
    used = line.used - (request.paid_amount if request.status == "paid" else 0)
    return Room(line, line.planned, used, Decimal(0), line.reserved - mine)


def room_beside_claim(line, claim):
    """Return the Room of a line (with its use) beside a claim without a purchase, whatever has become of that."""
    mine = claim.amount - claim.paid_amount if claim.status in (*CLAIMED, "approved") else 0
    return Room(line, line.planned, line.used - claim.paid_amount, Decimal(0), line.reserved - mine)


def lines_to_choose(school, year, person):
    """Return the budget lines of a year that ``person`` may draw on, with their use.

    One of a department is for its requests alone: who does not see the whole budget is offered those of the own departments.
    """
    lines = BudgetLine.objects.of_school(school).of_year(year).select_related("department").with_use()
    if person.has_perm("finance.view_budgetline"):
        return lines
    return lines.filter(Q(department=None) | Q(department__in=departments_of(person, school)))
