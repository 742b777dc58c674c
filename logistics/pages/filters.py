"""Filters that know their school."""

import django_filters
from django import forms
from django.core.cache import cache
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

CHOICES_SECONDS = 60


class SchoolFilterSet(django_filters.FilterSet):
    """A FilterSet for one school that builds only the filters the query sets and those named in ``shown``.

    choices: {filter by a relation: function of the school that returns the rows to choose from}.
    """

    choices = {}

    def __init__(self, data=None, *args, school=None, shown=(), **kwargs):
        self.school = school
        self.asked = asked = in_use(self.base_filters, data)
        self.base_filters = {name: each for name, each in self.base_filters.items() if name in asked or name in shown}
        super().__init__(data if asked else None, *args, **kwargs)
        for name in self.choices.keys() & self.filters.keys():
            self.filters[name].queryset = self.choices[name](school)

    @property
    def form(self):
        made = hasattr(self, "_form")
        form = super().form
        if not made:
            for field in form.fields.values():
                make_plain(field)
            self._recall_choices(form)
        return form

    def _recall_choices(self, form):
        """Let relations nobody filters by show the choices as they were at most a minute ago."""
        names = (self.choices.keys() & form.fields.keys()).difference(self.asked)
        resting = {self._choices_key(name): form.fields[name] for name in names}
        known = cache.get_many(resting) if resting else {}
        for key, field in resting.items():
            field.choices_key, field.known_choices = key, known.get(key)

    def _choices_key(self, name):
        return f"choices:{type(self).__module__}.{type(self).__name__}.{name}:{self.school.pk}:{get_language()}"


def in_use(names, query):
    """Return those of the filters ``names`` that ``query`` sets; a range is asked for by names of its own."""
    given = [name for name, value in (query or {}).items() if value]
    return [name for name in names if any(each == name or each.startswith(f"{name}_") for each in given)]


def searchable():
    """Return the widget of a long list of choices in which people search by typing."""
    return forms.Select(attrs={"data-searchable": ""})


def day_range(label, field_name):
    """Return a filter from a day to a day, both included; either may be left out."""
    return django_filters.DateFromToRangeFilter(
        label=label, field_name=field_name, widget=django_filters.widgets.RangeWidget(attrs={"type": "date"})
    )


class PlainChoices(ModelChoiceIterator):
    """The choices of a relation, kept for a minute: a new place has no records to be found by yet."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        choices = getattr(self.field, "known_choices", None)
        if choices is None:
            choices = [(str(value), str(label)) for value, label in map(self.choice, self.queryset.all())]
            if hasattr(self.field, "choices_key"):
                cache.set(self.field.choices_key, choices, CHOICES_SECONDS)
        yield from choices


class PlainSelect(forms.Select):
    """A select written without a template for each option, so that long lists of places stay cheap."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(each) for each in (value if isinstance(value, list | tuple) else [value]) if each is not None}
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((value, mark_safe(" selected") if str(value) in chosen else "", label) for value, label in self.choices),
        )
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})), options
        )


def make_plain(field):
    """Let a field with one choice be drawn by PlainSelect."""
    if isinstance(field, forms.ModelChoiceField):
        field.iterator = PlainChoices
    if type(field.widget) is forms.Select:
        field.widget = PlainSelect(attrs=field.widget.attrs)
        field.widget.is_required = field.required
        field.widget.choices = field.choices


class SearchFilter(django_filters.CharFilter):
    """The search box: rows whose words hold the text (``RecordQuerySet.search``)."""

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Search"), **kwargs})

    def filter(self, queryset, value):
        return queryset.search(value) if value else queryset
