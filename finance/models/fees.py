"""Fees: what may be collected, from whom, by which standard, and which parents agreed (rules fee.board, fee.consent)."""

from decimal import Decimal

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.school.models import Pupil, SchoolClass
from logistics.states import Flow

CENT = Decimal("0.01")
MONEY = models.DecimalField(max_digits=16, decimal_places=2)
FACTS = [
    "school", "number", "name", "kind", "standard", "unit", "approved_standard", "basis", "basis_number", "grades",
    "whole_school", "term", "relief", "relief_percent", "complaint_phone", "purpose",
]  # fmt: skip
PUBLISHED = ["published", "collecting", "settled", "stopped"]


class FeeItemQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """With the permission all items; whoever collects sees those that are published."""
        own = Q(status__in=PUBLISHED) if user.has_perm("finance.collect_fee") else None
        return self.filter(self.q_within(user, "finance.view_feeitem", own=own))

    def published(self):
        return self.filter(status__in=PUBLISHED)

    def unsettled(self):
        """Those not settled yet, or settled with refunds that were not paid out."""
        shares = FeeItem._meta.get_field("settlement").related_model._meta.get_field("shares").related_model
        waiting = shares.objects.to_refund().filter(settlement__item=OuterRef("pk"))
        return self.filter(~Q(status="settled") | Exists(waiting))

    def with_sums(self):
        """Add collected and spent (Decimals in yuan) to each."""
        return self.annotate(collected=_sum_of("rows"), spent=_sum_of("spendings"))


def _sum_of(rows):
    model = FeeItem._meta.get_field(rows).related_model
    sums = model.objects.filter(item=OuterRef("pk")).order_by().values("item").annotate(sum=Sum("amount")).values("sum")
    return Coalesce(Subquery(sums, output_field=MONEY), 0, output_field=MONEY)


def facts_stay_as_published():
    """The trigger by which the facts of a fee change only while it is a draft."""
    changed = Q()
    for name in FACTS:
        changed |= pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")})
    return pgtrigger.Protect(
        name="facts_of_a_fee_stay_as_published",
        operation=pgtrigger.Update,
        condition=~pgtrigger.Q(old__status="draft") & changed,
    )


@tracked(exclude=["search_text", "grams"])
class FeeItem(Searchable):
    """A fee of one term (收费项目): what for, how much, on what basis, from whom.

    ``status`` changes only in ``finance.services``. ``relief_percent`` is by how much pupils with a relief pay less.
    A fee of the whole school names no grades or classes; else it is for those grades and classes.
    """

    class Kind(models.TextChoices):
        SERVICE = "service", _("service fee")
        AGENCY = "agency", _("agency fee")
        MEALS = "meals", _("meal fee")

    class Unit(models.TextChoices):
        TERM = "term", _("a term")
        MONTH = "month", _("a month")
        TIME = "time", _("a time")

    class Status(models.TextChoices):
        DRAFT = "draft", _("fee not published")
        PUBLISHED = "published", _("fee published")
        COLLECTING = "collecting", _("being collected")
        SETTLED = "settled", _("fee settled")
        STOPPED = "stopped", _("fee stopped")

    FLOW = Flow(
        {
            "change": ([Status.DRAFT], Status.DRAFT),
            "publish": ([Status.DRAFT], Status.PUBLISHED),
            "start": ([Status.PUBLISHED], Status.COLLECTING),
            "stop": ([Status.PUBLISHED, Status.COLLECTING], Status.STOPPED),
            "settle": ([Status.COLLECTING, Status.STOPPED], Status.SETTLED),
        }
    )
    TONES = {
        "draft": "neutral",
        "published": "info",
        "collecting": "warning",
        "settled": "success",
        "stopped": "danger",
    }
    VERBS = {
        "drafted": _("wrote the fee down"),
        "changed": _("changed it"),
        "published": _("published the fee"),
        "started": _("opened the collection"),
        "stopped": _("stopped the fee"),
        "settled": _("settled the fee"),
        "spent": _("entered a spending"),
        "taken_back": _("took a spending back"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="fee_items")
    number = models.CharField(_("number"), max_length=24)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    term = models.ForeignKey(
        "school.Term", verbose_name=_("term"), on_delete=models.PROTECT, related_name="fee_items"
    )  # fmt: skip
    standard = models.DecimalField(_("standard"), max_digits=10, decimal_places=2)
    unit = models.CharField(_("for"), max_length=10, choices=Unit, default=Unit.TERM)
    basis = models.CharField(_("basis document"), max_length=120, blank=True)
    basis_number = models.CharField(_("number of the document"), max_length=60, blank=True)
    approved_standard = models.DecimalField(_("approved standard"), max_digits=10, decimal_places=2, null=True)
    whole_school = models.BooleanField(_("whole school"), default=True)
    grades = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("grades"), default=list, blank=True)
    purpose = models.CharField(_("what it is used for"), max_length=200, blank=True)
    relief = models.CharField(_("relief policy"), max_length=200, blank=True)
    relief_percent = models.PositiveSmallIntegerField(_("reduction for relief"), default=0)
    complaint_phone = models.CharField(_("complaint phone"), max_length=30, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    published_on = models.DateField(_("published on"), null=True)
    published_by = models.ForeignKey(
        "people.User", verbose_name=_("published by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    stopped_reason = models.CharField(_("why stopped"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = FeeItemQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        default_permissions = ("view",)
        permissions = [
            ("collect_fee", gettext_noop("Collect fees from classes")),
            ("keep_fee", gettext_noop("Write fees down, enter their spending, settle and refund them")),
            ("publish_fee", gettext_noop("Publish and stop fees")),
        ]
        indexes = [
            *search_indexes("fees"),
            models.Index(fields=["school", "-id"], name="fees_of_a_school"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_fee_of_a_number_in_a_school"),
            models.UniqueConstraint(
                fields=["school", "term", "name"],
                name="one_fee_of_a_name_in_a_term",
                violation_error_message=_("This term has a fee of this name already."),
            ),
            models.CheckConstraint(name="a_fee_is_not_negative", condition=Q(standard__gte=0)),
            models.CheckConstraint(name="a_relief_is_at_most_all", condition=Q(relief_percent__lte=100)),
            models.CheckConstraint(
                name="a_published_fee_has_its_basis_and_complaint_phone",
                condition=Q(status="draft", published_on=None, published_by=None)
                | ~Q(status="draft")
                & Q(published_on__isnull=False, published_by__isnull=False, approved_standard__isnull=False)
                & ~Q(basis="")
                & ~Q(complaint_phone=""),
            ),
            models.CheckConstraint(
                name="a_published_fee_keeps_to_the_approved_standard",
                condition=Q(status="draft") | Q(approved_standard__isnull=False, standard__lte=F("approved_standard")),
            ),
            models.CheckConstraint(
                name="a_stopped_fee_says_why", condition=~Q(status="stopped") | ~Q(stopped_reason="")
            ),
        ]
        triggers = [
            facts_stay_as_published(),
            frozen("school", "number", "created_at", name="a_fee_keeps_its_number"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("finance:feeitem_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.name, self.basis]

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def needs_consent(self):
        """Say whether parents are asked first (rule fee.consent); meals are paid for as they are eaten."""
        return self.kind != self.Kind.MEALS

    @property
    def is_service(self):
        return self.kind == self.Kind.SERVICE

    def due_of(self, pupil):
        """Return what one pupil pays for one term, month or time, in yuan."""
        if not pupil.relief:
            return self.standard
        return (self.standard * (100 - self.relief_percent) / 100).quantize(CENT)


class FeeClassQuerySet(RecordQuerySet):
    school_path = "item__school"

    def visible_to(self, user):
        return self.filter(item__in=FeeItem.objects.visible_to(user))


class FeeClass(models.Model):
    """A class that a fee is for; the list is open only while the fee is a draft."""

    item = models.ForeignKey(FeeItem, on_delete=models.PROTECT, related_name="fee_classes")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="fee_classes")

    objects = FeeClassQuerySet.as_manager()

    class Meta:
        ordering = ["item", "school_class"]
        verbose_name = _("class of a fee")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "school_class"], name="a_fee_names_a_class_once")]
        triggers = [
            pgtrigger.Trigger(
                name="classes_of_a_fee_stay_as_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM finance_feeitem item
                        WHERE item.id = COALESCE(NEW.item_id, OLD.item_id) AND item.status <> 'draft'
                    ) THEN
                        RAISE EXCEPTION 'fee % is published', COALESCE(NEW.item_id, OLD.item_id);
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]

    def __str__(self):
        return f"{self.item} {self.school_class}"


class FeeConsentQuerySet(RecordQuerySet):
    school_path = "item__school"

    def visible_to(self, user):
        return self.filter(item__in=FeeItem.objects.visible_to(user), pupil__in=Pupil.objects.visible_to(user))

    def current(self):
        return self.filter(is_current=True)


@tracked(by_thousands=True)
class FeeConsent(models.Model):
    """What the parents of a pupil said to a fee: yes or no, on which day. A later word takes its place."""

    item = models.ForeignKey(FeeItem, on_delete=models.PROTECT, related_name="consents")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="fee_consents")
    agreed = models.BooleanField(_("agreed"))
    on = models.DateField(_("day"))
    is_current = models.BooleanField(_("holds"), default=True)
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = FeeConsentQuerySet.as_manager()

    class Meta:
        ordering = ["item", "pupil", "-pk"]
        verbose_name = _("consent of parents")
        verbose_name_plural = _("consents of parents")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["item", "pupil"], condition=Q(is_current=True), name="one_consent_of_a_pupil_holds"
            ),
        ]
        triggers = [frozen("item", "pupil", "agreed", "on", "by", "at", name="a_consent_stays_as_given")]

    def __str__(self):
        return f"{self.pupil} {self.item}"

    def get_absolute_url(self):
        return self.item.get_absolute_url()
