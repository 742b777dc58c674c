"""Who learns in a class, from the day they joined to the day they left."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.school.models.school import School
from logistics.school.models.school_class import SchoolClass


class PupilQuerySet(RecordQuerySet):
    reach = {"campus": "school_class__campus"}

    def visible_to(self, user):
        """Class teachers see the pupils of their own classes; with the permission one sees all in reach."""
        own = Q(school_class__class_teacher=user.pk)
        return self.filter(self.q_within(user, "school.view_pupil", own=own))

    def here_on(self, day):
        """Pupils who had joined by ``day`` and had not left before it."""
        return self.filter(joined_on__lte=day).filter(Q(left_on=None) | Q(left_on__gte=day))


@tracked(by_thousands=True, exclude=["search_text", "grams"])
class Pupil(Searchable):
    """A pupil of a class. ``left_on`` is the last day here; ``relief`` is why the pupil pays less, where fees allow it."""

    VERBS = {
        "entered": _("entered the pupil"),
        "changed": _("changed it"),
        "moved": _("moved to another class"),
        "left": _("left the school"),
    }

    class Relief(models.TextChoices):
        NONE = "", _("no relief")
        POOR = "poor", _("family in hardship")
        ALLOWANCE = "allowance", _("subsistence allowance")
        DISABLED = "disabled", _("disability")
        ORPHAN = "orphan", _("orphan or without support")
        MARTYR = "martyr", _("child of a martyr or soldier")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pupils")
    school_class = models.ForeignKey(
        SchoolClass, verbose_name=_("class"), on_delete=models.PROTECT, related_name="pupils"
    )
    name = models.CharField(_("name"), max_length=40)
    number = models.CharField(_("student number"), max_length=30)
    joined_on = models.DateField(_("joined on"))
    left_on = models.DateField(_("last day here"), null=True, blank=True)
    left_for = models.CharField(_("left for"), max_length=100, blank=True)
    relief = models.CharField(_("relief"), max_length=10, choices=Relief, blank=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = PupilQuerySet.as_manager()

    class Meta:
        ordering = ["school_class", "number", "pk"]
        verbose_name = _("pupil")
        verbose_name_plural = _("pupils")
        default_permissions = ("view",)
        permissions = [
            ("see_own_pupils", gettext_noop("See the pupils of one's own classes")),
            ("keep_pupil", gettext_noop("Enter pupils and their classes")),
        ]
        indexes = [
            *search_indexes("pupils"),
            models.Index(fields=["school", "number", "id"], name="pupils_of_a_school"),
            models.Index(fields=["school_class", "number"], name="pupils_of_a_class"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"],
                name="one_pupil_of_a_number_in_a_school",
                violation_error_message=_("There is a pupil with this student number already."),
            ),
            models.CheckConstraint(name="a_pupil_has_a_name_and_number", condition=~Q(name="") & ~Q(number="")),
            models.CheckConstraint(
                name="a_pupil_leaves_after_joining", condition=Q(left_on=None) | Q(left_on__gte=F("joined_on"))
            ),
        ]
        triggers = [frozen("school", name="school_of_a_pupil_stays")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("school:pupil_detail", args=[self.pk])

    def search_words(self):
        return [self.name, self.number]

    @property
    def standing(self):
        """Return (words, tone): still here or gone."""
        return (_("left"), "neutral") if self.left_on else (_("at school"), "success")

    @property
    def tone(self):
        return self.standing[1]

    def was_here_on(self, day):
        return self.joined_on <= day and (self.left_on is None or day <= self.left_on)
