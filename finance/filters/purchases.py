"""What a person may look for among purchases, suppliers and budget lines."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from finance.models import Account, BudgetLine, BudgetSource, MoneyEntry, PurchaseRequest, Supplier

from finance.models import Advance, Claim, Invoice  # isort: skip
from finance.models.purchase import PurchaseRequestQuerySet
from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter, day_range
from logistics.school.models import Department

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


def day_filter(label, field, lookup):
    """Return the filter of days from or until one that is picked."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return django_filters.DateFilter(label=label, field_name=field, lookup_expr=lookup, widget=widget)


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
    from_day = day_filter(_("Requested from"), "requested_on", "gte")
    to_day = day_filter(_("Requested until"), "requested_on", "lte")

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


class ClaimFilter(SchoolFilterSet):
    q = SearchFilter()
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Claim.Status, empty_label=_("All"))
    way = django_filters.ChoiceFilter(label=_("Payment way"), choices=Claim.Way, empty_label=_("All"))
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=Department.objects.none(), empty_label=_("All")
    )
    budget_source = django_filters.ChoiceFilter(label=_("Source of funds"), choices=BudgetSource, empty_label=_("All"))
    out_of_order = django_filters.ChoiceFilter(
        label=_("Order of dates"),
        choices=[("1", _("Out of date order")), ("0", _("in order"))],
        empty_label=_("All"),
    )
    on = day_range(_("Claimed on"), "submitted_on")

    choices = {"department": Department.objects.of_school}

    class Meta:
        model = Claim
        fields = []


class InvoiceFilter(SchoolFilterSet):
    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Invoice.Kind, empty_label=_("All"))
    free = django_filters.ChoiceFilter(
        label=_("Claim"),
        choices=[("true", _("on no claim")), ("false", _("on a claim"))],
        empty_label=_("All"),
        method="filter_free",
    )
    on = day_range(_("Issued on"), "issued_on")

    class Meta:
        model = Invoice
        fields = []

    def filter_free(self, queryset, name, value):
        return queryset.free() if value == "true" else queryset.on_claims()


class AdvanceFilter(SchoolFilterSet):
    q = SearchFilter()
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Advance.Status, empty_label=_("All"))
    overdue = django_filters.ChoiceFilter(
        label=_("Settlement"), choices=[("true", _("overdue"))], empty_label=_("All"), method="filter_overdue"
    )

    class Meta:
        model = Advance
        fields = []

    def filter_overdue(self, queryset, name, value):
        return queryset.overdue(clock.today())


class MoneyEntryFilter(SchoolFilterSet):
    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=MoneyEntry.Kind, empty_label=_("All"))
    account = django_filters.ModelChoiceFilter(
        label=_("Account"), queryset=Account.objects.none(), empty_label=_("All")
    )
    source = django_filters.ChoiceFilter(label=_("Source of funds"), choices=BudgetSource, empty_label=_("All"))
    from_day = day_filter(_("From the day"), "on", "gte")
    to_day = day_filter(_("Until"), "on", "lte")
    red = django_filters.BooleanFilter(label=_("Taken back"), method="filter_red")

    choices = {"account": Account.objects.of_school}

    class Meta:
        model = MoneyEntry
        fields = []

    def filter_red(self, queryset, name, value):
        """Red entries with those they take back, or all the others."""
        touched = Q(corrects__isnull=False) | Q(correction__isnull=False)
        return queryset.filter(touched) if value else queryset.exclude(touched)
