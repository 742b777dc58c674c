"""The record of a duty that has no ledger of its own: what was done."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.duties.models.duty import Duty
from logistics.history.models import append_only


class DutyNoteQuerySet(RecordQuerySet):
    reach = {"campus": "campus", "place": "place"}

    def visible_to(self, user):
        """Leaders see all in their reach, everyone else their own."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(self.q_within(user, "duties.view_expected", own=Q(by=user)))

    def standing(self):
        """Notes that hold: those a further note corrected do not."""
        return self.filter(corrected_by=None)

    def for_lists(self):
        return self.select_related("duty", "campus", "place", "by")


class DutyNote(models.Model):
    """What was done for a duty on ``day``. Append-only; a correction is a further note that ``corrects`` this one.

    ``written_at`` is the moment the phone says, None when it said none; ``at`` is when we received it.
    """

    VERBS = {"corrected": _("corrected it by a further entry")}

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="duty_notes")
    duty = models.ForeignKey(Duty, verbose_name=_("duty"), on_delete=models.PROTECT, related_name="notes")
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, on_delete=models.PROTECT, related_name="duty_notes"
    )
    place = models.ForeignKey(
        "school.Place", verbose_name=_("place"), null=True, on_delete=models.PROTECT, related_name="duty_notes"
    )
    day = models.DateField(_("day"))
    text = models.CharField(_("what was done"), max_length=400)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("done by"), on_delete=models.PROTECT, related_name="duty_notes"
    )
    written_at = models.DateTimeField(_("time of the phone"), null=True)
    at = models.DateTimeField(_("received at"))
    late_reason = models.CharField(_("why it is entered late"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", verbose_name=_("corrects"), null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    correction_reason = models.CharField(_("reason for the correction"), max_length=200, blank=True)

    objects = DutyNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("note on a duty")
        verbose_name_plural = _("notes on duties")
        default_permissions = ()
        indexes = [
            models.Index(fields=["school", "day"], name="duty_notes_by_day"),
            models.Index(fields=["duty", "-day"], name="duty_notes_of_a_duty"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_note_of_a_duty_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write down what was done."),
            ),
            models.CheckConstraint(
                name="a_corrected_note_has_a_reason",
                condition=(Q(corrects__isnull=False) & ~Q(correction_reason=""))
                | Q(corrects=None, correction_reason=""),
                violation_error_message=_("Say why it is corrected."),
            ),
            models.CheckConstraint(
                name="a_phone_writes_before_we_receive", condition=Q(written_at=None) | Q(written_at__lte=F("at"))
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.duty} {self.day:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("duties:dutynote_detail", args=[self.pk])

    @property
    def tone(self):
        return "neutral" if hasattr(self, "corrected_by") else "success"
