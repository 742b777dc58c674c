"""Who sells to the school, with their papers, and who may not."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics import clock
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.school.models.term import days_from_to

SOON = timedelta(days=60)


class SupplierQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_supplier")

    def with_standing(self, day):
        """Add whether each is blacklisted on ``day``, and whether a paper in use has run out or soon will."""
        papers = SupplierPaper.objects.filter(supplier=OuterRef("pk"), is_current=True)
        return self.annotate(
            is_banned=Exists(SupplierBan.objects.in_force(day).filter(supplier=OuterRef("pk"))),
            has_expired=Exists(papers.filter(valid_until__lt=day)),
            has_expiring=Exists(papers.filter(valid_until__range=(day, day + SOON))),
        )


@tracked(exclude=["search_text", "grams"])
class Supplier(Searchable):
    """Someone the school buys from. ``credit_code`` is the 统一社会信用代码, empty for whoever has none."""

    VERBS = {
        "entered": _("entered the supplier"),
        "changed": _("changed it"),
        "paper_added": _("added a paper"),
        "banned": _("put it on the blacklist"),
        "ban_lifted": _("took it off the blacklist"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="suppliers")
    name = models.CharField(_("name"), max_length=80)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    supplies = models.CharField(_("what they supply"), max_length=200, blank=True)
    contact = models.CharField(_("contact"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_active = models.BooleanField(_("still bought from"), default=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = SupplierQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        default_permissions = ("view",)
        permissions = [
            ("keep_supplier", gettext_noop("Enter suppliers and their papers")),
            ("ban_supplier", gettext_noop("Put suppliers on the blacklist")),
        ]
        indexes = [
            *search_indexes("suppliers"),
            models.Index(fields=["school", "name", "id"], name="suppliers_of_a_school"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="one_supplier_of_a_name_in_a_school",
                violation_error_message=_("There is a supplier of this name already."),
            ),
            models.UniqueConstraint(
                fields=["school", "credit_code"],
                condition=~Q(credit_code=""),
                name="one_supplier_of_a_credit_code_in_a_school",
                violation_error_message=_("There is a supplier with this credit code already."),
            ),
            models.CheckConstraint(name="a_supplier_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="a_credit_code_has_its_eighteen_signs",
                condition=Q(credit_code="") | Q(credit_code__regex="^[0-9A-HJ-NPQRTUWXY]{18}$"),
            ),
        ]
        triggers = [frozen("school", name="school_of_a_supplier_stays")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("finance:supplier_detail", args=[self.pk])

    def search_words(self):
        return [self.name, self.credit_code, self.supplies, self.contact, self.phone]

    @property
    def standing(self):
        """Return (words, tone) of what matters most; needs the rows of ``with_standing``."""
        if self.is_banned:
            return _("blacklisted"), "danger"
        if self.has_expired:
            return _("paper ran out"), "danger"
        if self.has_expiring:
            return _("paper runs out soon"), "warning"
        return (_("all in order"), "success") if self.is_active else (_("no longer used"), "neutral")

    @property
    def tone(self):
        return self.standing[1]


class SupplierPaperQuerySet(RecordQuerySet):
    school_path = "supplier__school"

    def visible_to(self, user):
        return self.within(user, "finance.view_supplier")


@tracked()
class SupplierPaper(models.Model):
    """A licence or certificate of a supplier; its scan is an attachment. A newer one of its kind takes its place."""

    class Kind(models.TextChoices):
        LICENCE = "licence", _("business licence")
        FOOD = "food", _("food business permit")
        PRODUCTION = "production", _("production licence")
        ACCOUNT = "account", _("bank account permit")
        OTHER = "other", _("other paper")

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    number = models.CharField(_("number of the paper"), max_length=40, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    is_current = models.BooleanField(_("in use"), default=True)
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = SupplierPaperQuerySet.as_manager()

    class Meta:
        ordering = ["supplier", "-is_current", "kind", "-pk"]
        verbose_name = _("paper of a supplier")
        verbose_name_plural = _("papers of suppliers")
        default_permissions = ()
        indexes = [
            models.Index(fields=["valid_until"], condition=Q(is_current=True), name="papers_that_run_out"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "kind"],
                condition=Q(is_current=True) & ~Q(kind="other"),
                name="one_paper_of_a_kind_in_use",
            ),
        ]
        triggers = [frozen("supplier", "kind", "number", "valid_until", "by", "at", name="a_paper_stays_as_entered")]

    def __str__(self):
        return f"{self.supplier} {self.get_kind_display()}"

    def get_absolute_url(self):
        return self.supplier.get_absolute_url()

    @property
    def standing(self):
        """Return (words, tone) as of today."""
        if not self.is_current:
            return _("replaced"), "neutral"
        if self.valid_until is None:
            return _("no end"), "success"
        if self.valid_until < clock.today():
            return _("ran out"), "danger"
        return (_("runs out soon"), "warning") if self.valid_until - clock.today() <= SOON else (_("valid"), "success")

    @property
    def tone(self):
        return self.standing[1]


class SupplierBanQuerySet(RecordQuerySet):
    school_path = "supplier__school"

    def visible_to(self, user):
        return self.within(user, "finance.view_supplier")

    def in_force(self, day):
        return self.filter(from_on__lte=day).filter(
            Q(until_on=None) | Q(until_on__gte=day), Q(lifted_on=None) | Q(lifted_on__gt=day)
        )


@tracked()
class SupplierBan(models.Model):
    """A time on the blacklist (黑名单): why, from when to when, by whom; it may be lifted early, with a reason."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="bans")
    reason = models.CharField(_("reason"), max_length=200)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    by = models.ForeignKey("people.User", verbose_name=_("decided by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))
    lifted_on = models.DateField(_("lifted on"), null=True)
    lifted_by = models.ForeignKey(
        "people.User", verbose_name=_("lifted by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_reason = models.CharField(_("why lifted"), max_length=200, blank=True)

    objects = SupplierBanQuerySet.as_manager()

    class Meta:
        ordering = ["supplier", "-from_on", "-pk"]
        verbose_name = _("time on the blacklist")
        verbose_name_plural = _("blacklist")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="a_ban_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="a_ban_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="a_lifted_ban_says_by_whom_and_why",
                condition=Q(lifted_on=None, lifted_by=None, lifted_reason="")
                | Q(lifted_on__isnull=False, lifted_on__gte=F("from_on"), lifted_by__isnull=False)
                & ~Q(lifted_reason=""),
            ),
            ExclusionConstraint(
                name="one_ban_of_a_supplier_at_a_time",
                expressions=[
                    ("supplier", RangeOperators.EQUAL),
                    (days_from_to("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(lifted_on=None),
            ),
        ]
        triggers = [frozen("supplier", "reason", "from_on", "until_on", "by", "at", name="a_ban_stays_as_decided")]

    def __str__(self):
        return f"{self.supplier} {self.reason}"

    def get_absolute_url(self):
        return self.supplier.get_absolute_url()
