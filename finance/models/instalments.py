"""What falls due under agreements, and what settled it."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.models.agreements import MONEY, Agreement, summed
from finance.models.red import only_red_is_negative
from logistics import clock
from logistics.db import RecordQuerySet
from logistics.history.models import append_only, frozen

NOTHING = Value(0, output_field=MONEY)


class InstalmentQuerySet(RecordQuerySet):
    school_path = "agreement__school"

    def visible_to(self, user):
        return self.filter(agreement__in=Agreement.objects.visible_to(user))

    def due_by(self, day):
        return self.filter(dropped_on=None, due_on__lte=day)

    def due_in(self, period, scope):
        return self.filter(period.days("due_on"), scope.rows("agreement__place__campus"), dropped_on=None)

    def with_settled(self, day=None):
        """Add received and in_kind (by ``day`` where one is given) and outstanding, Decimals in yuan."""
        rows = Receipt.objects.filter(instalment=OuterRef("pk"))
        rows = rows if day is None else rows.filter(on__lte=day)
        return self.annotate(
            received=summed(rows.filter(kind=Receipt.Kind.MONEY), "instalment", "amount"),
            in_kind=summed(rows.filter(kind=Receipt.Kind.IN_KIND), "instalment", "amount"),
        ).annotate(
            outstanding=Case(When(dropped_on=None, then=F("amount") - F("received") - F("in_kind")), default=NOTHING)
        )

    def in_turn(self, day):
        """Add ``turn`` (on rows with ``with_settled``), to sort by: overdue on ``day``, due by then, to come by date."""
        overdue = When(dropped_on=None, due_on__lt=day, outstanding__gt=0, then=Value(date(1, 1, 1)))
        to_come = When(due_on__gt=day, then=F("due_on"))
        return self.annotate(turn=Case(overdue, to_come, default=Value(date(1, 1, 2)), output_field=models.DateField()))

    def overdue(self, day):
        """Due before ``day`` and not wholly settled by then."""
        return self.with_settled(day).filter(dropped_on=None, due_on__lt=day, outstanding__gt=0)


class Instalment(models.Model):
    """What an agreement lets fall due for some of its days. ``dropped_on``: the agreement ended before it began."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="instalments")
    position = models.PositiveSmallIntegerField(_("no."))
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"))
    due_on = models.DateField(_("due on"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    dropped_on = models.DateField(_("no longer due since"), null=True)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        default_permissions = ()
        indexes = [models.Index(fields=["due_on"], name="instalments_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="one_instalment_at_a_position"),
            models.CheckConstraint(
                name="an_instalment_is_more_than_nothing", condition=Q(amount__gt=0, to_on__gte=F("from_on"))
            ),
        ]
        triggers = [
            frozen("agreement", "position", "from_on", "to_on", "due_on", "amount", name="an_instalment_stays"),
            pgtrigger.Protect(name="no_instalment_is_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return _("%(agreement)s, instalment %(position)d") % {"agreement": self.agreement, "position": self.position}

    def get_absolute_url(self):
        return reverse("finance:instalment_detail", args=[self.pk])

    @property
    def standing(self):
        """Return (words, tone) as of today; needs the rows of ``with_settled``."""
        if self.dropped_on:
            return _("no longer due"), "neutral"
        if self.outstanding <= 0:
            return (_("settled in kind"), "warning") if self.in_kind else (_("received"), "success")
        if self.due_on < clock.today():
            return _("overdue"), "danger"
        return _("not yet due"), "neutral"

    @property
    def tone(self):
        return self.standing[1]


class ReceiptQuerySet(RecordQuerySet):
    school_path = "instalment__agreement__school"

    def visible_to(self, user):
        return self.filter(instalment__agreement__in=Agreement.objects.visible_to(user))

    def received_in(self, period, scope):
        return self.filter(period.days("on"), scope.rows("instalment__agreement__place__campus"))

    def in_kind(self):
        """What was settled in kind and stands: neither taken back nor taking back."""
        return self.filter(kind=Receipt.Kind.IN_KIND, corrects=None, corrected_by=None)


class Receipt(models.Model):
    """What settled an instalment, or a part of it: money, with its entry in the books, or meals and the like.

    In kind nothing is booked: income is not netted against expense (收支两条线), so it is only shown. Append-only; a
    receipt that corrects another has its amount with the opposite sign.
    """

    class Kind(models.TextChoices):
        MONEY = "money", pgettext_lazy("receipt", "money")
        IN_KIND = "in_kind", _("in kind")

    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="receipts")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    on = models.DateField(_("on"))
    entry = models.OneToOneField(
        "finance.MoneyEntry",
        verbose_name=_("entry in the books"),
        null=True,
        on_delete=models.PROTECT,
        related_name="rent_receipt",
    )
    meals = models.PositiveIntegerField(_("meals"), null=True)
    people = models.PositiveSmallIntegerField(_("people fed"), null=True)
    confirmed_by = models.CharField(_("vouched for by"), max_length=40, blank=True)
    text = models.CharField(_("what for"), max_length=200, blank=True)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["instalment", "pk"]
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="money_received_is_in_the_books_and_nothing_else",
                condition=Q(kind="money", entry__isnull=False, meals=None, people=None) | Q(kind="in_kind", entry=None),
            ),
            models.CheckConstraint(
                name="what_settles_in_kind_is_said_and_confirmed",
                condition=Q(kind="money") | ~Q(confirmed_by="") & ~Q(text=""),
            ),
            only_red_is_negative("a_receipt_is_negative_only_when_it_corrects", reason=False),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.instalment} {self.amount:,.2f}"

    def get_absolute_url(self):
        return self.instalment.get_absolute_url()
