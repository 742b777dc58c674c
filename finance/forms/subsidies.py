"""What a person types about subsidies: what they are, who is on the list of a class, who of a class got the money."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fee_money import account_field, tick_field
from finance.forms.fees import PupilForm
from finance.forms.fields import day_field, money_field, reason_field
from finance.models import Account, Subsidy, SubsidyPayment
from finance.selectors.money import accounts_to_choose
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.school.models import Pupil, Term


class SubsidyForm(SchoolForm):
    name = forms.CharField(
        label=_("Name of the subsidy"), max_length=60, widget=forms.TextInput(attrs={"placeholder": "寄宿生生活补助"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Subsidy.Kind)
    term = forms.ModelChoiceField(Term.objects.none(), label=_("Term"))
    standard = money_field(
        _("Standard a pupil (yuan)"), help_text=_("What one pupil gets this term, unless the list says else.")
    )
    source = forms.ChoiceField(label=_("Source of funds"), choices=Subsidy._meta.get_field("source").choices)
    basis = forms.CharField(label=_("Basis of the subsidy"), max_length=120)
    basis_number = forms.CharField(label=_("Number of the document"), max_length=60, required=False)
    photos = FilesField(label=_("The document"), max_files=4, documents=True)

    def prepare(self):
        super().prepare()
        terms = Term.objects.of_school(self.school).filter(covers_to__gte=clock.today()).order_by("covers_from")
        self.fields["term"].queryset, self.fields["term"].initial = terms, terms.first()


class SubsidyChangeForm(ChangeForm, SubsidyForm):
    """Refuses when somebody changed the draft since it was shown."""


class ListForm(PupilForm):
    """Who of a class is on the list; who has a relief is ticked while the class is not on it."""

    def __init__(self, *args, pupils, amounts, **kwargs):
        self.pupils, self.amounts = list(pupils), amounts
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        for pupil in self.pupils:
            ticked = pupil.pk in self.amounts if self.amounts else bool(pupil.relief)
            self.fields[f"paid_{pupil.pk}"] = tick_field(pupil.name, initial=ticked)
            self.fields[f"amount_{pupil.pk}"] = money_field(
                pupil.name, required=False, initial=self.amounts.get(pupil.pk, self.record.standard),
                attrs={"class": "form-control", "data-tick-amount": "", "aria-label": pupil.name},
            )  # fmt: skip

    def rows(self):
        return [(pupil, self[f"paid_{pupil.pk}"], self[f"amount_{pupil.pk}"]) for pupil in self.pupils]

    def clean(self):
        cleaned = super().clean()
        ticked, amounts = self.take_out("paid"), self.take_out("amount")
        chosen = [pupil for pupil in self.pupils if ticked.get(pupil.pk)]
        for pupil in chosen:
            if amounts.get(pupil.pk) is None and f"amount_{pupil.pk}" not in self.errors:
                self.add_error(f"amount_{pupil.pk}", _("Please fill this in."))
        cleaned["amounts"] = {pupil: amounts[pupil.pk] for pupil in chosen if amounts.get(pupil.pk) is not None}
        return cleaned


class SubsidyPayForm(PupilForm):
    """Who of a class got the money."""

    way = forms.ChoiceField(label=_("Way of payment"), choices=SubsidyPayment.Way)
    on = day_field(_("Paid on"))
    account = account_field(_("Paid from"))
    voucher = forms.CharField(
        label=_("Voucher number"), max_length=40, required=False, help_text=_("Of the bank, for money onto cards.")
    )
    photos = FilesField(label=_("Signed list or bank list"), max_files=6, documents=True)

    def __init__(self, *args, shares, **kwargs):
        self.open_shares = list(shares)
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        accounts = accounts_to_choose(self.school)
        self.fields["account"].queryset = accounts
        self.fields["account"].initial = accounts.exclude(kind=Account.Kind.CASH).first()
        self.fields["on"].initial = clock.today
        for share in self.open_shares:
            self.fields[f"tick_{share.pk}"] = tick_field(share.pupil.name, initial=share.pupil.left_on is None)

    def rows(self):
        return [(share, self[f"tick_{share.pk}"]) for share in self.open_shares]

    def clean(self):
        cleaned = super().clean()
        ticked = self.take_out("tick")
        cleaned["shares"] = [share for share in self.open_shares if ticked.get(share.pk)]
        return cleaned


class StopSubsidyForm(SchoolForm):
    reason = reason_field(_("Why the subsidy is stopped"))


class StrikeForm(SchoolForm):
    reason = reason_field(_("Why struck off"))


class SignedListForm(SchoolForm):
    photos = FilesField(label=_("Signed list"), max_files=6, documents=True, required=True)


def pupils_of(school_class):
    return Pupil.objects.filter(school_class=school_class).here_on(clock.today()).order_by("number", "pk")
