"""That the charges and expenses of a month were reported to the school and to the superior (DOMAIN F-10)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from finance.models.closing import MonthClosing
from logistics.db import RecordQuerySet
from logistics.history.models import append_only


class MonthReportQuerySet(RecordQuerySet):
    school_path = "closing__school"

    def visible_to(self, user):
        return self.filter(closing__in=MonthClosing.objects.visible_to(user))


class MonthReport(models.Model):
    """The report of one closed month to one reader (每月向学校、上级主管部门汇报). Append-only, once for each reader."""

    class Reader(models.TextChoices):
        SCHOOL = "school", _("the school")
        SUPERIOR = "superior", _("the superior office")

    closing = models.ForeignKey(MonthClosing, on_delete=models.PROTECT, related_name="reports")
    reader = models.CharField(_("reported to"), max_length=10, choices=Reader)
    on = models.DateField(_("told on"))
    how = models.CharField(_("where and how"), max_length=120)
    by = models.ForeignKey("people.User", verbose_name=_("told by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = MonthReportQuerySet.as_manager()

    class Meta:
        ordering = ["closing", "pk"]
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["closing", "reader"], name="a_month_is_reported_once_to_a_reader"),
            models.CheckConstraint(name="a_report_says_where", condition=~Q(how="")),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.closing} {self.get_reader_display()}"

    def get_absolute_url(self):
        return self.closing.get_absolute_url()
