"""Food samples (留样): what was served, kept cold, until it may be thrown away."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics import clock
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.states import Flow

MOST_GRAMS = 5000

END_OF_KEEPING = ExpressionWrapper(
    F("taken_at") + ExpressionWrapper(F("keep_hours") * Value(timedelta(hours=1)), output_field=DurationField()),
    output_field=DateTimeField(),
)


class FoodSampleQuerySet(RecordQuerySet):
    reach = {"campus": "canteen__campus"}

    def visible_to(self, user):
        return self.within(user, "canteen.view_foodsample")

    def standing(self):
        """Entries that hold: those a further entry corrected do not."""
        return self.exclude(status=FoodSample.Status.CORRECTED)

    def kept(self):
        """Boxes that stand in the fridge."""
        return self.filter(status=FoodSample.Status.KEPT)

    def due(self, moment):
        """Boxes kept long enough."""
        return self.kept().filter(discard_after__lte=moment)

    def overdue(self, day):
        """Boxes that should have been thrown away before ``day``."""
        return self.kept().filter(discard_by__lt=day)

    def discarded_late(self):
        return self.filter(status=FoodSample.Status.DISCARDED, discard_by__lt=TruncDate("discarded_at"))

    def left_too_long(self, day):
        """Thrown away late, or still in the fridge on ``day`` though the last day for it is over."""
        late = self.discarded_late()
        return self.filter(Q(pk__in=late.values("pk")) | Q(pk__in=self.overdue(day).values("pk")))

    def one_of_each_meal(self):
        """The first sample of each meal of each canteen, so that counting them counts meals."""
        first = self.order_by("canteen_id", "meal_on", "meal", "pk").distinct("canteen", "meal_on", "meal")
        return self.filter(pk__in=first.values("pk"))

    def taken_in(self, period, scope):
        return self.filter(period.days("meal_on"), scope.rows("canteen__campus"))

    def for_lists(self):
        return self.select_related("canteen", "taken_by", "entered_by", "discarded_by")


@tracked(exclude=["search_text", "grams"])
class FoodSample(Searchable):
    """One dish of one meal in its box, weighed, kept cold and thrown away not before ``discard_after``.

    ``limit_grams``, ``keep_hours`` and the limits of temperature are those it was judged by (rules sample.grams,
    sample.hours, temp.chill.min, temp.chill.max). ``discard_by`` is the last day for throwing it away: the first
    working day from ``discard_after`` on. What was written down is frozen; a correction is a further entry that
    ``corrects`` this one. ``entered_by`` is the account that was signed in, a shared tablet's for example.
    """

    class Meal(models.TextChoices):
        BREAKFAST = "1breakfast", _("breakfast")
        LUNCH = "2lunch", _("lunch")
        SNACK = "3snack", _("snack")
        SUPPER = "4supper", _("supper")

    class Status(models.TextChoices):
        KEPT = "kept", _("in the fridge")
        DISCARDED = "discarded", _("discarded")
        CORRECTED = "corrected", _("corrected")

    FLOW = Flow(
        {
            "discard": ([Status.KEPT], Status.DISCARDED),
            "correct": ([Status.KEPT, Status.DISCARDED], Status.CORRECTED),
        }
    )
    VERBS = {
        "taken": _("kept the sample"),
        "taken_late": _("entered the sample late"),
        "discarded": _("discarded the sample"),
        "corrected": _("corrected it by a further entry"),
        "entered_for": _("entered it as a correction"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="food_samples")
    canteen = models.ForeignKey(
        "canteen.Canteen", verbose_name=_("canteen"), on_delete=models.PROTECT, related_name="food_samples"
    )
    meal_on = models.DateField(_("day"))
    meal = models.CharField(_("meal"), max_length=10, choices=Meal)
    dish = models.CharField(_("dish"), max_length=40)
    weight_grams = models.PositiveIntegerField(_("grams"))
    limit_grams = models.PositiveIntegerField(_("least grams"))
    taken_at = models.DateTimeField(_("taken at"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("taken by"), on_delete=models.PROTECT, related_name="samples_taken"
    )
    fridge = models.CharField(_("fridge number"), max_length=20)
    container = models.CharField(_("box number"), max_length=20, blank=True)
    celsius = models.DecimalField(_("fridge °C"), max_digits=4, decimal_places=1, null=True, blank=True)
    celsius_min = models.DecimalField(_("lowest °C"), max_digits=4, decimal_places=1)
    celsius_max = models.DecimalField(_("highest °C"), max_digits=4, decimal_places=1)
    remedy = models.CharField(_("what was done about the temperature"), max_length=200, blank=True)
    keep_hours = models.PositiveSmallIntegerField(_("hours to keep"))
    discard_after = models.DateTimeField(_("discard after"))
    discard_by = models.DateField(_("discard by"))
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("signed in as"), on_delete=models.PROTECT, related_name="+"
    )
    late = models.BooleanField(_("entered late"), default=False)
    late_reason = models.CharField(_("why it is entered late"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("corrects"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
    )
    correction_reason = models.CharField(_("reason for the correction"), max_length=200, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.KEPT)
    discarded_at = models.DateTimeField(_("discarded at"), null=True, blank=True)
    discarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("discarded by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="samples_discarded",
    )
    discard_note = models.CharField(_("note"), max_length=200, blank=True)

    objects = FoodSampleQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at", "-pk"]
        verbose_name = _("food sample")
        verbose_name_plural = _("food samples")
        default_permissions = ("view",)
        permissions = [
            ("take_sample", gettext_noop("Take and discard food samples")),
            ("correct_sample", gettext_noop("Correct food samples by a further entry")),
        ]
        indexes = [
            models.Index(fields=["school", "-taken_at", "-id"], name="samples_newest_first"),
            models.Index(fields=["school", "status", "discard_after"], name="samples_by_state"),
            models.Index(fields=["school", "meal_on"], name="samples_by_day"),
            *search_indexes("samples"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["canteen", "meal_on", "meal", "dish"],
                condition=~Q(status="corrected"),
                name="one_sample_of_a_dish_at_a_meal",
                violation_error_message=_("A sample of this dish is kept for this meal already."),
            ),
            models.CheckConstraint(
                name="a_sample_weighs_enough",
                condition=Q(weight_grams__gte=F("limit_grams"), weight_grams__lte=MOST_GRAMS),
                violation_error_message=_("A sample weighs at least what the rule asks for."),
            ),
            models.CheckConstraint(
                name="a_sample_is_kept_for_its_hours", condition=Q(discard_after=END_OF_KEEPING, keep_hours__gte=1)
            ),
            models.CheckConstraint(
                name="a_sample_is_not_discarded_early",
                condition=Q(discarded_at=None) | Q(discarded_at__gte=F("discard_after")),
                violation_error_message=_("This sample has not been kept long enough."),
            ),
            models.CheckConstraint(
                name="a_discarded_sample_has_time_and_person",
                condition=Q(status="discarded", discarded_at__isnull=False, discarded_by__isnull=False)
                | Q(status="kept", discarded_at=None, discarded_by=None, discard_note="")
                | Q(status="corrected"),
            ),
            models.CheckConstraint(
                name="a_sample_is_taken_before_it_is_entered", condition=Q(taken_at__lte=F("entered_at"))
            ),
            models.CheckConstraint(
                name="a_late_sample_has_a_reason",
                condition=(Q(late=True) & ~Q(late_reason="")) | Q(late=False, late_reason=""),
            ),
            models.CheckConstraint(
                name="a_correction_has_a_reason",
                condition=(Q(corrects__isnull=False) & ~Q(correction_reason=""))
                | Q(corrects=None, correction_reason=""),
            ),
            models.CheckConstraint(
                name="a_sample_out_of_the_limits_has_a_remedy",
                condition=Q(celsius=None)
                | Q(celsius__gte=F("celsius_min"), celsius__lte=F("celsius_max"))
                | ~Q(remedy=""),
            ),
        ]
        triggers = [
            frozen(
                "school", "canteen", "meal_on", "meal", "dish", "weight_grams", "limit_grams", "taken_at", "taken_by",
                "fridge", "container", "celsius", "celsius_min", "celsius_max", "remedy", "keep_hours", "discard_after",
                "discard_by", "entered_at", "entered_by", "late", "late_reason", "corrects", "correction_reason",
            ),
            pgtrigger.Protect(
                name="discarded_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__discarded_at__isnull=False)
                & (
                    pgtrigger.Q(new__discarded_at__df=pgtrigger.F("old__discarded_at"))
                    | pgtrigger.Q(new__discarded_by__df=pgtrigger.F("old__discarded_by"))
                    | pgtrigger.Q(new__discard_note__df=pgtrigger.F("old__discard_note"))
                    | pgtrigger.Q(new__status="kept")
                ),
            ),
            pgtrigger.Protect(name="entered_for_good", operation=pgtrigger.Delete),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.dish} · {self.get_meal_display()}"

    def get_absolute_url(self):
        return reverse("canteen:foodsample_detail", args=[self.pk])

    def search_words(self):
        return [self.dish, self.canteen.name, self.fridge, self.container, self.taken_by.name]

    @property
    def is_due(self):
        """Say whether the box may be thrown away now."""
        return self.status == self.Status.KEPT and clock.now() >= self.discard_after

    @property
    def is_overdue(self):
        """Say whether the box should have been thrown away before today."""
        return self.status == self.Status.KEPT and self.discard_by < clock.today()

    @property
    def was_discarded_late(self):
        return self.status == self.Status.DISCARDED and clock.day_of(self.discarded_at) > self.discard_by

    @property
    def tone(self):
        if self.status == self.Status.CORRECTED:
            return "neutral"
        if self.is_overdue:
            return "danger"
        if self.is_due or self.was_discarded_late:
            return "warning"
        return "info" if self.status == self.Status.KEPT else "success"

    @property
    def state_text(self):
        """The state with what the clock makes of it."""
        if self.is_overdue:
            return _("overdue")
        if self.is_due:
            return _("to be discarded")
        if self.was_discarded_late:
            return _("discarded late")
        return self.get_status_display()

    @property
    def clock_text(self):
        """How long the box still stands, or that its time is over."""
        if self.is_overdue:
            return _("overdue")
        if self.is_due:
            return _("may be discarded")
        minutes = -(-(self.discard_after - clock.now()).total_seconds() // 60)
        return _("in %(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}

    @property
    def marks(self):
        """What stands beside the entry in every list and on paper: 补录, 更正."""
        marks = []
        if self.late:
            marks.append(str(_("late entry")))
        if self.corrects_id:
            marks.append(str(_("correction")))
        return " ".join(marks)

    @property
    def weight(self):
        return _("%(grams)d g") % {"grams": self.weight_grams}
