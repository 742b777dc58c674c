"""Agreements that bring income: leases, scraps and waste."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from logistics import clock
from logistics.approvals.selectors import subjects_shown_to
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.school.models.term import days_from_to
from logistics.states import Flow

MONEY = models.DecimalField(max_digits=16, decimal_places=2)
OPEN_TO_CHANGE = ["draft", "returned"]
BINDING = ["in_force", "ended"]
SOON = 60  # days before the end from which a list marks an agreement
FACTS = [
    "kind", "subject", "party", "party_phone", "party_code", "place", "starts_on", "ends_on", "yearly_price", "paid_by",
    "duties", "before_yearly",
]  # fmt: skip


def summed(rows, by, measure):
    """Return the sum of ``measure`` over ``rows`` of the outer record, 0.00 of none."""
    sums = rows.order_by().values(by).annotate(sum=Sum(measure)).values("sum")
    return Coalesce(Subquery(sums, output_field=MONEY), 0, output_field=MONEY)


def facts_stay_as_agreed():
    """The trigger that lets the facts change only while an agreement is a draft or was sent back."""
    changed = Q()
    for name in FACTS:
        changed |= pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")})
    return pgtrigger.Protect(
        name="facts_stay_as_agreed",
        operation=pgtrigger.Update,
        condition=~pgtrigger.Q(old__status__in=OPEN_TO_CHANGE) & changed,
    )


class AgreementQuerySet(RecordQuerySet):
    reach = {"campus": "place__campus", "place": "place"}

    def visible_to(self, user):
        """With the permission all in reach; else those one is asked to sign."""
        if not user.is_authenticated:
            return self.none()
        shown = Q(pk__in=subjects_shown_to(user, Agreement))
        return self.filter(self.q_within(user, "finance.view_agreement") | self.q_within(user) & shown)

    def with_dues(self, day):
        """Add what was due by ``day`` and what of that is outstanding (Decimals in yuan)."""
        instalments = Agreement._meta.get_field("instalments").related_model
        receipts = instalments._meta.get_field("receipts").related_model.objects
        due = instalments.objects.filter(agreement=OuterRef("pk")).due_by(day)
        settled = receipts.filter(instalment__in=instalments.objects.due_by(day))
        return self.annotate(
            due=summed(due, "agreement", "amount"),
            settled=summed(settled.filter(instalment__agreement=OuterRef("pk")), "instalment__agreement", "amount"),
        ).annotate(outstanding=F("due") - F("settled"))

    def binding_in(self, period, scope):
        """Agreements that were in force on a day of the period."""
        return self.annotate(last_on=Coalesce("ended_on", "ends_on")).filter(
            scope.rows("place__campus"), status__in=BINDING, starts_on__lte=period.end, last_on__gte=period.start
        )


@tracked(exclude=["search_text", "grams"])
class Agreement(Searchable):
    """What somebody pays the school for, from when to when (协议). In force only once it is approved.

    ``status`` changes only in ``finance.services``. ``paid_by`` says how instalments fall due; "sale" has none, each
    sale is paid by itself. ``before_yearly`` is what came in a year before there was an agreement.
    """

    class Kind(models.TextChoices):
        LEASE = "lease", _("lease of a room")
        SCRAPS = "scraps", _("kitchen scraps")
        WASTE = "waste", _("waste for recycling")
        OTHER = "other", pgettext_lazy("agreement", "other agreement")

    class PaidBy(models.TextChoices):
        YEAR = "year", _("by the year")
        HALF = "half", _("by the half year")
        QUARTER = "quarter", _("by the quarter")
        MONTH = "month", _("by the month")
        SALE = "sale", _("at each sale")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PENDING = "pending", _("waiting for approval")
        RETURNED = "returned", _("sent back")
        IN_FORCE = "in_force", _("in force")
        ENDED = "ended", _("ended early")
        REFUSED = "refused", _("not approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    FLOW = Flow(
        {
            "change": (OPEN_TO_CHANGE, None),
            "submit": (OPEN_TO_CHANGE, Status.PENDING),
            "drop": (OPEN_TO_CHANGE, Status.WITHDRAWN),
            "approve": ([Status.PENDING], Status.IN_FORCE),
            "return": ([Status.PENDING], Status.RETURNED),
            "refuse": ([Status.PENDING], Status.REFUSED),
            "withdraw": ([Status.PENDING], Status.WITHDRAWN),
            "end": ([Status.IN_FORCE], Status.ENDED),
            "sell": ([Status.IN_FORCE], None),
        }
    )
    TONES = {
        Status.DRAFT: "neutral",
        Status.PENDING: "warning",
        Status.RETURNED: "info",
        Status.IN_FORCE: "success",
        Status.ENDED: "neutral",
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
        "filed": _("added a file"),
        "received": _("received an instalment"),
        "settled_in_kind": _("settled an instalment in kind"),
        "reversed": _("reversed a receipt"),
        "sold": _("sold scrap"),
        "ended": _("ended it early"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="agreements")
    number = models.CharField(_("number"), max_length=24, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.LEASE)
    subject = models.CharField(_("what it is about"), max_length=120)
    party = models.CharField(_("other party"), max_length=80)
    party_phone = models.CharField(_("phone"), max_length=30, blank=True)
    party_code = models.CharField(_("ID or credit code"), max_length=40, blank=True)
    place = models.ForeignKey(
        "school.Place",
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    yearly_price = models.DecimalField(_("price a year"), max_digits=12, decimal_places=2, null=True, blank=True)
    paid_by = models.CharField(_("way of payment"), max_length=8, choices=PaidBy, default=PaidBy.HALF)
    duties = models.TextField(_("duties"), blank=True)
    before_yearly = models.DecimalField(
        _("income a year before"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    asked_by = models.ForeignKey(
        "people.User", verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="agreements"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    approved_on = models.DateField(_("approved on"), null=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        default_permissions = ("view",)
        permissions = [
            ("keep_agreement", gettext_noop("Draw up agreements and end them")),
            ("record_income", gettext_noop("Record income received")),
        ]
        indexes = [
            *search_indexes("agreements"),
            models.Index(fields=["school", "-created_at", "-id"], name="agreements_of_a_school"),
            models.Index(fields=["school", "status", "ends_on"], name="agreements_by_their_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"], condition=~Q(number=""), name="one_agreement_of_a_number_in_a_school"
            ),
            models.CheckConstraint(
                name="an_agreement_names_party_and_subject", condition=~Q(party="") & ~Q(subject="")
            ),
            models.CheckConstraint(name="an_agreement_ends_after_it_begins", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="a_lease_has_yearly_rent_duties_and_room",
                condition=~Q(kind="lease")
                | Q(yearly_price__isnull=False, yearly_price__gt=0, place__isnull=False) & ~Q(duties=""),
            ),
            models.CheckConstraint(
                name="instalments_need_a_yearly_price",
                condition=Q(paid_by="sale") & ~Q(kind="lease") | Q(yearly_price__isnull=False, yearly_price__gt=0),
            ),
            models.CheckConstraint(
                name="income_before_is_nothing_or_more", condition=Q(before_yearly=None) | Q(before_yearly__gte=0)
            ),
            models.CheckConstraint(
                name="an_agreement_under_way_has_its_number",
                condition=Q(status__in=["draft", "withdrawn"]) | ~Q(number=""),
            ),
            models.CheckConstraint(
                name="an_agreement_in_force_was_approved",
                condition=Q(status__in=BINDING, approved_on__isnull=False)
                | ~Q(status__in=BINDING) & Q(approved_on=None),
            ),
            models.CheckConstraint(
                name="an_early_end_has_day_and_reason",
                condition=Q(
                    status="ended", ended_on__isnull=False, ended_on__lte=F("ends_on"), ended_on__gte=F("starts_on")
                )
                & ~Q(end_reason="")
                | ~Q(status="ended") & Q(ended_on=None, end_reason=""),
            ),
            ExclusionConstraint(
                name="one_lease_of_a_room_at_a_time",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    (days_from_to("starts_on", Coalesce("ended_on", "ends_on")), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind="lease", status__in=["pending", "in_force", "ended"]),
            ),
        ]
        triggers = [frozen("school", "asked_by", name="school_of_an_agreement_stays"), facts_stay_as_agreed()]

    def __str__(self):
        return f"{self.party} {self.subject}"

    def get_absolute_url(self):
        return reverse("finance:agreement_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.subject, self.party, self.party_phone, self.place.label if self.place else ""]

    @property
    def standing(self):
        """Return (words, tone) as of today."""
        if self.status == self.Status.IN_FORCE:
            left = (self.ends_on - clock.today()).days
            if left < 0:
                return _("run out"), "neutral"
            if left <= SOON:
                return _("runs out soon"), "warning"
        return self.get_status_display(), self.TONES[self.status]

    @property
    def tone(self):
        return self.standing[1]
