"""Purchases that were not made because the thing was there already (避免重复采购)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from finance.models.purchase import PurchaseRequest
from logistics.db import RecordQuerySet
from logistics.history.models import append_only


class AvoidedPurchaseQuerySet(RecordQuerySet):
    school_path = "request__school"

    def visible_to(self, user):
        return self.filter(request__in=PurchaseRequest.objects.visible_to(user))

    def avoided_in(self, period, scope):
        return self.filter(period.days("on"), scope.rows("request__campus"))


class AvoidedPurchase(models.Model):
    """A request that ended because something the school has is used instead. Append-only.

    ``amount`` is what the request would have cost, in yuan. ``by`` asked for it, or was asked to sign it.
    """

    request = models.OneToOneField(
        PurchaseRequest, verbose_name=_("purchase request"), on_delete=models.PROTECT, related_name="avoided"
    )
    instead = models.CharField(_("used instead"), max_length=200)
    amount = models.DecimalField(_("amount saved"), max_digits=12, decimal_places=2)
    on = models.DateField(_("on"))
    by = models.ForeignKey("people.User", verbose_name=_("decided by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"), editable=False)

    objects = AvoidedPurchaseQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("avoided purchase")
        verbose_name_plural = _("avoided purchases")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="an_avoided_purchase_says_what_is_used", condition=~Q(instead="")),
            models.CheckConstraint(name="an_avoided_purchase_saves_something", condition=Q(amount__gte=0)),
        ]
        triggers = [append_only()]

    def __str__(self):
        return str(self.request)

    def get_absolute_url(self):
        return self.request.get_absolute_url()
