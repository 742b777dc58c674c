"""Fields that forms about money share."""

from django import forms
from django.utils.translation import gettext_lazy as _


def money_field(label, **options):
    """An amount in yuan; its limits are the service's, which says what is wrong in a sentence."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", **options.pop("attrs", {})})
    return forms.DecimalField(label=label, widget=widget, **options)


def day_field(label, **options):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


def searched_field(label, **options):
    """A choice among many records in which people search by typing; the form sets its rows."""
    widget = forms.Select(attrs={"data-searchable": ""})
    return forms.ModelChoiceField(label=label, queryset=None, widget=widget, **options)


def reason_field(label="", **options):
    return forms.CharField(label=label or _("Reason"), max_length=200, **options)
