"""What a person types about books, accounts and movements of money."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field, reason_field
from finance.models import Account, Books, BudgetSource, MoneyEntry
from finance.selectors.money import accounts_to_choose
from logistics import clock
from logistics.pages.columns import as_text
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import Role


class BooksForm(ChangeForm):
    mode = forms.ChoiceField(label=_("Where the books are"), choices=Books.Mode, widget=forms.RadioSelect)
    center = forms.CharField(
        label=_("Accounting centre"),
        max_length=60,
        required=False,
        help_text=_("Where the books are kept for the school; ours then stand beside them."),
    )
    handler_label = forms.CharField(label=_("First signer of an invoice"), max_length=12)
    acceptor_label = forms.CharField(label=_("Second signer"), max_length=12)
    reviewer_label = forms.CharField(label=_("Third signer"), max_length=12)
    one_pen = forms.ModelChoiceField(
        label=_("One-pen approver"),
        queryset=Role.objects.none(),
        help_text=_("The role whose approval every expense needs."),
    )

    def prepare(self):
        self.fields["one_pen"].queryset = Role.objects.of_school(self.school)
        super().prepare()


class AccountForm(SchoolForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Account.Kind)
    name = forms.CharField(label=_("Name"), max_length=40)
    number = forms.CharField(label=_("Account number"), max_length=40, required=False)
    opening = money_field(
        _("Opening balance (yuan)"),
        required=False,
        attrs={"data-money": ""},
        help_text=_("What lies in it on this day."),
    )
    source = forms.ChoiceField(
        label=_("Source of funds"), choices=BudgetSource, help_text=_("Of which funds the opening balance is.")
    )
    on = day_field(_("From the day"))

    def prepare(self):
        self.fields["on"].initial = clock.today

    def clean(self):
        """Hand over the opening balance as the service takes it."""
        cleaned = super().clean()
        opening, source = cleaned.pop("opening", None), cleaned.pop("source", None)
        cleaned["balances"] = [(source, opening)] if opening else []
        return cleaned


class AccountChangeForm(ChangeForm):
    name = forms.CharField(label=_("Name"), max_length=40)
    number = forms.CharField(label=_("Account number"), max_length=40, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)


class EntryForm(SchoolForm):
    """An income, or an expense that no claim stands behind."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=Account.objects.none())
    source = forms.ChoiceField(label=_("Source of funds"), choices=BudgetSource)
    amount = money_field(_("Amount (yuan)"), attrs={"data-money": ""})
    on = day_field(_("Day"))
    text = forms.CharField(label=_("What for"), max_length=200)
    party = forms.CharField(label=_("From or to whom"), max_length=80, required=False)
    voucher = forms.CharField(label=_("Voucher number"), max_length=40, required=False)

    def prepare(self):
        self.fields["account"].queryset = accounts_to_choose(self.school)
        self.fields["on"].initial = clock.today


class TransferForm(SchoolForm):
    leaving = forms.ModelChoiceField(label=_("Out of"), queryset=Account.objects.none())
    arriving = forms.ModelChoiceField(label=_("Into"), queryset=Account.objects.none())
    amount = money_field(_("Amount (yuan)"), attrs={"data-money": ""})
    source = forms.ChoiceField(label=_("Source of funds"), choices=BudgetSource)
    on = day_field(_("Day"))
    text = forms.CharField(label=_("What for"), max_length=200, required=False)
    voucher = forms.CharField(label=_("Voucher number"), max_length=40, required=False)

    def prepare(self):
        for name in ("leaving", "arriving"):
            self.fields[name].queryset = accounts_to_choose(self.school)
        self.fields["on"].initial = clock.today


class EntryChoice(forms.ModelMultipleChoiceField):
    """Incomes, each with its day and amount in its label."""

    def label_from_instance(self, entry):
        return f"{entry.on:%Y-%m-%d} · {entry.text} · {as_text(entry.amount, 'money')} {_('yuan')}"


class DepositForm(SchoolForm):
    entries = EntryChoice(
        label=_("What is paid in"), queryset=MoneyEntry.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    to = forms.ModelChoiceField(label=_("Into"), queryset=Account.objects.none())
    on = day_field(_("Day"))
    voucher = forms.CharField(label=_("Number of the deposit voucher"), max_length=40)

    def prepare(self):
        waiting = MoneyEntry.objects.of_school(self.school).to_deposit().order_by("on", "pk")
        self.fields["entries"].queryset = waiting
        self.fields["entries"].help_text = "" if waiting else _("All income is paid in.")
        self.fields["entries"].initial = [entry.pk for entry in waiting]
        self.fields["to"].queryset = accounts_to_choose(self.school).exclude(kind=Account.Kind.CASH)
        self.fields["on"].initial = clock.today


class ReverseForm(SchoolForm):
    reason = reason_field(help_text=_("The entry stays; a red one with the negative amount stands beside it."))
