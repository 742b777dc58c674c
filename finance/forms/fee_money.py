"""What a person types when money of fees moves: payments of a class, deposits, spendings, refunds."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fees import PupilForm
from finance.forms.fields import day_field, money_field, reason_field
from finance.models import Account, FeeItem
from finance.selectors.fees import months_of
from finance.selectors.money import accounts_to_choose
from logistics import clock
from logistics.db import record_id
from logistics.pages.dates import month_text
from logistics.pages.forms import SchoolForm
from logistics.school.models import Pupil


def account_field(label, **options):
    return forms.ModelChoiceField(Account.objects.none(), label=label, **options)


def tick_field(label, **options):
    widget = forms.CheckboxInput(attrs={"class": "form-check-input", "data-tick": "", "aria-label": label})
    return forms.BooleanField(label=label, required=False, widget=widget, **options)


class CollectForm(PupilForm):
    """Who of a class paid how much: tick those who did; the amount stands there already."""

    on = day_field(_("Collected on"))
    account = account_field(_("Where the money is"))

    def __init__(self, *args, dues, **kwargs):
        self.dues = dues
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        accounts = accounts_to_choose(self.school).order_by("-kind", "pk")
        self.fields["account"].queryset = accounts
        self.fields["account"].initial = next((each for each in accounts if each.kind == Account.Kind.CASH), None)
        self.fields["on"].initial = clock.today
        if self.record.unit != FeeItem.Unit.TERM:
            self.fields["covers"] = self.covers_field()
        for each in self.dues:
            self.fields[f"paid_{each.pupil.pk}"] = tick_field(each.pupil.name, disabled=not each.may_pay)
            self.fields[f"amount_{each.pupil.pk}"] = money_field(
                each.pupil.name, required=False, initial=each.rest, disabled=not each.may_pay,
                attrs={"class": "form-control", "data-tick-amount": "", "aria-label": each.pupil.name},
            )  # fmt: skip

    def covers_field(self):
        if self.record.unit == FeeItem.Unit.TIME:
            return day_field(_("Day that is paid for"), initial=clock.today)
        months = [(month.isoformat(), month_text(month)) for month in months_of(self.record.term)]
        return forms.TypedChoiceField(label=_("Month that is paid for"), choices=months, coerce=date.fromisoformat)

    def rows(self):
        return [(each, self[f"paid_{each.pupil.pk}"], self[f"amount_{each.pupil.pk}"]) for each in self.dues]

    def clean(self):
        cleaned = super().clean()
        ticked, amounts = self.take_out("paid"), self.take_out("amount")
        pupils = {each.pupil.pk: each.pupil for each in self.dues}
        chosen = [pk for pk, is_ticked in ticked.items() if is_ticked]
        for pk in chosen:
            if amounts.get(pk) is None and f"amount_{pk}" not in self.errors:
                self.add_error(f"amount_{pk}", _("Please fill this in."))
        cleaned["amounts"] = {pupils[pk]: amounts[pk] for pk in chosen if amounts.get(pk) is not None}
        cleaned["amounts"] |= dict.fromkeys(self.gone(), Decimal(0))
        return cleaned

    def gone(self):
        """Return the pupils who were ticked in a list that was shown before they left the class."""
        ticked = [name.removeprefix("paid_") for name in self.data if name.startswith("paid_")]
        keys = [key for key in map(record_id, ticked) if key and f"paid_{key}" not in self.fields]
        return Pupil.objects.of_school(self.school).filter(pk__in=keys) if keys else []


class ReasonForm(SchoolForm):
    reason = reason_field(_("Why it is taken back"))


class DepositForm(SchoolForm):
    """Which collections are paid in, where, by which voucher."""

    to = account_field(_("Into the account"))
    on = day_field(_("Paid in on"))
    voucher = forms.CharField(label=_("Deposit voucher"), max_length=40)

    def __init__(self, *args, waiting, **kwargs):
        self.waiting = list(waiting)
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        accounts = accounts_to_choose(self.school).exclude(kind=Account.Kind.CASH)
        self.fields["to"].queryset, self.fields["to"].initial = accounts, accounts.first()
        self.fields["on"].initial = clock.today
        for each in self.waiting:
            self.fields[f"tick_{each.pk}"] = tick_field(str(each), initial=True)

    def plain_fields(self):
        return [self[name] for name in ("to", "on", "voucher")]

    def rows(self):
        return [(each, self[f"tick_{each.pk}"]) for each in self.waiting]

    def clean(self):
        cleaned = super().clean()
        cleaned["collections"] = [each for each in self.waiting if cleaned.pop(f"tick_{each.pk}", False)]
        return cleaned


class SpendForm(SchoolForm):
    text = forms.CharField(label=_("What for"), max_length=120)
    amount = money_field(_("Amount (yuan)"))
    on = day_field(_("Spent on"))
    party = forms.CharField(label=_("Paid to"), max_length=80, required=False)
    voucher = forms.CharField(label=_("Voucher number"), max_length=40, required=False)
    account = account_field(_("Paid from"))

    def prepare(self):
        super().prepare()
        accounts = accounts_to_choose(self.school)
        self.fields["account"].queryset, self.fields["account"].initial = accounts, accounts.first()
        self.fields["on"].initial = clock.today


class RefundForm(PupilForm):
    """Who of a class got the rest back."""

    on = day_field(_("Refunded on"))
    account = account_field(_("Paid from"))

    def __init__(self, *args, shares, **kwargs):
        self.open_shares = list(shares)
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        accounts = accounts_to_choose(self.school)
        self.fields["account"].queryset, self.fields["account"].initial = accounts, accounts.first()
        self.fields["on"].initial = clock.today
        for share in self.open_shares:
            self.fields[f"tick_{share.pk}"] = tick_field(share.pupil.name, initial=True)

    def rows(self):
        return [(share, self[f"tick_{share.pk}"]) for share in self.open_shares]

    def clean(self):
        cleaned = super().clean()
        ticked = self.take_out("tick")
        cleaned["shares"] = [share for share in self.open_shares if ticked.get(share.pk)]
        return cleaned
