"""Scrap that left the school for money (外卖废品登记)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from finance.models.agreements import Agreement
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only


class ScrapSaleQuerySet(RecordQuerySet):
    reach = {"campus": "campus"}

    def visible_to(self, user):
        return self.within(user, "finance.view_scrapsale")

    def sold_in(self, period, scope):
        return self.filter(period.days("on"), scope.rows("campus"))


class ScrapSale(Searchable):
    """One sale under an agreement: what, how heavy, at which price, and who carried it out of which gate. Append-only.

    A sale that corrects another carries its weight and amount with the opposite sign.
    """

    class What(models.TextChoices):
        PAPER = "paper", _("waste paper")
        PLASTIC = "plastic", _("plastic")
        METAL = "metal", _("metal")
        KITCHEN = "kitchen", _("kitchen scraps")
        FURNITURE = "furniture", _("broken furniture")
        OTHER = "other", _("other scrap")

    VERBS = {"sold": _("sold scrap"), "reversed": _("reversed the sale")}

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="scrap_sales")
    number = models.CharField(_("number"), max_length=24, editable=False)
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="sales"
    )
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(_("what"), max_length=10, choices=What)
    kilograms = models.DecimalField(_("weight (kg)"), max_digits=9, decimal_places=2)
    price = models.DecimalField(_("price per kg"), max_digits=8, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    on = models.DateField(_("sold on"))
    left_at = models.TimeField(_("left at"))
    gate = models.CharField(_("gate"), max_length=40)
    carried_by = models.CharField(_("carried out by"), max_length=40)
    entry = models.OneToOneField(
        "finance.MoneyEntry", verbose_name=_("entry in the books"), on_delete=models.PROTECT, related_name="scrap_sale"
    )
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = ScrapSaleQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("sale of scrap")
        verbose_name_plural = _("sales of scrap")
        default_permissions = ("view",)
        permissions = [("sell_scrap", gettext_noop("Record sales of scrap"))]
        indexes = [
            *search_indexes("scrap_sales"),
            models.Index(fields=["school", "-on", "-id"], name="scrap_sales_of_a_school"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_sale_of_a_number_in_a_school"),
            models.CheckConstraint(
                name="scrap_weighs_and_brings_something",
                condition=Q(corrects=None, kilograms__gt=0, amount__gt=0)
                | Q(corrects__isnull=False, kilograms__lt=0, amount__lt=0) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="scrap_leaves_by_somebody_through_a_gate", condition=~Q(carried_by="") & ~Q(gate="")
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.number} {self.get_what_display()}"

    def get_absolute_url(self):
        return reverse("finance:scrapsale_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.agreement.party, self.carried_by, self.gate]

    @property
    def standing(self):
        """Return (words, tone)."""
        if self.corrects_id:
            return _("reversal"), "danger"
        return (_("reversed"), "neutral") if hasattr(self, "corrected_by") else (_("sold"), "success")

    @property
    def tone(self):
        return self.standing[1]
