"""That wages and allowances were paid on time (工资津贴发放), month by month."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet
from logistics.history.models import frozen, tracked
from logistics.pages.dates import month_text


class WageMonthQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_wagemonth")

    def standing(self):
        return self.filter(taken_back_on=None)

    def late(self):
        return self.standing().filter(paid_on__gt=F("due_on"))

    def on_time(self):
        return self.standing().filter(paid_on__lte=F("due_on"))

    def unfounded(self):
        """Months with allowances that no document provides for (不滥开支补助)."""
        return self.standing().filter(allowances__gt=0, basis="")


@tracked()
class WageMonth(models.Model):
    """The confirmation that the wages of a month were paid, on which day; ``due_on`` is the day by the rule as it stood.

    The money itself is paid by the finance bureau or the accounting centre; a wrong confirmation is taken back.
    """

    VERBS = {"confirmed": _("confirmed the payment of wages"), "taken_back": _("took it back as wrong")}

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="wage_months")
    month = models.DateField(_("month"))
    due_on = models.DateField(_("wages due on"))
    paid_on = models.DateField(_("paid on"))
    people = models.PositiveIntegerField(_("staff paid"))
    wages = models.DecimalField(_("wages"), max_digits=12, decimal_places=2)
    allowances = models.DecimalField(_("allowances"), max_digits=12, decimal_places=2, default=0)
    basis = models.CharField(_("basis of the allowances"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    confirmed_by = models.ForeignKey(
        "people.User", verbose_name=_("confirmed as paid by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("written down at"), editable=False)
    taken_back_on = models.DateField(_("taken back on"), null=True)
    taken_back_reason = models.CharField(_("why taken back"), max_length=200, blank=True)

    objects = WageMonthQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-pk"]
        verbose_name = _("payment of wages")
        verbose_name_plural = _("payments of wages")
        default_permissions = ("view",)
        permissions = [("confirm_wages", gettext_noop("Confirm that wages were paid"))]
        indexes = [models.Index(fields=["school", "-month", "-id"], name="wages_of_a_school")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "month"],
                condition=Q(taken_back_on=None),
                name="one_confirmation_of_a_month",
                violation_error_message=_("This month is confirmed already."),
            ),
            models.CheckConstraint(name="wages_are_for_a_whole_month", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="wages_are_not_negative", condition=Q(people__gt=0, wages__gt=0, allowances__gte=0)
            ),
            models.CheckConstraint(
                name="wages_taken_back_say_why",
                condition=Q(taken_back_on=None, taken_back_reason="")
                | Q(taken_back_on__isnull=False) & ~Q(taken_back_reason=""),
            ),
        ]
        triggers = [
            frozen(
                "school",
                "month",
                "due_on",
                "paid_on",
                "people",
                "wages",
                "allowances",
                "basis",
                "confirmed_by",
                name="wages_stay_as_confirmed",
            )  # fmt: skip
        ]

    def __str__(self):
        return month_text(self.month)

    def get_absolute_url(self):
        return reverse("finance:wagemonth_detail", args=[self.pk])

    @property
    def standing(self):
        """Return (words, tone)."""
        if self.taken_back_on:
            return _("taken back"), "neutral"
        return (_("late"), "danger") if self.paid_on > self.due_on else (_("on time"), "success")

    @property
    def tone(self):
        return self.standing[1]
