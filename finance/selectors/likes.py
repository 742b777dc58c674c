"""Other requests like this one: under way, or so near that together they pass a limit (化整为零)."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from django.db.models import Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Length, StrIndex, Upper

from finance.models import PurchaseLine, PurchaseRequest
from logistics.rules.selectors import in_force

UNDER_WAY = ["pending", "approved"]
COUNTED = [*UNDER_WAY, "bought", "paid"]
SHOWN = 8


@dataclass(frozen=True)
class Asked:
    """What is about to be asked for, or was: ``names`` of its things, ``pk`` None while it is only typed.

    kind: of PurchaseRequest.Kind; "" while it is not chosen, which counts as goods.
    """

    school: object
    names: frozenset
    amount: Decimal
    department: object = None
    seller: object = None
    pk: int | None = None
    kind: str = ""

    @classmethod
    def from_request(cls, request):
        names = frozenset(line.name for line in request.lines.all())
        facts = (request.school, names, request.amount, request.department, request.seller, request.pk, request.kind)
        return cls(*facts)


@dataclass(frozen=True)
class Split:
    """Purchases that together reach ``limit`` though none does alone. ``others`` are PurchaseRequests, newest first."""

    others: list
    total: Decimal
    limit: Decimal
    days: int


def similar_requests(asked, day):
    """Return requests under way for things of the same names, newest first (rule buy.similar.days)."""
    since = day - timedelta(days=int(in_force("buy.similar.days", school=asked.school, on=day)))
    found = _others(asked).filter(status__in=UNDER_WAY, requested_on__gte=since, requested_on__lte=day)
    return list(found.filter(_same_things(asked)).select_related("department", "requested_by")[:SHOWN])


def split_of(asked, day):
    """Return the Split that ``asked`` would complete on ``day``, None when all is well.

    Alike are purchases from the same supplier, and those of the same department with things of the same sort: of the
    same name, or of a name that holds the other's (复印纸, A4复印纸). Rules buy.split.days and buy.split.sum.
    """
    limit = in_force("buy.split.sum", school=asked.school, on=day)
    if asked.amount >= limit:
        return None
    days = int(in_force("buy.split.days", school=asked.school, on=day))
    alike = Q(pk__in=[])
    if asked.seller is not None:
        alike |= Q(seller=asked.seller)
    if asked.department is not None:
        alike |= Q(department=asked.department) & _same_sort(asked)
    window = {"requested_on__gt": day - timedelta(days=days), "requested_on__lte": day}
    found = _others(asked).filter(alike, status__in=COUNTED, amount__lt=limit, **window)
    others = list(found.select_related("department", "requested_by").order_by("-requested_on", "-pk"))
    total = asked.amount + sum(other.amount for other in others)
    return Split(others, total, limit, days) if others and total >= limit else None


@dataclass(frozen=True)
class YearTotal:
    """What things of one sort come to in a budget year, beside the limit of a rule: gp.limit.goods, works or tender."""

    rule: str
    total: Decimal
    limit: Decimal

    @property
    def percent(self):
        return (100 * self.total / self.limit).quantize(Decimal(1), ROUND_DOWN)


def near_procurement_limits(asked, day):
    """Return a YearTotal for each limit of government procurement that ``asked`` comes near, none while it is far.

    Reckoned are all purchases of the budget year with things of the same sort, of whatever department: works beside
    works, goods and services beside each other. The limits are the province's, empty until the school enters them; the
    public tender of works has its own law, so that gp.limit.tender is for goods and services. Rule gp.split.warn.
    """
    works = asked.kind == PurchaseRequest.Kind.WORKS
    limits = {
        rule: _yuan(in_force(rule, school=asked.school, on=day))
        for rule in (["gp.limit.works"] if works else ["gp.limit.goods", "gp.limit.tender"])
    }
    if not any(limits.values()):
        return []
    warn = in_force("gp.split.warn", school=asked.school, on=day)
    are_works = Q(kind=PurchaseRequest.Kind.WORKS)
    total = _total_of_year(asked, day, are_works if works else ~are_works)
    return [YearTotal(rule, total, limit) for rule, limit in limits.items() if limit and total >= limit * warn / 100]


def _total_of_year(asked, day, of_kind):
    year = {"requested_on__year": day.year, "requested_on__lte": day}
    others = _others(asked).filter(of_kind, _same_sort(asked), status__in=COUNTED, **year)
    return asked.amount + (others.aggregate(sum=Sum("amount"))["sum"] or 0)


def _yuan(value):
    """Return a rule that is empty until the school enters it as Decimal, None while it is empty or no number."""
    try:
        return Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        return None


def _others(asked):
    return PurchaseRequest.objects.of_school(asked.school).exclude(pk=asked.pk)


def _same_things(asked):
    names = [name.upper() for name in asked.names]
    lines = PurchaseLine.objects.annotate(loud=Upper("name")).filter(request=OuterRef("pk"), loud__in=names)
    return Q(Exists(lines))


def _same_sort(asked):
    """Things of the same name, and those whose name holds the other's; a name of one letter says too little."""
    names = [name.upper() for name in asked.names]
    sort = Q(loud__in=names) | Q(within__gt=0, letters__gt=1)
    for name in names:
        sort |= Q(loud__contains=name) if len(name) > 1 else Q()
    lines = PurchaseLine.objects.annotate(
        loud=Upper("name"), letters=Length("name"), within=StrIndex(Value("\n".join(names)), F("loud"))
    )
    return Q(Exists(lines.filter(sort, request=OuterRef("pk"))))
