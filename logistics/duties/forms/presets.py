"""Taking over shipped duties."""

from django import forms
from django.utils.translation import gettext_lazy

from logistics.duties.shipped import shipped_duties
from logistics.pages.forms import SchoolForm


class TakeOverForm(SchoolForm):
    keys = forms.MultipleChoiceField(
        label=gettext_lazy("Duties"),
        error_messages={"required": gettext_lazy("Tick at least one duty.")},
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Counts from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def prepare(self):
        super().prepare()
        self.fields["keys"].choices = [(shipped.key, shipped.name) for shipped in shipped_duties()]
