"""What a person may look for among repairs."""

import django_filters
from django.utils.translation import gettext_lazy as _

from logistics.catalogue.models import Kind
from logistics.pages.filters import SchoolFilterSet, SearchFilter, day_range, searchable
from logistics.people.models import User
from logistics.school.models import Campus, Place
from repairs.models import Repair, Trade
from repairs.selectors import late_repairs, repairers_of, repeated_within, settings_of, trades_of

VIEWS = {
    "open": _("Open repairs"),
    "accept": _("To accept"),
    "assign": _("To assign"),
    "working": _("In hand"),
    "waiting": _("Waiting for parts"),
    "confirm": _("To be confirmed"),
    "late": _("Late repairs"),
    "urgent": _("Urgent"),
    "repeated": _("Repeated"),
}


class RepairFilter(SchoolFilterSet):
    q = SearchFilter(label=_("Number, place, object, name"))
    trade = django_filters.ModelChoiceFilter(label=_("Trade"), queryset=Trade.objects.none())
    campus = django_filters.ModelChoiceFilter(label=_("Campus"), queryset=Campus.objects.none())
    assigned_to = django_filters.ModelChoiceFilter(label=_("Repairer"), queryset=User.objects.none())
    status = django_filters.ChoiceFilter(label=_("State"), choices=Repair.Status.choices)
    kind = django_filters.ModelChoiceFilter(label=_("Object"), queryset=Kind.objects.none(), widget=searchable())
    place = django_filters.ModelChoiceFilter(label=_("Place"), queryset=Place.objects.none(), widget=searchable())
    source = django_filters.ChoiceFilter(label=_("How it came"), choices=Repair.Source.choices)
    cause = django_filters.ChoiceFilter(label=_("Cause"), choices=Repair.Cause.choices)
    reported = day_range(_("Reported"), "reported_at")
    view = django_filters.ChoiceFilter(label=_("View"), choices=list(VIEWS.items()), method="filter_view")

    choices = {
        "trade": trades_of,
        "campus": Campus.objects.of_school,
        "assigned_to": repairers_of,
        "kind": lambda school: Kind.objects.of_school(school).objects_repaired(),
        "place": Place.objects.of_school,
    }

    class Meta:
        model = Repair
        fields = []

    def filter_view(self, repairs, name, value):
        status = Repair.Status
        if value == "late":
            return repairs.filter(pk__in=late_repairs(self.school).values("pk"))
        if value == "repeated":
            return repeated_within(repairs, settings_of(self.school))
        return {
            "open": repairs.unfinished(),
            "accept": repairs.filter(status=status.REPORTED),
            "assign": repairs.filter(status=status.ACCEPTED),
            "working": repairs.filter(status__in=[status.ASSIGNED, status.IN_PROGRESS]),
            "waiting": repairs.filter(status=status.WAITING),
            "confirm": repairs.filter(status=status.TO_CONFIRM),
            "urgent": repairs.unfinished().filter(urgent=True),
        }[value]
