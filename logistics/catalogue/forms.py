"""What is typed about kinds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics.catalogue.models import Kind
from logistics.pages.forms import ChangeForm, SchoolForm


class KindFields(SchoolForm):
    """How a kind is called and counted."""

    name = forms.CharField(label=_("Name"), max_length=40)
    measure_word = forms.CharField(
        label=_("Measure word"), max_length=6, help_text=_("How it is counted: 只, 根, 扇, 张, 套 …")
    )


class KindForm(KindFields):
    """A new kind."""

    family = forms.ChoiceField(label=_("Family"), choices=Kind.Family.choices)
    field_order = ["family", "name", "measure_word"]


class ChangeKindForm(ChangeForm, KindFields):
    """How a kind is called and counted, and whether it may be chosen."""

    active = forms.BooleanField(label=_("in use"), required=False)
