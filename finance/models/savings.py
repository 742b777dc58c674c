"""What a measure saved the school (节约台账)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked


class SavingQuerySet(RecordQuerySet):
    reach = {"campus": "campus"}

    def visible_to(self, user):
        return self.within(user, "finance.view_saving")

    def made_in(self, period, scope):
        """Savings whose last day lies in the period: each counts once."""
        return self.filter(period.days("to_on"), scope.rows("campus"), taken_back_on=None)


@tracked(exclude=["search_text", "grams"])
class Saving(Searchable):
    """A measure, how its saving was computed, and how much; the evidence is a file. A wrong one is taken back."""

    VERBS = {"entered": _("entered the saving"), "taken_back": _("took it back as wrong")}

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="savings")
    number = models.CharField(_("number"), max_length=24, editable=False)
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    measure = models.CharField(_("measure"), max_length=120)
    computation = models.CharField(_("how it was computed"), max_length=300)
    amount = models.DecimalField(_("amount saved"), max_digits=12, decimal_places=2)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"))
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    taken_back_on = models.DateField(_("taken back on"), null=True)
    taken_back_reason = models.CharField(_("why taken back"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = SavingQuerySet.as_manager()

    class Meta:
        ordering = ["-to_on", "-pk"]
        verbose_name = _("saving")
        verbose_name_plural = _("savings")
        default_permissions = ("view",)
        permissions = [("keep_saving", gettext_noop("Enter savings"))]
        indexes = [
            *search_indexes("savings"),
            models.Index(fields=["school", "-to_on", "-id"], name="savings_of_a_school"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_saving_of_a_number_in_a_school"),
            models.CheckConstraint(
                name="a_saving_says_how_much_and_how_computed",
                condition=Q(amount__gt=0, to_on__gte=F("from_on")) & ~Q(measure="") & ~Q(computation=""),
            ),
            models.CheckConstraint(
                name="a_saving_taken_back_says_why",
                condition=Q(taken_back_on=None, taken_back_reason="")
                | Q(taken_back_on__isnull=False) & ~Q(taken_back_reason=""),
            ),
        ]
        triggers = [
            frozen(
                "school",
                "number",
                "campus",
                "measure",
                "computation",
                "amount",
                "from_on",
                "to_on",
                "by",
                name="a_saving_stays_as_entered",
            )  # fmt: skip
        ]

    def __str__(self):
        return self.measure

    def get_absolute_url(self):
        return reverse("finance:saving_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.measure, self.computation]

    @property
    def standing(self):
        """Return (words, tone)."""
        return (_("taken back"), "neutral") if self.taken_back_on else (_("counted"), "success")

    @property
    def tone(self):
        return self.standing[1]
