"""What a failed item led to."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from logistics.checks.models.rounds import Answer, Round
from logistics.db import RecordQuerySet
from logistics.history.models import frozen, tracked
from logistics.states import Flow


class FindingQuerySet(RecordQuerySet):
    reach = {"campus": "round__campus", "place": "place"}

    def visible_to(self, user):
        """Whoever sees the round sees what was found on it."""
        return self.filter(round__in=Round.objects.visible_to(user))

    def counting(self):
        """Findings that a correction did not take back."""
        return self.exclude(status=Finding.Status.TAKEN_BACK)

    def open(self):
        return self.filter(status=Finding.Status.OPEN)


@tracked()
class Finding(models.Model):
    """A failed item of a round and how it went on: fixed on the spot, or by a record of another ledger (``work``).

    ``way`` is "fixed" or the key of the FollowUp that made ``work``.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("waits for a decision")
        FIXED = "fixed", _("fixed on the spot")
        HANDED_ON = "handed_on", _("handed on")
        TAKEN_BACK = "taken_back", _("taken back by a correction")

    FLOW = Flow(
        {
            "fix": ([Status.OPEN], Status.FIXED),
            "hand_on": ([Status.OPEN], Status.HANDED_ON),
            "take_back": ([Status.OPEN, Status.FIXED, Status.HANDED_ON], Status.TAKEN_BACK),
        }
    )
    TONES = {
        Status.OPEN: "warning",
        Status.FIXED: "success",
        Status.HANDED_ON: "info",
        Status.TAKEN_BACK: "neutral",
    }
    VERBS = {
        "found": _("found it not in order"),
        "fixed": _("fixed it on the spot"),
        "handed_on": _("handed it on"),
        "taken_back": _("took it back by a correction"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="check_findings", db_index=False)
    round = models.ForeignKey(Round, verbose_name=_("check"), on_delete=models.PROTECT, related_name="findings")
    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="finding")
    place = models.ForeignKey(
        "school.Place", verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="check_findings",
    )  # fmt: skip
    text = models.CharField(_("what was found"), max_length=600)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.OPEN)
    way = models.CharField(max_length=40, blank=True)
    measure = models.CharField(_("measure taken"), max_length=200, blank=True)
    work_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    work_id = models.BigIntegerField(null=True, blank=True)
    work = GenericForeignKey("work_type", "work_id")
    found_at = models.DateTimeField(_("found at"))
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("handled by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="findings_handled",
    )  # fmt: skip

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        default_permissions = ()
        indexes = [
            models.Index(fields=["school", "-found_at", "-id"], name="findings_of_a_school"),
            models.Index(fields=["school"], condition=Q(status="open"), name="findings_open"),
            models.Index(fields=["work_type", "work_id"], name="findings_of_a_work"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_finding_handed_on_names_the_work",
                condition=~Q(status="handed_on") | (Q(work_id__isnull=False, work_type__isnull=False) & ~Q(way="")),
            ),
            models.CheckConstraint(
                name="a_finding_fixed_says_what_was_done", condition=~Q(status="fixed") | ~Q(measure="")
            ),
            models.CheckConstraint(
                name="a_finding_handled_says_when_and_by_whom",
                condition=Q(status="open", handled_at=None, handled_by=None)
                | (~Q(status="open") & Q(handled_at__isnull=False, handled_by__isnull=False)),
            ),
        ]
        triggers = [frozen("school_id", "round_id", "answer_id", "place_id", "text", "found_at")]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("checks:finding_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]
