"""What a school says about its days: special days, when its canteens serve, who boards when."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, gettext_noop, pgettext
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.history.models import frozen, tracked
from logistics.school.models.place import Place
from logistics.school.models.school import Campus, School
from logistics.school.models.term import days_from_to


class DayKind(models.TextChoices):
    """What kind of day a duty is due on (DESIGN 9)."""

    SCHOOL = "school", _("day of lessons")
    SERVICE = "service", _("day the canteen serves")
    BOARDING = "boarding", _("day with boarders")
    HOLIDAY_DUTY = "holiday_duty", _("day of holiday duty")
    EVERY = "every", _("every day")
    BAD_WEATHER = "bad_weather", _("day of bad weather")


class Meal(models.TextChoices):
    """The meals of a day; the values sort by their time."""

    BREAKFAST = "1breakfast", _("breakfast")
    LUNCH = "2lunch", _("lunch")
    SNACK = "3snack", _("snack")
    SUPPER = "4supper", _("supper")


def of_one_school(name, table, column, further=""):
    """Return the trigger that refuses a row naming another school's ``column``, a row of ``table``."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NEW.{column} IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM {table} named WHERE named.id = NEW.{column} AND named.school_id = NEW.school_id{further}
            ) THEN
                RAISE EXCEPTION '% {table} % is not of school %', TG_TABLE_NAME, NEW.{column}, NEW.school_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,
    )


def kept():
    """Return the trigger that refuses deleting: what was in force stays readable."""
    return pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)


class HolidayNoticeQuerySet(RecordQuerySet):
    def of_year(self, school, year):
        return self.of_school(school).filter(year=year)


@tracked()
class HolidayNotice(models.Model):
    """The notice of the State Council on the holidays of a year, as the school entered it.

    Its ranges and make-up days are special days; with it, nothing of the year is taken from the shipped calendar.
    """

    VERBS = {"entered": _("entered the holidays"), "changed": _("changed the holidays")}

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="holiday_notices")
    year = models.PositiveSmallIntegerField(_("year"))
    entered_at = models.DateTimeField(_("entered at"), editable=False)

    objects = HolidayNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = _("holiday notice")
        verbose_name_plural = _("holiday notices")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year"],
                name="one_holiday_notice_of_a_year",
                violation_error_message=_("The holidays of this year are entered already."),
            )
        ]
        triggers = [kept()]

    def __str__(self):
        return gettext("Holidays of %(year)d") % {"year": self.year}


class SpecialDayQuerySet(RecordQuerySet):
    def in_force(self):
        return self.filter(withdrawn_at=None)

    def touching(self, start, end):
        """Rows about any day from ``start`` to ``end``."""
        return self.filter(starts_on__lte=end, ends_on__gte=start)


@tracked(exclude=["matter"])
class SpecialDay(models.Model):
    """Days that are not what the plain calendar says, for the school, one campus, or a canteen and meal.

    A row says one thing for good: it is withdrawn, never changed and never deleted. ``matter`` is what it decides
    about; two rows never decide differently about the same matter at the same place on the same day.
    """

    class Kind(models.TextChoices):
        CLOSED = "closed", _("no lessons, closed")
        MAKE_UP = "make_up", _("make-up day of lessons")
        BAD_WEATHER = "bad_weather", _("bad weather")
        NO_SERVICE = "no_service", _("no meals")
        EXTRA_SERVICE = "extra_service", _("meals served")
        BOARDERS_STAY = "boarders_stay", _("boarders stay")
        BOARDERS_LEAVE = "boarders_leave", _("boarders at home")
        HOLIDAY_DUTY = "holiday_duty", _("holiday duty")

    MATTERS = {
        Kind.CLOSED: "lessons",
        Kind.MAKE_UP: "lessons",
        Kind.BAD_WEATHER: "weather",
        Kind.NO_SERVICE: "service",
        Kind.EXTRA_SERVICE: "service",
        Kind.BOARDERS_STAY: "boarding",
        Kind.BOARDERS_LEAVE: "boarding",
        Kind.HOLIDAY_DUTY: "duty",
    }
    OF_CANTEENS = (Kind.NO_SERVICE, Kind.EXTRA_SERVICE)
    TONES = {
        Kind.CLOSED: "neutral",
        Kind.MAKE_UP: "info",
        Kind.BAD_WEATHER: "danger",
        Kind.NO_SERVICE: "neutral",
        Kind.EXTRA_SERVICE: "success",
        Kind.BOARDERS_STAY: "info",
        Kind.BOARDERS_LEAVE: "neutral",
        Kind.HOLIDAY_DUTY: "warning",
    }
    VERBS = {"created": _("entered the special day"), "withdrawn": _("withdrew the special day")}

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="special_days")
    campus = models.ForeignKey(
        Campus, verbose_name=_("campus"), null=True, blank=True, on_delete=models.PROTECT, related_name="special_days"
    )
    place = models.ForeignKey(
        Place, verbose_name=_("canteen"), null=True, blank=True, on_delete=models.PROTECT, related_name="special_days"
    )
    meal = models.CharField(_("meal"), max_length=12, choices=Meal, blank=True)
    kind = models.CharField(_("kind of day"), max_length=20, choices=Kind)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    follows_weekday = models.PositiveSmallIntegerField(
        _("timetable of"), null=True, blank=True, choices=list(WEEKDAYS.items())
    )
    reason = models.CharField(_("reason"), max_length=60)
    notice = models.ForeignKey(
        HolidayNotice,
        verbose_name=_("holiday notice"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="days",
    )
    created_at = models.DateTimeField(_("entered at"), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("why withdrawn"), max_length=60, blank=True)
    matter = models.GeneratedField(
        expression=Case(
            *[When(kind=kind.value, then=Value(matter)) for kind, matter in MATTERS.items()], default=Value("")
        ),
        output_field=models.CharField(max_length=12),
        db_persist=True,
    )

    objects = SpecialDayQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        default_permissions = ()
        permissions = [("manage_calendar", gettext_noop("Keep the school calendar"))]
        indexes = [models.Index(fields=["school", "ends_on"], name="special_days_of_a_school")]
        constraints = [
            models.CheckConstraint(
                name="a_special_day_begins_before_it_ends",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("Choose a last day that is not before the first."),
            ),
            models.CheckConstraint(
                name="a_special_day_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                name="a_make_up_day_follows_a_weekday",
                condition=Q(kind="make_up", follows_weekday__isnull=False, follows_weekday__in=range(7))
                | (~Q(kind="make_up") & Q(follows_weekday=None)),
                violation_error_message=_("Choose the weekday whose timetable is followed."),
            ),
            models.CheckConstraint(
                name="a_canteen_and_meal_belong_to_service",
                condition=Q(kind__in=["no_service", "extra_service"]) | Q(place=None, meal=""),
                violation_error_message=_("Only days about meals name a canteen or a meal."),
            ),
            models.CheckConstraint(
                name="a_canteen_names_its_campus",
                condition=Q(place=None) | Q(campus__isnull=False),
            ),
            models.CheckConstraint(
                name="a_withdrawn_special_day_says_why",
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
            ExclusionConstraint(
                name="special_days_do_not_contradict",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    ("matter", RangeOperators.EQUAL),
                    (Coalesce("campus", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("place", Value(0)), RangeOperators.EQUAL),
                    ("meal", RangeOperators.EQUAL),
                    (days_from_to("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at=None),
                violation_error_message=_("One of these days has a special day about the same matter already."),
            ),
        ]
        triggers = [
            frozen(
                "school", "campus", "place", "meal", "kind", "starts_on", "ends_on", "follows_weekday", "reason",
                "notice", "created_at", name="says_one_thing_for_good",
            ),
            kept(),
            of_one_school("a_special_day_names_its_own_campus", "school_campus", "campus_id"),
            of_one_school(
                "a_special_day_names_its_own_canteen", "school_place", "place_id", " AND named.campus_id = NEW.campus_id"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()} · {self.reason}"

    def get_absolute_url(self):
        return reverse("school:specialday_detail", args=[self.pk])

    @property
    def tone(self):
        return "neutral" if self.withdrawn_at else self.TONES[self.kind]

    @property
    def days_text(self):
        """Write the days as an office does: one day once, a range with both ends."""
        if self.starts_on == self.ends_on:
            return f"{self.starts_on:%Y-%m-%d}"
        return gettext("%(first)s to %(last)s") % {
            "first": f"{self.starts_on:%Y-%m-%d}",
            "last": f"{self.ends_on:%Y-%m-%d}",
        }

    @property
    def where_text(self):
        """Name what the row is about: the school, a campus, a canteen and its meal."""
        where = self.place.full_label() if self.place else self.campus.name if self.campus else gettext("whole school")
        return " · ".join(filter(None, (where, self.get_meal_display())))

    @property
    def state_text(self):
        return pgettext("special day", "withdrawn") if self.withdrawn_at else gettext("in force")

    @property
    def state_tone(self):
        return "neutral" if self.withdrawn_at else "success"


class RuleQuerySet(RecordQuerySet):
    def on(self, day):
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


@tracked()
class ServiceRule(models.Model):
    """A canteen serves a meal on these weekdays of a kind of day, from day to day."""

    ON = [
        (DayKind.SCHOOL.value, DayKind.SCHOOL.label),
        (DayKind.BOARDING.value, DayKind.BOARDING.label),
        (DayKind.EVERY.value, DayKind.EVERY.label),
    ]
    VERBS = {"ended": _("ended the rule")}

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="service_rules")
    place = models.ForeignKey(Place, verbose_name=_("canteen"), on_delete=models.PROTECT, related_name="service_rules")
    meal = models.CharField(_("meal"), max_length=12, choices=Meal)
    kind = models.CharField(_("kind of day"), max_length=20, choices=ON, default=DayKind.SCHOOL)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("weekdays"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["place", "meal", "starts_on", "pk"]
        verbose_name = _("meal time")
        verbose_name_plural = _("meal times")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_service_rule_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Choose a last day that is not before the first."),
            ),
            models.CheckConstraint(
                name="a_service_rule_has_weekdays",
                condition=Q(weekdays__contained_by=list(range(7))) & Q(weekdays__len__gt=0),
                violation_error_message=_("Choose at least one weekday."),
            ),
            ExclusionConstraint(
                name="one_service_rule_of_a_meal_at_a_time",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    ("meal", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (days_from_to("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This canteen has a rule for this meal on these days already."),
            ),
        ]
        triggers = [kept(), of_one_school("a_service_rule_names_its_own_canteen", "school_place", "place_id")]

    def __str__(self):
        return f"{self.canteen_name} · {self.get_meal_display()}"

    @property
    def canteen_name(self):
        """Name the canteen: its building where it stands in one, and the campus."""
        return f"{self.place.campus.name} {self.place.parent.name if self.place.parent else self.place.name}"

    @property
    def weekdays_text(self):
        """Write the weekdays short: a run of three and more by its ends."""
        days = sorted(self.weekdays)
        if len(days) == len(WEEKDAYS):
            return gettext("every day")
        if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
            return gettext("%(first)s to %(last)s") % {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]]}
        return "、".join(str(WEEKDAYS[day]) for day in days)


@tracked()
class BoardingRule(models.Model):
    """Pupils of a campus board, from day to day; ``weekends``: they stay over the weekends too."""

    VERBS = {"ended": _("ended the rule")}

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="boarding_rules")
    campus = models.ForeignKey(
        Campus, verbose_name=_("campus"), on_delete=models.PROTECT, related_name="boarding_rules"
    )
    weekends = models.BooleanField(_("boarders stay over weekends"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["campus", "starts_on", "pk"]
        verbose_name = _("boarding rule")
        verbose_name_plural = _("boarding rules")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_boarding_rule_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Choose a last day that is not before the first."),
            ),
            ExclusionConstraint(
                name="one_boarding_rule_of_a_campus_at_a_time",
                expressions=[
                    ("campus", RangeOperators.EQUAL),
                    (days_from_to("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This campus has a boarding rule on these days already."),
            ),
        ]
        triggers = [kept(), of_one_school("a_boarding_rule_names_its_own_campus", "school_campus", "campus_id")]

    def __str__(self):
        return str(self.campus)
