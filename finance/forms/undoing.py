"""What a person types to take money or goods back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fee_money import tick_field
from finance.forms.fields import day_field, reason_field
from logistics import clock
from logistics.pages.forms import SchoolForm


class UndoForm(SchoolForm):
    """On which day something is taken back, and why."""

    on = day_field(_("Taken back on"), help_text=_("A day of a month that is still open."))
    reason = reason_field()

    def prepare(self):
        self.fields["on"].initial = clock.today


class GoodsBackForm(SchoolForm):
    reason = reason_field(_("Why they are taken back"))


class UndoPaymentForm(UndoForm):
    """What was wrong decides where the claim goes on."""

    AGAIN, REOPEN = "again", "reopen"
    CHOICES = [
        (AGAIN, _("Only the payment: the claim is to be paid again")),
        (REOPEN, _("The claim, its amount or payee: it goes back to its handler and is signed anew")),
    ]

    wrong = forms.ChoiceField(label=_("What was wrong"), choices=CHOICES, widget=forms.RadioSelect)

    def clean(self):
        """Hand over what was wrong as the service takes it."""
        cleaned = super().clean()
        if "wrong" in cleaned:
            cleaned["reopen"] = cleaned.pop("wrong") == self.REOPEN
        return cleaned


class UndoPupilsForm(SchoolForm):
    """Whose payments, or refunds, were wrong; ``parts`` are [(pupil, amount)]."""

    reason = reason_field()

    def __init__(self, *args, parts, **kwargs):
        self.parts = list(parts)
        super().__init__(*args, **kwargs)

    def prepare(self):
        for pupil, _amount in self.parts:
            self.fields[f"tick_{pupil.pk}"] = tick_field(pupil.name)

    def plain_fields(self):
        return [self["reason"]]

    def rows(self):
        return [(pupil, amount, self[f"tick_{pupil.pk}"]) for pupil, amount in self.parts]

    def clean(self):
        cleaned = super().clean()
        cleaned["pupils"] = [pupil for pupil, _amount in self.parts if cleaned.pop(f"tick_{pupil.pk}", False)]
        return cleaned
