"""The things on a request, and what signers left of them."""

import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Round
from django.utils.translation import gettext_lazy as _

from finance.models.purchase import PurchaseRequest
from logistics.db import RecordQuerySet, Searchable, holding, search_indexes
from logistics.history.models import append_only


class PurchaseLineQuerySet(RecordQuerySet):
    def bought(self):
        return self.filter(request__bought_on__isnull=False)

    def with_price_paid(self):
        """Add ``price_paid``: what one cost when it was last ordered, else what was asked for."""
        orders = self.model.ordered.rel.related_model.objects.filter(line=OuterRef("pk"))
        prices = orders.exclude(order__status="cancelled").order_by("-order__ordered_on", "-pk").values("unit_price")
        return self.annotate(price_paid=Coalesce(Subquery(prices[:1]), F("unit_price")))

    def named_like(self, names):
        """Lines whose name holds the words of one of ``names``; many names are one query."""
        condition = Q(pk__in=[])
        for name in filter(None, map(str.strip, names)):
            condition |= holding(name)
        return self.filter(condition)


class PurchaseLine(Searchable):
    """One thing on a request; ``amount`` is computed by the database."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(PurchaseRequest, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=60)
    spec = models.CharField(_("specification"), max_length=80, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=9, decimal_places=2)
    measure_word = models.CharField(_("unit"), max_length=10)
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=2)
    amount = models.GeneratedField(
        expression=Round(F("quantity") * F("unit_price"), precision=2),
        output_field=models.DecimalField(max_digits=14, decimal_places=2),
        db_persist=True,
    )

    objects = PurchaseLineQuerySet.as_manager()

    class Meta:
        ordering = ["request", "position"]
        verbose_name = _("line of a purchase")
        default_permissions = ()
        indexes = [*search_indexes("purchase_lines")]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="one_line_of_a_purchase_at_a_position"),
            models.CheckConstraint(name="a_line_buys_more_than_nothing", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="a_price_is_not_negative", condition=Q(unit_price__gte=0)),
            models.CheckConstraint(name="a_line_says_what_it_buys", condition=~Q(name="")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="lines_stay_as_submitted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM finance_purchaserequest request
                        WHERE request.id IN (OLD.request_id, NEW.request_id)
                          AND request.status NOT IN ('draft', 'returned')
                    ) THEN
                        RAISE EXCEPTION 'the lines of a submitted purchase stay as they are';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.name

    def search_words(self):
        return [self.name, self.spec]

    @property
    def approved_quantity(self):
        """What may be bought of it: less than was asked where a signer cut the line."""
        return self.cut.quantity if hasattr(self, "cut") else self.quantity

    @property
    def approved_amount(self):
        return self.cut.amount if hasattr(self, "cut") else self.amount


class LineCut(models.Model):
    """What a signer left of one line, and why; the line itself stays as it was asked for. Append-only."""

    line = models.OneToOneField(PurchaseLine, on_delete=models.CASCADE, related_name="cut")
    asked = models.DecimalField(_("asked for"), max_digits=9, decimal_places=2)
    quantity = models.DecimalField(_("approved"), max_digits=9, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=260, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("cut of a line")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_cut_leaves_less_than_was_asked",
                condition=Q(quantity__gte=0, quantity__lt=F("asked"), amount__gte=0),
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.line} {self.asked} → {self.quantity}"
