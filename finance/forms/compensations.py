"""What a person types about compensation for damage."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field, reason_field
from finance.forms.receiving import OnACampus
from finance.models import Compensation
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.forms import SchoolForm

USUAL = timedelta(days=14)


class CompensationForm(OnACampus):
    thing = forms.CharField(label=_("What was damaged"), max_length=120)
    person = forms.CharField(label=_("By whom"), max_length=40)
    group = forms.CharField(label=_("Class or department"), max_length=40, required=False)
    cause = forms.ChoiceField(label=_("Cause"), choices=Compensation.Cause)
    basis = forms.ChoiceField(
        label=_("Basis of the price"),
        choices=Compensation.Basis,
        help_text=_("What was broken on purpose is paid at the price of a new one."),
    )
    amount = money_field(_("Amount (yuan)"), attrs={"data-money": ""})
    happened_on = day_field(_("Damaged on"))
    due_on = day_field(_("To be paid by"))
    note_text = forms.CharField(label=_("Note"), max_length=200, required=False)
    photos = FilesField(max_files=6)

    field_order = [
        "thing", "person", "group", "cause", "basis", "amount", "happened_on", "due_on", "campus", "note_text", "photos",
    ]  # fmt: skip

    def prepare(self):
        super().prepare()
        self.fields["happened_on"].initial = clock.today
        self.fields["due_on"].initial = lambda: clock.today() + USUAL
        if self.record is not None:
            self.fields["thing"].initial = str(self.record)[:120]


class WaiveForm(SchoolForm):
    reason = reason_field(_("Why it is waived"))
