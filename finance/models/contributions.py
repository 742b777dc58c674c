"""Donations, and works that others sponsored or paid: kept apart from the school's own expenses."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked


class ContributionQuerySet(RecordQuerySet):
    reach = {"campus": "campus"}

    def visible_to(self, user):
        return self.within(user, "finance.view_contribution")

    def given_in(self, period, scope):
        return self.filter(period.days("on"), scope.rows("campus"), taken_back_on=None)

    def public(self):
        return self.filter(published_on__isnull=False, taken_back_on=None)

    def unpublished(self):
        return self.filter(published_on=None, taken_back_on=None)


@tracked(exclude=["search_text", "grams"])
class Contribution(Searchable):
    """What somebody gave: money (booked as income out of donations), things, or works (never in the books).

    ``value`` is in yuan, for things and works what they would have cost the school. A wrong one is taken back with a
    reason; money is then reversed in the books.
    """

    class Kind(models.TextChoices):
        MONEY = "money", _("donation of money")
        GOODS = "goods", _("donation of things")
        WORKS = "works", _("sponsored works")
        PAID_WORKS = "paid_works", _("works paid by a third party")

    VERBS = {
        "entered": _("entered what was given"),
        "published": _("made it public"),
        "taken_back": _("took it back as wrong"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="contributions")
    number = models.CharField(_("number"), max_length=24, editable=False)
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    donor = models.CharField(_("donor"), max_length=80)
    donor_note = models.CharField(_("who that is"), max_length=80, blank=True)
    is_anonymous = models.BooleanField(_("donor wants no name made public"), default=False)
    what = models.CharField(_("what was given"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=120, blank=True)
    value = models.DecimalField(_("amount or value"), max_digits=12, decimal_places=2)
    on = models.DateField(_("given on"))
    accepted_by = models.ForeignKey(
        "people.User", verbose_name=_("accepted by"), on_delete=models.PROTECT, related_name="+"
    )
    entry = models.OneToOneField(
        "finance.MoneyEntry",
        verbose_name=_("entry in the books"),
        null=True,
        on_delete=models.PROTECT,
        related_name="contribution",
    )
    published_on = models.DateField(_("published on"), null=True)
    taken_back_on = models.DateField(_("taken back on"), null=True)
    taken_back_reason = models.CharField(_("why taken back"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        default_permissions = ("view",)
        permissions = [("keep_contribution", gettext_noop("Enter and publish donations"))]
        indexes = [
            *search_indexes("contributions"),
            models.Index(fields=["school", "-on", "-id"], name="contributions_of_a_school"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_donation_of_a_number_in_a_school"),
            models.CheckConstraint(
                name="a_donation_names_donor_thing_and_value", condition=Q(value__gt=0) & ~Q(donor="") & ~Q(what="")
            ),
            models.CheckConstraint(
                name="only_donated_money_is_in_the_books",
                condition=Q(kind="money", entry__isnull=False) | ~Q(kind="money") & Q(entry=None),
            ),
            models.CheckConstraint(
                name="what_is_taken_back_says_why",
                condition=Q(taken_back_on=None, taken_back_reason="")
                | Q(taken_back_on__isnull=False) & ~Q(taken_back_reason=""),
            ),
        ]
        triggers = [
            frozen(
                "school",
                "number",
                "campus",
                "kind",
                "donor",
                "donor_note",
                "is_anonymous",
                "what",
                "purpose",
                "value",
                "on",
                "accepted_by",
                "entry",
                name="a_donation_stays_as_given",
            )  # fmt: skip
        ]

    def __str__(self):
        return f"{self.donor} {self.what}"

    def get_absolute_url(self):
        return reverse("finance:contribution_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.donor, self.donor_note, self.what, self.purpose]

    @property
    def public_donor(self):
        """Return the name to be made public."""
        return _("a donor who wants no name") if self.is_anonymous else self.donor

    @property
    def standing(self):
        """Return (words, tone)."""
        if self.taken_back_on:
            return _("taken back"), "neutral"
        return (_("made public"), "success") if self.published_on else (_("not made public"), "warning")

    @property
    def tone(self):
        return self.standing[1]
