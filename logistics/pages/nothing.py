"""What a form says where something must be chosen and there is nothing to choose from, as in a new school."""

from django import forms
from django.forms.models import ModelChoiceIterator
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.choices import flatten_choices
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _


def help_where_empty(field, user):
    """Return the help of a required choice; when it is shown, it says that nothing can be chosen, and the way out."""
    usual = field.help_text
    return SimpleLazyObject(lambda: usual if has_choices(field) else empty_help(field, user, usual))


def is_single_choice(field):
    return isinstance(field, forms.ChoiceField) and not isinstance(
        field, (forms.ModelMultipleChoiceField, forms.MultipleChoiceField)
    )


def has_choices(field):
    if isinstance(field.choices, ModelChoiceIterator):
        return field.queryset.exists()
    return any(value not in ("", None) for value, _label in flatten_choices(field.choices))


def empty_help(field, user, usual):
    sentence = _("There is nothing to choose from yet for “%(field)s”.") % {"field": field.label}
    url = way_to_add(field.queryset.model, user) if isinstance(field, forms.ModelChoiceField) else ""
    link = format_html('<a href="{}">{}</a>', url, _("Add the first one")) if url else ""
    return format_html_join(" ", "{}", [(part,) for part in [sentence, link, usual] if part])


def way_to_add(model, user):
    """Return the address where ``user`` may add a ``model``, or an empty text."""
    try:
        url = reverse(f"{model._meta.app_label}:{model._meta.model_name}_create")
    except NoReverseMatch:
        return ""
    wanted = resolve(url).func.view_class.permission_required
    return url if user is not None and (wanted is None or user.has_perm(wanted)) else ""
