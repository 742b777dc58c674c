"""Workbooks that were brought in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.states import Flow


class ImportBatch(models.Model):
    """A workbook someone brought in: checked without writing anything, then applied as a whole or not at all.

    ``result`` holds the counts by outcome (new, changed, same, error), ``ignored`` headings and the first lines worth
    reading: [row, heading, outcome, message]. ``state`` changes only in ``exchange.services``.
    """

    class State(models.TextChoices):
        CHECKED = "checked", _("checked")
        APPLIED = "applied", _("applied")
        FAILED = "failed", _("failed")

    FLOW = Flow(
        {
            "apply": ([State.CHECKED], State.APPLIED),
            "fail": ([State.CHECKED], State.FAILED),
        }
    )
    VERBS = {"checked": _("checked a workbook"), "applied": _("applied a workbook"), "failed": _("could not apply it")}

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="import_batches")
    kind = models.CharField(_("kind"), max_length=40)
    file = models.FileField(_("file"), upload_to="imports/%Y/%m")
    file_name = models.CharField(_("file name"), max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="import_batches", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("created at"), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CHECKED)
    applied_at = models.DateTimeField(_("applied at"), null=True, editable=False)
    result = models.JSONField(_("result"), default=dict)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import")
        default_permissions = ()
        indexes = [models.Index(fields=["school", "kind", "-created_at"], name="imports_of_a_school")]
        constraints = [
            models.CheckConstraint(
                name="import_applied_has_time",
                condition=Q(state="applied", applied_at__isnull=False) | (~Q(state="applied") & Q(applied_at=None)),
            )
        ]

    # What the person who applied is handed once (first passwords); kept nowhere.
    handout = None

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("exchange:batch_detail", args=[self.pk])

    @property
    def has_errors(self):
        return self.result["counts"]["error"] > 0

    @property
    def changes(self):
        """Return how many rows applying would write."""
        return self.result["counts"]["new"] + self.result["counts"]["changed"]
