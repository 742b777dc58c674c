"""What was paid on claims."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from finance.models.claims import Claim
from finance.models.red import only_red_is_negative
from logistics.db import RecordQuerySet
from logistics.history.models import append_only


class PaymentQuerySet(RecordQuerySet):
    school_path = "claim__school"

    def visible_to(self, user):
        return self.filter(claim__in=Claim.objects.visible_to(user))

    def made_in(self, period, scope):
        return self.filter(period.days("on"), scope.rows("claim__campus"))

    def standing(self):
        """Payments that no red one took back; red ones are not among them."""
        return self.filter(corrects=None, corrected_by=None)

    def without_cards(self):
        """Payments made before their goods had cards, each with its reason (rule accept.form)."""
        return self.standing().exclude(card_reason="")

    def in_cash(self):
        return self.filter(way=Claim.Way.CASH)


class Payment(models.Model):
    """One payment on an approved claim, with its entry in the books. Append-only; never more than is claimed.

    A red one takes a payment back, with its reason. ``card_reason`` says why it was paid although goods that belong in
    the register had no card yet (rule accept.form).
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="payments")
    on = models.DateField(_("paid on"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    way = models.CharField(_("payment way"), max_length=10, choices=Claim.Way)
    account = models.ForeignKey(
        "finance.Account", verbose_name=_("account"), on_delete=models.PROTECT, related_name="payments"
    )
    voucher = models.CharField(_("voucher number"), max_length=40, blank=True)
    entry = models.OneToOneField("finance.MoneyEntry", on_delete=models.PROTECT, related_name="payment")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    card_reason = models.CharField(_("why paid before the card"), max_length=200, blank=True)
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        default_permissions = ()
        constraints = [
            only_red_is_negative("only_a_red_payment_is_negative"),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="only_approved_claims_are_paid",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=True),
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
            pgtrigger.Trigger(
                name="a_red_payment_mirrors_what_it_corrects",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM finance_payment payment
                        WHERE payment.id = NEW.corrects_id AND payment.corrects_id IS NULL
                          AND payment.claim_id = NEW.claim_id AND payment.amount = -NEW.amount
                    ) THEN
                        RAISE EXCEPTION 'a red payment of claim % does not mirror payment %', NEW.claim_id, NEW.corrects_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.claim} {self.amount:,.2f}"

    def get_absolute_url(self):
        return self.claim.get_absolute_url()

    @property
    def standing(self):
        """Return (words, tone) of whether the payment stands; needs ``corrected_by``."""
        if self.corrects_id:
            return _("red entry"), "danger"
        return (_("was taken back"), "neutral") if hasattr(self, "corrected_by") else (_("paid"), "success")

    @property
    def tone(self):
        return self.standing[1]
