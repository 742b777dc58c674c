"""Compensation for what people damaged (赔偿): how much, by whom, what is paid and what is outstanding."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from finance.models.agreements import summed
from finance.models.red import only_red_is_negative
from logistics import clock
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, frozen, tracked
from logistics.states import Flow


class CompensationQuerySet(RecordQuerySet):
    reach = {"campus": "campus"}

    def visible_to(self, user):
        return self.within(user, "finance.view_compensation")

    def asked_for(self, record):
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)

    def with_payments(self, day=None):
        """Add paid (by ``day`` where one is given) and outstanding (Decimals in yuan); what was waived is not owed."""
        rows = CompensationPayment.objects.filter(compensation=OuterRef("pk"))
        rows = rows if day is None else rows.filter(on__lte=day)
        return self.annotate(paid=summed(rows, "compensation", "amount")).annotate(
            outstanding=F("amount") - F("waived") - F("paid")
        )

    def outstanding_on(self, day):
        return self.with_payments(day).filter(happened_on__lte=day, outstanding__gt=0)

    def opened_in(self, period, scope):
        return self.filter(period.days("happened_on"), scope.rows("campus"))


@tracked(exclude=["search_text", "grams"])
class Compensation(Searchable):
    """What somebody owes the school for a thing that was damaged. ``source`` is the asset or the repair it is about.

    ``status`` changes only in ``finance.services``: settled when everything is paid or the rest was waived.
    """

    class Cause(models.TextChoices):
        CARELESS = "careless", _("by people, not on purpose")
        WILFUL = "wilful", _("on purpose")

    class Basis(models.TextChoices):
        PRICE = "price", _("price of a new one")
        WORN = "worn", _("price less wear")
        REPAIR = "repair", _("cost of the repair")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("compensation", "outstanding")
        SETTLED = "settled", pgettext_lazy("compensation", "settled")

    FLOW = Flow(
        {
            "pay": ([Status.OPEN], None),
            "waive": ([Status.OPEN], Status.SETTLED),
            "reverse": ([Status.OPEN, Status.SETTLED], Status.OPEN),
        }
    )
    VERBS = {
        "opened": _("opened the compensation"),
        "paid": _("received a payment"),
        "waived": _("waived the rest"),
        "reversed": _("reversed a payment"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="compensations")
    number = models.CharField(_("number"), max_length=24, editable=False)
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    thing = models.CharField(_("what was damaged"), max_length=120)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField(null=True)
    source = GenericForeignKey("content_type", "object_id")
    person = models.CharField(_("by whom"), max_length=40)
    group = models.CharField(_("class or department"), max_length=40, blank=True)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    basis = models.CharField(_("basis of the price"), max_length=8, choices=Basis, default=Basis.PRICE)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    happened_on = models.DateField(_("damaged on"))
    due_on = models.DateField(_("to be paid by"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    waived = models.DecimalField(_("waived"), max_digits=12, decimal_places=2, default=0)
    waived_on = models.DateField(_("waived on"), null=True)
    waived_by = models.ForeignKey(
        "people.User", verbose_name=_("waived by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    waived_reason = models.CharField(_("why waived"), max_length=200, blank=True)
    opened_by = models.ForeignKey(
        "people.User", verbose_name=_("opened by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = CompensationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("compensation")
        verbose_name_plural = _("compensations")
        default_permissions = ("view",)
        permissions = [
            ("keep_compensation", gettext_noop("Demand compensation for damage")),
            ("waive_compensation", gettext_noop("Waive compensation")),
        ]
        indexes = [
            *search_indexes("compensations"),
            models.Index(fields=["school", "-created_at", "-id"], name="compensations_of_a_school"),
            models.Index(fields=["content_type", "object_id"], name="compensations_for_a_record"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_compensation_of_a_number_in_a_school"),
            models.CheckConstraint(
                name="a_compensation_is_more_than_nothing", condition=Q(amount__gt=0, due_on__gte=F("happened_on"))
            ),
            models.CheckConstraint(name="a_compensation_says_what_and_by_whom", condition=~Q(thing="") & ~Q(person="")),
            models.CheckConstraint(
                name="what_was_broken_on_purpose_is_paid_at_price", condition=~Q(cause="wilful") | Q(basis="price")
            ),
            models.CheckConstraint(
                name="a_waiver_says_who_when_and_why",
                condition=Q(waived=0, waived_on=None, waived_by=None, waived_reason="")
                | Q(waived__gt=0, waived__lte=F("amount"), waived_on__isnull=False, waived_by__isnull=False)
                & ~Q(waived_reason=""),
            ),
        ]
        triggers = [
            frozen(
                "school",
                "number",
                "campus",
                "thing",
                "content_type",
                "object_id",
                "person",
                "group",
                "cause",
                "basis",
                "amount",
                "happened_on",
                "due_on",
                "opened_by",
                name="a_compensation_stays_as_demanded",
            )  # fmt: skip
        ]

    def __str__(self):
        return f"{self.number} {self.thing}"

    def get_absolute_url(self):
        return reverse("finance:compensation_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.thing, self.person, self.group]

    @property
    def standing(self):
        """Return (words, tone) as of today."""
        if self.status == self.Status.SETTLED:
            return (_("waived"), "neutral") if self.waived else (self.get_status_display(), "success")
        if self.due_on < clock.today():
            return _("overdue"), "danger"
        return self.get_status_display(), "warning"

    @property
    def tone(self):
        return self.standing[1]


class CompensationPaymentQuerySet(RecordQuerySet):
    school_path = "compensation__school"

    def visible_to(self, user):
        return self.filter(compensation__in=Compensation.objects.visible_to(user))

    def paid_in(self, period, scope):
        return self.filter(period.days("on"), scope.rows("compensation__campus"))


class CompensationPayment(models.Model):
    """Money paid for damage, with its entry in the books. Append-only; a correction is negative."""

    compensation = models.ForeignKey(Compensation, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    on = models.DateField(_("on"))
    entry = models.OneToOneField(
        "finance.MoneyEntry",
        verbose_name=_("entry in the books"),
        on_delete=models.PROTECT,
        related_name="compensation",
    )
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = CompensationPaymentQuerySet.as_manager()

    class Meta:
        ordering = ["compensation", "pk"]
        verbose_name = _("payment of a compensation")
        verbose_name_plural = _("payments of compensations")
        default_permissions = ()
        constraints = [
            only_red_is_negative("a_payment_is_negative_only_when_it_corrects", reason=False),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.compensation} {self.amount:,.2f}"

    def get_absolute_url(self):
        return self.compensation.get_absolute_url()
