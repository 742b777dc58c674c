"""The school, its campuses and units, its departments."""

from django.db import models
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
