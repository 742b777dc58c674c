"""What was paid on claims."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from finance.models.claims import Claim
from logistics.db import RecordQuerySet
from logistics.history.models import append_only


class PaymentQuerySet(RecordQuerySet):
    school_path = "claim__school"

    def visible_to(self, user):
        return self.filter(claim__in=Claim.objects.visible_to(user))

    def made_in(self, period, scope):
        return self.filter(period.days("on"), scope.rows("claim__campus"))

    def in_cash(self):
        return self.filter(way=Claim.Way.CASH)


class Payment(models.Model):
    """One payment on an approved claim, with its entry in the books. Append-only; never more than is claimed."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="payments")
    on = models.DateField(_("paid on"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    way = models.CharField(_("payment way"), max_length=10, choices=Claim.Way)
    account = models.ForeignKey(
        "finance.Account", verbose_name=_("account"), on_delete=models.PROTECT, related_name="payments"
    )
    voucher = models.CharField(_("voucher number"), max_length=40, blank=True)
    entry = models.OneToOneField("finance.MoneyEntry", on_delete=models.PROTECT, related_name="payment")
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        default_permissions = ()
        constraints = [models.CheckConstraint(name="a_payment_pays_something", condition=Q(amount__gt=0))]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="only_approved_claims_are_paid",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM finance_claim claim
                        WHERE claim.id = NEW.claim_id AND claim.status = 'approved' AND NEW."on" >= claim.approved_on
                          AND NEW.amount + COALESCE((SELECT SUM(payment.amount) FROM finance_payment payment
                                                     WHERE payment.claim_id = NEW.claim_id), 0) <= claim.amount
                    ) THEN
                        RAISE EXCEPTION 'claim % cannot be paid like this', NEW.claim_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.claim} {self.amount:,.2f}"

    def get_absolute_url(self):
        return self.claim.get_absolute_url()
