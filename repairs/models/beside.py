"""What stands beside a repair: waits, parts, and people with the same fault."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from logistics.history.models import tracked
from repairs.models.repair import LARGEST_QUANTITY, new_follow_code


class Wait(models.Model):
    """A time in which the repairer could not go on; it does not count against anyone."""

    class Reason(models.TextChoices):
        PARTS = "parts", _("waiting for parts")
        OUTSIDE = "outside", _("waiting for an outside repair")
        ACCESS = "access", _("waiting for the room to be free")

    repair = models.ForeignKey("repairs.Repair", on_delete=models.CASCADE, related_name="waits")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    text = models.CharField(_("what is missing"), max_length=200)
    began_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-began_at", "-pk"]
        verbose_name = _("wait")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["repair"], condition=Q(ended_at=None), name="one_wait_of_a_repair_at_a_time"
            ),
            models.CheckConstraint(
                name="a_wait_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at"))
            ),
            models.CheckConstraint(name="a_wait_says_what_for", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.get_reason_display()}: {self.text}"


@tracked(by_thousands=True)
class PartUsed(models.Model):
    """A part or material built in, counted in the measure word of its kind."""

    repair = models.ForeignKey("repairs.Repair", on_delete=models.CASCADE, related_name="parts")
    kind = models.ForeignKey(
        "catalogue.Kind", verbose_name=_("part"), on_delete=models.PROTECT, related_name="parts_used", db_index=False
    )
    quantity = models.DecimalField(
        _("quantity"), max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    unit_price = models.DecimalField(_("unit price in yuan"), max_digits=10, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("part used")
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "repair"], name="parts_used_of_a_kind")]
        constraints = [
            models.CheckConstraint(
                name="part_quantity_is_sensible",
                condition=Q(quantity__gt=0, quantity__lte=LARGEST_QUANTITY),
                violation_error_message=_("Enter a quantity between 0 and 9999."),
            ),
            models.CheckConstraint(
                name="part_price_is_not_negative",
                condition=Q(unit_price=None) | Q(unit_price__gte=0),
                violation_error_message=_("Enter a price of zero or more."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.quantity.normalize():f} {self.kind.measure_word}"


class Joined(models.Model):
    """Someone with the same fault (我也遇到), told what becomes of it."""

    repair = models.ForeignKey("repairs.Repair", on_delete=models.CASCADE, related_name="joined")
    person = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="repairs_joined"
    )
    name = models.CharField(_("name"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    joined_at = models.DateTimeField(_("joined at"))
    follow_code = models.CharField(max_length=16, unique=True, default=new_follow_code)

    class Meta:
        ordering = ["joined_at", "pk"]
        verbose_name = _("person with the same fault")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="whoever_joins_has_a_name", condition=Q(person__isnull=False) | ~Q(name="")),
            models.UniqueConstraint(
                fields=["repair", "person"], condition=Q(person__isnull=False), name="a_person_joins_a_repair_once"
            ),
            models.UniqueConstraint(
                fields=["repair", "name", "phone"], condition=Q(person=None), name="a_name_joins_a_repair_once"
            ),
        ]

    def __str__(self):
        return str(self.person) if self.person_id else self.name

    def get_public_url(self):
        return reverse("repairs_public:follow", args=[self.follow_code])
