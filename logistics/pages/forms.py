"""Forms that know their school and carry a submission key."""

import hashlib
import json

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from logistics.pages.drafts import phone_moment
from logistics.pages.nothing import help_where_empty, is_single_choice
from logistics.pages.submissions import new_key

EMPTY_LABEL = "---------"  # what Django shows for no choice
REQUIRED = forms.Field.default_error_messages["required"]

YEARS = range(1900, 2200)  # what no school means lies outside; beside them day arithmetic would overflow


class SchoolForm(forms.Form):
    """A form filled in by ``user`` for ``school``, perhaps about ``record``.

    Its ``cleaned_data`` holds just what the service takes; the submission key is kept apart as ``key``.
    """

    submission_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args, school=None, user=None, record=None, **kwargs):
        self.school = school
        self.user = user
        self.record = record
        super().__init__(*args, **kwargs)
        self.fields["submission_key"].initial = new_key
        self.prepare()
        self._word_fields()
        for field in self.fields.values():
            if isinstance(field, (forms.DateField, forms.DateTimeField)):
                field.validators.append(check_year)

    def prepare(self):
        """Narrow choices to the school; called when the form is made."""

    @property
    def written_at(self):
        """The moment of the device at which its person sent this, perhaps long before it arrived; None if unknown."""
        return phone_moment(self.data.get("written_at", ""))

    def _word_fields(self):
        """Begin labels with a capital, say what choosing nothing means, and what to do where something is missing."""
        for field in self.fields.values():
            field.label = capfirst(field.label)
            if field.error_messages.get("required") == REQUIRED:
                field.error_messages["required"] = _("Please fill this in.")
            if getattr(field, "empty_label", None) == EMPTY_LABEL:
                field.empty_label = _("Please choose") if field.required else _("none")
            if field.required and field.label and is_single_choice(field):
                field.help_text = help_where_empty(field, self.user)

    def full_clean(self):
        super().full_clean()
        if hasattr(self, "cleaned_data"):
            self.key = self.cleaned_data.pop("submission_key", "") or new_key()
            self.cleaned_data.pop("seen", None)


def check_year(day):
    """Refuse a day or moment that can only be a slip of the finger."""
    if day.year not in YEARS:
        raise forms.ValidationError(_("This year cannot be right. Check the date."))


class ChangeForm(SchoolForm):
    """A form that changes a record: refuses when someone else changed the record since it was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def prepare(self):
        super().prepare()
        self.fields["seen"].initial = self._fingerprint()

    def _fingerprint(self):
        values = {
            name: self.initial.get(name) for name in sorted(self.fields) if name not in ("seen", "submission_key")
        }
        text = json.dumps(values, cls=DjangoJSONEncoder, default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    def clean(self):
        cleaned = super().clean()
        seen = self.data.get(self.add_prefix("seen"))
        if seen and seen != self._fingerprint():
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._fingerprint()
            raise forms.ValidationError(
                _("Someone else changed this record meanwhile. What you typed is kept: compare, and send again.")
            )
        return cleaned
