"""What a person may look for among orders and acceptances."""

import django_filters
from django.utils.translation import gettext_lazy as _

from finance.models import Acceptance, PurchaseOrder, Supplier
from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter, day_range

MARKS = {
    "late": (_("late"), lambda rows: rows.late(clock.today())),
    "waived": (_("without the quotes"), lambda rows: rows.waived()),
}
FINDINGS = {
    "refused": (_("something refused"), {"lines__refused__gt": 0}),
    "deviation": (_("something differs"), {"lines__deviation__gt": ""}),
}


class OrderFilter(SchoolFilterSet):
    q = SearchFilter()
    status = django_filters.ChoiceFilter(label=_("Status"), choices=PurchaseOrder.Status, empty_label=_("All"))
    channel = django_filters.ChoiceFilter(
        label=_("Purchase channel"), choices=PurchaseOrder.Channel, empty_label=_("All")
    )
    mark = django_filters.ChoiceFilter(
        label=_("What stands out"),
        choices=[(key, label) for key, (label, _rows) in MARKS.items()],
        empty_label=_("All"),
        method="filter_mark",
    )
    supplier = django_filters.ModelChoiceFilter(
        label=_("Supplier"), queryset=Supplier.objects.none(), empty_label=_("All")
    )
    ordered_on = day_range(_("Ordered on"), "ordered_on")

    choices = {"supplier": Supplier.objects.of_school}

    class Meta:
        model = PurchaseOrder
        fields = []

    def filter_mark(self, queryset, name, value):
        return MARKS[value][1](queryset)


class AcceptanceFilter(SchoolFilterSet):
    q = SearchFilter()
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Acceptance.Status, empty_label=_("All"))
    finding = django_filters.ChoiceFilter(
        label=_("Findings"),
        choices=[(key, label) for key, (label, _condition) in FINDINGS.items()],
        empty_label=_("All"),
        method="filter_finding",
    )
    waiting = django_filters.BooleanFilter(label=_("To be handed over"), method="filter_waiting")
    on = day_range(_("Accepted on"), "on")

    class Meta:
        model = Acceptance
        fields = []

    def filter_finding(self, queryset, name, value):
        found = Acceptance.objects.filter(**FINDINGS[value][1])
        return queryset.filter(pk__in=found.values("pk"))

    def filter_waiting(self, queryset, name, value):
        waiting = Acceptance.objects.to_hand_over().values("pk")
        return queryset.filter(pk__in=waiting) if value else queryset.exclude(pk__in=waiting)
