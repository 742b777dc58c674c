"""What people type about themselves."""

from base64 import b64decode
from binascii import Error

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import MOBILE


def password_input(autocomplete):
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


def pin_input():
    return forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "maxlength": 4})


class SignInForm(AuthenticationForm):
    """Name, login name or mobile number, and password."""

    username = forms.CharField(
        label=_("Name or mobile number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}),
    )
    remember = forms.BooleanField(label=_("Stay signed in for 30 days (own phone)"), required=False, initial=True)
    error_messages = {
        "invalid_login": _("Name or password is wrong. If several people share your name, use your mobile number."),
        "inactive": _("This person may not sign in any more. Ask the school's administrator."),
    }


class PasswordForm(SchoolForm):
    """A new password of one's own. Whoever has one already types it once more; a first password was just typed."""

    old_password = forms.CharField(
        label=_("Present password"), widget=password_input("current-password"), max_length=128, strip=False
    )
    new_password = forms.CharField(
        label=_("New password"),
        widget=password_input("new-password"),
        max_length=128,
        strip=False,
        help_text=_("At least 8 characters; not only your name or a common word."),
    )
    again = forms.CharField(
        label=_("New password again"), widget=password_input("new-password"), max_length=128, strip=False
    )

    def prepare(self):
        if self.user.must_change_password:
            del self.fields["old_password"]

    def clean_old_password(self):
        if not self.user.check_password(self.cleaned_data["old_password"]):
            raise forms.ValidationError(_("This is not your present password."))
        return self.cleaned_data["old_password"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_password") and cleaned.get("again") and cleaned["new_password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords differ."))
        return cleaned


class ContactForm(ChangeForm):
    """One's own mobile number and mail address."""

    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=11,
        required=False,
        validators=[MOBILE],
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "numeric", "autocomplete": "tel"}),
        help_text=_("You may sign in with it, and colleagues can call you with one tap."),
    )
    email = forms.EmailField(label=_("Mail address"), max_length=254, required=False)


class PinForm(SchoolForm):
    """The four digits by which a person signs on a shared tablet."""

    pin = forms.RegexField(
        r"^[0-9]{4}$",
        label=_("New PIN"),
        widget=pin_input(),
        error_messages={"invalid": _("A PIN has four digits.")},
        help_text=_("Four digits, for signing on the tablet in the kitchen or at the gate."),
    )
    again = forms.CharField(label=_("New PIN again"), widget=pin_input(), max_length=4)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("pin") and cleaned.get("again") and cleaned["pin"] != cleaned["again"]:
            self.add_error("again", _("The two PINs differ."))
        return cleaned


class SignaturePad(forms.TextInput):
    """A field to draw in (signature_pad.js); its value is the drawing as the address of a PNG, ``data:`` and so on."""

    template_name = "account/signature_pad.html"
    use_fieldset = True


class SignatureForm(SchoolForm):
    """One's signature, drawn here or as a photo of one on paper; the service takes the bytes as ``picture``."""

    PREFIX = "data:image/png;base64,"

    drawn = forms.CharField(label=_("Draw it here"), max_length=600_000, required=False, widget=SignaturePad)
    photo = forms.FileField(
        label=_("Or a photo of it"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("Sign with a dark pen on plain white paper. The paper is taken away, the ink stays."),
    )

    def clean_drawn(self):
        drawn = self.cleaned_data["drawn"]
        try:
            return b64decode(drawn.removeprefix(self.PREFIX), validate=True)
        except (Error, ValueError) as error:
            raise forms.ValidationError(_("This drawing cannot be read. Draw it again.")) from error

    def clean(self):
        cleaned = super().clean()
        drawn, photo = cleaned.pop("drawn", b""), cleaned.pop("photo", None)
        if photo is not None:
            cleaned["picture"] = photo.read()
        elif drawn:
            cleaned["picture"] = drawn
        elif not self.errors:
            self.add_error("drawn", _("Draw your signature, or choose a photo of it."))
        return cleaned
