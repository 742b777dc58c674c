"""Where things are: buildings and rooms, and the stickers on their doors."""

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.history.models import tracked
from logistics.school.models.school import Campus, School


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
