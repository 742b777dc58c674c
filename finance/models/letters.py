"""Letters to parents (告家长书) of a class or the school as one file; the row is the job (DESIGN 15)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.history.models import tracked
from logistics.states import Flow


class LetterRunQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Class teachers see those of their own classes."""
        return self.filter(self.q_within(user, "finance.view_feeitem", own=Q(school_class__class_teacher=user.pk)))

    def made_in(self, period, scope):
        return self.filter(period.days("asked_on"), scope.rows("school_class__campus"), status="done")


@tracked()
class LetterRun(models.Model):
    """Letters of one term for a class, or for all; each pupil's on its own page. ``count`` is how many were written."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("in the queue")
        RUNNING = "running", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("not made")

    UNFINISHED = [Status.QUEUED, Status.RUNNING]
    FLOW = Flow(
        {
            "finish": ([Status.RUNNING], Status.DONE),
            "give_up": ([Status.QUEUED, Status.RUNNING], Status.FAILED),
            "retry": ([Status.FAILED], Status.QUEUED),
        }
    )
    TONES = {"queued": "neutral", "running": "info", "done": "success", "failed": "danger"}
    VERBS = {
        "asked": _("asked for the letters"),
        "finished": _("wrote the letters"),
        "given_up": _("gave up writing the letters"),
        "tried_again": _("asked to try again"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="letter_runs")
    term = models.ForeignKey("school.Term", verbose_name=_("term"), on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey(
        "school.SchoolClass", verbose_name=_("class"), null=True, on_delete=models.PROTECT, related_name="letter_runs"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    count = models.PositiveIntegerField(_("letters"), default=0)
    lease = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    asked_by = models.ForeignKey(
        "people.User", verbose_name=_("asked for by"), on_delete=models.PROTECT, related_name="+"
    )
    asked_on = models.DateField(_("asked for on"))
    asked_at = models.DateTimeField(_("asked for at"))
    file = models.FileField(_("file"), upload_to="letters/%Y", max_length=200, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = LetterRunQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("letters to parents")
        verbose_name_plural = _("letters to parents")
        default_permissions = ()
        indexes = [models.Index(fields=["school", "-asked_at", "-id"], name="letters_of_a_school")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "term", "school_class"],
                condition=Q(status__in=["queued", "running"]),
                nulls_distinct=False,
                name="one_run_of_letters_at_work",
            ),
            models.CheckConstraint(
                name="running_letters_hold_a_lease",
                condition=Q(status="running", lease__isnull=False, lease_until__isnull=False)
                | ~Q(status="running") & Q(lease=None, lease_until=None),
            ),
            models.CheckConstraint(
                name="ready_letters_have_their_file",
                condition=~Q(status="done") | ~Q(file="") & Q(finished_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.term} {self.school_class or ''}".strip()

    def get_absolute_url(self):
        return reverse("finance:letterrun_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def is_unfinished(self):
        return self.status in self.UNFINISHED
