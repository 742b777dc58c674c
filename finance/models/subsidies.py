"""Subsidies for pupils (两免一补, 教辅补助, 生活补助): what is given on what basis, and who is on the list."""

import pgtrigger
from django.db import models
from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from finance.models.budget import BudgetSource
from logistics import clock
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.school.models import Pupil, SchoolClass
from logistics.states import Flow

MONEY = DecimalField(max_digits=16, decimal_places=2)


class SubsidyQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_subsidy")

    def with_sums(self):
        """Add planned and paid (Decimals in yuan) to each."""
        shares = SubsidyShare.objects.current().filter(subsidy=OuterRef("pk"))
        return self.annotate(planned=_sum(shares, "subsidy"), paid=_sum(_rows_of(subsidy=OuterRef("pk")), "subsidy"))

    def shown(self):
        """Those whose list is or was posted (公示)."""
        return self.exclude(published_on=None)

    def ready(self):
        """Those whose list was posted long enough, so that it may be paid out."""
        return self.filter(status__in=["published", "paying"], posted_until__lt=clock.today())


def _rows_of(**rows):
    return Subsidy._meta.get_field("rows").related_model.objects.filter(**rows)


def _sum(rows, by):
    sums = rows.order_by().values(by).annotate(sum=Sum("amount")).values("sum")
    return Coalesce(Subquery(sums, output_field=MONEY), 0, output_field=MONEY)


@tracked(exclude=["search_text", "grams"])
class Subsidy(Searchable):
    """A subsidy of one term with the list of pupils who get it.

    ``status`` changes only in ``finance.services``. ``posted_until`` is the last day of the publication, by the rule as
    it stood when the list was posted.
    """

    class Kind(models.TextChoices):
        LIVING = "living", _("living allowance of boarders")
        FEES = "fees", _("fees remitted")
        BOOKS = "books", _("textbooks and exercise books")
        MATERIAL = "material", _("teaching aids")
        MEALS = "meals", _("meals of pupils")
        OTHER = "other", _("other subsidy")

    class Status(models.TextChoices):
        DRAFT = "draft", _("list being made")
        PUBLISHED = "published", _("list posted")
        PAYING = "paying", _("being paid out")
        DONE = "done", _("paid out")
        STOPPED = "stopped", _("subsidy stopped")

    FLOW = Flow(
        {
            "change": ([Status.DRAFT], Status.DRAFT),
            "list": ([Status.DRAFT], Status.DRAFT),
            "publish": ([Status.DRAFT], Status.PUBLISHED),
            "strike": ([Status.PUBLISHED, Status.PAYING], None),
            "pay": ([Status.PUBLISHED, Status.PAYING], None),
            "reverse": ([Status.PAYING, Status.DONE], Status.PAYING),
            "stop": ([Status.DRAFT, Status.PUBLISHED], Status.STOPPED),
        }
    )
    TONES = {"draft": "neutral", "published": "info", "paying": "warning", "done": "success", "stopped": "danger"}
    VERBS = {
        "drafted": _("wrote the subsidy down"),
        "changed": _("changed the draft"),
        "listed": _("put pupils on the list"),
        "published": _("posted the list"),
        "struck": _("struck a pupil off the list"),
        "paid": _("paid a class"),
        "reversed": _("took a payment back"),
        "stopped": _("stopped the subsidy"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="subsidies")
    number = models.CharField(_("number"), max_length=24, editable=False)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    term = models.ForeignKey("school.Term", verbose_name=_("term"), on_delete=models.PROTECT, related_name="subsidies")
    standard = models.DecimalField(_("standard"), max_digits=10, decimal_places=2)
    source = models.CharField(_("source of funds"), max_length=12, choices=BudgetSource)
    basis = models.CharField(_("basis of the subsidy"), max_length=120)
    basis_number = models.CharField(_("number of the document"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    published_on = models.DateField(_("posted on"), null=True)
    posted_until = models.DateField(_("posted until"), null=True)
    published_by = models.ForeignKey(
        "people.User", verbose_name=_("posted by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    stopped_reason = models.CharField(_("why it was stopped"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = SubsidyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("subsidy")
        verbose_name_plural = _("subsidies")
        default_permissions = ("view",)
        permissions = [
            ("keep_subsidy", gettext_noop("Make the lists of subsidies and post them")),
            ("pay_subsidy", gettext_noop("Pay subsidies out")),
        ]
        indexes = [
            *search_indexes("subsidies"),
            models.Index(fields=["school", "-id"], name="subsidies_of_a_school"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_subsidy_of_a_number_in_a_school"),
            models.UniqueConstraint(
                fields=["school", "term", "name"],
                name="one_subsidy_of_a_name_in_a_term",
                violation_error_message=_("This term has a subsidy of this name already."),
            ),
            models.CheckConstraint(
                name="a_subsidy_has_a_standard_and_its_basis",
                condition=Q(standard__gt=0) & ~Q(basis="") & ~Q(name=""),
            ),
            models.CheckConstraint(
                name="a_posted_subsidy_says_when_and_by_whom",
                condition=Q(status__in=["draft", "stopped"], published_on=None, posted_until=None, published_by=None)
                | ~Q(status="draft")
                & Q(published_on__isnull=False, published_by__isnull=False, posted_until__isnull=False)
                & Q(posted_until__gte=F("published_on")),
            ),
            models.CheckConstraint(
                name="a_stopped_subsidy_says_why", condition=~Q(status="stopped") | ~Q(stopped_reason="")
            ),
        ]
        triggers = [
            frozen("school", "number", "created_at", name="a_subsidy_keeps_its_number"),
            pgtrigger.Protect(
                name="a_posted_subsidy_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status="draft")
                & (
                    pgtrigger.Q(old__name__df=pgtrigger.F("new__name"))
                    | pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind"))
                    | pgtrigger.Q(old__term__df=pgtrigger.F("new__term"))
                    | pgtrigger.Q(old__standard__df=pgtrigger.F("new__standard"))
                    | pgtrigger.Q(old__source__df=pgtrigger.F("new__source"))
                    | pgtrigger.Q(old__basis__df=pgtrigger.F("new__basis"))
                    | pgtrigger.Q(old__published_on__df=pgtrigger.F("new__published_on"))
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("finance:subsidy_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.name, self.basis, self.basis_number]

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def was_posted_long_enough(self):
        return self.posted_until is not None and clock.today() > self.posted_until


class SubsidyShareQuerySet(RecordQuerySet):
    school_path = "subsidy__school"

    def visible_to(self, user):
        return self.filter(subsidy__in=Subsidy.objects.visible_to(user))

    def current(self):
        return self.filter(is_current=True)

    def with_paid(self):
        """Add paid, what was paid and not taken back (Decimal in yuan)."""
        return self.annotate(paid=_sum(_rows_of(share=OuterRef("pk")), "share"))

    def to_pay(self):
        return self.current().with_paid().filter(paid=0)


class SubsidyShare(models.Model):
    """A pupil on the list of a subsidy, with the class and the amount. One struck off stays readable with the reason.

    ``kind`` and ``term`` repeat the subsidy's, so that the database keeps a pupil from getting the same twice a term.
    """

    subsidy = models.ForeignKey(Subsidy, on_delete=models.PROTECT, related_name="shares")
    pupil = models.ForeignKey(Pupil, verbose_name=_("pupil"), on_delete=models.PROTECT, related_name="subsidies")
    school_class = models.ForeignKey(SchoolClass, verbose_name=_("class"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Subsidy.Kind)
    term = models.ForeignKey("school.Term", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    is_current = models.BooleanField(_("on the list"), default=True)
    struck_on = models.DateField(_("struck off on"), null=True)
    struck_reason = models.CharField(_("why struck off"), max_length=200, blank=True)

    objects = SubsidyShareQuerySet.as_manager()

    class Meta:
        ordering = ["subsidy", "school_class", "pupil__number", "pk"]
        verbose_name = _("pupil on a list of a subsidy")
        verbose_name_plural = _("pupils on lists of subsidies")
        default_permissions = ()
        indexes = [models.Index(fields=["subsidy", "school_class"], name="shares_of_a_subsidy")]
        constraints = [
            models.UniqueConstraint(
                fields=["subsidy", "pupil"], condition=Q(is_current=True), name="a_pupil_is_once_on_a_list"
            ),
            models.UniqueConstraint(
                fields=["pupil", "term", "kind"],
                condition=Q(is_current=True) & ~Q(kind="other"),
                name="a_pupil_gets_a_subsidy_once_a_term",
            ),
            models.CheckConstraint(name="a_share_is_more_than_nothing", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="who_is_struck_off_has_day_and_reason",
                condition=Q(is_current=True, struck_on=None, struck_reason="")
                | Q(is_current=False, struck_on__isnull=False) & ~Q(struck_reason=""),
            ),
        ]
        triggers = [
            frozen("subsidy", "pupil", "school_class", "kind", "term", name="a_share_stays_whose_it_is"),
            pgtrigger.Trigger(
                name="a_posted_list_keeps_its_amounts",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("amount") | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM finance_subsidy subsidy
                        WHERE subsidy.id = COALESCE(NEW.subsidy_id, OLD.subsidy_id) AND subsidy.status <> 'draft'
                    ) THEN
                        RAISE EXCEPTION 'the list of subsidy % is posted', COALESCE(NEW.subsidy_id, OLD.subsidy_id);
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self):
        return f"{self.pupil} {self.amount}"

    def get_absolute_url(self):
        return self.subsidy.get_absolute_url()
