"""What a school may spend in a budget year, for what and out of which funds."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, frozen, tracked

MONEY = models.DecimalField(max_digits=16, decimal_places=2)


class BudgetSource(models.TextChoices):
    PUBLIC = "public", _("public funds")
    EARMARKED = "earmarked", _("earmarked funds")
    AFTER_SCHOOL = "after_school", _("after-school service")
    CANTEEN = "canteen", _("canteen")
    DONATION = "donation", _("donation")
    OTHER = "other", _("other funds")


class BudgetLineQuerySet(RecordQuerySet):
    reach = {"department": "department"}

    def visible_to(self, user):
        return self.within(user, "finance.view_budgetline")

    def of_year(self, year):
        return self.filter(year=year)

    def with_use(self):
        """Add planned, used, reserved and left (Decimals in yuan) to each line.

        Reserved is what waits for approval or is approved and unpaid; used is what was paid. Claims without a purchase
        count beside the purchases, whose own claims do not count again.
        """
        return self.annotate(
            planned=_sum(BudgetEntry.objects.filter(line=OuterRef("pk")), "line", "amount"),
            used=_of_purchases("paid_amount", status="paid") + _of_claims("paid_amount"),
            reserved=_of_purchases("amount", status__in=["pending", "approved", "bought"])
            + _of_claims(F("amount") - F("paid_amount"), status__in=["signing", "pending", "approved"]),
        ).annotate(left=F("planned") - F("used") - F("reserved"))


def _of_purchases(measure, **states):
    purchases = BudgetLine._meta.get_field("purchases").related_model.objects
    return _sum(purchases.filter(budget_line=OuterRef("pk"), **states), "budget_line", measure)


def _of_claims(measure, **states):
    claims = BudgetLine._meta.get_field("claims").related_model.objects
    return _sum(claims.filter(budget_line=OuterRef("pk"), purchase=None, **states), "budget_line", measure)


def _sum(rows, by, measure):
    sums = rows.order_by().values(by).annotate(sum=Sum(measure)).values("sum")
    return Coalesce(Subquery(sums, output_field=MONEY), 0, output_field=MONEY)


@tracked(exclude=["search_text", "grams"])
class BudgetLine(Searchable):
    """A line of the budget of a calendar year (预算年度): so much out of these funds for this item (经济科目).

    What is planned is the sum of its entries; what is used and reserved follows from the purchases that name it.
    """

    VERBS = {
        "opened": _("opened the line"),
        "changed": _("changed it"),
        "adjusted": _("adjusted the budget"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="budget_lines")
    year = models.PositiveSmallIntegerField(_("budget year"))
    source = models.CharField(_("source of funds"), max_length=12, choices=BudgetSource)
    code = models.CharField(_("code of the item"), max_length=12, blank=True)
    item = models.CharField(_("economic item"), max_length=40)
    department = models.ForeignKey(
        "school.Department",
        verbose_name=_("department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="budget_lines",
    )
    fund = models.ForeignKey(
        "finance.EarmarkedFund",
        verbose_name=_("earmarked fund"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lines",
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "source", "code", "item", "pk"]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        default_permissions = ("view",)
        permissions = [("keep_budget", gettext_noop("Enter and adjust the budget"))]
        indexes = [
            *search_indexes("budget_lines"),
            models.Index(fields=["school", "-year", "source", "code", "item", "id"], name="budget_lines_of_a_school"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "source", "item", "department"],
                name="one_budget_line_of_an_item_a_year",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="a_budget_line_names_its_item", condition=~Q(item="")),
            models.CheckConstraint(name="a_budget_year_is_a_calendar_year", condition=Q(year__range=(2000, 2199))),
        ]
        triggers = [frozen("school", "year", "source", "department", name="what_a_budget_line_is_for_stays")]

    def __str__(self):
        return f"{self.year} {self.get_source_display()} {self.item}"

    def get_absolute_url(self):
        return reverse("finance:budgetline_detail", args=[self.pk])

    def search_words(self):
        return [self.code, self.item, self.note, self.department.name if self.department else ""]


class BudgetEntryQuerySet(RecordQuerySet):
    school_path = "line__school"

    def visible_to(self, user):
        return self.filter(line__in=BudgetLine.objects.visible_to(user))


class BudgetEntry(models.Model):
    """Money put into a line or taken out of it: the opening amount, then adjustments with their reasons. Append-only."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening amount")
        ADJUSTMENT = "adjustment", _("adjustment")

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = BudgetEntryQuerySet.as_manager()

    class Meta:
        ordering = ["line", "pk"]
        verbose_name = _("budget entry")
        verbose_name_plural = _("budget entries")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(kind="opening"), name="a_budget_line_is_opened_once"),
            models.CheckConstraint(
                name="an_adjustment_says_why",
                condition=Q(kind="opening", amount__gte=0) | Q(kind="adjustment") & ~Q(amount=0) & ~Q(reason=""),
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.line} {self.amount:,.2f}"

    def get_absolute_url(self):
        return self.line.get_absolute_url()
