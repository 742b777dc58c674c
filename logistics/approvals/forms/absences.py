"""What a person types when naming a stand-in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics import clock
from logistics.approvals.forms.cases import day_field
from logistics.pages.forms import SchoolForm
from logistics.people.models import User


class AbsenceForm(SchoolForm):
    """Who is away: oneself, or with the permission anybody of the school."""

    person = forms.ModelChoiceField(label=_("Who is away"), queryset=User.objects.none())
    stand_in = forms.ModelChoiceField(
        label=_("Who signs for them"),
        queryset=User.objects.none(),
        help_text=_("What the stand-in asked for goes to the next superior."),
    )
    starts_on = day_field(label=_("First day"))
    ends_on = day_field(label=_("Until (this day included)"))
    reason = forms.CharField(label=_("Reason"), max_length=120, required=False)

    def prepare(self):
        here = User.objects.working_at(self.school)
        self.fields["person"].queryset = here
        self.fields["stand_in"].queryset = here
        self.fields["person"].initial = self.user.pk
        self.fields["starts_on"].initial = clock.today
        if not self.user.has_perm("approvals.set_stand_in"):
            self.fields["person"].queryset = here.filter(pk=self.user.pk)
