"""What a person may look for among purchases."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from finance.models import PurchaseRequest
from logistics.pages.filters import SchoolFilterSet, SearchFilter
from logistics.school.models import Department


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
