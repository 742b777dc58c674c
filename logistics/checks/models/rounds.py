"""A round: who looked, where, what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.checks.models.templates import Item, Template, Version
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, frozen, tracked
from logistics.states import Flow


class RoundQuerySet(RecordQuerySet):
    reach = {"campus": "campus", "place": "place"}

    def visible_to(self, user):
        """The keepers see all in their reach; everyone else the rounds they walk, walked or have to sign."""
        if not user.is_authenticated:
            return self.none()
        own = Q(started_by=user) | Q(finished_by=user) | Q(second=user)
        return self.filter(self.q_within(user, "checks.view_round", own=own))

    def walkable_by(self, user):
        """Rounds under way that this person may go on with: those of their reach, and those they began themselves."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(self.q_within(user, "checks.walk_round", own=Q(started_by=user)), status=Round.Status.OPEN)

    def finished(self):
        """Rounds that count: signed by whoever walked them, perhaps not yet by the second person."""
        return self.filter(status__in=Round.COUNTED)

    def done_in(self, period, scope):
        return self.finished().filter(period.days("day"), scope.rows("campus"))

    def for_lists(self):
        return self.select_related("template", "campus", "place", "started_by", "finished_by", "second")


@tracked(exclude=["search_text", "grams"])
class Round(Searchable):
    """One round of a checklist (检查). It keeps the version it began with.

    ``status`` changes only in ``checks.services``. ``day`` is the day it counts for; ``written_at`` is the moment the
    phone says, None when it said none or an impossible one; ``finished_at`` is when we received it.
    ``score`` of ``full_score`` in points, both None when the version gives no score.
    """

    class Announced(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        UNANNOUNCED = "unannounced", _("unannounced")

    class Status(models.TextChoices):
        OPEN = "open", _("under way")
        TO_SIGN = "to_sign", _("to be countersigned")
        FINISHED = "finished", _("check finished")
        DROPPED = "dropped", _("broken off")

    FLOW = Flow(
        {
            "answer": ([Status.OPEN], Status.OPEN),
            "finish": ([Status.OPEN], Status.FINISHED),
            "hand_on": ([Status.OPEN], Status.TO_SIGN),
            "countersign": ([Status.TO_SIGN], Status.FINISHED),
            "drop": ([Status.OPEN], Status.DROPPED),
        }
    )
    COUNTED = [Status.TO_SIGN, Status.FINISHED]
    PATH = [Status.OPEN, Status.TO_SIGN, Status.FINISHED]
    TONES = {
        Status.OPEN: "info",
        Status.TO_SIGN: "warning",
        Status.FINISHED: "success",
        Status.DROPPED: "neutral",
    }
    VERBS = {
        "started": _("began the check"),
        "point_signed": _("signed a place"),
        "point_skipped": _("left a place out"),
        "finished": _("finished the check"),
        "countersigned": _("countersigned the check"),
        "dropped": _("broke the check off"),
        "corrected": _("corrected an answer"),
        "followed_up": _("went on from a finding"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="check_rounds", db_index=False)
    number = models.CharField(_("number"), max_length=20)
    template = models.ForeignKey(Template, verbose_name=_("checklist"), on_delete=models.PROTECT, related_name="rounds")
    version = models.ForeignKey(Version, verbose_name=_("version"), on_delete=models.PROTECT, related_name="rounds")
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="check_rounds",
    )  # fmt: skip
    place = models.ForeignKey(
        "school.Place", verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="check_rounds", db_index=False,
    )  # fmt: skip
    day = models.DateField(_("day"))
    announced = models.CharField(_("announced or not"), max_length=12, choices=Announced, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.OPEN)
    started_at = models.DateTimeField(_("began at"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("walked by"), on_delete=models.PROTECT, related_name="rounds_started"
    )
    written_at = models.DateTimeField(_("time of the phone"), null=True, blank=True)
    finished_at = models.DateTimeField(_("received at"), null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("signed by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="rounds_finished",
    )  # fmt: skip
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("countersigned by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="rounds_countersigned",
    )  # fmt: skip
    seconded_at = models.DateTimeField(_("countersigned at"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=400, blank=True)
    late_reason = models.CharField(_("why it was entered late"), max_length=200, blank=True)
    drop_reason = models.CharField(_("why it was broken off"), max_length=200, blank=True)
    failed = models.PositiveSmallIntegerField(_("items not in order"), default=0)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=1, null=True, blank=True)
    full_score = models.DecimalField(_("full score"), max_digits=6, decimal_places=1, null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        default_permissions = ("view",)
        permissions = [
            ("walk_round", gettext_noop("Make checks with a checklist")),
            ("countersign_round", gettext_noop("Countersign checks")),
            ("correct_round", gettext_noop("Correct answers of a finished check")),
        ]
        indexes = [
            *search_indexes("checks_round"),
            models.Index(fields=["school", "-started_at", "-id"], name="rounds_of_a_school"),
            models.Index(fields=["school", "template", "-day"], name="rounds_of_a_template"),
            models.Index(fields=["place", "-day"], name="rounds_at_a_place"),
            models.Index(fields=["school", "status"], condition=Q(status__in=["open", "to_sign"]), name="rounds_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_round_of_a_number_in_a_school"),
            models.CheckConstraint(
                name="a_finished_round_is_signed",
                condition=Q(status__in=["to_sign", "finished"], finished_at__isnull=False, finished_by__isnull=False)
                | Q(status__in=["open", "dropped"], finished_at=None, finished_by=None),
            ),
            models.CheckConstraint(
                name="a_countersigned_round_says_when",
                condition=Q(second=None, seconded_at=None) | Q(second__isnull=False, seconded_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_countersigns_their_own_round",
                condition=Q(second=None) | ~Q(second=models.F("finished_by")),
                violation_error_message=_("Another person countersigns."),
            ),
            models.CheckConstraint(
                name="a_dropped_round_says_why",
                condition=(Q(status="dropped") & ~Q(drop_reason="")) | (~Q(status="dropped") & Q(drop_reason="")),
            ),
            models.CheckConstraint(
                name="a_score_lies_within_the_full_score",
                condition=Q(score=None, full_score=None)
                | Q(score__isnull=False, full_score__isnull=False, score__gte=0, score__lte=models.F("full_score")),
            ),
        ]
        triggers = [
            frozen("school_id", "number", "template_id", "version_id", "campus_id", "place_id", "started_at",
                   "started_by_id")
        ]  # fmt: skip

    def __str__(self):
        return f"{self.number} {self.template}"

    def get_absolute_url(self):
        return reverse("checks:round_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.template, self.place, self.started_by, self.remark]

    @property
    def tone(self):
        return self.TONES[self.status]


class PointQuerySet(RecordQuerySet):
    school_path = "round__school"

    def visible_to(self, user):
        """Whoever sees the round sees where it comes to."""
        return self.filter(round__in=Round.objects.visible_to(user))

    def undone(self):
        """Places neither signed nor left out."""
        return self.filter(signed_at=None, skip_reason="")


@tracked()
class Point(models.Model):
    """A place a round comes to, in its order; a round at no place has one point without a place.

    Signed by one tap (``all_clear``: 本点位逐项已查，无异常 for what was not ticked), or left out with a reason.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="points", db_index=False)
    place = models.ForeignKey(
        "school.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="check_points"
    )
    order = models.PositiveSmallIntegerField()
    scanned_at = models.DateTimeField(_("scanned at"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="points_signed"
    )
    written_at = models.DateTimeField(_("time of the phone"), null=True, blank=True)
    all_clear = models.BooleanField(_("each item looked at, nothing found"), default=False)
    skip_reason = models.CharField(_("why it was left out"), max_length=200, blank=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["round", "order"], name="one_point_at_each_step_of_a_round"),
            models.UniqueConstraint(fields=["round", "place"], name="a_round_comes_once_to_a_place"),
            models.CheckConstraint(
                name="a_signed_point_names_who_and_was_not_left_out",
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False, skip_reason=""),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.place or self.round)

    @property
    def is_done(self):
        return bool(self.signed_at or self.skip_reason)


class AnswerQuerySet(RecordQuerySet):
    school_path = "round__school"

    def visible_to(self, user):
        """Whoever sees the round sees what was answered."""
        return self.filter(round__in=Round.objects.visible_to(user))

    def standing(self):
        """Answers that no correction replaced."""
        return self.filter(corrected_by=None)


class Answer(models.Model):
    """What was found at an item. Append-only: a correction is a further answer that names the one it replaces, and why.

    ``low`` and ``high`` are the limits it was judged by. ``swept``: given by 逐项已查，无异常 instead of by itself.
    ``point`` None answers for the round as a whole.
    """

    class Result(models.TextChoices):
        PASS = "pass", _("in order")
        FAIL = "fail", _("not in order")
        NOT_APPLICABLE = "na", _("not applicable")
        NOTED = "noted", _("noted")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    point = models.ForeignKey(Point, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers", db_index=False)
    result = models.CharField(_("result"), max_length=5, choices=Result)
    number = models.DecimalField(_("measured value"), max_digits=10, decimal_places=2, null=True, blank=True)
    low = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    text = models.CharField(_("words"), max_length=400, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="answers_about"
    )
    swept = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="check_answers")
    at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.CharField(_("why it is corrected"), max_length=200, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["item", "result"], name="answers_of_an_item")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "point", "item"],
                condition=Q(corrects=None),
                name="an_item_is_answered_once_at_a_point",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="not_applicable_has_a_reason",
                condition=~Q(result="na") | ~Q(text=""),
                violation_error_message=_("Say why it does not apply here."),
            ),
            models.CheckConstraint(
                name="a_correction_says_why",
                condition=Q(corrects=None, reason="") | (Q(corrects__isnull=False) & ~Q(reason="")),
                violation_error_message=_("Say why the answer is corrected."),
            ),
            models.CheckConstraint(
                name="a_value_outside_its_limits_is_not_in_order",
                condition=Q(number=None)
                | Q(result="fail")
                | ((Q(low=None) | Q(number__gte=models.F("low"))) & (Q(high=None) | Q(number__lte=models.F("high")))),
            ),
            models.CheckConstraint(
                name="what_was_swept_is_in_order_and_unmeasured",
                condition=Q(swept=False) | Q(result="pass", number=None),
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.item}: {self.get_result_display()}"
