"""What is due: one row is one thing that somebody should have done by a moment."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet
from logistics.duties.models.duty import Duty
from logistics.states import Flow


class ExpectedQuerySet(RecordQuerySet):
    reach = {"campus": "campus", "place": "place"}

    def visible_to(self, user):
        """Leaders see all in their reach, everyone else what is or was theirs; a random round nobody before its time."""
        if not user.is_authenticated:
            return self.none()
        own = Q(person=user) | Q(done_by=user)
        return self.filter(self.q_within(user, "duties.view_expected", own=own)).filter(
            ~SECRET | Q(person=user, announced_at__isnull=False)
        )

    def public(self):
        """Without the random rounds to come, which only their inspector may know of."""
        return self.exclude(SECRET)

    def fulfilled(self):
        return self.filter(status__in=[Expected.Status.DONE, Expected.Status.LATE])

    def counted(self):
        """Rows that were due: what was lifted or done beyond what was due is not."""
        return self.exclude(status__in=[Expected.Status.LIFTED, Expected.Status.EXTRA])

    def judged(self):
        """Rows whose outcome is known: done, late or missing."""
        return self.filter(status__in=[Expected.Status.DONE, Expected.Status.LATE, Expected.Status.MISSING])

    def open(self):
        """Rows that a record may still fulfil."""
        return self.filter(status__in=[Expected.Status.WAITING, Expected.Status.MISSING])

    def waiting(self):
        return self.filter(status=Expected.Status.WAITING)

    def missing(self):
        return self.filter(status=Expected.Status.MISSING)

    def late_without_reason(self):
        return self.filter(status=Expected.Status.LATE, reason="")

    def due_in(self, period, scope):
        return self.filter(period.days("due_on"), scope.rows("campus"))

    def for_lists(self):
        return self.select_related("duty", "campus", "place", "person", "done_by")


SECRET = Q(announce_at__isnull=False, status="waiting")


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old, condition=pgtrigger.Q(old__status__df=pgtrigger.F("new__status")))
)
class Expected(models.Model):
    """One thing due, of a duty, at a place or none, in a time from ``first_on`` to ``last_on``.

    Made by the machine from the duty and the calendar; ``status`` changes only in ``duties.services``. It may be done
    from ``opens_on`` on; done up to ``grace_until`` it is on time, later it is a late entry (补录) and asks for a
    ``reason``. ``person`` None: nobody was there to do it. ``announce_at``: a random round, at which its inspector is
    told; nobody sees it before. ``told_missing_on`` and ``escalated_on``: the mornings on which it was told.
    The database keeps the earlier version of a row whenever its status changes.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("still to do")
        DONE = "done", _("done in time")
        LATE = "late", _("late entry")
        MISSING = "missing", _("not done")
        LIFTED = "lifted", _("not due")
        EXTRA = "extra", _("done beyond what was due")

    FLOW = Flow(
        {
            "fulfil": ([Status.WAITING, Status.MISSING], None),
            "withdraw": ([Status.DONE, Status.LATE, Status.EXTRA], None),
            "lift": ([Status.WAITING, Status.MISSING], Status.LIFTED),
            "explain_late": ([Status.LATE], Status.LATE),
            "explain_missing": ([Status.MISSING], Status.MISSING),
        }
    )
    TONES = {
        Status.WAITING: "info",
        Status.DONE: "success",
        Status.LATE: "warning",
        Status.MISSING: "danger",
        Status.LIFTED: "neutral",
        Status.EXTRA: "neutral",
    }
    VERBS = {
        "explained": _("gave the reason"),
        "lifted": _("lifted it"),
    }

    # What no index of its own is needed for: the indexes below begin with it. Every one more costs each sweep time.
    school = models.ForeignKey(
        "school.School", on_delete=models.PROTECT, related_name="expected_entries", db_index=False
    )
    duty = models.ForeignKey(
        Duty, verbose_name=_("duty"), on_delete=models.PROTECT, related_name="expected_entries", db_index=False
    )
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, on_delete=models.PROTECT, related_name="expected_entries"
    )
    place = models.ForeignKey(
        "school.Place", verbose_name=_("place"), null=True, on_delete=models.PROTECT, related_name="expected_entries"
    )
    slot = models.PositiveSmallIntegerField(default=1)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    opens_on = models.DateField(_("may be done from"))
    due_on = models.DateField(_("due on"))
    due_at = models.DateTimeField(_("due at"))
    grace_until = models.DateTimeField(_("in time until"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("whose turn"), null=True, on_delete=models.PROTECT,
        related_name="expected_entries",
    )  # fmt: skip
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.WAITING)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    object_id = models.BigIntegerField(null=True)
    record = GenericForeignKey("content_type", "object_id")
    done_at = models.DateTimeField(_("done at"), null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("done by"), null=True, on_delete=models.PROTECT,
        related_name="expected_entries_done",
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("lifted by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    announce_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(_("announced at"), null=True)
    told_missing_on = models.DateField(null=True)
    escalated_on = models.DateField(_("told on"), null=True)

    objects = ExpectedQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("expected entry")
        verbose_name_plural = _("expected entries")
        default_permissions = ()
        permissions = [("view_expected", gettext_noop("See what is due of everybody, and what is missing"))]
        indexes = [
            models.Index(fields=["school", "due_on"], name="expected_by_day"),
            models.Index(fields=["duty", "due_on"], name="expected_of_a_duty"),
            models.Index(fields=["person", "due_on"], condition=Q(status="waiting"), name="expected_of_a_person"),
            models.Index(fields=["grace_until"], condition=Q(status="waiting"), name="expected_waiting"),
            models.Index(fields=["school", "due_on"], condition=Q(status="missing"), name="expected_missing"),
            models.Index(
                fields=["due_on"], condition=Q(status="missing", told_missing_on=None), name="expected_missing_untold"
            ),
            models.Index(
                fields=["due_on"], condition=Q(status="missing", escalated_on=None), name="expected_not_told_on"
            ),
            models.Index(
                fields=["announce_at"],
                condition=Q(status="waiting", announce_at__isnull=False, announced_at=None),
                name="expected_to_announce",
            ),
            models.Index(fields=["due_on"], condition=Q(status="waiting"), name="expected_waiting_by_day"),
            models.Index(fields=["due_on"], condition=Q(status="waiting", person=None), name="expected_without_anyone"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "place", "first_on", "slot"], nulls_distinct=False, name="a_thing_is_due_once"
            ),
            models.UniqueConstraint(
                fields=["duty", "first_on", "slot"],
                condition=Q(announce_at__isnull=False),
                name="a_random_round_is_drawn_once",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "place"],
                condition=Q(object_id__isnull=False),
                nulls_distinct=False,
                name="a_record_fulfils_one_thing_due_at_a_place",
            ),
            models.CheckConstraint(
                name="the_state_of_a_thing_due_has_its_facts",
                condition=Q(status="waiting", object_id=None, done_at=None, done_by=None, reason="")
                | Q(status="missing", object_id=None, done_at=None, done_by=None)
                | (Q(status="lifted", object_id=None, done_at=None, done_by=None) & ~Q(reason=""))
                | Q(status="done", object_id__isnull=False, done_at__isnull=False, done_at__lte=F("grace_until"),
                    reason="")
                | Q(status="late", object_id__isnull=False, done_at__isnull=False, done_at__gt=F("grace_until"))
                | Q(status="extra", object_id__isnull=False, done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_record_of_a_thing_due_has_its_kind",
                condition=Q(content_type=None, object_id=None)
                | Q(content_type__isnull=False, object_id__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_is_not_due_was_lifted_by_somebody", condition=Q(lifted_by=None) | Q(status="lifted")
            ),
            models.CheckConstraint(
                name="the_days_of_a_thing_due_are_in_order",
                condition=Q(first_on__lte=F("last_on"), opens_on__lte=F("due_on"), due_at__lte=F("grace_until")),
            ),
        ]  # fmt: skip

    def __str__(self):
        where = self.place or self.campus
        return f"{self.duty} · {where}" if where else str(self.duty)

    def get_absolute_url(self):
        return reverse("duties:expected_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def asks_for_reason(self):
        return self.status == self.Status.LATE and not self.reason

    @property
    def who_text(self):
        """Whose turn it is, or that nobody is there to do it."""
        return self.person.name if self.person_id else _("nobody on duty")

    @property
    def natural_key(self):
        """A name that stays the same when the row is computed anew."""
        return f"{self.duty_id}:{self.place_id or 0}:{self.first_on:%Y%m%d}:{self.slot}"


class SweepRun(models.Model):
    """An hour whose sweep over all schools was finished; while its row is missing, every tick tries again."""

    hour = models.DateTimeField(unique=True)
    finished_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.hour:%Y-%m-%d %H}"
