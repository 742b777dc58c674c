"""Reimbursement claims: invoices put together, signed by three people in order, then by the one pen."""

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from finance.models.acceptance import Acceptance, AcceptanceSeat
from finance.models.budget import BudgetSource
from finance.models.signatures import ClaimSignature
from logistics.approvals.selectors import stood_in_now, subjects_shown_to
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.states import Flow

SIGNS_WITH = {
    ClaimSignature.Seat.ACCEPTOR: "finance.sign_acceptance",
    ClaimSignature.Seat.REVIEWER: "finance.review_claim",
}  # the permission each seat asks for, besides the handler's
OPEN_TO_CHANGE = ["draft", "returned"]
UNDER_WAY = ["signing", "pending", "approved"]
ENDED = ["refused", "withdrawn"]
FACTS = [
    "purchase", "title", "reason", "campus", "department", "budget_source", "budget_line", "over_budget", "over_reason",
    "supplier", "person", "payee", "way", "cash_limit", "cash_reason", "out_of_order", "order_reason", "contracted",
    "contract_reason", "amount",
]  # fmt: skip


class ClaimQuerySet(RecordQuerySet):
    reach = {"campus": "campus", "department": "department"}

    def visible_to(self, user):
        """My own, those I signed, am asked to sign or may accept now, and with the permission all in reach.

        Whoever stands in for somebody away today sees what that person may sign.
        """
        if not user.is_authenticated:
            return self.none()
        signed = ClaimSignature.objects.filter(Q(signer=user.pk) | Q(stands_for=user.pk)).values("claim")
        mine = Q(claimed_by=user.pk) | Q(person=user.pk) | Q(pk__in=signed)
        mine |= Q(pk__in=subjects_shown_to(user, Claim))
        asked = self.q_within(user, "finance.sign_acceptance") | self._q_signer_or_stand_in(user, list(SIGNS_WITH))
        waiting = asked & Q(status=Claim.Status.SIGNING)
        return self.filter(waiting | self.q_within(user, "finance.view_claim", own=mine))

    def asked_of(self, user, seat):
        """Claims whose next signature, the one of ``seat``, may be this person's: their own, or for somebody away today."""
        return self.waiting_for(seat).not_signed_by(user).filter(self._q_signer_or_stand_in(user, [seat]))

    def _q_signer_or_stand_in(self, user, seats):
        condition = self._q_signer(user, seats)
        for absence in stood_in_now(user):
            theirs = self._q_signer(absence.person.at(absence.school), seats) & ~Q(pk__in=_having_seat(absence.person))
            if absence.second_id == user.pk:
                theirs &= Q(claimed_by=absence.stand_in_id)
            condition |= theirs
        return condition

    def _q_signer(self, person, seats):
        """The condition that a person may sign at one of these seats: whoever accepted the goods, else the permission."""
        condition = Q(pk__in=[])
        for seat in seats:
            permitted = self.q_within(person, SIGNS_WITH[seat])
            if seat == ClaimSignature.Seat.ACCEPTOR:
                accepted = AcceptanceSeat.objects.filter(
                    acceptance__status=Acceptance.Status.SIGNED, acceptance__order__request=OuterRef("purchase")
                ).exclude(person=OuterRef("claimed_by"))
                here = Q(school__in={held.school_id for held in person.appointments_now()})
                permitted = permitted & ~Exists(accepted) | here & Exists(accepted.filter(person=person.pk))
            condition |= permitted
        return condition

    def submitted(self):
        return self.exclude(submitted_on=None)

    def reported_in(self, period, scope):
        """Claims submitted in the period."""
        return self.filter(period.days("submitted_on"), scope.rows("campus"))

    def approved_in(self, period, scope):
        return self.filter(period.days("approved_on"), scope.rows("campus"))

    def approved_by(self, day):
        return self.filter(approved_on__lte=day)

    def of_purchases(self):
        return self.filter(purchase__isnull=False)

    def without_purchase(self):
        return self.filter(purchase=None)

    def out_of_date_order(self):
        return self.filter(out_of_order=True)

    def lacking_signatures(self):
        """Granted claims that three people have not all signed in their last revision."""
        signed = ClaimSignature.objects.agreed().filter(claim=OuterRef("pk"), revision=OuterRef("revision"))
        whole = Q()
        for seat in ClaimSignature.Seat.values:
            whole &= Q(Exists(signed.filter(seat=seat)))
        return self.filter(approved_on__isnull=False).exclude(whole)

    def waiting_for(self, seat):
        """Claims whose next signature is the one of ``seat``."""
        signed = ClaimSignature.objects.filter(claim=OuterRef("pk"), revision=OuterRef("revision"))
        before = ClaimSignature.Seat.before(seat)
        waiting = self.filter(Exists(signed.filter(seat=before)), status=Claim.Status.SIGNING)
        return waiting.exclude(Exists(signed.filter(seat=seat)))

    def not_signed_by(self, user):
        """Claims of others on which the person has no seat yet, not even by a stand-in."""
        return self.exclude(claimed_by=user.pk).exclude(pk__in=_having_seat(user))


def _having_seat(person):
    """Return the keys of the claims on whose present revision a person signed, or somebody in their place."""
    signed = ClaimSignature.objects.filter(Q(signer=person.pk) | Q(stands_for=person.pk))
    return signed.filter(revision=F("claim__revision")).values("claim")


def claim_stays_as_signed():
    """The trigger that lets the facts change only while a claim is a draft or was sent back."""
    changed = Q()
    for name in FACTS:
        changed |= pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")})
    return pgtrigger.Protect(
        name="claim_stays_as_signed",
        operation=pgtrigger.Update,
        condition=~pgtrigger.Q(old__status__in=OPEN_TO_CHANGE) & changed,
    )


@tracked(exclude=["search_text", "grams"])
class Claim(Searchable):
    """A claim to be paid for invoices, of a purchase or of something else such as a journey or a bill.

    ``status`` changes only in ``finance.services``. ``claimed_by`` is the handler, who signs by submitting. ``payee`` is
    the name of the supplier or person as it was. What was judged at submitting stays: ``cash_limit`` (rule
    claim.cash.max), ``out_of_order`` (request, approval, purchase, claim), ``contracted`` (what the contracts of the
    purchase came to with their supplements, None without). Every submission is a further ``revision``.
    """

    class Way(models.TextChoices):
        CARD = "card", _("official card")
        TRANSFER = "transfer", _("transfer")
        CASH = "cash", _("cash")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SIGNING = "signing", _("being signed")
        PENDING = "pending", _("waiting for approval")
        RETURNED = "returned", _("sent back")
        APPROVED = "approved", _("to be paid")
        PAID = "paid", _("paid")
        REFUSED = "refused", _("not reimbursed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    FLOW = Flow(
        {
            "change": (OPEN_TO_CHANGE, None),
            "submit": (OPEN_TO_CHANGE, Status.SIGNING),
            "drop": (OPEN_TO_CHANGE, Status.WITHDRAWN),
            "sign": ([Status.SIGNING], Status.SIGNING),
            "sign_last": ([Status.SIGNING], Status.PENDING),
            "sign_return": ([Status.SIGNING], Status.RETURNED),
            "sign_refuse": ([Status.SIGNING], Status.REFUSED),
            "take_back": ([Status.SIGNING], Status.WITHDRAWN),
            "approve": ([Status.PENDING], Status.APPROVED),
            "return": ([Status.PENDING], Status.RETURNED),
            "refuse": ([Status.PENDING], Status.REFUSED),
            "withdraw": ([Status.PENDING], Status.WITHDRAWN),
            "pay": ([Status.APPROVED], None),
            "reject": ([Status.APPROVED], Status.RETURNED),
            "unpay": ([Status.APPROVED, Status.PAID], Status.APPROVED),
            "reopen": ([Status.APPROVED, Status.PAID], Status.RETURNED),
        }
    )
    TONES = {
        Status.DRAFT: "neutral",
        Status.SIGNING: "warning",
        Status.PENDING: "warning",
        Status.RETURNED: "info",
        Status.APPROVED: "info",
        Status.PAID: "success",
        Status.REFUSED: "danger",
        Status.WITHDRAWN: "neutral",
    }
    VERBS = {
        "drafted": _("wrote it down"),
        "changed": _("changed it"),
        "submitted": _("signed as handler and submitted it"),
        "signed": _("signed"),
        "sent_back": _("sent it back for changes"),
        "refused": _("refused it"),
        "approved": _("was approved"),
        "returned": _("was sent back"),
        "withdrawn": _("was withdrawn"),
        "dropped": _("dropped it"),
        "paid": _("paid it"),
        "rejected": _("came back from the accounting centre"),
        "unpaid": _("took a payment back"),
        "reopened": _("took a payment back and sent it back for changes"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="claims")
    number = models.CharField(_("number"), max_length=24, blank=True, editable=False)
    claimed_by = models.ForeignKey(
        "people.User", verbose_name=_("handler"), on_delete=models.PROTECT, related_name="claims"
    )
    purchase = models.ForeignKey(
        "finance.PurchaseRequest",
        verbose_name=_("purchase"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims",
    )
    title = models.CharField(_("what for"), max_length=120)
    reason = models.CharField(_("note"), max_length=300, blank=True)
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="claims",
    )  # fmt: skip
    department = models.ForeignKey(
        "school.Department", verbose_name=_("department"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="claims",
    )  # fmt: skip
    budget_source = models.CharField(
        _("source of funds"), max_length=12, choices=BudgetSource, default=BudgetSource.PUBLIC
    )
    budget_line = models.ForeignKey(
        "finance.BudgetLine", verbose_name=_("budget line"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="claims",
    )  # fmt: skip
    over_budget = models.BooleanField(_("over budget"), default=False)
    over_reason = models.CharField(_("why over budget"), max_length=200, blank=True)
    supplier = models.ForeignKey(
        "finance.Supplier", verbose_name=_("supplier"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="claims",
    )  # fmt: skip
    person = models.ForeignKey(
        "people.User",
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims_paid_to",
    )
    payee = models.CharField(_("payee"), max_length=80)
    way = models.CharField(_("payment way"), max_length=10, choices=Way, default=Way.TRANSFER)
    cash_limit = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    cash_reason = models.CharField(_("why in cash"), max_length=200, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    out_of_order = models.BooleanField(_("out of date order"), default=False)
    order_reason = models.CharField(_("why out of date order"), max_length=200, blank=True)
    contracted = models.DecimalField(_("contracted"), max_digits=14, decimal_places=2, null=True)
    contract_reason = models.CharField(_("why above the contract"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    revision = models.PositiveSmallIntegerField(_("revision"), default=0)
    submitted_on = models.DateField(_("claimed on"), null=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, editable=False)
    paid_amount = models.DecimalField(_("amount paid"), max_digits=12, decimal_places=2, default=0)
    paid_on = models.DateField(_("paid on"), null=True)
    refusal = models.CharField(_("why refused"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        default_permissions = ("view",)
        permissions = [
            ("make_claim", gettext_noop("Claim reimbursement")),
            ("sign_acceptance", gettext_noop("Sign claims as acceptor")),
            ("review_claim", gettext_noop("Review claims")),
            ("pay_claim", gettext_noop("Pay claims")),
        ]
        indexes = [
            *search_indexes("claims"),
            models.Index(fields=["school", "-created_at", "-id"], name="claims_of_a_school"),
            models.Index(fields=["school", "submitted_on"], name="claims_by_day"),
            models.Index(fields=["budget_line", "status"], name="claims_of_a_budget_line"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"], condition=~Q(number=""), name="one_claim_of_a_number_in_a_school"
            ),
            models.UniqueConstraint(
                fields=["purchase"], condition=~Q(status__in=ENDED), name="one_claim_of_a_purchase_at_a_time"
            ),
            models.CheckConstraint(name="a_claim_asks_for_nothing_or_more", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="a_claim_is_paid_to_a_supplier_or_a_person",
                condition=Q(supplier=None, person__isnull=False) | Q(supplier__isnull=False, person=None),
            ),
            models.CheckConstraint(
                name="a_submitted_claim_has_number_and_day",
                condition=Q(status__in=["draft", "withdrawn"])
                | ~Q(number="") & Q(submitted_on__isnull=False, revision__gt=0),
            ),
            models.CheckConstraint(
                name="an_approved_claim_has_its_day",
                condition=Q(status__in=["approved", "paid"], submitted_on__isnull=False, approved_on__isnull=False)
                & Q(approved_on__gte=F("submitted_on"))
                | ~Q(status__in=["approved", "paid"]) & Q(approved_on=None),
            ),
            models.CheckConstraint(
                name="never_more_is_paid_than_claimed",
                condition=Q(paid_amount__gte=0, paid_amount__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="a_paid_claim_is_paid_in_full",
                condition=Q(status="paid", paid_amount=F("amount"), paid_on__isnull=False)
                | ~Q(status="paid") & Q(paid_on=None),
            ),
            models.CheckConstraint(
                name="much_cash_has_its_reason",
                condition=~Q(way="cash") | Q(cash_limit=None) | Q(amount__lte=F("cash_limit")) | ~Q(cash_reason=""),
            ),
            models.CheckConstraint(
                name="out_of_date_order_has_its_reason", condition=Q(out_of_order=False) | ~Q(order_reason="")
            ),
            models.CheckConstraint(
                name="a_claim_over_budget_has_a_line_and_a_reason",
                condition=Q(over_budget=False) | Q(budget_line__isnull=False) & ~Q(over_reason=""),
            ),
            models.CheckConstraint(
                name="a_claim_above_its_contract_has_a_reason",
                condition=Q(contracted=None) | Q(amount__lte=F("contracted")) | ~Q(contract_reason=""),
            ),
            models.CheckConstraint(name="a_refused_claim_says_why", condition=~Q(status="refused") | ~Q(refusal="")),
        ]
        triggers = [
            frozen("school", "claimed_by", name="claimer_stays"),
            claim_stays_as_signed(),
            pgtrigger.Trigger(
                name="a_claim_is_the_sum_of_its_invoices",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status__in=OPEN_TO_CHANGE, new__status="signing"),
                func="""
                    IF NEW.amount IS DISTINCT FROM
                       (SELECT SUM(invoice.amount) FROM finance_claimitem item
                        JOIN finance_invoice invoice ON invoice.id = item.invoice_id
                        WHERE item.claim_id = NEW.id AND item.counts) THEN
                        RAISE EXCEPTION 'the amount of claim % is not the sum of its invoices', NEW.id;
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="three_people_sign_before_the_one_pen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__status__in=["pending", "approved"])
                & pgtrigger.Q(old__status__df=pgtrigger.F("new__status")),
                func="""
                    IF (SELECT COUNT(DISTINCT signature.signer_id) FROM finance_claimsignature signature
                        WHERE signature.claim_id = NEW.id AND signature.revision = NEW.revision
                          AND signature.verb = 'agree') < 3 THEN
                        RAISE EXCEPTION 'claim % lacks a signature', NEW.id;
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="claims_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("finance:claim_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def unpaid(self):
        """What is still to be paid, in yuan."""
        return self.amount - self.paid_amount

    @property
    def above_contract(self):
        """What is claimed above contracts and supplements, in yuan, as it was when it was submitted; 0 where nothing is."""
        return max(self.amount - self.contracted, 0) if self.contracted is not None else 0

    def search_words(self):
        numbers = self.items.values_list("invoice__number", flat=True) if self.pk else []
        return [self.number, self.title, self.payee, self.claimed_by.name, *numbers]
