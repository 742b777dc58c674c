"""Taking over shipped duties."""

from django import forms
from django.utils.translation import gettext_lazy

from logistics.duties.shipped import shipped_duties
from logistics.pages.forms import SchoolForm


def role_field(key):
    """Return the name of the field that says whose role a shipped duty is."""
    return f"role-{key}"


class TakeOverForm(SchoolForm):
    """Which ones, from when on, and for each whose role it is; none chosen there leaves the proposed one."""

    keys = forms.MultipleChoiceField(
        label=gettext_lazy("Duties"),
        error_messages={"required": gettext_lazy("Tick at least one duty.")},
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Counts from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def prepare(self):
        super().prepare()
        shipped = shipped_duties()
        self.roles = {str(role.pk): role for role in self.school.roles.order_by("name")}
        self.fields["keys"].choices = [(each.key, each.name) for each in shipped]
        offered = [("", ""), *((pk, role.name) for pk, role in self.roles.items())]
        for each in shipped:
            self.fields[role_field(each.key)] = forms.ChoiceField(choices=offered, required=False)

    def clean(self):
        values = super().clean()
        chosen = {key: values.pop(role_field(key), "") for key, _name in self.fields["keys"].choices}
        return {**values, "roles": {key: self.roles[pk] for key, pk in chosen.items() if pk}}
