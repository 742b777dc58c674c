"""Filters that know their school."""

from html import escape

import django_filters
from django import forms
from django.core.cache import cache
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.utils.html import format_html
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

    @property
    def form(self):
        if not hasattr(self, "_form"):
            keys, known = self.recall_choices(self.school, self.filters.keys() - set(self.asked))
            for name in self.choices.keys() & self.filters.keys() - known.keys():
                self.filters[name].queryset = self.choices[name](self.school)
            for name, field in super().form.fields.items():
                make_plain(field)
                if name in keys:
                    field.choices_key, field.known_choices = keys[name], known.get(name)
        return super().form

    @classmethod
    def recall_choices(cls, school, names):
        """Return {name: cache key} of the relations among the filters ``names``, and their choices of a minute ago."""
        keys = {name: cls._choices_key(name, school) for name in cls.choices if name in names}
        kept = cache.get_many(keys.values()) if keys else {}
        return keys, {name: kept[key] for name, key in keys.items() if key in kept}

    @classmethod
    def _choices_key(cls, name, school):
        return f"choices:{cls.__module__}.{cls.__name__}.{name}:{school.pk}:{get_language()}"


def in_use(names, query):
    """Return those of the filters ``names`` that ``query`` sets; a range is asked for by names of its own."""
    given = [name for name, value in (query or {}).items() if value]
    return [name for name in names if any(each == name or each.startswith(f"{name}_") for each in given)]


def searchable():
    """Return the widget of a long list of choices in which people search by typing."""
    return forms.Select(attrs={"data-searchable": ""})


def day_range(label, field_name):
    """Return a filter from a day to a day, both included; either may be left out."""
    widget = django_filters.widgets.RangeWidget(attrs={"type": "date", "class": "form-control", "aria-label": label})
    return django_filters.DateFromToRangeFilter(label=label, field_name=field_name, widget=widget)


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
        options = [
            f'<option value="{escape(str(value))}"{" selected" if str(value) in chosen else ""}>{escape(str(label))}</option>'
            for value, label in self.choices
        ]
        return format_html(
            "<select{}>{}</select>",
            flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})),
            mark_safe("".join(options)),
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
