"""Signing on a device of several people: the four digits prove who stands before it."""

from datetime import timedelta

from django import forms
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.errors import RuleError
from logistics.pages.frame import is_shared
from logistics.people.tries import count_try

MOST_TRIES = 5
PAUSE = timedelta(minutes=5)


def pin_field():
    """Return the field for the PIN; what is typed into it is never shown again."""
    widget = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9]{4}"})
    help_text = gettext_lazy("This device is shared, so your four digits prove that it is you who signs.")
    return forms.CharField(label=gettext_lazy("PIN"), max_length=4, widget=widget, help_text=help_text)


def require_pin(person, pin):
    """Raise RuleError at ``pin`` unless these are the person's four digits.

    After five wrong ones in a row nothing is tried for five minutes; every try is counted before it is looked at.
    """
    if not person.pin:
        raise RuleError(_("Set a PIN on your own page first, on a device that is yours alone."), field="pin")
    key = f"signing-pin:{person.pk}"
    tries = count_try(key, int(PAUSE.total_seconds()))
    if tries <= MOST_TRIES and person.check_pin(pin or ""):
        cache.delete(key)
        return
    if tries >= MOST_TRIES:
        raise RuleError(_("Too many wrong PINs. Wait five minutes and try again."), field="pin")
    raise RuleError(_("The PIN is wrong. Tries left: %(left)d.") % {"left": MOST_TRIES - tries}, field="pin")


class AsksForPin:
    """A form page by which a person signs; in a session that ends with the browser it asks for the PIN as well."""

    def get_form(self, data=None, files=None):
        form = super().get_form(data, files)
        if is_shared(self.request):
            form.fields["pin"] = pin_field()
        return form

    def act(self, form):
        pin = form.cleaned_data.pop("pin", "")
        if is_shared(self.request):
            require_pin(self.request.user, pin)
        return super().act(form)
