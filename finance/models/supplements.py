"""What was added to contracts (补充合同), and what of it was entered by mistake."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.models.contracts import Contract
from logistics.db import RecordQuerySet
from logistics.history.models import append_only

STANDING_SUM = """
    SELECT COALESCE(SUM(supplement.amount), 0) FROM finance_contractsupplement supplement
    LEFT JOIN finance_supplementwithdrawal withdrawal ON withdrawal.supplement_id = supplement.id
    WHERE supplement.contract_id = contract.id AND withdrawal.id IS NULL
"""


class ContractSupplementQuerySet(RecordQuerySet):
    school_path = "contract__school"

    def visible_to(self, user):
        """Whoever sees the contract sees its supplements."""
        return self.filter(contract__in=Contract.objects.visible_to(user))

    def standing(self):
        """All but those taken back; the contract itself may be void."""
        return self.filter(withdrawal=None)

    def signed_in(self, period, scope):
        """Supplements of the period that stand, as their contracts do."""
        rows = self.standing().filter(period.days("signed_on"), scope.rows("contract__order__request__campus"))
        return rows.exclude(contract__status=Contract.Status.VOID)


class ContractSupplement(models.Model):
    """A supplementary contract: more of the same, for at most the share of rule contract.extra. Append-only.

    One entered wrongly is taken back by a SupplementWithdrawal and stays readable.
    """

    contract = models.ForeignKey(
        Contract, verbose_name=_("contract"), on_delete=models.PROTECT, related_name="supplements"
    )
    amount = models.DecimalField(_("amount added"), max_digits=12, decimal_places=2)
    reason = models.CharField(_("what is added and why"), max_length=200)
    signed_on = models.DateField(pgettext_lazy("contract", "signed on"))
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"), editable=False)

    objects = ContractSupplementQuerySet.as_manager()

    class Meta:
        ordering = ["contract", "signed_on", "pk"]
        verbose_name = _("supplementary contract")
        verbose_name_plural = _("supplementary contracts")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="a_supplement_adds_more_than_nothing", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="a_supplement_says_why", condition=~Q(reason="")),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="supplements_add_up",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NOT EXISTS (
                        SELECT 1 FROM finance_contract contract
                        WHERE contract.id = NEW.contract_id AND contract.signed_on <= NEW.signed_on
                          AND contract.extra = ({STANDING_SUM})
                    ) THEN
                        RAISE EXCEPTION 'supplements of contract % do not add up', NEW.contract_id;
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return self.reason

    def get_absolute_url(self):
        return self.contract.get_absolute_url()

    @property
    def stands(self):
        """Say whether it was not taken back; needs ``withdrawal``."""
        return not hasattr(self, "withdrawal")


class SupplementWithdrawalQuerySet(RecordQuerySet):
    school_path = "supplement__contract__school"

    def visible_to(self, user):
        """Whoever sees the contract sees what was taken back of it."""
        return self.filter(supplement__in=ContractSupplement.objects.visible_to(user))


class SupplementWithdrawal(models.Model):
    """That a supplementary contract was entered by mistake: its sum no longer counts. Append-only."""

    supplement = models.OneToOneField(
        ContractSupplement,
        verbose_name=_("supplementary contract"),
        on_delete=models.PROTECT,
        related_name="withdrawal",
    )
    reason = models.CharField(_("what was entered wrongly"), max_length=200)
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"), editable=False)

    objects = SupplementWithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ["supplement"]
        verbose_name = _("supplementary contract taken back")
        verbose_name_plural = _("supplementary contracts taken back")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="a_supplement_taken_back_says_why", condition=~Q(reason="")),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="what_is_taken_back_no_longer_counts",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NOT EXISTS (
                        SELECT 1 FROM finance_contract contract
                        JOIN finance_contractsupplement taken ON taken.contract_id = contract.id
                        WHERE taken.id = NEW.supplement_id AND contract.extra = ({STANDING_SUM})
                    ) THEN
                        RAISE EXCEPTION 'what is left of the supplements beside % does not add up', NEW.supplement_id;
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.supplement}: {self.reason}"

    def get_absolute_url(self):
        return self.supplement.get_absolute_url()
