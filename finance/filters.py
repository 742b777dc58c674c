"""What a person may look for among purchases, suppliers and budget lines."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from finance.models import (
    BudgetLine,
    BudgetSource,
    FeeCollection,
    FeeItem,
    LetterRun,
    PurchaseRequest,
    StrayCharge,
    Supplier,
)
from finance.models.purchase import PurchaseRequestQuerySet
from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter, day_range
from logistics.school.models import Department, SchoolClass, Term

MARKS = {
    "over": (_("over budget"), PurchaseRequestQuerySet.over_budget),
    "split": (_("looks split"), PurchaseRequestQuerySet.looking_split),
    "quotes": (_("quotes missing"), PurchaseRequestQuerySet.short_of_quotes),
}
STANDINGS = {
    "banned": (_("blacklisted"), {"is_banned": True}),
    "expired": (_("paper ran out"), {"has_expired": True}),
    "expiring": (_("paper runs out soon"), {"has_expiring": True}),
    "inactive": (_("no longer used"), {"is_active": False}),
}


def years_to_choose():
    """Return the budget years one may look at: the next one and ten before it."""
    newest = clock.today().year + 1
    return [(str(year), str(year)) for year in range(newest, newest - 11, -1)]


class PurchaseFilter(SchoolFilterSet):
    q = SearchFilter()
    status = django_filters.ChoiceFilter(label=_("Status"), choices=PurchaseRequest.Status, empty_label=_("All"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PurchaseRequest.Kind, empty_label=_("All"))
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=Department.objects.none(), empty_label=_("All")
    )
    budget_source = django_filters.ChoiceFilter(
        label=_("Source of funds"), choices=PurchaseRequest.BudgetSource, empty_label=_("All")
    )
    emergency = django_filters.BooleanFilter(label=_("Emergency"))
    mark = django_filters.ChoiceFilter(
        label=_("What stands out"),
        choices=[(key, label) for key, (label, _rows) in MARKS.items()],
        empty_label=_("All"),
        method="filter_mark",
    )
    from_day = django_filters.DateFilter(
        label=_("Requested from"),
        field_name="requested_on",
        lookup_expr="gte",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    to_day = django_filters.DateFilter(
        label=_("Requested until"),
        field_name="requested_on",
        lookup_expr="lte",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    choices = {"department": Department.objects.of_school}

    class Meta:
        model = PurchaseRequest
        fields = []

    def filter_mark(self, queryset, name, value):
        return MARKS[value][1](queryset)


class SupplierFilter(SchoolFilterSet):
    q = SearchFilter()
    standing = django_filters.ChoiceFilter(
        label=_("Standing"),
        choices=[(key, label) for key, (label, _condition) in STANDINGS.items()],
        empty_label=_("All"),
        method="filter_standing",
    )

    class Meta:
        model = Supplier
        fields = []

    def filter_standing(self, queryset, name, value):
        return queryset.filter(**STANDINGS[value][1])


class BudgetLineFilter(SchoolFilterSet):
    """The lines of all years; the newest stand on top."""

    q = SearchFilter()
    year = django_filters.ChoiceFilter(label=_("Budget year"), choices=years_to_choose, empty_label=_("All"))
    source = django_filters.ChoiceFilter(label=_("Source of funds"), choices=BudgetSource, empty_label=_("All"))
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=Department.objects.none(), empty_label=_("All")
    )
    exhausted = django_filters.BooleanFilter(label=_("Used up"), method="filter_exhausted")

    choices = {"department": Department.objects.of_school}

    class Meta:
        model = BudgetLine
        fields = []

    def filter_exhausted(self, queryset, name, value):
        return queryset.filter(left__lte=0) if value else queryset.filter(left__gt=0)


# --- fees -------------------------------------------------------------------------------------------------------------


class FeeItemFilter(SchoolFilterSet):
    q = SearchFilter()
    term = django_filters.ModelChoiceFilter(label=_("Term"), queryset=Term.objects.none(), empty_label=_("All"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=FeeItem.Kind, empty_label=_("All"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=FeeItem.Status, empty_label=_("All"))

    choices = {"term": Term.objects.of_school}

    class Meta:
        model = FeeItem
        fields = []


class FeeCollectionFilter(SchoolFilterSet):
    q = django_filters.CharFilter(label=_("Search"), field_name="item__name", lookup_expr="icontains")
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"), queryset=SchoolClass.objects.none(), empty_label=_("All")
    )
    deposit = django_filters.ChoiceFilter(
        label=_("Cash"),
        choices=[("waiting", _("to be paid in")), ("late", _("late"))],
        empty_label=_("All"),
        method="filter_deposit",
    )
    days = day_range(_("Collected on"), "on")

    choices = {"school_class": SchoolClass.objects.of_school}

    class Meta:
        model = FeeCollection
        fields = []

    def filter_deposit(self, queryset, name, value):
        return queryset.to_deposit() if value == "waiting" else queryset.deposited_late(clock.today())


class StrayChargeFilter(SchoolFilterSet):
    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=StrayCharge.Kind, empty_label=_("All"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=StrayCharge.Status, empty_label=_("All"))
    way = django_filters.ChoiceFilter(label=_("How it came out"), choices=StrayCharge.Way, empty_label=_("All"))

    class Meta:
        model = StrayCharge
        fields = []


class LetterRunFilter(SchoolFilterSet):
    q = django_filters.CharFilter(label=_("Search"), field_name="school_class__name", lookup_expr="icontains")
    term = django_filters.ModelChoiceFilter(label=_("Term"), queryset=Term.objects.none(), empty_label=_("All"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=LetterRun.Status, empty_label=_("All"))

    choices = {"term": Term.objects.of_school}

    class Meta:
        model = LetterRun
        fields = []
