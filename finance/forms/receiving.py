"""What every form that takes money in asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field
from finance.models import Account
from finance.selectors.money import accounts_to_choose
from logistics import clock
from logistics.pages.forms import SchoolForm
from logistics.school.models import Campus


class IntoAnAccount(SchoolForm):
    """Asks for the account the money goes to and for the number of the voucher."""

    account = forms.ModelChoiceField(label=_("Into the account"), queryset=Account.objects.none())
    voucher = forms.CharField(label=_("Voucher number"), max_length=40, required=False)

    def prepare(self):
        super().prepare()
        accounts = accounts_to_choose(self.school)
        self.fields["account"].queryset = accounts
        if self.fields["account"].required:
            self.fields["account"].initial = accounts.first()


class ReceiveForm(IntoAnAccount):
    """Money received for a record with something outstanding."""

    amount = money_field(_("Amount (yuan)"), attrs={"data-money": ""})
    on = day_field(_("Received on"))

    field_order = ["amount", "on", "account", "voucher"]

    def prepare(self):
        super().prepare()
        self.fields["amount"].initial = self.record.outstanding
        self.fields["on"].initial = clock.today


class OnACampus(SchoolForm):
    """Asks for the campus where the school has several."""

    campus = forms.ModelChoiceField(
        label=_("Campus"), queryset=Campus.objects.none(), required=False, empty_label=_("The whole school")
    )

    def prepare(self):
        super().prepare()
        self.fields["campus"].queryset = Campus.objects.of_school(self.school)
