"""What a person may look for among hazards."""

import django_filters
from django.utils.translation import gettext_lazy as _

from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter
from safety.models import Hazard

LOOKS = [
    ("open", _("not closed")),
    ("overdue", _("overdue")),
    ("repeated", _("repeated")),
    ("sent_back", _("sent back")),
]


class HazardFilter(SchoolFilterSet):
    q = SearchFilter()
    status = django_filters.ChoiceFilter(choices=Hazard.Status)
    category = django_filters.ChoiceFilter(choices=Hazard.Category)
    campus = django_filters.ModelChoiceFilter(queryset=None)
    level = django_filters.ChoiceFilter(choices=Hazard.Level)
    source = django_filters.ChoiceFilter(choices=Hazard.Source)
    look = django_filters.ChoiceFilter(choices=LOOKS, method="filter_look", label=_("only"))

    choices = {"campus": lambda school: school.campuses.all()}

    class Meta:
        model = Hazard
        fields = ["q", "status", "category", "campus", "level", "source", "look"]

    def filter_look(self, queryset, name, value):
        narrowed = {
            "overdue": lambda: queryset.overdue(clock.today()),
            "repeated": lambda: queryset.filter(repeats__isnull=False),
            "sent_back": lambda: queryset.filter(sent_back__gt=0),
            "open": queryset.open,
        }
        return narrowed[value]()
