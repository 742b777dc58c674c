"""What a person may look for among meters and readings."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.models import Meter, MeterKind, MeterReading
from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter, day_range, searchable
from logistics.school.models import Place


def places_with_meters(school):
    return Place.objects.filter(meters__school=school).distinct().select_related("campus")


class MeterFilter(SchoolFilterSet):
    STANDINGS = [("in_use", _("in use")), ("retired", pgettext_lazy("meter", "out of use"))]

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=MeterKind, empty_label=_("All"))
    place = django_filters.ModelChoiceFilter(
        label=_("Place"), queryset=Place.objects.none(), empty_label=_("All"), widget=searchable()
    )
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), choices=STANDINGS, empty_label=_("All"), method="filter_standing"
    )
    choices = {"place": places_with_meters}

    class Meta:
        model = Meter
        fields = []

    def filter_standing(self, queryset, name, value):
        return queryset.filter(until_on__isnull=value == "in_use")


class ReadingFilter(SchoolFilterSet):
    STANDINGS = [
        ("overdue", _("overdue")),
        ("outstanding", pgettext_lazy("reading", "outstanding")),
        ("paid", pgettext_lazy("reading", "paid")),
        ("reversed", pgettext_lazy("reading", "reversed")),
    ]

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), field_name="meter__kind", choices=MeterKind, empty_label=_("All")
    )
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), choices=STANDINGS, empty_label=_("All"), method="filter_standing"
    )
    read = day_range(pgettext_lazy("meter", "Read on"), "read_on")

    class Meta:
        model = MeterReading
        fields = []

    def filter_standing(self, queryset, name, value):
        if value == "reversed":
            return queryset.filter(reversed_on__isnull=False)
        queryset = queryset.standing()
        if value == "paid":
            return queryset.filter(outstanding__lte=0)
        queryset = queryset.filter(outstanding__gt=0)
        return queryset.filter(due_on__lt=clock.today()) if value == "overdue" else queryset
