"""What is typed about pupils."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics import clock
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.school.forms.setup import day_field
from logistics.school.models import Pupil, SchoolClass


def class_field(label, **options):
    widget = forms.Select(attrs={"data-searchable": ""})
    return forms.ModelChoiceField(SchoolClass.objects.none(), label=label, widget=widget, **options)


def classes_of(school):
    return SchoolClass.objects.of_school(school).order_by("campus_id", "grade", "pk")


class PupilFacts(SchoolForm):
    name = forms.CharField(label=_("Full name"), max_length=40)
    number = forms.CharField(label=_("Student number"), max_length=30)
    relief = forms.ChoiceField(
        label=_("Relief"),
        choices=Pupil.Relief,
        required=False,
        help_text=_("Why less is to be paid, where fees allow it."),
    )


class PupilForm(PupilFacts):
    school_class = class_field(_("Class"))
    joined_on = day_field(_("Joined on"))
    field_order = ["school_class", "name", "number", "joined_on", "relief"]

    def prepare(self):
        super().prepare()
        self.fields["school_class"].queryset = classes_of(self.school)
        self.fields["joined_on"].initial = clock.today


class PupilChangeForm(ChangeForm, PupilFacts):
    """Refuses when somebody changed the pupil since it was shown."""


class MoveForm(SchoolForm):
    school_class = class_field(_("New class"))
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)

    def prepare(self):
        super().prepare()
        self.fields["school_class"].queryset = classes_of(self.school).exclude(pk=self.record.school_class_id)


class LeaveForm(SchoolForm):
    left_on = day_field(_("Last day here"))
    left_for = forms.CharField(label=_("Left for"), max_length=100, required=False)

    def prepare(self):
        super().prepare()
        self.fields["left_on"].initial = clock.today
