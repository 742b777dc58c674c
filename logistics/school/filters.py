"""What one may look for among places and classes."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from logistics.pages.filters import SchoolFilterSet, SearchFilter, searchable
from logistics.school.models import Campus, Place, Pupil, SchoolClass, SpecialDay


class DayInput(forms.DateInput):
    """The date picker of the device."""

    input_type = "date"


class CampusFilterSet(SchoolFilterSet):
    """A filter with a campus of the school."""

    campus = django_filters.ModelChoiceFilter(
        label=_("Campus"), queryset=Campus.objects.none(), empty_label=_("every campus")
    )

    choices = {"campus": Campus.objects.of_school}


def buildings_of(school):
    """Return every building of the school, in use or not."""
    return Place.objects.of_school(school).filter(kind=Place.Kind.BUILDING).select_related("campus")


class PlaceFilter(CampusFilterSet):
    """By name, campus, building, kind, and whether the place is in use."""

    q = SearchFilter()
    parent = django_filters.ModelChoiceFilter(
        label=_("Building"), queryset=Place.objects.none(), empty_label=_("every building")
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Place.Kind.choices, empty_label=_("every kind"))
    active = django_filters.ChoiceFilter(
        label=_("Use"),
        choices=[("1", _("in use")), ("0", _("out of use"))],
        empty_label=_("all"),
    )

    choices = {**CampusFilterSet.choices, "parent": buildings_of}

    class Meta:
        model = Place
        fields = ["q", "campus", "parent", "kind", "active"]


class ClassFilter(CampusFilterSet):
    """By name and campus."""

    q = django_filters.CharFilter(label=_("Search"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = SchoolClass
        fields = ["q", "campus"]


class PupilFilter(SchoolFilterSet):
    """By name or number, class, and whether the pupil is still here."""

    q = SearchFilter()
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"), queryset=SchoolClass.objects.none(), empty_label=_("every class"), widget=searchable()
    )
    gone = django_filters.ChoiceFilter(
        label=_("State"), choices=[("0", _("at school")), ("1", _("left"))], empty_label=_("all"), method="by_state"
    )
    relief = django_filters.ChoiceFilter(
        label=_("Relief"), choices=[choice for choice in Pupil.Relief.choices if choice[0]], empty_label=_("all")
    )

    choices = {"school_class": SchoolClass.objects.of_school}

    class Meta:
        model = Pupil
        fields = []

    def by_state(self, queryset, name, value):
        return queryset.filter(left_on__isnull=value == "0")


class SpecialDayFilter(CampusFilterSet):
    """By kind, campus, days, and whether the special day still holds; rows for the whole school hold on every campus."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind of day"), choices=SpecialDay.Kind.choices, empty_label=_("every kind")
    )
    campus = django_filters.ModelChoiceFilter(
        label=_("Campus"), queryset=Campus.objects.none(), empty_label=_("every campus"), method="on_campus"
    )
    withdrawn = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("0", _("in force")), ("1", pgettext_lazy("special day", "withdrawn"))],
        empty_label=_("all"),
        method="by_state",
    )
    start = django_filters.DateFilter(label=_("From"), field_name="ends_on", lookup_expr="gte", widget=DayInput)
    end = django_filters.DateFilter(label=_("To"), field_name="starts_on", lookup_expr="lte", widget=DayInput)

    class Meta:
        model = SpecialDay
        fields = ["kind", "campus", "withdrawn", "start", "end"]

    def on_campus(self, queryset, name, campus):
        return queryset.filter(Q(campus=campus) | Q(campus=None))

    def by_state(self, queryset, name, value):
        return queryset.filter(withdrawn_at__isnull=value == "0")
