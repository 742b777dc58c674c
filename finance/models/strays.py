"""Charges nobody was allowed to make: found by ourselves or reported, and paid back (乱收费)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.states import Flow


class StrayChargeQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_straycharge")

    def true(self):
        """Those that were not found to be groundless."""
        return self.exclude(status=StrayCharge.Status.UNFOUNDED)

    def found_in(self, period, scope):
        return self.filter(period.days("found_on"))


@tracked(exclude=["search_text", "grams"])
class StrayCharge(Searchable):
    """A charge outside what is published: what, by whom, how much, how it came out, and what became of it."""

    class Kind(models.TextChoices):
        STRAY = "stray", _("stray charge")
        LEVY = "levy", _("levy")
        ADDED = "added", _("item added without leave")
        RAISED = "raised", _("standard raised without leave")

    class Way(models.TextChoices):
        SELF = "self", _("self-inspection")
        REPORT = "report", _("complaint or report")
        UPPER = "upper", _("inspection from above")

    class Status(models.TextChoices):
        FOUND = "found", _("being looked into")
        REPAID = "repaid", _("paid back")
        UNFOUNDED = "unfounded", _("groundless")

    FLOW = Flow(
        {
            "repay": ([Status.FOUND], Status.REPAID),
            "dismiss": ([Status.FOUND], Status.UNFOUNDED),
        }
    )
    TONES = {"found": "danger", "repaid": "success", "unfounded": "neutral"}
    VERBS = {
        "reported": _("wrote the charge down"),
        "repaid": _("entered that it was paid back"),
        "dismissed": _("found it groundless"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="stray_charges")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    what = models.CharField(_("what was charged"), max_length=120)
    charged_by = models.CharField(_("who charged"), max_length=60)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    school_class = models.ForeignKey(
        "school.SchoolClass", verbose_name=_("class"), null=True, on_delete=models.PROTECT, related_name="stray_charges"
    )
    found_on = models.DateField(_("found on"))
    way = models.CharField(_("how it came out"), max_length=10, choices=Way)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.FOUND)
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)
    refunded_on = models.DateField(_("paid back on"), null=True)
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = StrayChargeQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "-pk"]
        verbose_name = _("stray charge")
        verbose_name_plural = _("stray charges")
        default_permissions = ("view",)
        permissions = [("report_stray", gettext_noop("Write stray charges down and say what became of them"))]
        indexes = [
            *search_indexes("strays"),
            models.Index(fields=["school", "-found_on", "-id"], name="strays_of_a_school"),
        ]
        constraints = [
            models.CheckConstraint(name="a_stray_charge_has_an_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="a_stray_charge_repaid_says_when_and_how",
                condition=Q(status="repaid", refunded_on__isnull=False) & ~Q(outcome="")
                | Q(status="found", refunded_on=None, outcome="")
                | Q(status="unfounded", refunded_on=None) & ~Q(outcome=""),
            ),
        ]
        triggers = [
            frozen(
                "school", "kind", "what", "charged_by", "amount", "school_class", "found_on", "way", "by", "at",
                name="a_stray_charge_stays_as_found",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.what

    def get_absolute_url(self):
        return reverse("finance:straycharge_detail", args=[self.pk])

    def search_words(self):
        return [self.what, self.charged_by, self.outcome]

    @property
    def tone(self):
        return self.TONES[self.status]
