"""What a school sets about its repairs."""

from django import forms
from django.utils.translation import gettext_lazy

from logistics.catalogue.models import Kind
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import Role, User
from logistics.school.models import Campus, Place
from repairs.models import Trade
from repairs.selectors import repairers_by_load, trades_of

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WHOLE = gettext_lazy("every")


class TradeForm(SchoolForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=20)
    role_key = forms.ChoiceField(label=gettext_lazy("Served by"))
    position = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=0, max_value=99, initial=0)
    kinds = forms.ModelMultipleChoiceField(Kind.objects.none(), label=gettext_lazy("Usual objects"), required=False)
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def prepare(self):
        super().prepare()
        roles = Role.objects.of_school(self.school).filter(permissions__contains=["repairs.work_repair"])
        self.fields["role_key"].choices = [(role.key, role.name) for role in roles]
        self.fields["kinds"].queryset = Kind.objects.of_school(self.school).objects_repaired()
        self.fields["kinds"].widget.attrs["data-searchable"] = ""


class TradeChangeForm(ChangeForm, TradeForm):
    """Refuses when somebody changed the trade since it was shown."""


class RuleForm(SchoolForm):
    campus = forms.ModelChoiceField(
        Campus.objects.none(), label=gettext_lazy("Campus"), required=False, empty_label=WHOLE
    )
    building = forms.ModelChoiceField(
        Place.objects.none(), label=gettext_lazy("Building"), required=False, empty_label=WHOLE
    )
    trade = forms.ModelChoiceField(Trade.objects.none(), label=gettext_lazy("Trade"), required=False, empty_label=WHOLE)
    person = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Repairer"))
    nights_and_weekends = forms.BooleanField(label=gettext_lazy("For nights and days off"), required=False)
    stand_in = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Stand-in"), required=False)
    stand_in_from = forms.DateField(label=gettext_lazy("Stand-in from"), required=False, widget=DAY)
    stand_in_to = forms.DateField(label=gettext_lazy("Stand-in until"), required=False, widget=DAY)

    def prepare(self):
        super().prepare()
        self.fields["campus"].queryset = Campus.objects.of_school(self.school)
        self.fields["building"].queryset = Place.objects.of_school(self.school).filter(kind=Place.Kind.BUILDING)
        self.fields["trade"].queryset = trades_of(self.school)
        self.fields["person"].queryset = self.fields["stand_in"].queryset = repairers_by_load(self.school)


class RuleChangeForm(ChangeForm, RuleForm):
    """Refuses when somebody changed the rule since it was shown."""


class SettingsForm(ChangeForm):
    anonymous_needs_acceptance = forms.BooleanField(
        label=gettext_lazy("Reports without an account wait for acceptance"), required=False
    )
    assigns_by_rule = forms.BooleanField(label=gettext_lazy("Send repairers by rule at once"), required=False)
    asks_for_cost = forms.BooleanField(label=gettext_lazy("The cost must be entered at the end"), required=False)
    asks_for_photo = forms.BooleanField(label=gettext_lazy("A photo must be taken at the end"), required=False)
    confirm_days = forms.IntegerField(
        label=gettext_lazy("School days until a repair is accepted by default"), min_value=1, max_value=30
    )
    reopen_days = forms.IntegerField(
        label=gettext_lazy("Days in which a repair may be reopened"), min_value=1, max_value=60
    )
    late_days = forms.IntegerField(label=gettext_lazy("School days until a repair is late"), min_value=1, max_value=60)
    repeat_count = forms.IntegerField(
        label=gettext_lazy("A fault is a repeated one from this number on"), min_value=2, max_value=20
    )
    repeat_weeks = forms.IntegerField(label=gettext_lazy("… within this many weeks"), min_value=1, max_value=52)
    day_begins = forms.TimeField(
        label=gettext_lazy("The working day begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    day_ends = forms.TimeField(
        label=gettext_lazy("The working day ends at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
