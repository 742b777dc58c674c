"""Filters that know their school."""

import django_filters
from django import forms
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
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
            for field in form.fields.values():
                make_plain(field)
        return form

    def prepare(self, form):
        """Narrow choices to the school."""


class PlainChoices(ModelChoiceIterator):
    """The choices of a relation by one plain query: a cursor of its own costs more than these few rows."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from (self.choice(record) for record in self.queryset.all())


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
