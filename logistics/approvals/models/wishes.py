"""What a school and a person chose about approvals."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from logistics.history.models import tracked


@tracked()
class SchoolWishes(models.Model):
    """One row a school: to whom the principal's own requests go, what counts as small, when waiting is flagged."""

    school = models.OneToOneField("school.School", on_delete=models.PROTECT, related_name="approval_wishes")
    principal_request_to = models.ForeignKey(
        "people.User",
        verbose_name=_("the principal's own requests go to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    small_amount = models.DecimalField(_("small items are below"), max_digits=12, decimal_places=2, default=500)
    flag_after_days = models.PositiveSmallIntegerField(_("flag what has waited"), default=2)

    class Meta:
        verbose_name = _("approval settings")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="small_items_are_not_negative", condition=Q(small_amount__gte=0)),
            models.CheckConstraint(name="waiting_is_flagged_after_a_day_or_more", condition=Q(flag_after_days__gte=1)),
        ]

    def __str__(self):
        return str(self.school)


class OpinionPhrases(models.Model):
    """The words one person likes to write when signing; without a row the shipped ones are offered."""

    person = models.OneToOneField("people.User", on_delete=models.PROTECT, related_name="opinion_phrases")
    phrases = ArrayField(models.CharField(max_length=60), verbose_name=_("phrases"), default=list, blank=True)

    class Meta:
        verbose_name = _("phrases")
        default_permissions = ()

    def __str__(self):
        return str(self.person)
