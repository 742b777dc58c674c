"""Money granted for one purpose only (专项资金), and spending found to be for another."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from finance.models.agreements import summed
from finance.models.claims import Claim
from finance.models.payments import Payment
from finance.models.purchase import PurchaseRequest
from logistics import clock
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, frozen, tracked


class EarmarkedFundQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_earmarkedfund")

    def with_use(self, day=None):
        """Add used (paid, by ``day`` where one is given), reserved and left (Decimals in yuan).

        Claims without a purchase count beside the purchases, whose own claims do not count again.
        """
        drawn = PurchaseRequest.objects.filter(budget_line__fund=OuterRef("pk"))
        claimed = Claim.objects.filter(budget_line__fund=OuterRef("pk")).without_purchase()
        paid = drawn.filter(status="paid")
        payments = Payment.objects.filter(claim__budget_line__fund=OuterRef("pk"), claim__purchase=None)
        if day is not None:
            paid, payments = paid.filter(paid_on__lte=day), payments.filter(on__lte=day)
        return self.annotate(
            used=summed(paid, "budget_line__fund", "paid_amount")
            + summed(payments, "claim__budget_line__fund", "amount"),
            reserved=summed(drawn.filter(status__in=["pending", "approved", "bought"]), "budget_line__fund", "amount")
            + summed(
                claimed.filter(status__in=["signing", "pending", "approved"]),
                "budget_line__fund",
                F("amount") - F("paid_amount"),
            ),
        ).annotate(left=F("amount") - F("used") - F("reserved"))


@tracked(exclude=["search_text", "grams"])
class EarmarkedFund(Searchable):
    """Granted by a document for a purpose, to be used by a deadline; budget lines draw on it."""

    VERBS = {
        "entered": _("entered the fund"),
        "drawn": _("let a budget line draw on it"),
        "flagged": _("found spending off purpose"),
        "cleared": _("cleared a finding"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="earmarked_funds")
    name = models.CharField(_("name"), max_length=80)
    document = models.CharField(_("document number"), max_length=60)
    purpose = models.CharField(_("purpose"), max_length=200)
    amount = models.DecimalField(_("granted amount"), max_digits=12, decimal_places=2)
    granted_on = models.DateField(_("granted on"))
    deadline = models.DateField(_("to be used by"))
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = EarmarkedFundQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_on", "-pk"]
        verbose_name = _("earmarked fund")
        verbose_name_plural = _("earmarked funds")
        default_permissions = ("view",)
        permissions = [
            ("keep_fund", gettext_noop("Enter earmarked funds")),
            ("flag_spending", gettext_noop("Judge whether earmarked money was spent on purpose")),
        ]
        indexes = [
            *search_indexes("earmarked_funds"),
            models.Index(fields=["school", "-granted_on", "-id"], name="funds_of_a_school"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "document", "name"],
                name="one_fund_of_a_document",
                violation_error_message=_("This fund is entered already."),
            ),
            models.CheckConstraint(
                name="a_fund_says_how_much_for_what_by_when",
                condition=Q(amount__gt=0, deadline__gte=F("granted_on"))
                & ~Q(name="")
                & ~Q(document="")
                & ~Q(purpose=""),
            ),
        ]
        triggers = [
            frozen(
                "school",
                "name",
                "document",
                "purpose",
                "amount",
                "granted_on",
                "deadline",
                name="a_fund_stays_as_granted",
            )  # fmt: skip
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("finance:fund_detail", args=[self.pk])

    def search_words(self):
        return [self.name, self.document, self.purpose]

    @property
    def progress(self):
        """The share that is used, in percent; needs the rows of ``with_use``."""
        return self.used * 100 / self.amount

    @property
    def standing(self):
        """Return (words, tone) as of today; needs the rows of ``with_use``."""
        if self.used >= self.amount:
            return _("used up"), "success"
        days = (self.deadline - clock.today()).days
        if days < 0:
            return _("deadline passed"), "danger"
        return (_("deadline near"), "warning") if days <= 60 else (_("in use"), "info")

    @property
    def tone(self):
        return self.standing[1]


class FundFindingQuerySet(RecordQuerySet):
    school_path = "fund__school"

    def visible_to(self, user):
        return self.filter(fund__in=EarmarkedFund.objects.visible_to(user))

    def standing(self):
        return self.filter(clears=None, cleared_by=None)


class FundFinding(models.Model):
    """A reviewer finds a purchase, or a claim without one, off purpose (不符用途), or clears such a finding. Append-only."""

    fund = models.ForeignKey(EarmarkedFund, on_delete=models.PROTECT, related_name="findings")
    request = models.ForeignKey(
        PurchaseRequest, verbose_name=_("purchase"), null=True, on_delete=models.PROTECT, related_name="fund_findings"
    )
    claim = models.ForeignKey(
        Claim, verbose_name=_("claim"), null=True, on_delete=models.PROTECT, related_name="fund_findings"
    )
    reason = models.CharField(_("reason"), max_length=200)
    clears = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="cleared_by")
    by = models.ForeignKey("people.User", verbose_name=_("reviewed by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = FundFindingQuerySet.as_manager()

    class Meta:
        ordering = ["fund", "pk"]
        verbose_name = _("finding on a fund")
        verbose_name_plural = _("findings on funds")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="a_finding_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="a_finding_is_of_a_purchase_or_a_claim",
                condition=Q(request=None, claim__isnull=False) | Q(request__isnull=False, claim=None),
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.fund} {self.use}"

    def get_absolute_url(self):
        return self.fund.get_absolute_url()

    @property
    def use(self):
        """The purchase or the claim it is about."""
        return self.request or self.claim


def off_purpose(uses):
    """Of purchases, or of claims, drawn on funds: those found off purpose or paid after the deadline."""
    name = "claim" if uses.model is Claim else "request"
    found = FundFinding.objects.standing().filter(**{name: OuterRef("pk")})
    return uses.filter(Q(Exists(found)) | Q(paid_on__gt=F("budget_line__fund__deadline")))
