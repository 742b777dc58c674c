"""Advances: money a person draws before the invoices are there, and how it was accounted for."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from finance.models.budget import BudgetSource
from finance.models.red import only_red_is_negative
from logistics import clock
from logistics.approvals.selectors import subjects_shown_to
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, frozen, tracked
from logistics.states import Flow


class AdvanceQuerySet(RecordQuerySet):
    reach = {"department": "department"}

    def visible_to(self, user):
        """My own, those I am asked to sign, and with the permission all in reach."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(person=user.pk) | Q(pk__in=subjects_shown_to(user, Advance))
        return self.filter(self.q_within(user) & mine | self.q_within(user, "finance.view_claim"))

    def outstanding(self):
        return self.filter(status=Advance.Status.OUT)

    def overdue(self, day):
        return self.outstanding().filter(due_on__lt=day)

    def late_by(self, day):
        """Those due by ``day`` that came back in full only after it was due, or not yet."""
        return self.filter(paid_on__isnull=False, due_on__lte=day).filter(
            Q(settled_on=None) | Q(settled_on__gt=F("due_on"))
        )

    def paid_out_in(self, period):
        return self.filter(period.days("paid_on"))


@tracked(exclude=["search_text", "grams"])
class Advance(Searchable):
    """Money drawn for a purpose, to be accounted for by a day (借款). ``settled`` is what came back so far, in yuan."""

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting for approval")
        RETURNED = "returned", _("sent back")
        APPROVED = "approved", _("to be paid out")
        OUT = "out", _("to be settled")
        SETTLED = "settled", _("settled")
        REFUSED = "refused", _("not approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    FLOW = Flow(
        {
            "submit": ([Status.RETURNED], Status.PENDING),
            "approve": ([Status.PENDING], Status.APPROVED),
            "return": ([Status.PENDING], Status.RETURNED),
            "refuse": ([Status.PENDING], Status.REFUSED),
            "withdraw": ([Status.PENDING], Status.WITHDRAWN),
            "pay_out": ([Status.APPROVED], Status.OUT),
            "unpay": ([Status.OUT], Status.APPROVED),
            "settle": ([Status.OUT], None),
            "unsettle": ([Status.OUT, Status.SETTLED], Status.OUT),
        }
    )
    TONES = {
        Status.PENDING: "warning",
        Status.RETURNED: "info",
        Status.APPROVED: "info",
        Status.OUT: "warning",
        Status.SETTLED: "success",
        Status.REFUSED: "danger",
        Status.WITHDRAWN: "neutral",
    }
    VERBS = {
        "asked": _("asked for it"),
        "changed": _("changed it and submitted it again"),
        "approved": _("was approved"),
        "returned": _("was sent back"),
        "refused": _("was not approved"),
        "withdrawn": _("was withdrawn"),
        "paid_out": _("paid it out"),
        "unpaid": _("took the paying out back"),
        "settled": _("settled"),
        "unsettled": _("took a settlement back"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="advances")
    number = models.CharField(_("number"), max_length=24, editable=False)
    person = models.ForeignKey(
        "people.User", verbose_name=_("drawn by"), on_delete=models.PROTECT, related_name="advances"
    )
    department = models.ForeignKey(
        "school.Department",
        verbose_name=_("department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="advances",
    )
    purpose = models.CharField(_("what for"), max_length=120)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    source = models.CharField(_("source of funds"), max_length=12, choices=BudgetSource, default=BudgetSource.PUBLIC)
    due_on = models.DateField(_("to be settled by"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    asked_on = models.DateField(_("asked on"))
    paid_on = models.DateField(_("paid out on"), null=True)
    account = models.ForeignKey(
        "finance.Account",
        verbose_name=_("account"),
        null=True,
        on_delete=models.PROTECT,
        related_name="advances",
    )
    entry = models.OneToOneField("finance.MoneyEntry", null=True, on_delete=models.PROTECT, related_name="advance_out")
    settled = models.DecimalField(_("settled so far"), max_digits=12, decimal_places=2, default=0)
    settled_on = models.DateField(_("settled on"), null=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = AdvanceQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("advance")
        verbose_name_plural = _("advances")
        default_permissions = ()
        permissions = [("draw_advance", gettext_noop("Ask for advances"))]
        indexes = [
            *search_indexes("advances"),
            models.Index(fields=["school", "-created_at", "-id"], name="advances_of_a_school"),
            models.Index(fields=["due_on"], condition=Q(status="out"), name="advances_outstanding"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_advance_of_a_number_in_a_school"),
            models.CheckConstraint(name="an_advance_is_of_money", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="an_advance_is_settled_after_it_is_asked", condition=Q(due_on__gte=F("asked_on"))),
            models.CheckConstraint(
                name="an_advance_paid_out_has_its_day_and_entry",
                condition=Q(status__in=["out", "settled"], paid_on__isnull=False, account__isnull=False, entry__isnull=False)
                | ~Q(status__in=["out", "settled"]) & Q(paid_on=None, account=None, entry=None),
            ),
            models.CheckConstraint(
                name="no_more_comes_back_than_was_drawn", condition=Q(settled__gte=0, settled__lte=F("amount"))
            ),
            models.CheckConstraint(
                name="a_settled_advance_came_back_in_full",
                condition=Q(status="settled", settled=F("amount"), settled_on__isnull=False)
                | ~Q(status="settled") & Q(settled_on=None) & ~Q(settled=F("amount")),
            ),
        ]  # fmt: skip
        triggers = [
            frozen("school", "number", "person", name="whose_advance_it_is_stays"),
            pgtrigger.Protect(
                name="an_advance_stays_as_submitted",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status="returned")
                & (
                    pgtrigger.Q(old__amount__df=pgtrigger.F("new__amount"))
                    | pgtrigger.Q(old__purpose__df=pgtrigger.F("new__purpose"))
                    | pgtrigger.Q(old__due_on__df=pgtrigger.F("new__due_on"))
                    | pgtrigger.Q(old__source__df=pgtrigger.F("new__source"))
                ),
            ),
            pgtrigger.Protect(name="advances_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.purpose

    def get_absolute_url(self):
        return reverse("finance:advance_detail", args=[self.pk])

    @property
    def tone(self):
        overdue = self.status == self.Status.OUT and self.due_on < clock.today()
        return "danger" if overdue else self.TONES[self.status]

    @property
    def outstanding(self):
        """What is still to come back, in yuan; nothing before it is paid out."""
        return self.amount - self.settled if self.paid_on else 0

    def search_words(self):
        return [self.number, self.purpose, self.person.name]


class AdvanceBackQuerySet(RecordQuerySet):
    school_path = "advance__school"

    def visible_to(self, user):
        return self.filter(advance__in=Advance.objects.visible_to(user))


class AdvanceBack(models.Model):
    """Part of an advance that came back: in cash, or by a payment on a claim. Append-only; a red one takes it back."""

    advance = models.ForeignKey(Advance, on_delete=models.PROTECT, related_name="backs")
    on = models.DateField(_("day"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    payment = models.OneToOneField(
        "finance.Payment", null=True, on_delete=models.PROTECT, related_name="advance_back"
    )  # fmt: skip
    entry = models.OneToOneField("finance.MoneyEntry", on_delete=models.PROTECT, related_name="advance_back")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = AdvanceBackQuerySet.as_manager()

    class Meta:
        ordering = ["advance", "pk"]
        verbose_name = _("settlement of an advance")
        default_permissions = ()
        constraints = [
            only_red_is_negative("only_a_red_settlement_is_negative", reason=False),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.advance} {self.amount:,.2f}"

    def get_absolute_url(self):
        return self.advance.get_absolute_url()
