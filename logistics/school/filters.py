"""What one may look for among places and classes."""

import django_filters
from django.utils.translation import gettext_lazy as _

from logistics.pages.filters import SchoolFilterSet, SearchFilter
from logistics.school.models import Campus, Place, SchoolClass


class CampusFilterSet(SchoolFilterSet):
    """A filter with a campus of the school."""

    campus = django_filters.ModelChoiceFilter(
        label=_("Campus"), queryset=Campus.objects.none(), empty_label=_("every campus")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["campus"].queryset = Campus.objects.of_school(self.school)


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

    class Meta:
        model = Place
        fields = ["q", "campus", "parent", "kind", "active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        buildings = Place.objects.of_school(self.school).filter(kind=Place.Kind.BUILDING)
        self.filters["parent"].queryset = buildings.select_related("campus")


class ClassFilter(CampusFilterSet):
    """By name and campus."""

    q = django_filters.CharFilter(label=_("Search"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = SchoolClass
        fields = ["q", "campus"]
