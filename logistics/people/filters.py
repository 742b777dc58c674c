"""What one may look for among people."""

import django_filters
from django.utils.translation import gettext_lazy as _

from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter
from logistics.people.models import Appointment, Role, User
from logistics.school.models import Campus


class PersonFilter(SchoolFilterSet):
    """By name or number, by a role held today, by its campus, and whether the person may sign in."""

    q = SearchFilter()
    role = django_filters.ModelChoiceFilter(
        label=_("Role"), queryset=Role.objects.none(), method="holding_role", empty_label=_("every role")
    )
    campus = django_filters.ModelChoiceFilter(
        label=_("Campus"), queryset=Campus.objects.none(), method="on_campus", empty_label=_("every campus")
    )
    is_active = django_filters.ChoiceFilter(
        label=_("Sign-in"),
        choices=[("1", _("in use")), ("0", _("sign-in stopped"))],
        empty_label=_("all"),
    )

    choices = {"role": Role.objects.of_school, "campus": Campus.objects.of_school}

    class Meta:
        model = User
        fields = []

    def holding_role(self, people, name, role):
        return people.filter(pk__in=Appointment.objects.on(clock.today()).filter(role=role).values("person"))

    def on_campus(self, people, name, campus):
        return people.filter(pk__in=Appointment.objects.on(clock.today()).filter(campus=campus).values("person"))
