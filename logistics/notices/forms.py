"""What a person types about robots."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics.errors import RuleError
from logistics.notices.models import Robot
from logistics.notices.robots import kind_of
from logistics.pages.forms import ChangeForm, SchoolForm

SECRET_HELP = _("Only for DingTalk and Feishu robots whose safety setting is a signature.")


class RobotFields(forms.Form):
    name = forms.CharField(label=_("Name of the group"), max_length=40)
    address = forms.CharField(
        label=_("Address of the robot"),
        max_length=500,
        help_text=_("Add a robot to the group, copy its webhook address and paste it here."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "placeholder": "https://"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("follows from the address")), *Robot.Kind.choices],
        required=False,
        help_text=_("Choose it only when the address is a relay of your own."),
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=100,
        required=False,
        help_text=SECRET_HELP,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    urgent = forms.BooleanField(label=_("Tell it what is urgent, at once"), required=False, initial=True)
    digest = forms.BooleanField(label=_("Send it one digest each morning"), required=False, initial=True)

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        if address:
            try:
                kind_of(address)
            except RuleError as error:
                raise forms.ValidationError(error.message) from error
        return address


class RobotForm(RobotFields, SchoolForm):
    pass


class RobotChangeForm(RobotFields, ChangeForm):
    """The address and the secret are never shown again; left empty they stay."""

    def prepare(self):
        super().prepare()
        self.fields["address"].required = False
        self.fields["address"].help_text = _("Leave it empty to keep the present one (%(part)s).") % {
            "part": self.record.address_in_part
        }
        if self.record.secret:
            self.fields["secret"].help_text = _("Leave it empty to keep the present one.")
