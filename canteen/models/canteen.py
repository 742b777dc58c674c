"""A kitchen with its own ledgers."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet
from logistics.history.models import tracked


class CanteenQuerySet(RecordQuerySet):
    reach = {"campus": "campus"}

    def visible_to(self, user):
        return self.within(user, "canteen.view_foodsample")

    def in_use(self):
        return self.filter(active=True)


@tracked()
class Canteen(models.Model):
    """A canteen of a campus; every ledger of food safety belongs to one.

    ``place``: where it stands among the places of the school, so that what is due there is done by its records.
    """

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="canteens")
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), on_delete=models.PROTECT, related_name="canteens"
    )
    name = models.CharField(_("name"), max_length=40)
    place = models.ForeignKey(
        "school.Place", verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="canteens",
    )  # fmt: skip
    active = models.BooleanField(_("in use"), default=True)

    objects = CanteenQuerySet.as_manager()

    class Meta:
        ordering = ["campus", "pk"]
        verbose_name = _("canteen")
        verbose_name_plural = _("canteens")
        default_permissions = ()
        permissions = [
            ("keep_canteen", gettext_noop("Set up the canteens")),
            ("use_tablet", gettext_noop("Keep a shared tablet of the canteen open")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="one_canteen_of_a_name_in_a_school",
                violation_error_message=_("This school has a canteen of this name already."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("canteen:canteen_change", args=[self.pk])

    @property
    def tone(self):
        return "success" if self.active else "neutral"

    @property
    def use_text(self):
        """Say in two words whether the canteen is in use."""
        return _("in use") if self.active else _("out of use")
