"""What administrators type about people and their roles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics import clock
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import LOGIN_NAME, MOBILE, Role
from logistics.people.permissions import grouped
from logistics.school.models import Campus, Department, Place


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def searchable():
    return forms.Select(attrs={"data-searchable": ""})


class AppointFields(forms.Form):
    """The role somebody is to hold, and where it ends to count."""

    role = forms.ModelChoiceField(Role.objects.none(), label=_("Role"), widget=searchable())
    campus = forms.ModelChoiceField(
        Campus.objects.none(), label=_("Only on campus"), required=False, empty_label=_("whole school")
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Only for department"), required=False, empty_label=_("every department")
    )

    def narrow(self, school):
        self.fields["role"].queryset = Role.objects.of_school(school)
        self.fields["campus"].queryset = Campus.objects.of_school(school)
        self.fields["department"].queryset = Department.objects.of_school(school)


class NewPersonForm(SchoolForm, AppointFields):
    """Somebody new, with the first role."""

    name = forms.CharField(label=_("Full name"), max_length=40)
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=11,
        required=False,
        validators=[MOBILE],
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "numeric"}),
    )
    username = forms.CharField(
        label=_("Login name"),
        max_length=40,
        required=False,
        validators=[LOGIN_NAME],
        help_text=_("Left empty, the mobile number or the name is taken."),
    )
    field_order = ["name", "phone", "username", "role", "campus", "department"]

    def prepare(self):
        self.narrow(self.school)


class PersonForm(ChangeForm):
    """What a person is called and reached by."""

    name = forms.CharField(label=_("Full name"), max_length=40)
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=11,
        required=False,
        validators=[MOBILE],
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "numeric"}),
    )
    username = forms.CharField(label=_("Login name"), max_length=40, validators=[LOGIN_NAME])
    email = forms.EmailField(label=_("Mail address"), max_length=254, required=False)


class AppointForm(SchoolForm, AppointFields):
    """A further role for somebody."""

    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("Only at place"),
        required=False,
        empty_label=_("every place"),
        widget=searchable(),
    )
    starts_on = forms.DateField(label=_("Starts on"), widget=day_input())
    ends_on = forms.DateField(
        label=_("Until"), required=False, widget=day_input(), help_text=_("Left empty, until further notice.")
    )
    field_order = ["role", "campus", "department", "place", "starts_on", "ends_on"]

    def prepare(self):
        self.narrow(self.school)
        self.fields["place"].queryset = Place.objects.of_school(self.school).filter(active=True)
        self.fields["starts_on"].initial = clock.today


class EndAppointmentForm(SchoolForm):
    """The last day of a role."""

    on = forms.DateField(label=_("Last day"), widget=day_input(), help_text=_("The role still counts on this day."))

    def prepare(self):
        self.fields["on"].initial = clock.today


class RoleForm(SchoolForm):
    """A role of the school's own."""

    name = forms.CharField(label=_("Name"), max_length=40)
    superior = forms.ModelChoiceField(
        Role.objects.none(),
        label=_("Next superior"),
        required=False,
        empty_label=_("nobody"),
        help_text=_("What waits for a vacant role passes on to this one."),
    )

    def prepare(self):
        super().prepare()
        roles = Role.objects.of_school(self.school)
        self.fields["superior"].queryset = roles.exclude(pk=self.record.pk) if self.record else roles


class ChangeRoleForm(ChangeForm, RoleForm):
    """What a role is called and which one stands above it."""


class GrantForm(SchoolForm):
    """What a role may do: a group of boxes for each app."""

    def prepare(self):
        self.groups = []
        for number, (title, permissions) in enumerate(grouped()):
            labels = dict(permissions)
            name = f"group{number}"
            self.fields[name] = forms.MultipleChoiceField(
                label=title,
                choices=permissions,
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
                initial=[permission for permission in self.record.permissions if permission in labels],
            )
            self.groups.append(name)

    def granted(self):
        """Return the permissions ticked in all groups."""
        return [permission for name in self.groups for permission in self.cleaned_data[name]]
