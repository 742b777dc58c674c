"""What administrators type when they set up a school."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.school.models import Campus, Department, Place, School, Term

PHONE = RegexValidator(r"^[0-9+()（） -]{3,20}$", _("A phone number has digits, perhaps with spaces and dashes."))
GRADES = [*((number, str(number)) for number in range(1, 13)), (0, _("none (kindergarten)"))]


def day_field(label, **options):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def phone_field(label, **options):
    return forms.CharField(
        label=label,
        max_length=20,
        required=False,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"type": "tel"}),
        **options,
    )


def person_field(label, **options):
    return forms.ModelChoiceField(
        get_user_model().objects.none(),
        label=label,
        required=False,
        empty_label=_("nobody"),
        widget=forms.Select(attrs={"data-searchable": ""}),
        **options,
    )


def place_field(label, empty_label):
    return forms.ModelChoiceField(
        Place.objects.none(),
        label=label,
        required=False,
        empty_label=empty_label,
        widget=forms.Select(attrs={"data-searchable": ""}),
    )


class SchoolFactsForm(ChangeForm):
    """What stands on the pages and papers of the school."""

    name = forms.CharField(label=_("Name of the school"), max_length=80, help_text=_("As it stands on papers."))
    stage = forms.ChoiceField(label=_("Stage"), choices=School.Stage.choices)
    boards = forms.BooleanField(label=_("Pupils board here"), required=False)
    phone = phone_field(_("Phone of the logistics office"))
    duty_phone = phone_field(_("Phone for emergencies"), help_text=_("Shown to whoever reports something urgent."))


class CampusForm(SchoolForm):
    """A campus or unit."""

    name = forms.CharField(label=_("Name"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=Campus.Kind.choices)


class ChangeCampusForm(ChangeForm, CampusForm):
    """What a campus is called and what it is."""


class OnCampusForm(SchoolForm):
    """Something new that stands on a campus."""

    campus = forms.ModelChoiceField(Campus.objects.none(), label=_("Campus"))

    def prepare(self):
        super().prepare()
        campuses = Campus.objects.of_school(self.school)
        self.fields["campus"].queryset = campuses
        self.fields["campus"].initial = campuses.first()


class PlaceFields(SchoolForm):
    """What a place is and where it stands."""

    parent = place_field(_("Building"), _("in the open"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Place.Kind.choices, initial=Place.Kind.CLASSROOM)

    def prepare(self):
        super().prepare()
        buildings = Place.objects.of_school(self.school).filter(kind=Place.Kind.BUILDING).select_related("campus")
        if self.record:
            buildings = buildings.filter(campus=self.record.campus_id).exclude(pk=self.record.pk)
        self.fields["parent"].queryset = buildings
        self.fields["parent"].label_from_instance = Place.full_label


class PlaceForm(OnCampusForm, PlaceFields):
    """A building or a room."""

    name = forms.CharField(label=_("Name"), max_length=40)
    field_order = ["campus", "kind", "parent", "name"]


class ChangePlaceForm(ChangeForm, PlaceFields):
    """What a place is called, what it is and where it stands."""

    name = forms.CharField(label=_("Name"), max_length=40)
    field_order = ["kind", "parent", "name"]


class RoomsForm(OnCampusForm, PlaceFields):
    """Several rooms at once."""

    names = forms.CharField(
        label=_("Rooms"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example 101-112、201-212、音乐教室."),
    )
    field_order = ["campus", "parent", "kind", "names"]

    def prepare(self):
        super().prepare()
        self.fields["kind"].choices = [choice for choice in Place.Kind.choices if choice[0] != Place.Kind.BUILDING]


class DepartmentForm(SchoolForm):
    """An office or grade group."""

    name = forms.CharField(label=_("Name"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=Department.Kind.choices)
    head = person_field(_("Head"), help_text=_("Signs for this department."))

    def prepare(self):
        super().prepare()
        self.fields["head"].queryset = get_user_model().objects.working_at(self.school)


class ChangeDepartmentForm(ChangeForm, DepartmentForm):
    """What a department is called, what it is and who signs for it."""


class ClassFields(SchoolForm):
    """What a class is, where it sits and who leads it."""

    grade = forms.TypedChoiceField(label=_("Grade"), choices=GRADES, coerce=int)
    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("For example 三（2）班."))
    room = place_field(_("Room"), _("none"))
    class_teacher = person_field(_("Class teacher"))

    def prepare(self):
        super().prepare()
        rooms = Place.objects.of_school(self.school).rooms().select_related("campus")
        if self.record:
            rooms = rooms.filter(campus=self.record.campus_id)
        self.fields["room"].queryset = rooms
        self.fields["room"].label_from_instance = Place.full_label
        self.fields["class_teacher"].queryset = get_user_model().objects.working_at(self.school)


class ClassForm(OnCampusForm, ClassFields):
    """A class of pupils."""

    field_order = ["campus", "grade", "name", "room", "class_teacher"]


class ChangeClassForm(ChangeForm, ClassFields):
    """The facts of a class."""


class TermDays(SchoolForm):
    """The days of a term: its lessons, and the days whose records count to it."""

    starts_on = day_field(_("Lessons begin on"))
    ends_on = day_field(_("Lessons end on"))


class TermForm(TermDays):
    """A new term."""

    school_year = forms.IntegerField(
        label=_("School year begins in"), min_value=2000, max_value=2099, help_text=_("2026 means 2026–2027.")
    )
    number = forms.TypedChoiceField(label=_("Term"), choices=Term._meta.get_field("number").choices, coerce=int)
    covers_from = day_field(
        _("Records count from"), required=False, help_text=_("Left empty, from the day after the term before.")
    )
    covers_to = day_field(_("Records count to"), required=False, help_text=_("Left empty, to the last day of lessons."))
    field_order = ["school_year", "number", "starts_on", "ends_on", "covers_from", "covers_to"]


class ChangeTermForm(ChangeForm, TermDays):
    """The days of a term."""

    covers_from = day_field(
        _("Records count from"), help_text=_("What was logged in a holiday counts to the term that covers the day.")
    )
    covers_to = day_field(_("Records count to"))
