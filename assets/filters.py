"""What a person may look for in the register."""

import django_filters

from assets.models import Asset
from logistics.pages.filters import SchoolFilterSet, SearchFilter
from logistics.people.models import User


class AssetFilter(SchoolFilterSet):
    q = SearchFilter()
    status = django_filters.ChoiceFilter(choices=Asset.Status)
    asset_class = django_filters.ChoiceFilter(choices=Asset.Class)
    campus = django_filters.ModelChoiceFilter(queryset=None)
    place = django_filters.ModelChoiceFilter(queryset=None)
    keeper = django_filters.ModelChoiceFilter(queryset=None)
    category = django_filters.ChoiceFilter(choices=Asset.Category)

    choices = {
        "campus": lambda school: school.campuses.all(),
        "place": lambda school: school.places.all(),
        "keeper": lambda school: User.objects.filter(pk__in=Asset.objects.of_school(school).values("keeper")),
    }

    class Meta:
        model = Asset
        fields = ["q", "status", "asset_class", "campus", "place", "keeper", "category"]
