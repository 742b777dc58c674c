"""What one may look for among kinds."""

import django_filters
from django.utils.translation import gettext_lazy as _

from logistics.catalogue.models import Kind
from logistics.pages.filters import SchoolFilterSet, SearchFilter


class KindFilter(SchoolFilterSet):
    """By name, family, and whether the kind is in use."""

    q = SearchFilter()
    family = django_filters.ChoiceFilter(label=_("Family"), choices=Kind.Family.choices, empty_label=_("all"))
    active = django_filters.ChoiceFilter(
        label=_("Use"),
        choices=[("1", _("in use")), ("0", _("out of use"))],
        empty_label=_("all"),
    )

    class Meta:
        model = Kind
        fields = ["q", "family", "active"]
