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

    class Meta:
        model = Asset
        fields = ["q", "status", "asset_class", "campus", "place", "keeper", "category"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["campus"].queryset = self.school.campuses.all()
        self.filters["place"].queryset = self.school.places.all()
        self.filters["keeper"].queryset = User.objects.filter(
            pk__in=Asset.objects.of_school(self.school).values("keeper")
        )
