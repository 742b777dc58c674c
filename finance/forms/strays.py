"""What a person types about stray charges."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field
from finance.models import StrayCharge
from logistics import clock
from logistics.pages.forms import SchoolForm
from logistics.school.models import SchoolClass


class StrayForm(SchoolForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=StrayCharge.Kind)
    what = forms.CharField(label=_("What was charged"), max_length=120)
    charged_by = forms.CharField(label=_("Who charged"), max_length=60)
    amount = money_field(_("Amount (yuan)"))
    school_class = forms.ModelChoiceField(SchoolClass.objects.none(), label=_("Class"), required=False)
    found_on = day_field(_("Found on"))
    way = forms.ChoiceField(label=_("How it came out"), choices=StrayCharge.Way)

    def prepare(self):
        super().prepare()
        self.fields["school_class"].queryset = SchoolClass.objects.of_school(self.school)
        self.fields["found_on"].initial = clock.today


class RepayForm(SchoolForm):
    refunded_on = day_field(_("Paid back on"))
    outcome = forms.CharField(label=_("How it was dealt with"), max_length=200)

    def prepare(self):
        super().prepare()
        self.fields["refunded_on"].initial = clock.today


class DismissForm(SchoolForm):
    outcome = forms.CharField(label=_("Why it is groundless"), max_length=200)
