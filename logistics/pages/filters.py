"""Filters that know their school."""

import django_filters
from django.utils.translation import gettext_lazy as _


class SchoolFilterSet(django_filters.FilterSet):
    """A FilterSet for one school: ``prepare`` narrows the choices of its fields to ``self.school``."""

    def __init__(self, *args, school=None, **kwargs):
        self.school = school
        super().__init__(*args, **kwargs)

    @property
    def form(self):
        made = hasattr(self, "_form")
        form = super().form
        if not made:
            self.prepare(form)
        return form

    def prepare(self, form):
        """Narrow choices to the school."""


class SearchFilter(django_filters.CharFilter):
    """The search box: rows whose words hold the text (``RecordQuerySet.search``)."""

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Search"), **kwargs})

    def filter(self, queryset, value):
        return queryset.search(value) if value else queryset
