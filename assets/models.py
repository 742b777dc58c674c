"""The register of property: one card a thing, or a card for a set of like things."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, frozen, tracked
from logistics.states import Flow


def new_token():
    """Return an unguessable token for the address on a label."""
    return secrets.token_urlsafe(12)


class AssetQuerySet(RecordQuerySet):
    reach = {"campus": "campus", "place": "place", "department": "department"}

    def visible_to(self, user):
        """The register's keepers see all in their reach; everyone else what they keep themselves."""
        return self.filter(self.q_within(user, "assets.view_register", own=Q(keeper=user.pk)))

    def on_the_books(self, day):
        """Cards that stood in the register at the end of ``day``."""
        return self.filter(registered_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def in_scope(self, scope):
        return self.filter(scope.rows("campus"))


@tracked(exclude=["search_text", "grams", "token"])
class Asset(Searchable):
    """A card of the register. ``value`` is what the whole card cost, in yuan; ``quantity`` how many it holds.

    ``status`` changes only in ``assets.services``. Classes are those of GB/T 14885-2022 (rule asset.class).
    """

    class Class(models.TextChoices):
        BUILDING = "A01", _("buildings and structures")
        EQUIPMENT = "A02", _("equipment")
        RELIC = "A03", _("relics and exhibits")
        BOOK = "A04", _("books and archives")
        FURNITURE = "A05", _("furniture and utensils")
        LIVING = "A06", _("special animals and plants")
        MATERIAL = "A07", _("materials")
        INTANGIBLE = "A08", _("intangible assets")

    class Category(models.TextChoices):
        FIXED = "fixed", _("fixed asset")
        LOW_VALUE = "low_value", _("low-value durable item")

    class Origin(models.TextChoices):
        BOUGHT = "bought", _("bought")
        DONATED = "donated", _("donated")
        ALLOTTED = "allotted", _("allotted by the authority")
        FOUND = "found", _("found in stock-taking")

    class Status(models.TextChoices):
        IN_USE = "in_use", _("in use")
        IDLE = "idle", _("idle")
        LENT = "lent", _("lent")
        UNDER_REPAIR = "under_repair", _("under repair")
        TO_SCRAP = "to_scrap", _("to be scrapped")
        SCRAPPED = "scrapped", _("scrapped")
        LOST = "lost", _("missing")
        CANCELLED = "cancelled", pgettext_lazy("asset card", "card cancelled")

    ENDED = (Status.SCRAPPED, Status.LOST, Status.CANCELLED)
    HELD = (Status.IN_USE, Status.IDLE, Status.LENT, Status.UNDER_REPAIR)
    FLOW = Flow(
        {
            "move": (HELD, None),
            "use": ([Status.IDLE, Status.LENT, Status.UNDER_REPAIR], Status.IN_USE),
            "lay_idle": ([Status.IN_USE, Status.LENT, Status.UNDER_REPAIR], Status.IDLE),
            "send_to_repair": ([Status.IN_USE, Status.IDLE], Status.UNDER_REPAIR),
            "propose_scrapping": (HELD, Status.TO_SCRAP),
            "keep": ([Status.TO_SCRAP], Status.IDLE),
            "scrap": ([Status.TO_SCRAP], Status.SCRAPPED),
            "miss": (HELD, Status.LOST),
            "cancel": ([*HELD, Status.TO_SCRAP], Status.CANCELLED),
        }
    )
    TONES = {
        Status.IN_USE: "success",
        Status.IDLE: "info",
        Status.LENT: "info",
        Status.UNDER_REPAIR: "warning",
        Status.TO_SCRAP: "warning",
        Status.SCRAPPED: "neutral",
        Status.LOST: "danger",
        Status.CANCELLED: "neutral",
    }
    VERBS = {
        "created": _("entered the card"),
        "moved": _("moved it"),
        "used": _("put it to use"),
        "laid_idle": _("laid it idle"),
        "sent_to_repair": _("sent it to repair"),
        "scrapping_proposed": _("proposed to scrap it"),
        "kept": _("decided to keep it"),
        "scrapped": _("scrapped it"),
        "missed": _("found it missing"),
        "cancelled": _("cancelled the card"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="assets", db_index=False)
    number = models.CharField(_("number"), max_length=20)
    outer_number = models.CharField(_("number in the authority's system"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=60)
    spec = models.CharField(_("brand and model"), max_length=80, blank=True)
    asset_class = models.CharField(pgettext_lazy("asset", "class"), max_length=3, choices=Class)
    category = models.CharField(_("category"), max_length=10, choices=Category)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    measure_word = models.CharField(_("measure word"), max_length=6)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.BOUGHT)
    supplier = models.CharField(_("supplier or giver"), max_length=80, blank=True)
    voucher = models.CharField(_("voucher number"), max_length=40, blank=True)
    acquired_on = models.DateField(_("acquired on"))
    registered_on = models.DateField(_("registered on"), editable=False)
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), on_delete=models.PROTECT, related_name="assets"
    )
    place = models.ForeignKey("school.Place", verbose_name=_("place"), on_delete=models.PROTECT, related_name="assets")
    department = models.ForeignKey(
        "school.Department",
        verbose_name=_("using department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assets",
    )
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("keeper"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assets_kept",
    )
    status = models.CharField(_("status"), max_length=15, choices=Status, default=Status.IN_USE)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    approval = models.CharField(_("approval document"), max_length=80, blank=True)
    ended_on = models.DateField(_("off the books on"), null=True, blank=True)
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)

    objects = AssetQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("asset")
        verbose_name_plural = _("asset register")
        default_permissions = ("view",)
        permissions = [
            ("view_register", gettext_noop("See the whole asset register")),
            ("keep_register", gettext_noop("Keep the asset register")),
        ]
        indexes = [
            models.Index(fields=["school", "status", "-number"], name="assets_by_status"),
            models.Index(fields=["school", "place"], name="assets_by_place"),
            *search_indexes("assets"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_asset_of_a_number"),
            models.CheckConstraint(
                name="an_asset_holds_something",
                condition=Q(quantity__gte=1, quantity__lte=100_000),
                violation_error_message=_("Enter a quantity from 1 to 100,000."),
            ),
            models.CheckConstraint(
                name="an_asset_has_a_value",
                condition=Q(value__gte=0),
                violation_error_message=_("A value cannot be negative."),
            ),
            models.CheckConstraint(
                name="an_asset_is_registered_after_it_came", condition=Q(registered_on__gte=F("acquired_on"))
            ),
            models.CheckConstraint(
                name="an_asset_off_the_books_has_a_day_and_a_reason",
                condition=(Q(status__in=["scrapped", "lost", "cancelled"], ended_on__isnull=False) & ~Q(reason=""))
                | (~Q(status__in=["scrapped", "lost", "cancelled"]) & Q(ended_on=None)),
            ),
            models.CheckConstraint(
                name="a_scrapped_asset_has_an_approval", condition=~Q(status="scrapped") | ~Q(approval="")
            ),
            models.CheckConstraint(
                name="an_asset_to_be_scrapped_has_a_reason", condition=~Q(status="to_scrap") | ~Q(reason="")
            ),
        ]
        triggers = [frozen("school", "number", "token", "registered_on")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assets:asset_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.outer_number, self.name, self.spec, self.place.label, self.keeper, self.supplier]

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def amount(self):
        """Quantity with its measure word."""
        return f"{self.quantity} {self.measure_word}"


class MovementQuerySet(RecordQuerySet):
    school_path = "asset__school"
    reach = {"campus": "asset__campus"}

    def visible_to(self, user):
        return self.within(user, "assets.view_register")


class Movement(models.Model):
    """A thing went from one place or keeper to another (CH-09). Append-only."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="movements")
    moved_on = models.DateField(_("moved on"))
    from_place = models.ForeignKey("school.Place", on_delete=models.PROTECT, related_name="+")
    to_place = models.ForeignKey("school.Place", on_delete=models.PROTECT, related_name="+")
    from_keeper = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    to_keeper = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MovementQuerySet.as_manager()

    class Meta:
        ordering = ["-moved_on", "-pk"]
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        default_permissions = ()
        constraints = [models.CheckConstraint(name="a_movement_has_a_reason", condition=~Q(reason=""))]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.asset} → {self.to_place}"

    def get_absolute_url(self):
        return self.asset.get_absolute_url()
