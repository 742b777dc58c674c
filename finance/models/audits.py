"""Audits and inspections of the school's money from outside (审计、财务检查), and what they found."""

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from logistics import clock
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.states import Flow


class AuditQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_audit")

    def with_findings(self):
        """Add found and left: how many findings there are, and how many wait to be put right."""
        return self.annotate(
            found=Count("findings", distinct=True),
            left=Count("findings", filter=Q(findings__status="open"), distinct=True),
        )

    def reported_in(self, period):
        """Audits whose result came in the period."""
        return self.filter(period.days("reported_on"))


@tracked(exclude=["search_text", "grams"])
class Audit(Searchable):
    """A body from outside looked into the school's money. ``result`` comes with the report and stays as it came."""

    class Kind(models.TextChoices):
        AUDIT = "audit", _("audit")
        INSPECTION = "inspection", _("financial inspection")
        FEES = "fees", _("check of fees")
        FUND = "fund", _("check of earmarked funds")

    class Status(models.TextChoices):
        UNDER_WAY = "under_way", pgettext_lazy("audit", "under way")
        REPORTED = "reported", pgettext_lazy("audit", "result received")

    FLOW = Flow({"report": ([Status.UNDER_WAY], Status.REPORTED), "find": ([Status.REPORTED], Status.REPORTED)})
    VERBS = {
        "entered": _("entered the audit"),
        "reported": _("entered the result"),
        "found": _("entered a finding"),
        "corrected": _("put a finding right"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="audits")
    number = models.CharField(_("number"), max_length=24, editable=False)
    body = models.CharField(_("body that audits"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    subject = models.CharField(_("what was looked into"), max_length=200)
    on = models.DateField(_("began on"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UNDER_WAY)
    reported_on = models.DateField(_("result received on"), null=True)
    document = models.CharField(_("number of the report"), max_length=60, blank=True)
    result = models.CharField(_("result"), max_length=400, blank=True)
    entered_by = models.ForeignKey(
        "people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        default_permissions = ("view",)
        permissions = [
            ("keep_audit", gettext_noop("Enter audits from outside and what they found")),
        ]
        indexes = [*search_indexes("audits"), models.Index(fields=["school", "-on", "-id"], name="audits_of_a_school")]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_audit_of_a_number_in_a_school"),
            models.CheckConstraint(name="an_audit_says_who_and_what", condition=~Q(body="") & ~Q(subject="")),
            models.CheckConstraint(
                name="a_reported_audit_has_its_result",
                condition=Q(status="under_way", reported_on=None, result="")
                | Q(status="reported", reported_on__isnull=False, reported_on__gte=F("on")) & ~Q(result=""),
            ),
        ]
        triggers = [
            frozen(
                "school", "number", "body", "kind", "subject", "on", "entered_by", name="an_audit_stays_as_entered"
            )  # fmt: skip
        ]

    def __str__(self):
        return f"{self.body} {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("finance:audit_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.body, self.subject, self.document]

    @property
    def tone(self):
        return "success" if self.status == self.Status.REPORTED else "info"


class AuditFindingQuerySet(RecordQuerySet):
    school_path = "audit__school"

    def visible_to(self, user):
        """With the permission all findings; whoever is to put one right sees that one."""
        own = Q(responsible=user.pk)
        return self.filter(self.q_within(user, "finance.view_audit", own=own))

    def reported_in(self, period):
        return self.filter(period.days("audit__reported_on"))

    def open(self):
        return self.filter(status="open")

    def not_in_time(self, day):
        """Put right after the day it was due, or not yet although ``day`` is past it."""
        return self.filter(Q(corrected_on__gt=F("due_on")) | Q(corrected_on=None, due_on__lt=day))


@tracked()
class AuditFinding(models.Model):
    """One thing an audit found, who is to put it right until when, and how that was done."""

    class Weight(models.TextChoices):
        MINOR = "minor", _("small matter")
        IRREGULAR = "irregular", _("irregularity")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("finding", "to be put right")
        CORRECTED = "corrected", pgettext_lazy("finding", "put right")

    FLOW = Flow({"correct": ([Status.OPEN], Status.CORRECTED)})
    VERBS = {"corrected": _("put a finding right")}

    audit = models.ForeignKey(Audit, verbose_name=_("audit"), on_delete=models.PROTECT, related_name="findings")
    text = models.CharField(_("what was found"), max_length=300)
    weight = models.CharField(_("weight"), max_length=10, choices=Weight)
    demand = models.CharField(_("what is demanded"), max_length=300, blank=True)
    responsible = models.ForeignKey(
        "people.User", verbose_name=_("responsible"), on_delete=models.PROTECT, related_name="audit_findings"
    )
    due_on = models.DateField(_("to be put right by"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    correction = models.CharField(_("how it was put right"), max_length=300, blank=True)
    corrected_on = models.DateField(_("put right on"), null=True)
    corrected_by = models.ForeignKey(
        "people.User", verbose_name=_("put right by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = AuditFindingQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("finding of an audit")
        verbose_name_plural = _("findings of audits")
        default_permissions = ()
        indexes = [models.Index(fields=["audit", "status"], name="findings_of_an_audit")]
        constraints = [
            models.CheckConstraint(name="a_finding_says_what", condition=~Q(text="")),
            models.CheckConstraint(
                name="a_corrected_finding_says_how_when_and_by_whom",
                condition=Q(status="open", correction="", corrected_on=None, corrected_by=None)
                | Q(status="corrected", corrected_on__isnull=False, corrected_by__isnull=False) & ~Q(correction=""),
            ),
        ]
        triggers = [
            frozen(
                "audit", "text", "weight", "demand", "responsible", "due_on", name="a_finding_stays_as_reported"
            )  # fmt: skip
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("finance:auditfinding_detail", args=[self.pk])

    @property
    def standing(self):
        """Return (words, tone) as of today."""
        if self.status == self.Status.CORRECTED:
            return self.get_status_display(), "success"
        return (_("overdue"), "danger") if self.due_on < clock.today() else (self.get_status_display(), "warning")

    @property
    def tone(self):
        return self.standing[1]
