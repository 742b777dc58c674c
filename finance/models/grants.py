"""Applications for money beyond the budget (争取经费), and what they brought."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.states import Flow


class GrantApplicationQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_grantapplication")

    def applied_in(self, period):
        return self.filter(period.days("applied_on"))

    def won_in(self, period):
        return self.filter(period.days("decided_on"), status="granted")


@tracked(exclude=["search_text", "grams"])
class GrantApplication(Searchable):
    """The school asked somebody for money. What was granted becomes an earmarked fund, of which the purchases draw."""

    class Source(models.TextChoices):
        FISCAL = "fiscal", _("finance bureau")
        EDUCATION = "education", _("education bureau")
        GOVERNMENT = "government", _("local government")
        SOCIETY = "society", _("society")
        OTHER = "other", pgettext_lazy("giver", "others")

    class Status(models.TextChoices):
        APPLIED = "applied", _("applied for")
        GRANTED = "granted", pgettext_lazy("application", "granted")
        REFUSED = "refused", pgettext_lazy("application", "not granted")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")

    FLOW = Flow(
        {
            "grant": ([Status.APPLIED], Status.GRANTED),
            "refuse": ([Status.APPLIED], Status.REFUSED),
            "withdraw": ([Status.APPLIED], Status.WITHDRAWN),
            "fund": ([Status.GRANTED], Status.GRANTED),
        }
    )
    TONES = {"applied": "info", "granted": "success", "refused": "danger", "withdrawn": "neutral"}
    VERBS = {
        "applied": _("applied for the money"),
        "granted": _("entered the grant"),
        "refused": _("entered the refusal"),
        "withdrawn": _("withdrew the application"),
        "funded": _("made it an earmarked fund"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="grant_applications")
    number = models.CharField(_("number"), max_length=24, editable=False)
    name = models.CharField(_("project"), max_length=80)
    source = models.CharField(_("whom it is asked of"), max_length=12, choices=Source)
    body = models.CharField(_("addressed to"), max_length=80)
    document = models.CharField(_("number of our letter"), max_length=60, blank=True)
    purpose = models.CharField(_("purpose"), max_length=200)
    asked = models.DecimalField(_("amount asked for"), max_digits=12, decimal_places=2)
    applied_on = models.DateField(_("applied on"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.APPLIED)
    decided_on = models.DateField(_("decided on"), null=True)
    reply = models.CharField(_("number of the reply"), max_length=60, blank=True)
    granted = models.DecimalField(_("amount granted"), max_digits=12, decimal_places=2, null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    fund = models.OneToOneField(
        "finance.EarmarkedFund",
        verbose_name=_("earmarked fund"),
        null=True,
        on_delete=models.PROTECT,
        related_name="application",
    )
    applied_by = models.ForeignKey(
        "people.User", verbose_name=_("dealt with by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = GrantApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_on", "-pk"]
        verbose_name = _("application for money")
        verbose_name_plural = _("applications for money")
        default_permissions = ("view",)
        permissions = [("keep_grant", gettext_noop("Apply for money and enter the replies"))]
        indexes = [
            *search_indexes("grants"),
            models.Index(fields=["school", "-applied_on", "-id"], name="grants_of_a_school"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_application_of_a_number_in_a_school"),
            models.CheckConstraint(
                name="an_application_says_for_what_of_whom_and_how_much",
                condition=Q(asked__gt=0) & ~Q(name="") & ~Q(body="") & ~Q(purpose=""),
            ),
            models.CheckConstraint(
                name="an_application_is_decided_as_its_status_says",
                condition=Q(status="applied", decided_on=None, granted=None, reason="", reply="")
                | Q(decided_on__isnull=False, decided_on__gte=F("applied_on"))
                & (
                    Q(status="granted", granted__isnull=False, granted__gt=0) & ~Q(reply="")
                    | Q(status__in=["refused", "withdrawn"], granted=None) & ~Q(reason="")
                ),
            ),
            models.CheckConstraint(name="only_a_grant_becomes_a_fund", condition=Q(fund=None) | Q(status="granted")),
        ]
        triggers = [
            frozen(
                "school",
                "number",
                "name",
                "source",
                "body",
                "purpose",
                "asked",
                "applied_on",
                "applied_by",
                name="an_application_stays_as_sent",
            )  # fmt: skip
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("finance:grant_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.name, self.body, self.document, self.reply]

    @property
    def tone(self):
        return self.TONES[self.status]
