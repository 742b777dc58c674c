"""What a person types about an invoice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field
from finance.models import Invoice
from logistics.attachments.forms import FilesField
from logistics.pages.forms import ChangeForm, SchoolForm


class InvoiceForm(SchoolForm):
    """The original first: what can be read of it fills the rest."""

    photos = FilesField(
        label=_("Photo or original"),
        max_files=4,
        documents=True,
        help_text=_("An e-invoice as PDF, OFD or XML is read; check what was filled in."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Invoice.Kind)
    number = forms.CharField(
        label=_("Invoice number"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    issued_on = day_field(_("Issued on"))
    seller = forms.CharField(label=_("Seller"), max_length=80)
    amount = money_field(_("Amount with tax (yuan)"), attrs={"data-money": ""})
    code = forms.CharField(
        label=_("Invoice code"), max_length=20, required=False, help_text=_("Only earlier invoices have one.")
    )
    seller_tax_id = forms.CharField(label=_("Tax number of the seller"), max_length=30, required=False)
    check_code = forms.CharField(label=_("Check code"), max_length=30, required=False)

    GROUPS = [
        (_("As it is printed"), ["kind", "number", "issued_on", "seller", "amount"]),
        (_("If it is there"), ["code", "seller_tax_id", "check_code"]),
    ]

    @property
    def groups(self):
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]


class InvoiceChangeForm(InvoiceForm, ChangeForm):
    """Refuses when somebody changed the invoice since it was shown."""
