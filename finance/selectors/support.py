"""Questions about subsidies, wages and enrolment days."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from finance.models import FeeItem, SubsidyShare, WageMonth
from finance.selectors.fees import classes_charged, progress_of
from logistics.school.models import SchoolClass

MONTHS_BACK = 6


def month_before(month):
    return month.replace(year=month.year - 1, month=12) if month.month == 1 else month.replace(month=month.month - 1)


def months_to(day, count=MONTHS_BACK):
    """Return the first days of the last ``count`` months up to that of ``day``, the newest first."""
    months = [day.replace(day=1)]
    while len(months) < count:
        months.append(month_before(months[-1]))
    return months


def wage_months_open(school, day):
    """Return the first days of months up to that of ``day`` whose wages nobody confirmed, the newest first."""
    there = set(WageMonth.objects.of_school(school).standing().values_list("month", flat=True))
    return [month for month in months_to(day) if month not in there]


@dataclass
class ClassOnList:
    """A class on the list of a subsidy: pupils and yuan on it, pupils and yuan paid."""

    school_class: SchoolClass
    pupils: int = 0
    planned: Decimal = Decimal(0)
    paid_pupils: int = 0
    paid: Decimal = Decimal(0)

    @property
    def pk(self):
        return self.school_class.pk

    @property
    def waiting(self):
        return self.pupils - self.paid_pupils


def classes_on_list(subsidy, *, every=False):
    """Return a ClassOnList for each class on the list; ``every``: for the other classes of the school too."""
    found = {}
    if every:
        classes = SchoolClass.objects.of_school(subsidy.school_id).select_related("campus")
        found = {each.pk: ClassOnList(each) for each in classes.order_by("campus", "grade", "pk")}
    shares = SubsidyShare.objects.current().filter(subsidy=subsidy).with_paid().select_related("school_class__campus")
    for share in shares.order_by("school_class__campus", "school_class__grade", "school_class"):
        row = found.setdefault(share.school_class_id, ClassOnList(share.school_class))
        row.pupils += 1
        row.planned += share.amount
        row.paid_pupils += bool(share.paid)
        row.paid += share.paid
    return list(found.values())


@dataclass(frozen=True)
class SlotProgress:
    """A class on an enrolment day: its slot, how many fees its pupils have to pay, and how many of them are paid up."""

    slot: object
    due: int
    paid: int

    @property
    def pk(self):
        return self.slot.pk


def slots_with_progress(day, today):
    """Return a SlotProgress for each slot; fees that parents may refuse count for those who agreed only."""
    slots = list(day.slots.select_related("school_class__campus", "person"))
    classes = [slot.school_class_id for slot in slots]
    items = FeeItem.objects.filter(school=day.school, term=day.term, status__in=["collecting", "settled"])
    due, paid = Counter(), Counter()
    for item in items:
        charged = classes_charged(item).filter(pk__in=classes)
        for row in progress_of(item, charged, min(max(today, day.term.covers_from), day.term.covers_to)):
            due[row.pk] += row.agreed if item.needs_consent else row.pupils
            paid[row.pk] += row.paid
    return [SlotProgress(slot, due[slot.school_class_id], paid[slot.school_class_id]) for slot in slots]
