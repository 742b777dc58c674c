"""The three kinds of charges of a month, for its report to the school and the superior (DOMAIN F-10)."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from finance.models import FeeItem, MoneyEntry
from finance.selectors.money import next_month

RECEIVED = Q(kind__in=["income", "collected"])
GIVEN = Q(kind__in=["expense", "collected_spent", "refund"])
KINDS = {
    "office": Q(source="public"),
    "agency": Q(source="other", kind__in=["collected", "collected_spent", "refund"]),
    "service": Q(source="after_school"),
}


@dataclass(frozen=True)
class ChargeLine:
    """What one kind of charge brought and cost, in yuan: in the month, and in the year up to its end."""

    label: str
    received: Decimal
    spent: Decimal
    received_so_far: Decimal
    spent_so_far: Decimal


def charges_of(closing):
    """Return [ChargeLine] of office expenses, agency fees and service fees."""
    labels = {"office": _("Office expenses"), "agency": _("Agency fees"), "service": _("Service fees")}
    entries = _of_year(closing)
    month = Q(on__gte=closing.month)
    return [
        ChargeLine(labels[key], *_sums(entries.filter(mine), RECEIVED & month, GIVEN & month, RECEIVED, GIVEN))
        for key, mine in KINDS.items()
    ]


def fees_of_month(closing):
    """Return [(FeeItem, received, spent)] of the fees of which money moved in the month."""
    entries = _of_year(closing).filter(on__gte=closing.month, content_type=ContentType.objects.get_for_model(FeeItem))
    sums = {
        row["object_id"]: (row["received"] or Decimal(0), row["spent"] or Decimal(0))
        for row in entries.order_by()
        .values("object_id")
        .annotate(received=Sum("amount", filter=RECEIVED), spent=Sum("amount", filter=GIVEN))
    }
    items = FeeItem.objects.filter(pk__in=sums).order_by("kind", "name", "pk")
    return [(item, *sums[item.pk]) for item in items]


def office_expenses_of(closing):
    """Return [(item of the budget, or "" where there was none, spent)] of the month, the largest first."""
    entries = _of_year(closing).filter(KINDS["office"], on__gte=closing.month, kind="expense")
    rows = entries.order_by().values("budget_line__item").annotate(spent=Sum("amount")).order_by("-spent")
    return [(row["budget_line__item"] or "", row["spent"]) for row in rows if row["spent"]]


def _of_year(closing):
    end = next_month(closing.month)
    return MoneyEntry.objects.of_school(closing.school).filter(on__gte=closing.month.replace(month=1), on__lt=end)


def _sums(entries, *conditions):
    sums = entries.aggregate(**{f"sum_{place}": Sum("amount", filter=each) for place, each in enumerate(conditions)})
    return [sums[f"sum_{place}"] or Decimal(0) for place in range(len(conditions))]
