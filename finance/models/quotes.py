"""What suppliers offered for a request (货比三家), and which offer was taken."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.history.models import append_only, frozen, tracked


class QuoteQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Whoever sees the request sees its quotes."""
        return self.filter(request__in=self.model.request.field.related_model.objects.visible_to(user))

    def standing(self):
        return self.filter(withdrawn_at=None)


@tracked()
class Quote(models.Model):
    """What one supplier asks for the whole of a request, in yuan; its sheet is an attachment.

    The amount stays as it was entered: a quote that was mistyped is withdrawn and entered anew. ``cheapest`` is the
    lowest amount there was when this one was chosen.
    """

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="quotes")
    request = models.ForeignKey("finance.PurchaseRequest", on_delete=models.PROTECT, related_name="quotes")
    supplier = models.ForeignKey(
        "finance.Supplier", verbose_name=_("supplier"), on_delete=models.PROTECT, related_name="quotes"
    )
    total = models.DecimalField(_("amount quoted"), max_digits=12, decimal_places=2)
    terms = models.CharField(_("delivery and warranty"), max_length=120, blank=True)
    recorded_by = models.ForeignKey(
        "people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="quotes_recorded"
    )
    recorded_at = models.DateTimeField(_("entered at"))
    chosen_at = models.DateTimeField(_("chosen at"), null=True)
    chosen_by = models.ForeignKey(
        "people.User", verbose_name=_("chosen by"), null=True, on_delete=models.PROTECT, related_name="quotes_chosen"
    )
    cheapest = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    reason = models.CharField(_("why this one"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["request", "total", "pk"]
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["request", "supplier"],
                condition=Q(withdrawn_at=None),
                name="one_quote_of_a_supplier_for_a_request",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(chosen_at__isnull=False), name="one_quote_of_a_request_is_chosen"
            ),
            models.CheckConstraint(name="a_quote_asks_for_money", condition=Q(total__gt=0)),
            models.CheckConstraint(
                name="a_chosen_quote_is_the_cheapest_or_says_why",
                condition=Q(chosen_at=None, chosen_by=None, cheapest=None, reason="")
                | Q(chosen_at__isnull=False, chosen_by__isnull=False, cheapest__isnull=False, withdrawn_at=None)
                & (Q(total=F("cheapest")) | ~Q(reason="")),
            ),
        ]
        triggers = [
            frozen(
                "school", "request", "supplier", "total", "terms", "recorded_by", "recorded_at", name="an_offer_stays"
            ),
            pgtrigger.Protect(name="quotes_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.supplier} {self.total:,.2f}"

    def get_absolute_url(self):
        return self.request.get_absolute_url()

    @property
    def tone(self):
        return "success" if self.chosen_at else "neutral"


class QuotePrice(models.Model):
    """The price of one thing on the request within a quote; found by name and specification. Append-only."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="prices")
    name = models.CharField(_("name"), max_length=60)
    spec = models.CharField(_("specification"), max_length=80, blank=True)
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["quote", "pk"]
        verbose_name = _("price in a quote")
        default_permissions = ()
        constraints = [models.CheckConstraint(name="a_quoted_price_is_not_negative", condition=Q(unit_price__gte=0))]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.name} {self.unit_price:,.2f}"
