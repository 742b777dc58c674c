"""What a person types about donations and savings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field, reason_field
from finance.forms.receiving import IntoAnAccount, OnACampus
from finance.models import Contribution
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.forms import SchoolForm


class ContributionForm(IntoAnAccount, OnACampus):
    kind = forms.ChoiceField(label=_("Kind"), choices=Contribution.Kind)
    donor = forms.CharField(label=_("Donor"), max_length=80)
    donor_note = forms.CharField(
        label=_("Who that is"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("parent of a pupil of class 5-2")}),
    )
    is_anonymous = forms.BooleanField(
        label=_("The donor wants no name made public"),
        required=False,
        help_text=_("On the public page the gift then stands without a name."),
    )
    what = forms.CharField(label=_("What was given"), max_length=120)
    purpose = forms.CharField(label=_("Purpose"), max_length=120, required=False)
    value = money_field(
        _("Amount or value (yuan)"),
        attrs={"data-money": ""},
        help_text=_("For things and works: what they would have cost the school."),
    )
    on = day_field(_("Given on"))
    photos = FilesField(label=_("Photos and papers"), max_files=6, documents=True)

    field_order = [
        "kind", "donor", "donor_note", "is_anonymous", "what", "purpose", "value", "on", "campus", "account", "voucher",
        "photos",
    ]  # fmt: skip

    def prepare(self):
        super().prepare()
        self.fields["account"].required = False
        self.fields["account"].initial = None
        self.fields["account"].help_text = _("For money only. Things and works are kept apart from the books.")
        self.fields["on"].initial = clock.today


class TakeBackForm(SchoolForm):
    reason = reason_field(_("Why it is wrong"))


class SavingForm(OnACampus):
    measure = forms.CharField(
        label=_("Measure"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": _("old desks repaired in place of new ones")}),
    )
    computation = forms.CharField(
        label=_("How it was computed"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("40 desks × (260 − 35) yuan")}),
    )
    amount = money_field(_("Amount saved (yuan)"), attrs={"data-money": ""})
    from_on = day_field(_("From the day"))
    to_on = day_field(_("Until"))
    photos = FilesField(label=_("Evidence"), max_files=6, documents=True)

    field_order = ["measure", "computation", "amount", "from_on", "to_on", "campus", "photos"]
