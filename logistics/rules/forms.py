"""What a school types to change a rule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics import clock
from logistics.pages.forms import SchoolForm


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 8})

    def prepare_value(self, value):
        return "\n".join(str(item) for item in value) if isinstance(value, list) else value

    def clean(self, value):
        return super().clean(value).splitlines()


class RuleValueForm(SchoolForm):
    """A value of the school's own, from a day on, with the reason. The kind of field follows the shipped value."""

    valid_from = forms.DateField(
        label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For example the local document that asks for it.")
    )

    def prepare(self):
        present = self.initial.get("value")
        self.fields["value"] = value_field(present, self.record.unit)
        self.fields["valid_from"].initial = clock.today
        self.order_fields(["value", "valid_from", "reason"])


def value_field(present, unit):
    """Return the field for a value like ``present``."""
    if isinstance(present, bool):
        return forms.TypedChoiceField(
            label=_("Value"), choices=[("1", _("yes")), ("", _("no"))], coerce=bool, empty_value=False, required=False
        )
    if isinstance(present, list):
        return LinesField(label=_("Value"), help_text=_("One item on each line."), max_length=6000)
    if isinstance(present, str) and not unit:
        return forms.CharField(label=_("Value"), max_length=200)
    return forms.DecimalField(label=_("Value"), help_text=unit, max_digits=14, decimal_places=2)
