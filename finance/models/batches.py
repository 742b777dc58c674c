"""Batches of approved claims for the accounting centre (集中核算), and what it answered."""

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from finance.models.claims import Claim
from finance.models.payments import Payment
from logistics.db import RecordQuerySet
from logistics.history.models import frozen, tracked


class ClaimBatchQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_claim")

    def with_sums(self):
        """Add ``total`` (yuan) and ``is_open``: whether an answer is still awaited."""
        waiting = BatchItem.objects.filter(batch=OuterRef("pk"), outcome=BatchItem.Outcome.WAITING)
        return self.annotate(total=Sum("items__claim__amount"), is_open=Exists(waiting))


@tracked()
class ClaimBatch(models.Model):
    """Claims that were sent to the accounting centre together, with one summary sheet."""

    VERBS = {"sent": _("sent it to the accounting centre"), "answered": _("entered an answer")}

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="claim_batches")
    number = models.CharField(_("number"), max_length=24)
    center = models.CharField(_("accounting centre"), max_length=60)
    sent_on = models.DateField(_("sent on"))
    sent_by = models.ForeignKey("people.User", verbose_name=_("sent by"), on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = ClaimBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("batch of claims")
        verbose_name_plural = _("batches of claims")
        default_permissions = ()
        permissions = [("send_claims", gettext_noop("Send claims to the accounting centre"))]
        indexes = [models.Index(fields=["school", "-created_at", "-id"], name="claim_batches_of_a_school")]
        constraints = [models.UniqueConstraint(fields=["school", "number"], name="one_batch_of_a_number_in_a_school")]
        triggers = [
            frozen("school", "number", "center", "sent_on", "sent_by", name="a_batch_stays_as_sent"),
            pgtrigger.Protect(name="batches_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("finance:batch_detail", args=[self.pk])

    @property
    def tone(self):
        """The colour of how it stands; on rows ``with_sums``."""
        return "warning" if self.is_open else "success"


class BatchItemQuerySet(RecordQuerySet):
    school_path = "batch__school"

    def visible_to(self, user):
        return self.filter(batch__in=ClaimBatch.objects.visible_to(user))

    def with_undone(self):
        """Add ``undone``: whether the centre's payment was taken back since."""
        undone = Payment.objects.filter(
            claim=OuterRef("claim"), voucher=OuterRef("voucher"), on=OuterRef("paid_on"), corrected_by__isnull=False
        )
        return self.annotate(undone=Exists(undone))


@tracked()
class BatchItem(models.Model):
    """A claim in a batch, and the centre's answer: paid with voucher and day, or sent back with its reason (退单)."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("waiting for the answer")
        PAID = "paid", _("paid")
        REJECTED = "rejected", _("sent back by the centre")

    TONES = {Outcome.WAITING: "warning", Outcome.PAID: "success", Outcome.REJECTED: "danger"}

    batch = models.ForeignKey(ClaimBatch, on_delete=models.PROTECT, related_name="items")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="batch_items")
    outcome = models.CharField(_("answer"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    voucher = models.CharField(_("voucher number"), max_length=40, blank=True)
    paid_on = models.DateField(_("paid on"), null=True)
    reason = models.CharField(_("why sent back"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "pk"]
        verbose_name = _("claim in a batch")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(outcome="waiting"), name="a_claim_is_in_one_batch_at_a_time"
            ),
            models.CheckConstraint(
                name="an_answer_has_what_it_needs",
                condition=Q(outcome="waiting", voucher="", paid_on=None, reason="", answered_at=None, answered_by=None)
                | Q(outcome="paid", paid_on__isnull=False, reason="", answered_at__isnull=False) & ~Q(voucher="")
                | Q(outcome="rejected", voucher="", paid_on=None, answered_at__isnull=False) & ~Q(reason=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="an_answer_stays", operation=pgtrigger.Update, condition=~pgtrigger.Q(old__outcome="waiting")
            ),
            pgtrigger.Protect(name="claims_of_a_batch_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return str(self.claim)

    def get_absolute_url(self):
        return self.batch.get_absolute_url()

    @property
    def tone(self):
        return self.TONES[self.outcome]
