"""Classes of pupils."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.history.models import tracked
from logistics.school.models.place import Place
from logistics.school.models.school import Campus, School


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

    @property
    def full_name(self):
        """Its name with the campus before it: on the papers of a school each campus has a class 1 of grade 1."""
        return f"{self.campus.name} {self.name}"
