"""Contracts signed for orders (采购合同), and what was added to them afterwards."""

from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.models.orders import PurchaseOrder
from logistics import clock
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.states import Flow

SOON = 30  # days before the end from which a list marks a contract
ENTERED = [
    "school", "order", "number", "title", "amount", "bond", "signed_on", "starts_on", "ends_on", "sign_by", "late_reason",
    "publish_by", "file_by", "bond_limit", "extra_limit", "note", "registered_by", "registered_at",
]  # fmt: skip


class ContractQuerySet(RecordQuerySet):
    reach = {"campus": "order__request__campus", "department": "order__request__department"}

    def visible_to(self, user):
        """Whoever sees the order sees its contract."""
        return self.filter(order__in=PurchaseOrder.objects.visible_to(user))

    def standing(self):
        """All but those that were entered by mistake."""
        return self.exclude(status=Contract.Status.VOID)

    def signed_in(self, period, scope):
        return self.standing().filter(period.days("signed_on"), scope.rows("order__request__campus"))

    def running(self, day):
        """Contracts neither ended nor past their last day."""
        return self.filter(status=Contract.Status.RUNNING, ends_on__gte=day)

    def ending(self, day, until):
        """Running contracts whose last day lies from ``day`` to ``until``."""
        return self.running(day).filter(ends_on__lte=until)

    def over(self, day):
        return self.standing().filter(Q(status=Contract.Status.ENDED) | Q(ends_on__lt=day))

    def to_publish(self):
        return self.standing().filter(publish_by__isnull=False, published_on=None)

    def to_file(self):
        return self.standing().filter(file_by__isnull=False, filed_on=None)

    def overdue(self, day):
        """Contracts that should have been published or filed before ``day`` and are not."""
        late = Q(publish_by__lt=day, published_on=None) | Q(file_by__lt=day, filed_on=None)
        return self.standing().filter(late)

    def bond_out(self, day):
        """Contracts over by ``day`` whose performance bond is not entered as returned."""
        return self.over(day).filter(bond__gt=0, bond_back=None)

    def governmental(self):
        return self.standing().filter(publish_by__isnull=False)

    def not_in_time(self, day):
        """Published or filed after the day they were due, or not yet although ``day`` is past it."""
        published = Q(published_on__gt=F("publish_by")) | Q(published_on=None, publish_by__lt=day)
        filed = Q(filed_on__gt=F("file_by")) | Q(filed_on=None, file_by__lt=day)
        return self.governmental().filter(published | filed)

    def signed_late(self):
        return self.standing().exclude(late_reason="")


@tracked(exclude=["search_text", "grams"])
class Contract(Searchable):
    """What school and supplier signed for an order. ``extra`` is the sum of its supplements.

    The limits keep the rules contract.sign, contract.publish, contract.file, contract.bond and contract.extra of the day
    it was signed; ``sign_by``, ``publish_by`` and ``file_by`` are empty where they do not apply. What was entered stays: a
    contract entered wrongly is declared void and entered anew. ``bond_back`` is what the supplier got back of the bond.
    ``status`` changes only in ``finance.services``.
    """

    class Status(models.TextChoices):
        RUNNING = "running", pgettext_lazy("contract", "in force")
        ENDED = "ended", pgettext_lazy("contract", "ended early")
        VOID = "void", pgettext_lazy("contract", "void")

    FLOW = Flow(
        {
            "publish": ([Status.RUNNING, Status.ENDED], None),
            "enter_filing": ([Status.RUNNING, Status.ENDED], None),
            "supplement": ([Status.RUNNING], None),
            "withdraw_supplement": ([Status.RUNNING, Status.ENDED], None),
            "return_bond": ([Status.RUNNING, Status.ENDED], None),
            "add_file": ([Status.RUNNING, Status.ENDED], None),
            "end": ([Status.RUNNING], Status.ENDED),
            "void": ([Status.RUNNING, Status.ENDED], Status.VOID),
        }
    )
    TONES = {Status.RUNNING: "success", Status.ENDED: "neutral", Status.VOID: "neutral"}
    VERBS = {
        "registered": _("entered the contract"),
        "published": _("entered that the contract was published"),
        "filed": _("entered that the contract was filed"),
        "supplemented": _("entered a supplementary contract"),
        "unsupplemented": _("took a supplementary contract back"),
        "bond_returned": _("entered that the bond was returned"),
        "added": _("added a file"),
        "ended": _("ended the contract early"),
        "voided": _("declared the contract void"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="contracts")
    order = models.ForeignKey(
        PurchaseOrder, verbose_name=_("purchase order"), on_delete=models.PROTECT, related_name="contracts"
    )
    number = models.CharField(_("contract number"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    amount = models.DecimalField(_("contract amount"), max_digits=12, decimal_places=2)
    extra = models.DecimalField(_("added by supplements"), max_digits=12, decimal_places=2, default=0)
    bond = models.DecimalField(_("performance bond"), max_digits=12, decimal_places=2, default=0)
    signed_on = models.DateField(pgettext_lazy("contract", "signed on"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    sign_by = models.DateField(_("to be signed by"), null=True)
    late_reason = models.CharField(_("why signed late"), max_length=200, blank=True)
    publish_by = models.DateField(_("to be published by"), null=True)
    published_on = models.DateField(pgettext_lazy("contract", "published on"), null=True)
    file_by = models.DateField(_("to be filed by"), null=True)
    filed_on = models.DateField(_("filed on"), null=True)
    bond_limit = models.DecimalField(max_digits=5, decimal_places=2)
    extra_limit = models.DecimalField(max_digits=5, decimal_places=2)
    note = models.CharField(_("note"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RUNNING)
    ended_on = models.DateField(_("ended on"), null=True)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)
    bond_back = models.DecimalField(_("bond returned"), max_digits=12, decimal_places=2, null=True)
    bond_back_on = models.DateField(_("bond returned on"), null=True)
    bond_back_reason = models.CharField(_("why not the whole bond"), max_length=200, blank=True)
    registered_by = models.ForeignKey(
        "people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(_("entered at"), editable=False)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on", "-pk"]
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        default_permissions = ()
        indexes = [
            *search_indexes("contracts"),
            models.Index(fields=["school", "-signed_on", "-id"], name="contracts_of_a_school"),
            models.Index(fields=["school", "ends_on"], condition=Q(status="running"), name="contracts_by_their_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"], condition=~Q(status="void"), name="one_contract_of_a_number_in_a_school"
            ),
            models.UniqueConstraint(fields=["order"], condition=~Q(status="void"), name="one_contract_of_an_order"),
            models.CheckConstraint(name="a_contract_has_number_and_title", condition=~Q(number="") & ~Q(title="")),
            models.CheckConstraint(name="a_contract_is_worth_more_than_nothing", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="a_bond_keeps_to_its_share",
                condition=Q(bond__gte=0, bond__lte=F("amount") * F("bond_limit") / 100),
            ),
            models.CheckConstraint(
                name="supplements_keep_to_their_share",
                condition=Q(extra__gte=0, extra__lte=F("amount") * F("extra_limit") / 100),
            ),
            models.CheckConstraint(
                name="a_contract_ends_after_it_begins",
                condition=Q(ends_on__gte=F("signed_on")) & Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="a_contract_signed_late_says_why",
                condition=Q(sign_by=None, late_reason="")
                | Q(sign_by__isnull=False, signed_on__lte=F("sign_by"), late_reason="")
                | Q(sign_by__isnull=False, signed_on__gt=F("sign_by")) & ~Q(late_reason=""),
            ),
            models.CheckConstraint(
                name="a_contract_is_published_and_filed_or_neither",
                condition=Q(publish_by=None, file_by=None, published_on=None, filed_on=None)
                | Q(publish_by__isnull=False, file_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_contract_is_published_after_it_is_signed",
                condition=Q(published_on=None) | Q(published_on__gte=F("signed_on")),
            ),
            models.CheckConstraint(
                name="a_contract_is_filed_after_it_is_signed",
                condition=Q(filed_on=None) | Q(filed_on__gte=F("signed_on")),
            ),
            models.CheckConstraint(
                name="a_bond_comes_back_whole_or_says_why_not",
                condition=Q(bond_back=None, bond_back_on=None, bond_back_reason="")
                | Q(bond_back__isnull=False, bond_back_on__isnull=False, bond_back_on__gte=F("signed_on"), bond__gt=0)
                & (
                    Q(bond_back=F("bond"), bond_back_reason="")
                    | Q(bond_back__gte=0, bond_back__lt=F("bond")) & ~Q(bond_back_reason="")
                ),
            ),
            models.CheckConstraint(
                name="a_contract_that_ended_says_when_and_why",
                condition=Q(status="running", ended_on=None, end_reason="")
                | Q(status="ended", ended_on__isnull=False, ended_on__gte=F("signed_on"), ended_on__lte=F("ends_on"))
                & ~Q(end_reason="")
                | Q(status="void") & ~Q(end_reason=""),
            ),
        ]
        triggers = [
            frozen(*ENTERED, name="a_contract_stays_as_entered"),
            pgtrigger.Protect(name="contracts_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="a_contract_is_published_and_filed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__published_on__isnull=False, old__published_on__df=pgtrigger.F("new__published_on"))
                | pgtrigger.Q(old__filed_on__isnull=False, old__filed_on__df=pgtrigger.F("new__filed_on")),
            ),
            pgtrigger.Protect(
                name="a_bond_comes_back_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__bond_back__isnull=False)
                & (
                    pgtrigger.Q(old__bond_back__df=pgtrigger.F("new__bond_back"))
                    | pgtrigger.Q(old__bond_back_on__df=pgtrigger.F("new__bond_back_on"))
                    | pgtrigger.Q(old__bond_back_reason__df=pgtrigger.F("new__bond_back_reason"))
                ),
            ),
            pgtrigger.Protect(
                name="a_void_contract_stays_so",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="void"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("finance:contract_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.title, self.order.number, self.order.request.number, self.order.supplier.name]

    @property
    def total(self):
        """What it comes to with its supplements, in yuan."""
        return self.amount + self.extra

    @property
    def most_extra(self):
        """What supplements may add altogether, in yuan."""
        return self.amount * self.extra_limit / 100

    @property
    def most_bond(self):
        return self.amount * self.bond_limit / 100

    @property
    def bond_is_out(self):
        """Say whether there is a performance bond that is not entered as returned."""
        return self.bond > 0 and self.bond_back is None

    @property
    def standing(self):
        """Return (words, tone) as of today: what is overdue first, then what is to be done, then how long it runs."""
        if self.status == self.Status.VOID:
            return self.get_status_display(), self.TONES[self.status]
        today = clock.today()
        waits = [(self.publish_by, self.published_on, *PUBLISHING), (self.file_by, self.filed_on, *FILING)]
        waits = [(by, to_do, late) for by, on, to_do, late in waits if by is not None and on is None]
        for by, _to_do, late in waits:
            if by < today:
                return late, "danger"
        return (waits[0][1], "warning") if waits else self._standing_of_days(today)

    def _standing_of_days(self, today):
        over = self.status == self.Status.ENDED or self.ends_on < today
        if over and self.bond_is_out:
            return pgettext_lazy("contract", "bond to be returned"), "warning"
        if self.status == self.Status.ENDED:
            return self.get_status_display(), self.TONES[self.status]
        if over:
            return pgettext_lazy("contract", "run out"), "neutral"
        if self.ends_on <= today + timedelta(days=SOON):
            return pgettext_lazy("contract", "ends soon"), "warning"
        return self.get_status_display(), self.TONES[self.status]

    @property
    def tone(self):
        return self.standing[1]


PUBLISHING = (pgettext_lazy("contract", "to be published"), pgettext_lazy("contract", "publishing overdue"))
FILING = (pgettext_lazy("contract", "to be filed"), pgettext_lazy("contract", "filing overdue"))
