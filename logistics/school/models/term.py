"""Terms: when there are lessons, and which days their records cover."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.history.models import tracked
from logistics.school.models.school import School


def days_from_to(first, last):
    """Return the expression of the days from one column to another, both included; an empty ``last`` has no end."""
    return Func(first, last, RangeBoundary(inclusive_upper=True), function="DATERANGE", output_field=DateRangeField())


class TermQuerySet(RecordQuerySet):
    def covering(self, day):
        """The term whose records a day belongs to, holidays included (DESIGN 9)."""
        return self.filter(covers_from__lte=day, covers_to__gte=day)


@tracked()
class Term(models.Model):
    """A term: lessons from ``starts_on`` to ``ends_on``; its records from ``covers_from`` to ``covers_to``.

    The covered days of a school's terms never overlap; by default the holiday before a term counts to it (开学准备).
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="terms")
    school_year = models.PositiveSmallIntegerField(_("school year begins in"))
    number = models.PositiveSmallIntegerField(_("term"), choices=[(1, _("first term")), (2, _("second term"))])
    starts_on = models.DateField(_("lessons begin on"))
    ends_on = models.DateField(_("lessons end on"))
    covers_from = models.DateField(_("records count from"))
    covers_to = models.DateField(_("records count to"))

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["-covers_from"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "number"],
                name="one_term_of_a_number_in_a_school_year",
                violation_error_message=_("This term is there already."),
            ),
            models.CheckConstraint(
                name="a_term_covers_its_lessons",
                condition=Q(covers_from__lte=F("starts_on"), starts_on__lt=F("ends_on"), ends_on__lte=F("covers_to")),
                violation_error_message=_("The covered days must hold the days of lessons, first day first."),
            ),
            ExclusionConstraint(
                name="terms_of_a_school_do_not_overlap",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    (
                        days_from_to("covers_from", "covers_to"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("These days belong to another term already."),
            ),
        ]

    def __str__(self):
        return _("%(from)d–%(to)d school year, %(term)s") % {
            "from": self.school_year,
            "to": self.school_year + 1,
            "term": self.get_number_display(),
        }

    @property
    def key(self):
        """Return the name of the term in addresses and commands: 2025-2026-2."""
        return f"{self.school_year}-{self.school_year + 1}-{self.number}"
