"""Meters of electricity and water (电表、水表) whose use somebody pays for, and what a unit costs from when on."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, frozen, tracked


class MeterKind(models.TextChoices):
    ELECTRICITY = "electricity", pgettext_lazy("meter", "electricity")
    WATER = "water", pgettext_lazy("meter", "water")


UNITS = {MeterKind.ELECTRICITY: _("kWh"), MeterKind.WATER: _("tonnes")}


class MeterQuerySet(RecordQuerySet):
    reach = {"campus": "place__campus", "place": "place"}

    def visible_to(self, user):
        """Whoever sees the charges, and whoever reads the meters."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(self.q_within(user, "finance.view_meter") | self.q_within(user, "finance.read_meter"))

    def in_use(self):
        return self.filter(until_on=None)

    def used_in(self, period, scope):
        """Meters in use on a day of the period."""
        return self.filter(
            Q(until_on=None) | Q(until_on__gte=period.start), scope.rows("place__campus"), from_on__lte=period.end
        )


@tracked(exclude=["search_text", "grams"])
class Meter(Searchable):
    """A meter of a flat, a shop or a kitchen. ``payer`` is the name of who pays: ``person`` if they work here, the other
    party of ``agreement`` if they rent, else anybody.

    ``first_value`` stood on it when it came into use. ``multiplier`` (倍率): one step of the dial stands for so many units.
    """

    Kind = MeterKind
    VERBS = {
        "entered": _("entered the meter"),
        "changed": _("changed it"),
        "retired": pgettext_lazy("meter", "took it out of use"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="meters")
    number = models.CharField(_("meter number"), max_length=40)
    kind = models.CharField(_("kind"), max_length=12, choices=MeterKind, default=MeterKind.ELECTRICITY)
    place = models.ForeignKey("school.Place", verbose_name=_("place"), on_delete=models.PROTECT, related_name="meters")
    payer = models.CharField(_("who pays"), max_length=80)
    person = models.ForeignKey(
        "people.User", verbose_name=_("member of staff"), null=True, on_delete=models.PROTECT, related_name="meters"
    )
    agreement = models.ForeignKey(
        "finance.Agreement", verbose_name=_("agreement"), null=True, on_delete=models.PROTECT, related_name="meters"
    )
    multiplier = models.DecimalField(_("multiplier"), max_digits=8, decimal_places=2, default=1)
    first_value = models.DecimalField(_("first reading"), max_digits=12, decimal_places=2)
    from_on = models.DateField(pgettext_lazy("meter", "in use since"))
    until_on = models.DateField(pgettext_lazy("meter", "in use until"), null=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = MeterQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("meter")
        verbose_name_plural = _("meters")
        default_permissions = ("view",)
        permissions = [
            ("keep_meter", gettext_noop("Enter meters and prices")),
            ("read_meter", gettext_noop("Read meters")),
        ]
        indexes = [*search_indexes("meters")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"],
                name="one_meter_of_a_number_in_a_school",
                violation_error_message=_("Another meter has this number."),
            ),
            models.CheckConstraint(name="a_meter_has_a_number_and_a_payer", condition=~Q(number="") & ~Q(payer="")),
            models.CheckConstraint(
                name="a_meter_is_paid_by_staff_or_by_agreement", condition=Q(person=None) | Q(agreement=None)
            ),
            models.CheckConstraint(name="a_meter_counts_upwards", condition=Q(multiplier__gt=0, first_value__gte=0)),
            models.CheckConstraint(
                name="a_meter_goes_out_of_use_after_it_came", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
        ]
        triggers = [
            frozen("school", "kind", "first_value", "from_on", name="a_meter_stays_as_installed"),
            pgtrigger.Protect(name="meters_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.number} {self.place.label}"

    def get_absolute_url(self):
        return reverse("finance:meter_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.place.label, self.payer]

    @property
    def unit(self):
        """What it counts in, in words."""
        return UNITS[self.kind]

    @property
    def standing(self):
        """Return (words, tone)."""
        return (pgettext_lazy("meter", "out of use"), "neutral") if self.until_on else (_("in use"), "success")

    @property
    def tone(self):
        return self.standing[1]


class MeterTariffQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_meter")

    def in_force(self, kind, day):
        """Return the tariff by which readings of ``day`` are charged, or None: of one day the last one entered."""
        return self.filter(kind=kind, from_on__lte=day).order_by("-from_on", "-pk").first()


class MeterTariff(models.Model):
    """What a unit costs from a day on. Append-only: readings keep their price, a wrong one is followed by another."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="meter_tariffs")
    kind = models.CharField(_("kind"), max_length=12, choices=MeterKind)
    price = models.DecimalField(_("price of a unit"), max_digits=8, decimal_places=4)
    from_on = models.DateField(pgettext_lazy("tariff", "valid from"))
    basis = models.CharField(_("decided by"), max_length=120, blank=True)
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"), editable=False)

    objects = MeterTariffQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        verbose_name = _("price of electricity or water")
        verbose_name_plural = _("prices of electricity and water")
        default_permissions = ()
        constraints = [models.CheckConstraint(name="a_unit_costs_more_than_nothing", condition=Q(price__gt=0))]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.get_kind_display()} {self.price:f}"

    def get_absolute_url(self):
        return reverse("finance:tariff_list")

    @property
    def unit(self):
        return UNITS[self.kind]
