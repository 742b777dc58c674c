"""What people say about things due."""

from django import forms
from django.utils.translation import gettext_lazy

from logistics.attachments.forms import FilesField
from logistics.db import record_id
from logistics.duties.models import NOTE, Duty, Expected
from logistics.pages.forms import SchoolForm
from logistics.school.models import Place

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReasonForm(SchoolForm):
    """One reason for one thing or several."""

    pks = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_pks(self):
        return [pk for pk in self.cleaned_data["pks"].split(",") if record_id(pk)]


class NoteForm(SchoolForm):
    """What was done for a duty without a ledger of its own."""

    duty = forms.ModelChoiceField(Duty.objects.none(), label=gettext_lazy("Duty"))
    text = forms.CharField(
        label=gettext_lazy("What has been done"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = FilesField(label=gettext_lazy("Photos"), required=False)
    place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("Place"), required=False)
    day = forms.DateField(label=gettext_lazy("Day"), widget=DAY)
    late_reason = forms.CharField(
        label=gettext_lazy("Why it is entered late"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only for an earlier day."),
    )

    def prepare(self):
        super().prepare()
        self.fields["duty"].queryset = self._duties()
        self.fields["place"].queryset = (
            Place.objects.of_school(self.school).filter(active=True).select_related("campus")
        )
        self.fields["place"].label_from_instance = Place.full_label
        for name in ("duty", "place"):
            self.fields[name].widget.attrs["data-searchable"] = ""

    def _duties(self):
        """Return the duties that want a note: all for who logs the work of the office, their own for everybody else."""
        duties = Duty.objects.of_school(self.school).filter(subject=NOTE)
        if self.user.has_perm("people.log_work"):
            return duties
        return duties.filter(pk__in=Expected.objects.filter(person=self.user).values("duty"))


class CorrectForm(SchoolForm):
    text = forms.CharField(
        label=gettext_lazy("What has been done"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = forms.CharField(label=gettext_lazy("Why it is corrected"), max_length=200)
