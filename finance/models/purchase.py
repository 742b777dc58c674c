"""A request to buy, from the draft to the payment."""

import pgtrigger
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from finance.models.budget import BudgetSource as Sources
from finance.models.quotes import Quote
from logistics.approvals.selectors import subjects_shown_to
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.states import Flow

OPEN_TO_CHANGE = ["draft", "returned"]
FACTS = [
    "campus", "department", "kind", "title", "reason", "budget_source", "budget_line", "over_reason", "split_sum",
    "split_limit", "quotes_needed", "emergency", "content_type", "object_id",
]  # fmt: skip


class PurchaseRequestQuerySet(RecordQuerySet):
    reach = {"campus": "campus", "department": "department"}

    def visible_to(self, user):
        """My own, those I am asked to sign, my department's if I head it, and with the permission all in reach."""
        if not user.is_authenticated:
            return self.none()
        shown = subjects_shown_to(user, PurchaseRequest)
        mine = Q(requested_by=user.pk) | Q(department__head=user.pk) | Q(pk__in=shown)
        return self.filter(self.q_within(user) & mine | self.q_within(user, "finance.view_purchaserequest"))

    def asked_for(self, record):
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)

    def submitted(self):
        return self.exclude(status=PurchaseRequest.Status.DRAFT)

    def reported_in(self, period, scope):
        """Requests submitted in the period."""
        return self.submitted().filter(period.days("requested_on"), scope.rows("campus"))

    def paid_in(self, period, scope):
        return self.filter(period.days("paid_on"), scope.rows("campus"))

    def bought_in(self, period, scope):
        return self.filter(period.days("bought_on"), scope.rows("campus"))

    def paid_beyond_approval(self):
        return self.filter(paid_amount__gt=F("amount"))

    def bought_unapproved(self):
        """先买后批: bought before the approval and no emergency, or bought and then not approved at all."""
        ended = [PurchaseRequest.Status.REFUSED, PurchaseRequest.Status.WITHDRAWN]
        return self.filter(bought_on__isnull=False).filter(
            Q(status__in=ended) | Q(emergency=False) & (Q(approved_on=None) | Q(bought_on__lt=F("approved_on")))
        )

    def approved_afterwards(self):
        """事后补批: emergencies bought before their approval, given or still awaited."""
        ended = [PurchaseRequest.Status.REFUSED, PurchaseRequest.Status.WITHDRAWN]
        return self.filter(bought_first=True).exclude(status__in=ended)

    def over_budget(self):
        return self.filter(over_budget=True)

    def looking_split(self):
        """化整为零: together with like ones of the weeks before they reached the limit that none reached alone."""
        return self.filter(split_sum__isnull=False)

    def to_be_compared(self):
        """货比三家: what was approved or bought and needed quotes; an emergency is bought without."""
        return self.filter(quotes_needed__gt=0, emergency=False, approved_on__isnull=False)

    def compared(self):
        """Those with as many quotes as were needed, one of them chosen."""
        return self._with_quotes().filter(quotes_there__gte=F("quotes_needed"), quote_chosen=True)

    def not_compared(self):
        return self._with_quotes().filter(Q(quotes_there__lt=F("quotes_needed")) | Q(quote_chosen=False))

    def short_of_quotes(self):
        """Submitted ones that need quotes and have too few, or none chosen; what ended without a purchase does not count."""
        ended = [PurchaseRequest.Status.REFUSED, PurchaseRequest.Status.WITHDRAWN]
        return self.filter(quotes_needed__gt=0, emergency=False).exclude(status__in=ended).not_compared()

    def _with_quotes(self):
        chosen = Quote.objects.filter(request=OuterRef("pk"), chosen_at__isnull=False)
        counted = Quote.objects.filter(request=OuterRef("pk"), withdrawn_at=None)
        count = counted.order_by().values("request").annotate(count=Count("pk")).values("count")
        return self.annotate(quotes_there=Coalesce(Subquery(count), 0), quote_chosen=Exists(chosen))


def facts_stay_as_submitted():
    """The trigger that lets the facts change only while a request is a draft or was sent back."""
    changed = Q()
    for name in FACTS:
        changed |= pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")})
    return pgtrigger.Protect(
        name="facts_stay_as_submitted",
        operation=pgtrigger.Update,
        condition=~pgtrigger.Q(old__status__in=OPEN_TO_CHANGE) & changed,
    )


def amount_falls_only_by_the_decision():
    """The trigger by which the amount of a submitted request changes once: to less, with the last signature."""
    cut = pgtrigger.Q(
        old__status="pending", new__status__in=["approved", "bought"], new__amount__lt=pgtrigger.F("old__amount"),
        new__asked_amount=pgtrigger.F("old__amount"),
    )  # fmt: skip
    changed = pgtrigger.Q(old__amount__df=pgtrigger.F("new__amount"))
    changed |= pgtrigger.Q(old__asked_amount__df=pgtrigger.F("new__asked_amount"))
    return pgtrigger.Protect(
        name="amount_falls_only_by_the_decision",
        operation=pgtrigger.Update,
        condition=~pgtrigger.Q(old__status__in=OPEN_TO_CHANGE) & changed & ~cut,
    )


@tracked(exclude=["search_text", "grams"])
class PurchaseRequest(Searchable):
    """A request to buy something, from the first draft to the payment.

    ``status`` changes only in ``finance.services``. ``amount`` is the sum of the lines; when a
    signer cuts lines, it becomes what was approved and ``asked_amount`` keeps what was asked. ``source`` is the record
    it is for, such as a repair. ``supplier`` is the name of the seller as it was when it was bought. What was judged at
    submitting keeps its limits: ``quotes_needed``, and ``split_sum`` with ``split_limit`` where it looked split.
    """

    class Kind(models.TextChoices):
        GOODS = "goods", _("goods")
        PARTS = "parts", _("parts")
        OUTSIDE_REPAIR = "outside_repair", _("outside repair")
        SERVICE = "service", _("service")
        WORKS = "works", pgettext_lazy("kind of purchase", "works")

    BudgetSource = Sources

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PENDING = "pending", _("waiting for approval")
        RETURNED = "returned", _("sent back")
        APPROVED = "approved", _("approved")
        BOUGHT = "bought", pgettext_lazy("purchase", "bought")
        PAID = "paid", _("paid")
        REFUSED = "refused", _("not approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    FLOW = Flow(
        {
            "change": (OPEN_TO_CHANGE, None),
            "submit": (OPEN_TO_CHANGE, Status.PENDING),
            "drop": (OPEN_TO_CHANGE, Status.WITHDRAWN),
            "approve": ([Status.PENDING], Status.APPROVED),
            "return": ([Status.PENDING], Status.RETURNED),
            "refuse": ([Status.PENDING], Status.REFUSED),
            "withdraw": ([Status.PENDING], Status.WITHDRAWN),
            "buy": ([Status.APPROVED], Status.BOUGHT),
            "buy_first": ([*OPEN_TO_CHANGE, Status.PENDING], None),
            "order": ([Status.APPROVED, Status.BOUGHT], None),
            "quote": ([*OPEN_TO_CHANGE, Status.PENDING, Status.APPROVED], None),
            "pay": ([Status.BOUGHT], Status.PAID),
            "unpay": ([Status.PAID], Status.BOUGHT),
        }
    )
    TONES = {
        Status.DRAFT: "neutral",
        Status.PENDING: "warning",
        Status.RETURNED: "info",
        Status.APPROVED: "success",
        Status.BOUGHT: "success",
        Status.PAID: "success",
        Status.REFUSED: "danger",
        Status.WITHDRAWN: "neutral",
    }
    VERBS = {
        "drafted": _("wrote it down"),
        "changed": _("changed it"),
        "submitted": _("submitted it for approval"),
        "approved": _("was approved"),
        "returned": _("was sent back"),
        "refused": _("was not approved"),
        "withdrawn": _("was withdrawn"),
        "dropped": _("dropped it"),
        "bought": _("bought it"),
        "unbought": _("took the purchase back"),
        "ordered": _("placed an order"),
        "accepted": _("has a delivery accepted"),
        "paid": _("paid it"),
        "unpaid": _("took the payment back"),
        "cut": _("approved less than was asked"),
        "quoted": _("entered a quote"),
        "quote_withdrawn": _("withdrew a quote"),
        "quote_chosen": _("chose a quote"),
        "avoided": _("uses what is there instead"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="purchase_requests")
    number = models.CharField(_("number"), max_length=24, blank=True, editable=False)
    campus = models.ForeignKey(
        "school.Campus",
        verbose_name=_("campus"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="purchase_requests",
    )
    department = models.ForeignKey(
        "school.Department",
        verbose_name=_("department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="purchase_requests",
    )
    requested_by = models.ForeignKey(
        "people.User", verbose_name=_("requested by"), on_delete=models.PROTECT, related_name="purchase_requests"
    )
    requested_on = models.DateField(_("requested on"), null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.GOODS)
    title = models.CharField(_("what for"), max_length=120)
    reason = models.TextField(_("reason"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    budget_source = models.CharField(
        _("source of funds"), max_length=12, choices=BudgetSource, default=BudgetSource.PUBLIC
    )
    budget_line = models.ForeignKey(
        "finance.BudgetLine",
        verbose_name=_("budget line"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="purchases",
    )
    over_budget = models.BooleanField(_("over budget"), default=False)
    over_reason = models.CharField(_("why over budget"), max_length=200, blank=True)
    split_sum = models.DecimalField(_("sum of like purchases"), max_digits=14, decimal_places=2, null=True)
    split_limit = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    quotes_needed = models.PositiveSmallIntegerField(_("quotes needed"), default=0)
    asked_amount = models.DecimalField(_("amount asked for"), max_digits=12, decimal_places=2, null=True)
    emergency = models.BooleanField(_("emergency purchase"), default=False)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField(null=True)
    source = GenericForeignKey("content_type", "object_id")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    approved_on = models.DateField(_("approved on"), null=True, editable=False)
    bought_on = models.DateField(_("bought on"), null=True)
    bought_by = models.ForeignKey(
        "people.User", verbose_name=_("bought by"), null=True, on_delete=models.PROTECT, related_name="purchases_made"
    )
    bought_first = models.BooleanField(_("bought before the approval"), default=False)
    supplier = models.CharField(_("supplier"), max_length=120, blank=True)
    seller = models.ForeignKey(
        "finance.Supplier",
        verbose_name=_("supplier"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="purchases",
    )
    paid_on = models.DateField(_("paid on"), null=True)
    paid_amount = models.DecimalField(_("amount paid"), max_digits=12, decimal_places=2, null=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = PurchaseRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("purchase request")
        verbose_name_plural = _("purchase requests")
        default_permissions = ("view",)
        permissions = [
            ("ask_purchase", gettext_noop("Ask for purchases")),
            ("record_purchase", gettext_noop("Record what was bought")),
            ("record_payment", gettext_noop("Record what was paid")),
        ]
        indexes = [
            *search_indexes("purchases"),
            models.Index(fields=["school", "-created_at", "-id"], name="purchases_of_a_school"),
            models.Index(fields=["school", "requested_on"], name="purchases_by_day"),
            models.Index(fields=["content_type", "object_id"], name="purchases_for_a_record"),
            models.Index(fields=["budget_line", "status"], name="purchases_of_a_budget_line"),
            models.Index(fields=["seller", "bought_on"], name="purchases_of_a_supplier"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"], condition=~Q(number=""), name="one_purchase_of_a_number_in_a_school"
            ),
            models.CheckConstraint(name="a_purchase_costs_nothing_or_more", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="a_purchase_under_way_has_number_and_day",
                condition=Q(status__in=["draft", "withdrawn"]) | ~Q(number="") & Q(requested_on__isnull=False),
            ),
            models.CheckConstraint(
                name="an_approved_purchase_has_its_day",
                condition=Q(status__in=["approved", "bought", "paid"], approved_on__isnull=False)
                | ~Q(status__in=["approved", "bought", "paid"]) & Q(approved_on=None),
            ),
            models.CheckConstraint(
                name="approval_follows_the_request",
                condition=Q(approved_on=None) | Q(approved_on__gte=F("requested_on")),
            ),
            models.CheckConstraint(
                name="whoever_bought_it_is_known",
                condition=Q(bought_on=None, bought_by=None) | Q(bought_on__isnull=False, bought_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_bought_purchase_has_its_day",
                condition=Q(status__in=["bought", "paid"], bought_on__isnull=False)
                | ~Q(status__in=["bought", "paid"]) & (Q(bought_on=None) | Q(emergency=True)),
            ),
            models.CheckConstraint(
                name="bought_before_approval_only_in_an_emergency",
                condition=Q(bought_on=None) | Q(emergency=True) | Q(bought_on__gte=F("approved_on")),
            ),
            models.CheckConstraint(
                name="only_an_emergency_is_bought_first",
                condition=Q(bought_first=False) | Q(emergency=True, bought_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_paid_purchase_has_day_and_amount",
                condition=Q(status="paid", paid_on__isnull=False, paid_amount__isnull=False, paid_amount__gte=0)
                | ~Q(status="paid") & Q(paid_on=None, paid_amount=None),
            ),
            models.CheckConstraint(
                name="payment_follows_approval_and_purchase",
                condition=Q(paid_on=None) | Q(paid_on__gte=Greatest("bought_on", "approved_on")),
            ),
            models.CheckConstraint(
                name="over_budget_only_with_a_line_and_a_reason",
                condition=Q(over_budget=False) | Q(budget_line__isnull=False) & ~Q(over_reason=""),
            ),
            models.CheckConstraint(
                name="a_split_purchase_reaches_the_limit_it_was_judged_by",
                condition=Q(split_sum=None, split_limit=None)
                | Q(split_sum__isnull=False, split_limit__isnull=False, split_sum__gte=F("split_limit")),
            ),
            models.CheckConstraint(
                name="no_more_is_approved_than_was_asked",
                condition=Q(asked_amount=None) | Q(asked_amount__gt=F("amount"), approved_on__isnull=False),
            ),
        ]
        triggers = [
            frozen("school", "requested_by", name="asker_stays"),
            facts_stay_as_submitted(),
            amount_falls_only_by_the_decision(),
            pgtrigger.Trigger(
                name="amount_is_the_sum_of_its_lines",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status__in=OPEN_TO_CHANGE, new__status="pending"),
                func="""
                    IF NEW.amount IS DISTINCT FROM
                       (SELECT SUM(line.amount) FROM finance_purchaseline line WHERE line.request_id = NEW.id) THEN
                        RAISE EXCEPTION 'the amount of purchase % is not the sum of its lines', NEW.id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("finance:purchase_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def deviation(self):
        """What was paid beyond the approved amount; negative when less, None before the payment."""
        return None if self.paid_amount is None else self.paid_amount - self.amount

    def search_words(self):
        names = self.lines.values_list("name", flat=True) if self.pk else []
        seller = self.seller.name if self.seller_id else ""
        return [self.number, self.title, self.requested_by.name, self.supplier or seller, *names]
