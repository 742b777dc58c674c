"""What a person types about advances and batches."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from finance.forms.claims import ask_for_cards, card_reason_field
from finance.forms.fields import day_field, money_field, reason_field
from finance.models import BudgetSource, Claim
from finance.selectors import department_of
from finance.selectors.claims import claims_to_send
from finance.selectors.money import accounts_to_choose
from logistics import clock
from logistics.pages.columns import as_text
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.school.models import Department


class AdvanceChangeForm(ChangeForm):
    purpose = forms.CharField(label=_("What for"), max_length=120)
    amount = money_field(_("Amount (yuan)"), attrs={"data-money": ""})
    source = forms.ChoiceField(label=_("Source of funds"), choices=BudgetSource, initial=BudgetSource.PUBLIC)
    due_on = day_field(_("To be settled by"))


class AdvanceForm(SchoolForm):
    purpose = forms.CharField(label=_("What for"), max_length=120)
    amount = money_field(_("Amount (yuan)"), attrs={"data-money": ""})
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none(), required=False)
    source = forms.ChoiceField(label=_("Source of funds"), choices=BudgetSource, initial=BudgetSource.PUBLIC)
    due_on = day_field(_("To be settled by"), help_text=_("By then bring the invoices, and what is left over."))

    def prepare(self):
        self.fields["department"].queryset = Department.objects.of_school(self.school)
        self.fields["department"].initial = department_of(self.user, self.school)


class MovingForm(SchoolForm):
    """A day, an account and a voucher: what every movement of money asks."""

    on = day_field(_("Day"))
    account = forms.ModelChoiceField(label=_("Account"), queryset=None, empty_label=None)
    voucher = forms.CharField(label=_("Voucher number"), max_length=40, required=False)

    def prepare(self):
        self.fields["on"].initial = clock.today
        self.fields["account"].queryset = accounts_to_choose(self.school)


class CashBackForm(MovingForm):
    amount = money_field(_("Amount (yuan)"), attrs={"data-money": ""})

    def prepare(self):
        super().prepare()
        self.fields["amount"].initial = self.record.outstanding


class ClaimsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, claim):
        facts = {"number": claim.number, "title": claim.title, "amount": as_text(claim.amount, "money")}
        return gettext("%(number)s %(title)s (%(amount)s yuan)") % facts


class BatchForm(SchoolForm):
    claims = ClaimsField(
        label=_("Claims"),
        queryset=Claim.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one claim.")},
    )

    def prepare(self):
        self.fields["claims"].queryset = claims_to_send(self.school)


class CentrePaidForm(SchoolForm):
    voucher = forms.CharField(label=_("Voucher number"), max_length=40)
    paid_on = day_field(_("Paid on"))
    account = forms.ModelChoiceField(label=_("Account"), queryset=None, empty_label=None)
    card_reason = card_reason_field()

    def prepare(self):
        self.fields["paid_on"].initial = clock.today
        self.fields["account"].queryset = accounts_to_choose(self.school)
        ask_for_cards(self, self.record.claim)


class CentreRejectedForm(SchoolForm):
    reason = reason_field(_("Why sent back"))
