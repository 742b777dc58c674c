"""A duty: what is to be done how often, by whom, where and by when."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics import clock
from logistics.db import RecordQuerySet
from logistics.history.models import tracked
from logistics.school.models import DayKind, Meal

NOTE = "duties.note"  # the subject of duties whose record is a note of their own
MOST_TIMES = 7
LONGEST_EARLY = 120
LONGEST_GRACE = 60 * 24 * 31


class DutyQuerySet(RecordQuerySet):
    reach = {"campus": "campus"}

    def visible_to(self, user):
        """Everyone who works there may read what is to be done."""
        return self.within(user)

    def on(self, day):
        """Duties in force on ``day``."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def stale(self):
        """Duties whose expected entries are to be computed anew."""
        return self.filter(stale_from__isnull=False)

    def about(self, subject, detail):
        """Duties that a record of this subject and detail may fulfil."""
        if subject == NOTE:
            return self.filter(subject=NOTE, pk=int(detail))
        return self.filter(Q(detail="") | Q(detail=detail), subject=subject)

    def for_lists(self):
        return self.select_related("campus", "person", "role", "roster")


def _only(**facts):
    """The condition that of the parameters of a rhythm only those named are set, as they are named.

    To the database an unknown condition is as good as a true one, so that what must be there says so.
    """
    empty = {"weekdays": [], "times": None, "weeks": [], "month": None, "month_day": None, "days_before": None}
    return Q(
        **{name: value for name, value in empty.items() if not any(fact.split("__")[0] == name for fact in facts)},
        **facts,
    )


RHYTHM_PARAMETERS = (
    (Q(rhythm="daily") & _only())
    | (Q(rhythm="weekdays") & _only(weekdays__contained_by=list(range(7)), weekdays__len__gt=0))
    | (Q(rhythm="weekly") & _only(times__isnull=False, times__range=(1, MOST_TIMES)))
    | (Q(rhythm="fortnightly") & _only(weeks__contained_by=[1, 2], weeks__len=1))
    | (Q(rhythm="monthly") & _only(times__isnull=False, times__range=(1, MOST_TIMES), month_day=None))
    | (Q(rhythm="monthly") & _only(times__isnull=False, times=1, month_day__isnull=False, month_day__range=(1, 31)))
    | (Q(rhythm="term_weeks") & _only(weeks__contained_by=list(range(1, 31)), weeks__len__gt=0))
    | (
        Q(rhythm__in=["before_term", "before_end"])
        & _only(days_before__isnull=False, days_before__range=(0, LONGEST_EARLY))
    )
    | (Q(rhythm="termly") & _only())
    | (
        Q(rhythm="yearly")
        & _only(month__isnull=False, month__range=(1, 12), month_day__isnull=False, month_day__range=(1, 31))
    )
)


@tracked(exclude=["made_on", "stale_from"])
class Duty(models.Model):
    """What a school owes in a rhythm. Its entries (``Expected``) are computed from it and the calendar, never by hand.

    ``subject`` and ``detail`` name the record that fulfils it (hooks.DutySubject); an empty detail takes any.
    weekdays: Monday 0. weeks: weeks of the term; of "fortnightly", the first one, 1 or 2. times: how often in a week
    or month. days_before: calendar days before lessons begin or end. due_times: on the day, each makes an entry; of
    rhythms that leave a longer time only one, on its last day. early_days: how long before its day it may be done.
    grace_minutes: after the due time, until it counts as missing. remind_days: days before the due day on which the
    person is told. random: at a time, and of several places at one, drawn when the week or month begins.
    ``made_on``: the last day on which its entries were made some way ahead; ``stale_from``: entries that touch this day
    or a later one are to be computed anew.
    """

    class Area(models.TextChoices):
        CANTEEN = "canteen", _("food safety")
        FIRE = "fire", _("fire protection")
        SAFETY = "safety", _("campus safety")
        HEALTH = "health", _("health")
        EQUIPMENT = "equipment", _("equipment")
        DORMITORY = "dormitory", _("dormitories")
        HYGIENE = "hygiene", _("hygiene")
        GROUNDS = "grounds", _("grounds and greenery")
        PROPERTY = "property", _("property")
        FINANCE = "finance", _("money")
        BUS = "bus", _("school bus")
        OTHER = "other", _("other matters")

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("every such day")
        WEEKDAYS = "weekdays", _("on certain weekdays")
        WEEKLY = "weekly", _("a number of times a week")
        FORTNIGHTLY = "fortnightly", _("every other week")
        MONTHLY = "monthly", _("monthly")
        TERM_WEEKS = "term_weeks", _("in certain weeks of the term")
        BEFORE_TERM = "before_term", _("before lessons begin")
        BEFORE_END = "before_end", _("before lessons end")
        TERMLY = "termly", _("once a term")
        YEARLY = "yearly", _("once a year")

    ON_ONE_DAY = [Rhythm.DAILY, Rhythm.WEEKDAYS]
    DATED = [Rhythm.TERM_WEEKS, Rhythm.BEFORE_TERM, Rhythm.BEFORE_END, Rhythm.TERMLY, Rhythm.YEARLY]
    DRAWN = [Rhythm.WEEKLY, Rhythm.MONTHLY]

    VERBS = {
        "ended": _("ended the duty"),
        "resumed": _("took the duty up again"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="duties")
    key = models.CharField(_("key"), max_length=40, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    area = models.CharField(_("area"), max_length=12, choices=Area, default=Area.OTHER)
    subject = models.CharField(_("record that fulfils it"), max_length=40, default=NOTE)
    detail = models.CharField(_("which of them"), max_length=60, blank=True)
    rhythm = models.CharField(_("how often"), max_length=12, choices=Rhythm, default=Rhythm.DAILY)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("weekdays"), default=list, blank=True)
    times = models.PositiveSmallIntegerField(_("times"), null=True, blank=True)
    weeks = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("weeks"), default=list, blank=True)
    days_before = models.PositiveSmallIntegerField(_("days before"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    month_day = models.PositiveSmallIntegerField(_("day of the month"), null=True, blank=True)
    day_kind = models.CharField(_("kind of day"), max_length=20, choices=DayKind, default=DayKind.SCHOOL)
    meal = models.CharField(_("meal"), max_length=12, choices=Meal, blank=True)
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="duties",
    )  # fmt: skip
    places = models.ManyToManyField(
        "school.Place", verbose_name=_("places"), through="DutyPlace", related_name="duties", blank=True
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="duties",
    )  # fmt: skip
    role = models.ForeignKey(
        "people.Role", verbose_name=_("role"), null=True, blank=True, on_delete=models.PROTECT, related_name="duties"
    )
    roster = models.ForeignKey(
        "duties.Roster", verbose_name=_("roster"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="duties",
    )  # fmt: skip
    roster_slot = models.CharField(_("shift"), max_length=20, blank=True)
    due_times = ArrayField(models.TimeField(), verbose_name=_("due at"))
    early_days = models.PositiveSmallIntegerField(_("days it may be done early"), default=0)
    grace_minutes = models.PositiveIntegerField(_("minutes of grace"), default=0)
    remind_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("reminders, days before"), default=list, blank=True
    )
    escalate_after = models.PositiveSmallIntegerField(_("told on after working days"), null=True, blank=True)
    escalate_role = models.ForeignKey(
        "people.Role", verbose_name=_("told on to the role"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="duties_told_on",
    )  # fmt: skip
    escalate_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("told on to"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="duties_told_on",
    )  # fmt: skip
    urgent = models.BooleanField(_("urgent when missing"), default=False)
    random = models.BooleanField(_("at a random time"), default=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    made_on = models.DateField(null=True, editable=False)
    stale_from = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["area", "key", "name", "pk"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        default_permissions = ()
        permissions = [
            ("manage_duty", gettext_noop("Set duties and lift what is not due")),
            ("keep_roster", gettext_noop("Keep the rosters")),
        ]
        indexes = [
            models.Index(fields=["school", "subject"], name="duties_of_a_subject"),
            models.Index(fields=["school"], condition=Q(stale_from__isnull=False), name="duties_stale"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "key"], condition=~Q(key=""), name="one_duty_of_a_key_in_a_school"
            ),
            models.UniqueConstraint(
                fields=["school", "name"],
                name="one_duty_of_a_name_in_a_school",
                violation_error_message=_("This school has a duty of this name already."),
            ),
            models.CheckConstraint(
                name="the_rhythm_of_a_duty_has_its_parameters",
                condition=RHYTHM_PARAMETERS,
                violation_error_message=_("Say what belongs to this rhythm, and nothing else."),
            ),
            models.CheckConstraint(
                name="a_duty_is_one_persons_roles_or_rosters",
                condition=Q(person=None, role=None) | Q(person=None, roster=None) | Q(role=None, roster=None),
                violation_error_message=_("Choose a person, a role or a roster, only one of them."),
            ),
            models.CheckConstraint(
                name="a_shift_belongs_to_a_roster", condition=Q(roster_slot="") | Q(roster__isnull=False)
            ),
            models.CheckConstraint(
                name="a_duty_is_due_at_some_time",
                condition=Q(due_times__len=1) | Q(due_times__len__gt=1, rhythm__in=["daily", "weekdays"]),
                violation_error_message=_("Several times a day go with days only; otherwise choose one time."),
            ),
            models.CheckConstraint(
                name="a_duty_is_told_on_to_somebody",
                condition=Q(escalate_after=None, escalate_role=None, escalate_person=None)
                | Q(
                    escalate_after__isnull=False,
                    escalate_after__gte=1,
                    escalate_role=None,
                    escalate_person__isnull=False,
                )
                | Q(
                    escalate_after__isnull=False,
                    escalate_after__gte=1,
                    escalate_role__isnull=False,
                    escalate_person=None,
                ),
                violation_error_message=_(
                    "Say to whom it is told on, one person or one role, and after how many days."
                ),
            ),
            models.CheckConstraint(
                name="only_some_times_a_week_or_month_are_random",
                condition=Q(random=False) | Q(rhythm__in=["weekly", "monthly"], month_day=None),
                violation_error_message=_("Random times go with a number of times a week or month."),
            ),
            models.CheckConstraint(
                name="days_before_term_are_calendar_days",
                condition=~Q(rhythm="before_term") | Q(day_kind="every"),
                violation_error_message=_("Before lessons begin, every day counts: choose every day."),
            ),
            models.CheckConstraint(
                name="only_days_of_service_name_a_meal",
                condition=Q(meal="") | Q(day_kind="service"),
                violation_error_message=_("Only days the canteen serves name a meal."),
            ),
            models.CheckConstraint(name="a_note_of_a_duty_has_no_detail", condition=~Q(subject=NOTE) | Q(detail="")),
            models.CheckConstraint(
                name="a_duty_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Choose a last day that is not before the first."),
            ),
            models.CheckConstraint(
                name="a_duty_leaves_a_sensible_time",
                condition=Q(early_days__lte=LONGEST_EARLY, grace_minutes__lte=LONGEST_GRACE),
                violation_error_message=_("This leaves too much time."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("duties:duty_detail", args=[self.pk])

    @property
    def is_over(self):
        return self.ends_on is not None and self.ends_on < clock.today()

    @property
    def tone(self):
        return "neutral" if self.is_over else "success"

    @property
    def use_text(self):
        return _("out of use") if self.is_over else _("in use")

    @property
    def record_detail(self):
        """The detail that a record must carry; of notes, the duty itself."""
        return str(self.pk) if self.subject == NOTE else self.detail

    @property
    def who(self):
        """The person, role or roster whose duty it is, or None."""
        return self.person or self.role or self.roster


class DutyPlace(models.Model):
    """A place of a duty: each makes an entry of its own; of a random duty, one of them is drawn."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="duty_places")
    place = models.ForeignKey("school.Place", on_delete=models.PROTECT, related_name="duty_places")

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["duty", "place"], name="a_place_stands_once_in_a_duty")]

    def __str__(self):
        return str(self.place)
