"""The school itself: campuses and units, places, departments, classes, terms."""

import secrets

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet
from logistics.history.models import tracked


@tracked(exclude=["id"])
class School(models.Model):
    """A school that keeps its records here. ``code`` names it in commands and addresses."""

    class Stage(models.TextChoices):
        KINDERGARTEN = "kindergarten", _("kindergarten")
        PRIMARY = "primary", _("primary school")
        JUNIOR = "junior", _("junior secondary school")
        SENIOR = "senior", _("senior secondary school")
        NINE_YEAR = "nine_year", _("nine-year school")
        VOCATIONAL = "vocational", _("vocational school")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.PRIMARY)
    boards = models.BooleanField(_("has boarders"), default=False)
    phone = models.CharField(_("phone of the logistics office"), max_length=20, blank=True)
    duty_phone = models.CharField(_("phone for emergencies"), max_length=20, blank=True)
    is_sample = models.BooleanField(_("is the sample school"), default=False, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        permissions = [("manage_school", gettext_noop("Set up the school, its people and roles"))]
        default_permissions = ()

    def __str__(self):
        return self.name


@tracked()
class Campus(models.Model):
    """A campus (校区) or a unit that keeps its own records: an attached kindergarten, a tenant."""

    class Kind(models.TextChoices):
        CAMPUS = "campus", _("campus")
        KINDERGARTEN = "kindergarten", _("attached kindergarten")
        TENANT = "tenant", _("tenant unit")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="campuses")
    name = models.CharField(_("name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CAMPUS)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["school", "pk"]
        verbose_name = _("campus")
        verbose_name_plural = _("campuses")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="one_campus_of_a_name_in_a_school",
                violation_error_message=_("This school has a campus of this name already."),
            )
        ]

    def __str__(self):
        return self.name


class PlaceQuerySet(RecordQuerySet):
    reach = {"campus": "campus"}

    def search(self, text):
        """Places whose full name or campus holds ``text``."""
        text = " ".join(text.split())
        return self.filter(Q(label__icontains=text) | Q(campus__name__icontains=text))

    def buildings(self):
        return self.filter(active=True, kind=Place.Kind.BUILDING)

    def rooms(self):
        return self.filter(active=True).exclude(kind=Place.Kind.BUILDING)


@tracked()
class Place(models.Model):
    """A building, or a room or spot inside one or in the open. ``label`` reads "building room"."""

    VERBS = {"taken_out_of_use": _("took out of use"), "taken_into_use": _("took into use again")}

    class Kind(models.TextChoices):
        BUILDING = "building", _("building")
        CLASSROOM = "classroom", _("classroom")
        FUNCTION_ROOM = "function_room", _("function room")
        OFFICE = "office", _("office")
        DORM_ROOM = "dorm_room", _("dorm room")
        CANTEEN = "canteen", _("canteen")
        TOILET = "toilet", _("toilet")
        CORRIDOR = "corridor", _("corridor")
        OUTDOOR = "outdoor", _("outdoor place")
        OTHER = "other", _("other")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="places")
    campus = models.ForeignKey(Campus, verbose_name=_("campus"), on_delete=models.PROTECT, related_name="places")
    parent = models.ForeignKey(
        "self", verbose_name=_("building"), null=True, blank=True, on_delete=models.PROTECT, related_name="rooms"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CLASSROOM)
    name = models.CharField(_("name"), max_length=40)
    label = models.CharField(_("full name"), max_length=90, editable=False)
    active = models.BooleanField(_("in use"), default=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["campus", "label"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["campus", "parent", "name"],
                name="one_place_of_a_name_in_a_building",
                nulls_distinct=False,
                violation_error_message=_("There is a place of this name here already."),
            ),
            models.CheckConstraint(
                name="a_building_stands_in_no_building",
                condition=~Q(kind="building") | Q(parent=None),
                violation_error_message=_("A building cannot stand inside another building."),
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("school:place_detail", args=[self.pk])

    @property
    def tone(self):
        return "success" if self.active else "neutral"

    @property
    def use_text(self):
        """Say in two words whether the place is in use."""
        return _("in use") if self.active else _("out of use")

    def full_label(self):
        """Return the label with its campus in front, as lists and papers show it."""
        return f"{self.campus.name} {self.label}"


def new_token():
    """Return an unguessable token for an address that a sticker carries."""
    return secrets.token_urlsafe(12)


class Sticker(models.Model):
    """The QR code on a door: whoever scans it reports from this place. Revoked when it was copied or misused."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="stickers")
    token = models.CharField(max_length=24, unique=True, default=new_token)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(revoked_at=None), name="one_valid_sticker_of_a_place")
        ]

    def __str__(self):
        return str(self.place)


@tracked()
class Department(models.Model):
    """An office (处室) or a grade group (年级组); its head signs for it."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("office")
        GRADE_GROUP = "grade_group", _("grade group")
        SUBJECT_GROUP = "subject_group", _("subject group")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(_("name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OFFICE)
    head = models.ForeignKey(
        "people.User",
        verbose_name=_("head"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="departments_headed",
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["school", "pk"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="one_department_of_a_name_in_a_school",
                violation_error_message=_("This school has a department of this name already."),
            )
        ]

    def __str__(self):
        return self.name


class SchoolClassQuerySet(RecordQuerySet):
    reach = {"campus": "campus"}


@tracked()
class SchoolClass(models.Model):
    """A class of pupils, with its room and its class teacher."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes")
    campus = models.ForeignKey(Campus, verbose_name=_("campus"), on_delete=models.PROTECT, related_name="classes")
    grade = models.PositiveSmallIntegerField(_("grade"))
    name = models.CharField(_("name"), max_length=40)
    room = models.ForeignKey(
        Place, verbose_name=_("room"), null=True, blank=True, on_delete=models.PROTECT, related_name="classes"
    )
    class_teacher = models.ForeignKey(
        "people.User",
        verbose_name=_("class teacher"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="classes_led",
    )

    objects = SchoolClassQuerySet.as_manager()

    class Meta:
        ordering = ["campus", "grade", "pk"]
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school", "campus", "name"],
                name="one_class_of_a_name_on_a_campus",
                violation_error_message=_("This campus has a class of this name already."),
            )
        ]

    def __str__(self):
        return self.name


class TermQuerySet(RecordQuerySet):
    def covering(self, day):
        """The term whose records a day belongs to, holidays included (DESIGN 9)."""
        return self.filter(covers_from__lte=day, covers_to__gte=day)


@tracked()
class Term(models.Model):
    """A term: lessons from ``starts_on`` to ``ends_on``; its records from ``covers_from`` to ``covers_to``.

    The covered days of a school's terms never overlap; by default the holiday before a term counts to it (开学准备).
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="terms")
    school_year = models.PositiveSmallIntegerField(_("school year begins in"))
    number = models.PositiveSmallIntegerField(_("term"), choices=[(1, _("first term")), (2, _("second term"))])
    starts_on = models.DateField(_("lessons begin on"))
    ends_on = models.DateField(_("lessons end on"))
    covers_from = models.DateField(_("records count from"))
    covers_to = models.DateField(_("records count to"))

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["-covers_from"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "number"],
                name="one_term_of_a_number_in_a_school_year",
                violation_error_message=_("This term is there already."),
            ),
            models.CheckConstraint(
                name="a_term_covers_its_lessons",
                condition=Q(covers_from__lte=F("starts_on"), starts_on__lt=F("ends_on"), ends_on__lte=F("covers_to")),
                violation_error_message=_("The covered days must hold the days of lessons, first day first."),
            ),
            ExclusionConstraint(
                name="terms_of_a_school_do_not_overlap",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    (
                        Func(
                            "covers_from",
                            "covers_to",
                            RangeBoundary(inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("These days belong to another term already."),
            ),
        ]

    def __str__(self):
        return _("%(from)d–%(to)d school year, %(term)s") % {
            "from": self.school_year,
            "to": self.school_year + 1,
            "term": self.get_number_display(),
        }

    @property
    def key(self):
        """Return the name of the term in addresses and commands: 2025-2026-2."""
        return f"{self.school_year}-{self.school_year + 1}-{self.number}"
