"""Which invoice is on which claim."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClaimItem(models.Model):
    """An invoice on a claim. ``counts`` ends with a claim that is refused or withdrawn, which frees the invoice."""

    claim = models.ForeignKey("finance.Claim", on_delete=models.PROTECT, related_name="items")
    invoice = models.ForeignKey("finance.Invoice", on_delete=models.PROTECT, related_name="items")
    counts = models.BooleanField(default=True)

    class Meta:
        ordering = ["claim", "pk"]
        verbose_name = _("invoice on a claim")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(counts=True), name="an_invoice_is_on_one_claim_at_a_time"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="invoices_of_a_submitted_claim_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'UPDATE' AND OLD.counts AND NOT NEW.counts
                       AND OLD.claim_id = NEW.claim_id AND OLD.invoice_id = NEW.invoice_id THEN
                        RETURN NEW;
                    END IF;
                    IF EXISTS (
                        SELECT 1 FROM finance_claim claim
                        WHERE claim.id IN (OLD.claim_id, NEW.claim_id) AND claim.status NOT IN ('draft', 'returned')
                    ) THEN
                        RAISE EXCEPTION 'the invoices of a submitted claim stay as they are';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return str(self.invoice)
