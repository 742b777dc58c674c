"""How a fee ends: what each pupil paid, what was spent for each, what each got back. Nothing of it changes afterwards."""

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils.translation import gettext_lazy as _

from finance.models.books import Account
from finance.models.fee_money import OfItemQuerySet
from finance.models.fees import FeeItem
from finance.models.money import MoneyEntry
from logistics.history.models import append_only, frozen
from logistics.school.models import Pupil, SchoolClass


class FeeSettlementQuerySet(OfItemQuerySet):
    class_path = ""

    def settled_in(self, period, scope):
        return self.filter(period.days("on"))

    def with_rest(self):
        """Settlements of which something is still to be refunded."""
        return self.filter(Exists(FeeShare.objects.filter(settlement=OuterRef("pk"), refund__gt=0, payout=None)))


class FeeSettlement(models.Model):
    """The end of a fee: what each pupil paid, what was spent for each, and what each gets back (多退, rule fee.settle)."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="fee_settlements")
    item = models.OneToOneField(FeeItem, on_delete=models.PROTECT, related_name="settlement")
    on = models.DateField(_("settled on"))
    collected = models.DecimalField(_("collected"), max_digits=12, decimal_places=2)
    spent = models.DecimalField(_("spent"), max_digits=12, decimal_places=2)
    refund = models.DecimalField(_("to be refunded"), max_digits=12, decimal_places=2)
    by = models.ForeignKey("people.User", verbose_name=_("settled by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = FeeSettlementQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("settlement of a fee")
        verbose_name_plural = _("settlements of fees")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_settlement_adds_up",
                condition=Q(collected=F("spent") + F("refund"), spent__gte=0, refund__gte=0),
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.item}"

    def get_absolute_url(self):
        return self.item.get_absolute_url()


class FeePayoutQuerySet(OfItemQuerySet):
    def standing(self):
        """Refunds that no red one took back; red ones are not among them."""
        return self.filter(corrects=None, correction=None)


class FeePayout(models.Model):
    """Refunds paid out to pupils of a class on a day (清退). Append-only; a red one takes it back as a whole.

    Where only single pupils were wrong, the rest is entered anew beside the red one: ``replaces`` leads to the first.
    """

    VERBS = {
        "paid_out": _("paid refunds out"),
        "reversed": _("took refunds back"),
        "red": _("made this red entry"),
        "rest": _("entered the rest anew"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="fee_payouts")
    settlement = models.ForeignKey(FeeSettlement, on_delete=models.PROTECT, related_name="payouts")
    school_class = models.ForeignKey(
        SchoolClass, verbose_name=_("class"), on_delete=models.PROTECT, related_name="fee_payouts"
    )
    on = models.DateField(_("refunded on"))
    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    entry = models.OneToOneField(MoneyEntry, on_delete=models.PROTECT, related_name="fee_payout")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey("people.User", verbose_name=_("paid out by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = FeePayoutQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("refund of a class")
        verbose_name_plural = _("refunds of classes")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="only_a_red_refund_is_negative",
                condition=Q(corrects=None, amount__gt=0)
                | Q(corrects__isnull=False, replaces=None, amount__lt=0) & ~Q(reason=""),
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.settlement} {self.school_class}"

    def get_absolute_url(self):
        return self.settlement.get_absolute_url()

    @property
    def standing(self):
        """Return (words, tone) of whether the refund stands; needs ``correction``."""
        if self.corrects_id:
            return _("red entry"), "danger"
        return (_("was taken back"), "neutral") if hasattr(self, "correction") else (_("refunded"), "success")

    @property
    def tone(self):
        return self.standing[1]


class FeeShareQuerySet(OfItemQuerySet):
    school_path = "settlement__school"

    def to_refund(self):
        return self.filter(refund__gt=0, payout=None)

    def total(self):
        return self.aggregate(sum=Sum("refund"))["sum"] or 0


class FeeShare(models.Model):
    """What one pupil paid and what was spent of it; ``payout`` is by which the rest was paid back.

    It stays, unless a red one takes that payout back.
    """

    settlement = models.ForeignKey(FeeSettlement, on_delete=models.PROTECT, related_name="shares")
    pupil = models.ForeignKey(Pupil, verbose_name=_("pupil"), on_delete=models.PROTECT, related_name="fee_shares")
    school_class = models.ForeignKey(
        SchoolClass, verbose_name=_("class"), on_delete=models.PROTECT, related_name="fee_shares"
    )
    collected = models.DecimalField(_("collected"), max_digits=10, decimal_places=2)
    spent = models.DecimalField(_("spent"), max_digits=10, decimal_places=2)
    refund = models.DecimalField(_("refund"), max_digits=10, decimal_places=2)
    payout = models.ForeignKey(FeePayout, null=True, on_delete=models.PROTECT, related_name="shares")

    objects = FeeShareQuerySet.as_manager()

    class Meta:
        ordering = ["school_class", "pupil__number", "pk"]
        verbose_name = _("share of a pupil")
        verbose_name_plural = _("shares of pupils")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["settlement", "pupil"], name="a_pupil_has_one_share"),
            models.CheckConstraint(
                name="a_share_adds_up", condition=Q(collected=F("spent") + F("refund"), spent__gte=0, refund__gte=0)
            ),
        ]
        triggers = [
            frozen(
                "settlement", "pupil", "school_class", "collected", "spent", "refund", name="a_share_stays_as_settled"
            ),
            pgtrigger.Protect(name="a_share_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="a_share_is_paid_out_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__payout__isnull=False),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM finance_feepayout red WHERE red.corrects_id = OLD.payout_id)
                       OR NEW.payout_id IS NOT NULL AND NOT EXISTS (
                           SELECT 1 FROM finance_feepayout rest
                           WHERE rest.id = NEW.payout_id AND rest.replaces_id = OLD.payout_id
                       ) THEN
                        RAISE EXCEPTION 'share % is paid out already', OLD.id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.pupil} {self.refund}"

    def get_absolute_url(self):
        return self.settlement.get_absolute_url()
