"""What a person types about suppliers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, reason_field
from finance.models import SupplierPaper
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.forms import ChangeForm, SchoolForm


class SupplierForm(SchoolForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        required=False,
        help_text=_("18 signs, as on the business licence; empty for farmers and stalls that have none."),
    )
    supplies = forms.CharField(
        label=_("What they supply"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("lamps, cables, sockets")}),
    )
    contact = forms.CharField(label=_("Contact"), max_length=40, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class SupplierChangeForm(SupplierForm, ChangeForm):
    """Refuses when somebody changed the supplier since it was shown."""

    is_active = forms.BooleanField(
        label=_("Still bought from"), required=False, help_text=_("Otherwise it is no longer offered for choice.")
    )


class PaperForm(SchoolForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=SupplierPaper.Kind)
    number = forms.CharField(label=_("Number of the paper"), max_length=40, required=False)
    valid_until = day_field(_("Valid until"), required=False, help_text=_("Empty when it has no end (长期)."))
    photos = FilesField(label=_("Scan or photo"), max_files=4, documents=True)


class BanForm(SchoolForm):
    reason = reason_field(_("Why it goes on the blacklist"))
    from_on = day_field(_("From the day"))
    until_on = day_field(_("Until"), required=False, help_text=_("Empty: until it is lifted."))

    def prepare(self):
        self.fields["from_on"].initial = clock.today


class LiftForm(SchoolForm):
    reason = reason_field(_("Why it is lifted"))
