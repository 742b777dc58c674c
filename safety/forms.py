"""What people type about hazards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics.attachments.forms import FilesField
from logistics.pages.forms import SchoolForm
from logistics.people.models import User
from repairs.models import Trade
from safety.models import LONGEST_DESCRIPTION, Hazard


def searchable(queryset, **options):
    """Return a field that chooses one record from a long list by typing."""
    return forms.ModelChoiceField(queryset=queryset, widget=forms.Select(attrs={"data-searchable": ""}), **options)


def long_text(**options):
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **options)


class ReportForm(SchoolForm):
    """What anybody can say in half a minute."""

    place = searchable(None, label=_("place"))
    category = forms.ChoiceField(label=_("category"), choices=Hazard.Category)
    description = long_text(label=_("what is dangerous"), max_length=LONGEST_DESCRIPTION)
    photos = FilesField()

    def prepare(self):
        self.fields["place"].queryset = self.school.places.rooms().select_related("campus")
        self.fields["place"].label_from_instance = lambda place: place.full_label()


class RegisterForm(ReportForm):
    """The same, as whoever keeps the ledger enters it after a round or an inspection."""

    source = forms.ChoiceField(label=_("found through"), choices=Hazard.Source, initial=Hazard.Source.CHECK)
    interim = forms.CharField(label=_("interim measure"), max_length=200, required=False)
    found_at = forms.DateTimeField(
        label=_("found at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Left empty: now."),
    )
    field_order = ["place", "category", "source", "description", "photos", "interim", "found_at"]


class FromCheckForm(SchoolForm):
    """What a hazard needs beyond the finding of a check that it comes from."""

    place = searchable(None, label=_("place"))
    category = forms.ChoiceField(label=_("category"), choices=Hazard.Category)
    interim = forms.CharField(label=_("interim measure"), max_length=200, required=False)

    def prepare(self):
        if self.record.place_id:
            del self.fields["place"]
        else:
            self.fields["place"].queryset = self.school.places.rooms().select_related("campus")


class AssignForm(SchoolForm):
    category = forms.ChoiceField(label=_("category"), choices=Hazard.Category)
    level = forms.ChoiceField(label=_("level"), choices=Hazard.Level)
    responsible = searchable(User.objects.none(), label=_("responsible"))
    due_on = forms.DateField(
        label=_("last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty: the usual time for its level."),
    )
    interim = forms.CharField(label=_("interim measure"), max_length=200, required=False)
    measure = forms.CharField(label=_("rectification measure"), max_length=300, required=False)
    money = forms.DecimalField(label=_("money (yuan)"), min_value=0, max_digits=12, decimal_places=2, required=False)
    plan = forms.CharField(
        label=_("emergency plan"),
        max_length=300,
        required=False,
        help_text=_("A major hazard needs measure, money and plan."),
    )

    def prepare(self):
        self.fields["responsible"].queryset = User.objects.working_at(self.school)


class RectifyForm(SchoolForm):
    rectification = long_text(label=_("rectification"), max_length=500)
    photos = FilesField(label=_("Photos afterwards"))


class ReasonForm(SchoolForm):
    reason = forms.CharField(label=_("reason"), max_length=200)


class ToRepairForm(SchoolForm):
    trade = forms.ModelChoiceField(label=_("trade"), queryset=Trade.objects.none())
    urgent = forms.BooleanField(label=_("urgent"), required=False)

    def prepare(self):
        self.fields["trade"].queryset = Trade.objects.of_school(self.school).in_use()
