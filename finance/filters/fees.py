"""What a person may look for among fees, their payments, letters and stray charges."""

import django_filters
from django.utils.translation import gettext_lazy as _

from finance.models import FeeCollection, FeeItem, LetterRun, StrayCharge
from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter, day_range
from logistics.school.models import SchoolClass, Term


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
    q = django_filters.CharFilter(label=_("Search"), method="filter_words")
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

    def filter_words(self, queryset, name, value):
        return queryset.filter(item__in=FeeItem.objects.of_school(self.school).search(value))

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
