"""What a person types about the budget."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import money_field, reason_field
from finance.models import BudgetSource
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.school.models import Department


class BudgetLineForm(SchoolForm):
    year = forms.IntegerField(label=_("Budget year"), min_value=2000, max_value=2199)
    source = forms.ChoiceField(label=_("Source of funds"), choices=BudgetSource)
    code = forms.CharField(
        label=_("Code of the item"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "30201", "inputmode": "numeric"}),
    )
    item = forms.CharField(
        label=_("Economic item"),
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": _("office expenses, repairs, special materials")}),
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("The whole school"),
        help_text=_("Chosen, only requests of this department draw on it."),
    )
    amount = money_field(_("Amount (yuan)"), attrs={"data-money": ""})
    note_text = forms.CharField(label=_("Note"), max_length=200, required=False)

    def prepare(self):
        self.fields["year"].initial = clock.today().year
        self.fields["department"].queryset = Department.objects.of_school(self.school)


class BudgetLineChangeForm(ChangeForm):
    code = forms.CharField(label=_("Code of the item"), max_length=12, required=False)
    item = forms.CharField(label=_("Economic item"), max_length=40)
    note_text = forms.CharField(label=_("Note"), max_length=200, required=False)


class AdjustForm(SchoolForm):
    amount = money_field(
        _("By how much (yuan)"), help_text=_("More is a plain number, less begins with a minus: -2000.")
    )
    reason = reason_field(help_text=_("Which decision or document, and why."))
    photos = FilesField(label=_("Decision or document"), max_files=4, documents=True)
