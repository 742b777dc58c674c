"""What a person may look for in the canteen's ledgers."""

from datetime import timedelta

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from canteen.models import FoodSample, HealthCertificate
from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter

STATES = [
    ("kept", _("in the fridge")),
    ("due", _("to be discarded")),
    ("overdue", _("overdue")),
    ("discarded", _("discarded")),
    ("discarded_late", _("discarded late")),
    ("late", _("late entry")),
    ("corrected", _("corrected")),
]


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FoodSampleFilter(SchoolFilterSet):
    q = SearchFilter()
    state = django_filters.ChoiceFilter(choices=STATES, method="filter_state", label=_("State"))
    meal = django_filters.ChoiceFilter(choices=FoodSample.Meal)
    canteen = django_filters.ModelChoiceFilter(queryset=None)
    from_day = django_filters.DateFilter("meal_on", "gte", label=_("from"), widget=day_input())
    to_day = django_filters.DateFilter("meal_on", "lte", label=_("until"), widget=day_input())

    choices = {"canteen": lambda school: school.canteens.all()}

    class Meta:
        model = FoodSample
        fields = ["q", "state", "meal", "canteen", "from_day", "to_day"]

    def filter_state(self, queryset, name, value):
        narrowed = {
            "kept": queryset.kept,
            "due": lambda: queryset.due(clock.now()),
            "overdue": lambda: queryset.overdue(clock.today()),
            "discarded_late": queryset.discarded_late,
            "late": lambda: queryset.filter(late=True),
        }
        return narrowed[value]() if value in narrowed else queryset.filter(status=value)


class HealthCertificateFilter(SchoolFilterSet):
    q = SearchFilter()
    status = django_filters.ChoiceFilter(choices=HealthCertificate.Status, label=_("State"))
    within = django_filters.ChoiceFilter(
        choices=[("7", _("7 days")), ("30", _("30 days")), ("60", _("60 days"))],
        method="filter_within",
        label=_("runs out within"),
    )

    class Meta:
        model = HealthCertificate
        fields = ["q", "status", "within"]

    def filter_within(self, queryset, name, value):
        today = clock.today()
        return queryset.filter(expires_on__gte=today, expires_on__lte=today + timedelta(days=int(value)))
