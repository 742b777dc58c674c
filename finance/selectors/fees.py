"""Questions about fees: who has what to pay, who has paid, what is left."""

from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace

from django.db.models import Count, F, Q, Sum

from finance.fee_shares import Spent
from finance.models import FeeConsent, FeeItem, FeeRow
from finance.selectors.money import next_month
from logistics.rules.selectors import in_force
from logistics.school.models import Pupil, SchoolClass


@dataclass(frozen=True)
class Dues:
    """What one pupil has to do with a fee: due and paid in yuan; agreed is None while the parents said nothing."""

    pupil: Pupil
    due: Decimal
    paid: Decimal
    agreed: bool | None
    needs_consent: bool

    @property
    def rest(self):
        return max(self.due - self.paid, Decimal(0))

    @property
    def may_pay(self):
        return self.rest > 0 and (self.agreed or not self.needs_consent)


def banned_words(school, day):
    """Return what must not be charged for (rule fee.banned)."""
    return [word for word in in_force("fee.banned", school=school, on=day) if word]


def classes_charged(item):
    """Return the classes a fee is for."""
    classes = SchoolClass.objects.of_school(item.school_id).select_related("campus", "class_teacher")
    if item.whole_school:
        return classes
    named = item.fee_classes.values("school_class")
    return classes.filter(pk__in=named) | classes.filter(grade__in=item.grades)


def covers_of(item, day):
    """Return the day that stands for what is paid on ``day``: the term, the month, or the day of the time."""
    if item.unit == FeeItem.Unit.TERM:
        return item.term.starts_on
    return day.replace(day=1) if item.unit == FeeItem.Unit.MONTH else day


def months_of(term):
    """Return the first day of each month that a term covers."""
    months, month = [], term.covers_from.replace(day=1)
    while month <= term.covers_to:
        months.append(month)
        month = next_month(month)
    return months


def dues_of(item, school_class, *, covers, day):
    """Return the Dues of every pupil who is in the class on ``day``, by student number. Three queries."""
    pupils = list(Pupil.objects.filter(school_class=school_class).here_on(day).order_by("number", "pk"))
    rows = FeeRow.objects.filter(item=item, covers=covers, pupil__in=pupils)
    paid = dict(rows.order_by().values("pupil").annotate(sum=Sum("amount")).values_list("pupil", "sum"))
    consents = FeeConsent.objects.current().filter(item=item, pupil__in=pupils)
    agreed = dict(consents.values_list("pupil", "agreed"))
    return [
        Dues(pupil, item.due_of(pupil), paid.get(pupil.pk, Decimal(0)), agreed.get(pupil.pk), item.needs_consent)
        for pupil in pupils
    ]


@dataclass
class Progress:
    """How far a class is with a fee: pupils here, what parents said, who paid, yuan collected and still open."""

    school_class: SchoolClass
    pupils: int = 0
    agreed: int = 0
    refused: int = 0
    paid: int = 0
    collected: Decimal = Decimal(0)
    rest: Decimal = Decimal(0)

    @property
    def pk(self):
        return self.school_class.pk

    @property
    def unasked(self):
        return self.pupils - self.agreed - self.refused


def progress_of(item, classes, day):
    """Return the Progress of each of ``classes``, for what is paid on ``day``. Three queries however many they are."""
    found = {school_class.pk: Progress(school_class) for school_class in classes}
    pupils = list(Pupil.objects.filter(school_class__in=found).here_on(day))
    agreed = dict(FeeConsent.objects.current().filter(item=item).values_list("pupil", "agreed"))
    rows = FeeRow.objects.filter(item=item, covers=covers_of(item, day), pupil__school_class__in=found)
    paid = dict(rows.order_by().values("pupil").annotate(sum=Sum("amount")).values_list("pupil", "sum"))
    for pupil in pupils:
        _count(found[pupil.school_class_id], item, pupil, agreed.get(pupil.pk), paid.get(pupil.pk, Decimal(0)))
    return list(found.values())


def _count(progress, item, pupil, agreed, paid):
    rest = item.due_of(pupil) - paid
    progress.pupils += 1
    progress.agreed += agreed is True
    progress.refused += agreed is False
    progress.collected += paid
    progress.paid += bool(paid) and rest <= 0
    if agreed or not item.needs_consent:
        progress.rest += max(rest, Decimal(0))


def paid_by_pupils(item, without=()):
    """Return {pupil: yuan paid} of all who paid; ``without``: FeeRows that are about to be taken back."""
    rows = FeeRow.objects.filter(item=item).exclude(pk__in=[row.pk for row in without])
    sums = rows.order_by().values("pupil").annotate(sum=Sum("amount")).exclude(sum=0).values_list("pupil", "sum")
    sums = dict(sums)
    pupils = Pupil.objects.filter(pk__in=sums).select_related("school_class").order_by("number", "pk")
    return {pupil: sums[pupil.pk] for pupil in pupils}


def spendings_of(item):
    """Return what was spent and not taken back, as Spent in the order it was spent."""
    standing = item.spendings.standing().order_by("on", "pk")
    return [Spent(spending.on, spending.amount, spending) for spending in standing]


def settled_by_class(settlement):
    """Return rows with name, pupils, collected, spent, refund and repaid (yuan) of each class, in the order of classes."""
    sums = settlement.shares.order_by("school_class__campus", "school_class__grade", "school_class").values(
        "school_class", name=F("school_class__name")
    )
    sums = sums.annotate(
        pupils=Count("pk"),
        paid=Sum("collected"),
        used=Sum("spent"),
        rest=Sum("refund"),
        repaid=Sum("refund", filter=Q(payout__isnull=False)),
    )
    return [
        SimpleNamespace(
            pk=row["school_class"], name=row["name"], pupils=row["pupils"], collected=row["paid"], spent=row["used"],
            refund=row["rest"], repaid=row["repaid"] or Decimal(0),
        )
        for row in sums
    ]  # fmt: skip


def sums_of(item):
    """Return (collected, spent, refunded) of a fee in yuan."""
    collected = item.rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    spent = item.spendings.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    settlement = getattr(item, "settlement", None)
    if settlement is None:
        return collected, spent, Decimal(0)
    return collected, settlement.spent, settlement.payouts.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
