"""What a person may look for among checks and findings."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from logistics.checks.models import Finding, Round, Template
from logistics.pages.filters import SchoolFilterSet, SearchFilter, day_range, searchable
from logistics.people.models import User
from logistics.school.models import Campus, Place


class RoundFilter(SchoolFilterSet):
    q = SearchFilter(label=_("Number, checklist, place, name"))
    template = django_filters.ModelChoiceFilter(label=_("Checklist"), queryset=Template.objects.none())
    campus = django_filters.ModelChoiceFilter(label=_("Campus"), queryset=Campus.objects.none())
    status = django_filters.ChoiceFilter(label=_("State"), choices=Round.Status.choices)
    area = django_filters.ChoiceFilter(label=_("Area"), choices=Template.Area.choices, field_name="template__area")
    person = django_filters.ModelChoiceFilter(
        label=_("Walked by"), queryset=User.objects.none(), method="of_person", widget=searchable()
    )
    place = django_filters.ModelChoiceFilter(
        label=_("Place"), queryset=Place.objects.none(), method="at_place", widget=searchable()
    )
    came_to = django_filters.ModelChoiceFilter(
        label=_("Place looked at"), queryset=Place.objects.none(), method="signed_at", widget=searchable()
    )
    failed = django_filters.BooleanFilter(label=_("Something not in order"), method="with_failures")
    day = day_range(_("Day"), "day")

    choices = {
        "template": Template.objects.of_school,
        "campus": Campus.objects.of_school,
        "person": User.objects.working_at,
        "place": Place.objects.of_school,
        "came_to": Place.objects.of_school,
    }

    class Meta:
        model = Round
        fields = []

    def of_person(self, rounds, name, person):
        return rounds.filter(Q(started_by=person) | Q(finished_by=person) | Q(second=person))

    def at_place(self, rounds, name, place):
        return rounds.filter(Q(place=place) | Q(pk__in=place.check_points.values("round")))

    def signed_at(self, rounds, name, place):
        """Checks that count and that somebody signed there."""
        there = place.check_points.filter(signed_at__isnull=False)
        return rounds.finished().filter(pk__in=there.values("round"))

    def with_failures(self, rounds, name, value):
        return rounds.filter(failed__gt=0) if value else rounds.filter(failed=0)


class FindingFilter(SchoolFilterSet):
    status = django_filters.ChoiceFilter(label=_("State"), choices=Finding.Status.choices)
    template = django_filters.ModelChoiceFilter(
        label=_("Checklist"), queryset=Template.objects.none(), field_name="round__template"
    )
    campus = django_filters.ModelChoiceFilter(
        label=_("Campus"), queryset=Campus.objects.none(), field_name="round__campus"
    )
    area = django_filters.ChoiceFilter(
        label=_("Area"), choices=Template.Area.choices, field_name="round__template__area"
    )
    place = django_filters.ModelChoiceFilter(label=_("Place"), queryset=Place.objects.none(), widget=searchable())
    found = day_range(_("Found on"), "found_at")

    choices = {
        "template": Template.objects.of_school,
        "campus": Campus.objects.of_school,
        "place": Place.objects.of_school,
    }

    class Meta:
        model = Finding
        fields = []
