"""What a person types about earmarked funds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field, reason_field
from finance.models import BudgetLine, BudgetSource, Claim, PurchaseRequest
from logistics.attachments.forms import FilesField
from logistics.pages.forms import SchoolForm


class FundForm(SchoolForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    document = forms.CharField(label=_("Document number"), max_length=60)
    purpose = forms.CharField(label=_("Purpose"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    amount = money_field(_("Granted amount (yuan)"), attrs={"data-money": ""})
    granted_on = day_field(_("Granted on"))
    deadline = day_field(_("To be used by"))
    photos = FilesField(label=_("Document"), max_files=4, documents=True)


class DrawForm(SchoolForm):
    line = forms.ModelChoiceField(label=_("Budget line"), queryset=BudgetLine.objects.none())

    def prepare(self):
        lines = BudgetLine.objects.of_school(self.school).filter(source=BudgetSource.EARMARKED, fund=None)
        self.fields["line"].queryset = lines


class FlagForm(SchoolForm):
    use = forms.ChoiceField(label=_("Purchase or claim"))
    reason = reason_field(_("Why it is off purpose"))

    def prepare(self):
        """Offer the granted purchases that draw on the fund, and the granted claims without a purchase."""
        purchases = PurchaseRequest.objects.of_school(self.school)
        claims = Claim.objects.of_school(self.school).without_purchase()
        self.uses = {
            f"{kind}-{use.pk}": use
            for kind, uses in (("purchase", purchases), ("claim", claims))
            for use in uses.filter(budget_line__fund=self.record, approved_on__isnull=False)
        }
        self.fields["use"].choices = [("", _("Please choose"))] + [
            (key, f"{use.number} {use}") for key, use in self.uses.items()
        ]

    def clean_use(self):
        return self.uses[self.cleaned_data["use"]]


class ClearForm(SchoolForm):
    reason = reason_field(_("Why it is on purpose after all"))
