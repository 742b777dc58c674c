"""Closing the books of a month: four reconciliations, then submitted for audit, audited, published."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from finance.models.books import Account
from logistics.db import RecordQuerySet
from logistics.history.models import append_only, frozen, tracked
from logistics.pages.dates import month_text
from logistics.states import Flow


class MonthClosingQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_moneyentry")

    def closed(self):
        return self.filter(closed_at__isnull=False)

    def reported_to(self, *readers):
        """Months that each of these readers (of MonthReport.Reader) was given a report of."""
        months = self
        for reader in readers:
            months = months.filter(pk__in=self.model.objects.filter(reports__reader=reader).values("pk"))
        return months

    def in_period(self, period):
        """Months whose last day lies in the period; ``month`` is their first day."""
        return self.filter(month__gte=period.start.replace(day=1), month__lte=period.end)


@tracked()
class MonthClosing(models.Model):
    """The books of one month (月结). Once closed, the database takes no entry of that month or an earlier one.

    ``month`` is its first day. Its figures are always the sums of its entries; nothing is stored beside them.
    """

    class Status(models.TextChoices):
        CHECKING = "checking", _("being reconciled")
        CLOSED = "closed", _("closed")
        SUBMITTED = "submitted", _("submitted for audit")
        AUDITED = "audited", _("audited")

    FLOW = Flow(
        {
            "close": ([Status.CHECKING], Status.CLOSED),
            "submit": ([Status.CLOSED], Status.SUBMITTED),
            "audit": ([Status.SUBMITTED], Status.AUDITED),
        }
    )
    TONES = {
        Status.CHECKING: "warning",
        Status.CLOSED: "info",
        Status.SUBMITTED: "info",
        Status.AUDITED: "success",
    }
    VERBS = {
        "begun": _("began to reconcile it"),
        "reconciled": _("reconciled it"),
        "closed": _("closed the month"),
        "submitted": _("submitted it for audit"),
        "audited": _("audited it"),
        "published": _("published it"),
        "reported": _("told what it cost"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="month_closings")
    month = models.DateField(_("month"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CHECKING)
    closed_at = models.DateTimeField(_("books closed at"), null=True)
    closed_by = models.ForeignKey(
        "people.User", verbose_name=_("books closed by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_on = models.DateField(_("submitted on"), null=True)
    audited_on = models.DateField(_("audited on"), null=True)
    audited_by = models.CharField(_("audited by"), max_length=60, blank=True)
    findings = models.TextField(_("findings"), blank=True)
    published_on = models.DateField(_("published on"), null=True)

    objects = MonthClosingQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-pk"]
        verbose_name = _("closing of a month")
        verbose_name_plural = _("closings of months")
        default_permissions = ()
        permissions = [
            ("close_month", gettext_noop("Reconcile and close months")),
            ("audit_month", gettext_noop("Record the audit of a month")),
            ("publish_month", gettext_noop("Publish the accounts of a month")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "month"], name="a_month_is_closed_once"),
            models.CheckConstraint(
                name="a_month_is_named_by_its_first_day", condition=Q(month__day=1)
            ),
            models.CheckConstraint(
                name="a_closed_month_says_when_and_by_whom",
                condition=Q(status="checking", closed_at=None, closed_by=None)
                | ~Q(status="checking") & Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_audited_month_was_submitted",
                condition=Q(audited_on=None, audited_by="") & ~Q(status="audited")
                | Q(status="audited", audited_on__isnull=False, submitted_on__isnull=False)
                & Q(audited_on__gte=F("submitted_on"))
                & ~Q(audited_by=""),
            ),
            models.CheckConstraint(
                name="only_a_closed_month_is_published", condition=Q(published_on=None) | Q(closed_at__isnull=False)
            ),
        ]  # fmt: skip
        triggers = [
            frozen("school", "month", name="a_closing_stays_of_its_month"),
            pgtrigger.Protect(name="closings_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="closed_months_stay_closed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False)
                & (
                    pgtrigger.Q(old__closed_at__df=pgtrigger.F("new__closed_at"))
                    | pgtrigger.Q(old__closed_by__df=pgtrigger.F("new__closed_by"))
                ),
            ),
        ]

    def __str__(self):
        return month_text(self.month)

    def get_absolute_url(self):
        return reverse("finance:closing_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]


class ReconciliationQuerySet(RecordQuerySet):
    school_path = "closing__school"

    def visible_to(self, user):
        return self.filter(closing__in=MonthClosing.objects.visible_to(user))

    def latest(self):
        """The last one of each kind and account: those before it were tries."""
        return self.order_by("closing_id", "kind", "account_id", "-pk").distinct("closing_id", "kind", "account_id")


class Reconciliation(models.Model):
    """One of the four (账账、账表、账钱、账物, DOMAIN T-18): ours beside theirs at one moment, in yuan. Append-only.

    Cash and banks are reconciled by account. A difference needs its explanation.
    """

    class Kind(models.TextChoices):
        BOOKS = "books", _("books with books")
        REPORT = "report", _("books with report")
        CASH = "cash", _("books with money")
        GOODS = "goods", _("books with goods")

    closing = models.ForeignKey(MonthClosing, on_delete=models.PROTECT, related_name="reconciliations")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    account = models.ForeignKey(
        Account, verbose_name=_("account"), null=True, on_delete=models.PROTECT, related_name="reconciliations"
    )
    ours = models.DecimalField(_("by our entries"), max_digits=16, decimal_places=2)
    theirs = models.DecimalField(_("by the other side"), max_digits=16, decimal_places=2)
    difference = models.GeneratedField(
        expression=F("theirs") - F("ours"),
        output_field=models.DecimalField(max_digits=16, decimal_places=2),
        db_persist=True,
    )
    explanation = models.CharField(_("explanation"), max_length=200, blank=True)
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = ReconciliationQuerySet.as_manager()

    class Meta:
        ordering = ["closing", "kind", "account", "-pk"]
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        default_permissions = ()
        indexes = [models.Index(fields=["closing", "kind", "account", "-id"], name="reconciliations_of_a_month")]
        constraints = [
            models.CheckConstraint(
                name="a_difference_is_explained", condition=Q(theirs=F("ours")) | ~Q(explanation="")
            ),
            models.CheckConstraint(
                name="only_money_is_reconciled_by_account",
                condition=Q(kind="cash", account__isnull=False) | ~Q(kind="cash") & Q(account=None),
            ),
        ]  # fmt: skip
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="a_closed_month_is_not_reconciled_again",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM finance_monthclosing closing
                        WHERE closing.id = NEW.closing_id AND closing.closed_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'month % is closed', NEW.closing_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.closing} {self.get_kind_display()}"

    def get_absolute_url(self):
        return self.closing.get_absolute_url()

    @property
    def tone(self):
        return "success" if not self.difference else "warning"
