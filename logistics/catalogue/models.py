"""Kinds of things, each with its measure word (DESIGN 8, DOMAIN §8.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.history.models import tracked


class KindQuerySet(RecordQuerySet):
    def parts(self):
        return self.filter(family=Kind.Family.PART, active=True)

    def objects_repaired(self):
        return self.filter(family=Kind.Family.OBJECT, active=True)

    def search(self, text):
        """Kinds whose name holds ``text``."""
        return self.filter(name__icontains="".join(text.split()))


@tracked()
class Kind(models.Model):
    """A kind of part, object or work in a school's own words: lamp tube 根, door 扇 or 张, window 页, unblocking 次."""

    class Family(models.TextChoices):
        PART = "part", _("part or material")
        OBJECT = "object", _("object or work")

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="kinds")
    family = models.CharField(_("family"), max_length=10, choices=Family)
    name = models.CharField(_("name"), max_length=40)
    measure_word = models.CharField(_("measure word"), max_length=6)
    active = models.BooleanField(_("in use"), default=True)

    objects = KindQuerySet.as_manager()

    class Meta:
        ordering = ["school", "family", "pk"]
        verbose_name = _("kind")
        verbose_name_plural = _("kinds")
        default_permissions = ("change",)
        constraints = [
            models.UniqueConstraint(
                fields=["school", "family", "name"],
                name="one_kind_of_a_name_in_a_family",
                violation_error_message=_("This kind is in the list already."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def tone(self):
        return "success" if self.active else "neutral"

    @property
    def use_text(self):
        """Say in two words whether the kind may be chosen."""
        return _("in use") if self.active else _("out of use")
