"""Questions about deliveries: what was accepted of a purchase, by whom, and who may sign."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, F, Q, Sum
from django.db.models.functions import Coalesce, Round
from django.utils.translation import gettext as _

from finance.models import AcceptanceLine, HandOver, PurchaseOrder, PurchaseRequest
from logistics import hooks
from logistics.pages.columns import as_text
from logistics.people.models import User
from logistics.rules.selectors import in_force

QUANTITY = DecimalField(max_digits=12, decimal_places=2)


@dataclass(frozen=True)
class Accepted:
    """What was accepted of a purchase, in yuan at the prices ordered. ``on`` is the last day, None while nothing was.

    acceptors: the people who signed, each once. whole: something was accepted and nothing more is to come.
    """

    amount: Decimal = Decimal("0.00")
    on: date | None = None
    acceptors: list = field(default_factory=list)
    whole: bool = False


def accepted_of(request):
    """Return the Accepted of a PurchaseRequest; only acceptances with their last signature count."""
    lines = AcceptanceLine.objects.filter(acceptance__order__request=request, acceptance__status="signed")
    cost = Round(F("quantity") * F("order_line__unit_price"), precision=2)
    amount = lines.aggregate(sum=Sum(cost))["sum"]
    if amount is None:
        return Accepted()
    people = User.objects.filter(acceptance_seats__acceptance__lines__in=lines).distinct().order_by("pk")
    days = lines.order_by("-acceptance__on").values_list("acceptance__on", flat=True)
    to_come = PurchaseOrder.objects.filter(request=request).open().exists()
    return Accepted(amount, days[0], list(people), whole=not to_come)


def signers_needed(school, day):
    """Return how many people must sign an acceptance (rule accept.signers)."""
    return int(in_force("accept.signers", school=school, on=day))


def destinations():
    """Return every Destination accepted goods may go to."""
    return list(hooks.goods_destinations.results())


def destination_of(key):
    """Return the Destination of a key; LookupError for one that no app registers."""
    for destination in destinations():
        if destination.key == key:
            return destination
    raise LookupError(f"no goods go to {key}")


def lacking_cards(purchase, day):
    """Return the accepted lines of a purchase that belong in the asset register and have no card (rule accept.form).

    These are goods of at least asset.threshold yuan a piece; ``lacking`` is how many have none.
    """
    school = purchase.school
    if purchase.kind != PurchaseRequest.Kind.GOODS or not in_force("accept.form", school=school, on=day):
        return []
    keys = [destination.key for destination in destinations() if destination.makes_cards]
    carded = Coalesce(
        Sum("hand_overs__quantity", filter=Q(hand_overs__destination__in=keys)), Decimal(0), output_field=QUANTITY
    )
    lines = AcceptanceLine.objects.filter(
        acceptance__order__request=purchase, acceptance__status="signed",
        order_line__unit_price__gte=in_force("asset.threshold", school=school, on=day),
    )  # fmt: skip
    lines = lines.select_related("order_line__line").annotate(lacking=F("quantity") - carded)
    return list(lines.filter(lacking__gt=0).order_by("acceptance", "pk"))


def words_of_cards(lines):
    """Return 礼堂椅 2 把 for the lines of ``lacking_cards``."""
    things = [(line.order_line.line, line.lacking) for line in lines]
    return _(", ").join(f"{thing.name} {as_text(lacking, 'number')} {thing.measure_word}" for thing, lacking in things)


def went_to(record):
    """Return the HandOver by which goods became ``record`` (an asset card …), or None."""
    return (
        HandOver.objects.of_record(record)
        .select_related("line__acceptance__order__request", "line__order_line")
        .first()
    )
