"""What a person types about agreements, instalments and sales of scrap."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field, reason_field, searched_field
from finance.forms.receiving import IntoAnAccount, OnACampus
from finance.models import Agreement, ScrapSale
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.school.models import Place


class AgreementForm(SchoolForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Agreement.Kind)
    subject = forms.CharField(
        label=_("What it is about"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": _("shop room at the east gate")}),
    )
    party = forms.CharField(label=_("Other party"), max_length=80)
    party_phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    party_code = forms.CharField(label=_("ID or credit code"), max_length=40, required=False)
    place = searched_field(_("Place"), required=False, help_text=_("The room that is let; a lease needs it."))
    starts_on = day_field(_("From the day"))
    ends_on = day_field(_("Until"))
    yearly_price = money_field(
        _("Price a year (yuan)"), required=False, attrs={"data-money": ""}, help_text=_("A lease states it.")
    )
    paid_by = forms.ChoiceField(label=_("Way of payment"), choices=Agreement.PaidBy, initial=Agreement.PaidBy.HALF)
    duties = forms.CharField(
        label=_("Duties of both sides"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Safety, hygiene, water and electricity, what may not be sold. A lease states them."),
    )
    before_yearly = money_field(
        _("Income a year before (yuan)"),
        required=False,
        help_text=_("What came in without an agreement: 0 where it was given away."),
    )
    photos = FilesField(label=_("Draft or other papers"), max_files=6, documents=True)

    def prepare(self):
        super().prepare()
        self.fields["place"].queryset = (
            Place.objects.of_school(self.school).filter(active=True).select_related("campus", "parent")
        )


class AgreementChangeForm(AgreementForm, ChangeForm):
    """Refuses when somebody changed the agreement since it was shown."""


class FileForm(SchoolForm):
    photos = FilesField(label=_("Signed agreement"), max_files=6, documents=True, required=True)


class EndForm(SchoolForm):
    ended_on = day_field(_("Last day"))
    reason = reason_field(_("Why it ends early"))

    def prepare(self):
        self.fields["ended_on"].initial = clock.today


class InKindForm(SchoolForm):
    """An instalment settled in meals or the like."""

    amount = money_field(_("Worth (yuan)"), attrs={"data-money": ""})
    text = forms.CharField(
        label=_("What was given"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("breakfast and lunch for teachers and guards")}),
    )
    meals = forms.IntegerField(label=_("Number of meals"), min_value=1, max_value=1_000_000, required=False)
    people = forms.IntegerField(label=_("People fed"), min_value=1, max_value=10_000, required=False)
    confirmed_by = forms.CharField(label=_("Vouched for by"), max_length=40)
    on = day_field(_("On"))

    def prepare(self):
        self.fields["amount"].initial = self.record.outstanding
        self.fields["on"].initial = clock.today


class ReverseForm(SchoolForm):
    on = day_field(_("On"))
    reason = reason_field(_("Why it is reversed"))

    def prepare(self):
        self.fields["on"].initial = clock.today


class ScrapForm(IntoAnAccount, OnACampus):
    agreement = forms.ModelChoiceField(label=_("Agreement"), queryset=Agreement.objects.none())
    what = forms.ChoiceField(label=_("Kind of scrap"), choices=ScrapSale.What)
    kilograms = money_field(_("Weight (kg)"))
    price = money_field(_("Price per kg (yuan)"))
    on = day_field(_("Sold on"))
    left_at = forms.TimeField(label=_("Left at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    gate = forms.CharField(label=_("Gate"), max_length=40)
    carried_by = forms.CharField(label=_("Carried out by"), max_length=40)

    field_order = [
        "agreement", "what", "kilograms", "price", "on", "left_at", "gate", "carried_by", "campus", "account", "voucher",
    ]  # fmt: skip

    def prepare(self):
        super().prepare()
        agreements = Agreement.objects.of_school(self.school).filter(status=Agreement.Status.IN_FORCE)
        agreements = agreements.exclude(kind=Agreement.Kind.LEASE)
        self.fields["agreement"].queryset = agreements
        self.fields["agreement"].initial = agreements.filter(paid_by=Agreement.PaidBy.SALE).first()
        self.fields["on"].initial = clock.today
