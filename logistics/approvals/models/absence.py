"""Who signs in whose place, from day to day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics import clock
from logistics.db import RecordQuerySet
from logistics.history.models import tracked


class AbsenceQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """The own ones, those one stands in for, and with the permission all of the school."""
        if not user.is_authenticated:
            return self.none()
        mine = self.q_within(user) & (Q(person=user.pk) | Q(stand_in=user.pk) | Q(second=user.pk))
        return self.filter(mine | self.q_within(user, "approvals.set_stand_in"))

    def on(self, day):
        """Those in force on a day."""
        return self.filter(Q(called_off_on=None) | Q(called_off_on__gt=day), starts_on__lte=day, ends_on__gte=day)

    def on_any(self, start, end):
        """Those in force on any day from start to end."""
        return self.filter(Q(called_off_on=None) | Q(called_off_on__gt=start), starts_on__lte=end, ends_on__gte=start)

    def stood_in_by(self, user):
        """Those of today in which ``user`` signs for somebody, with their people and schools."""
        absences = self.on(clock.today()).filter(Q(stand_in=user.pk) | Q(second=user.pk))
        return absences.select_related("person", "school")

    def answered_by(self, user, *, requester):
        """Those in which ``user`` signs what ``requester`` (a look-up or a key) asked for.

        The stand-in does; what the stand-in asked for is the second's.
        """
        return self.filter(Q(stand_in=user.pk) & ~Q(stand_in=requester) | Q(second=user.pk, stand_in=requester))


@tracked()
class Absence(models.Model):
    """Somebody is away, and ``stand_in`` signs in their place; ``second`` signs what the stand-in asked for.

    ``second`` is None when nobody stands above: such a request waits for the person. The person may still sign.
    """

    VERBS = {
        "stand_in_set": _("named a stand-in"),
        "stand_in_ended": _("ended the standing in"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="approval_absences")
    person = models.ForeignKey(
        "people.User", verbose_name=_("person away"), on_delete=models.PROTECT, related_name="approval_absences"
    )
    stand_in = models.ForeignKey(
        "people.User", verbose_name=_("stand-in"), on_delete=models.PROTECT, related_name="approvals_stood_in"
    )
    second = models.ForeignKey(
        "people.User",
        verbose_name=_("signs the stand-in's own requests"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    set_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    called_off_on = models.DateField(_("ended on"), null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        default_permissions = ()
        permissions = [("set_stand_in", gettext_noop("Name stand-ins for others"))]
        indexes = [models.Index(fields=["school", "stand_in"], name="absences_by_stand_in")]
        constraints = [
            models.CheckConstraint(
                name="an_absence_ends_after_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes before the first one."),
            ),
            models.CheckConstraint(
                name="nobody_stands_in_for_themselves",
                condition=~Q(stand_in=F("person")) & ~Q(second=F("person")) & ~Q(second=F("stand_in")),
            ),
            ExclusionConstraint(
                name="one_stand_in_of_a_person_on_a_day",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(called_off_on=None),
                violation_error_message=_("Somebody stands in on these days already."),
            ),
        ]

    def __str__(self):
        return f"{self.stand_in} · {self.person}"

    def get_absolute_url(self):
        return reverse("approvals:absence_list")

    @property
    def state(self):
        """What the absence is today: "coming", "present" or "past"."""
        today = clock.today()
        if self.ends_on < today or (self.called_off_on and self.called_off_on <= today):
            return "past"
        return "coming" if self.starts_on > today else "present"
