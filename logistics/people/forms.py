"""What people type about themselves and each other."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from logistics.pages.forms import SchoolForm


class SignInForm(AuthenticationForm):
    """Name, login name or mobile number, and password."""

    username = forms.CharField(label=_("Name or mobile number"), max_length=60)
    remember = forms.BooleanField(label=_("Stay signed in for 30 days (own phone)"), required=False, initial=True)
    error_messages = {
        "invalid_login": _("Name or password is wrong. If several people share your name, use your mobile number."),
        "inactive": _("This person may not sign in any more. Ask the school's administrator."),
    }


class PasswordForm(SchoolForm):
    """A new password of one's own."""

    new_password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=128,
        help_text=_("At least 8 characters; not only your name or a common word."),
    )
    again = forms.CharField(
        label=_("New password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=128
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_password") and cleaned.get("again") and cleaned["new_password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords differ."))
        return cleaned
