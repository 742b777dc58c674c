"""The plan of a day on which pupils enrol and pay (报名缴费安排): which class goes to which desk, when."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet
from logistics.history.models import frozen, tracked
from logistics.school.models import SchoolClass
from logistics.states import Flow


class FeeDayQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """With the permission all plans; class teachers see those that were made known."""
        own = Q(status="announced") if user.has_perm("finance.collect_fee") else None
        return self.filter(self.q_within(user, "finance.view_feeitem", own=own))


@tracked()
class FeeDay(models.Model):
    """A day of enrolment with its desks. Once made known, the plan stays; the class teachers were told."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("being planned")
        ANNOUNCED = "announced", _("made known")

    FLOW = Flow(
        {"plan": ([Status.DRAFT], Status.DRAFT), "announce": ([Status.DRAFT], Status.ANNOUNCED)},
    )
    VERBS = {
        "planned": _("planned the day"),
        "changed": _("changed the draft"),
        "slotted": _("gave classes their time"),
        "announced": _("told the class teachers"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="fee_days")
    term = models.ForeignKey("school.Term", verbose_name=_("term"), on_delete=models.PROTECT, related_name="fee_days")
    on = models.DateField(_("day of enrolment"))
    title = models.CharField(_("name"), max_length=60)
    meeting_at = models.DateTimeField(_("meeting of class teachers"), null=True, blank=True)
    bring = models.CharField(_("what to bring"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    announced_on = models.DateField(_("made known on"), null=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = FeeDayQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("enrolment day")
        verbose_name_plural = _("enrolment days")
        default_permissions = ()
        permissions = [("plan_fee_day", gettext_noop("Plan enrolment days"))]
        indexes = [models.Index(fields=["school", "-on", "-id"], name="fee_days_of_a_school")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "on"],
                name="one_plan_of_a_day",
                violation_error_message=_("There is a plan of this day already."),
            ),
            models.CheckConstraint(name="an_enrolment_day_has_a_name", condition=~Q(title="")),
            models.CheckConstraint(
                name="an_announced_day_says_when",
                condition=Q(status="draft", announced_on=None) | Q(status="announced", announced_on__isnull=False),
            ),
        ]
        triggers = [frozen("school", name="an_enrolment_day_stays_at_its_school")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("finance:feeday_detail", args=[self.pk])

    @property
    def tone(self):
        return "success" if self.status == self.Status.ANNOUNCED else "neutral"


class FeeDaySlotQuerySet(RecordQuerySet):
    school_path = "day__school"

    def visible_to(self, user):
        return self.filter(day__in=FeeDay.objects.visible_to(user))


class FeeDaySlot(models.Model):
    """When one class comes to which desk, and who sits there. The list is open only while the day is planned."""

    day = models.ForeignKey(FeeDay, on_delete=models.CASCADE, related_name="slots")
    school_class = models.ForeignKey(SchoolClass, verbose_name=_("class"), on_delete=models.PROTECT, related_name="+")
    desk = models.CharField(_("desk"), max_length=40)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    person = models.ForeignKey(
        "people.User", verbose_name=_("who sits there"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = FeeDaySlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "desk", "school_class"]
        verbose_name = _("time of a class at a desk")
        verbose_name_plural = _("times of classes at desks")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "school_class"], name="a_class_comes_once_a_day"),
            models.CheckConstraint(
                name="a_class_has_a_desk_and_a_while", condition=Q(ends_at__gt=F("starts_at")) & ~Q(desk="")
            ),
        ]

    def __str__(self):
        return f"{self.school_class} {self.desk}"

    def get_absolute_url(self):
        return self.day.get_absolute_url()
