"""What people say about rosters and turns."""

from datetime import timedelta
from itertools import cycle

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.duties.forms.fields import SEPARATORS
from logistics.duties.models import Shift
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import User
from logistics.school.models import Campus, DayKind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOST_SLOTS = 8
LONGEST_ENTERED = 370
WHOLE, WEEK, ONE_DAY = "whole", "week", "day"
UNITS = [
    (WHOLE, gettext_lazy("everybody all these days")),
    (WEEK, gettext_lazy("one after another, a week each")),
    (ONE_DAY, gettext_lazy("one after another, a day each")),
]


class SlotsField(forms.CharField):
    """Names of shifts like "早班、晚班"; a list, each once."""

    def to_python(self, value):
        names = list(dict.fromkeys(name for name in SEPARATORS.split(super().to_python(value)) if name))
        if len(names) > MOST_SLOTS:
            raise forms.ValidationError(_("At most %(most)d shifts a day.") % {"most": MOST_SLOTS})
        if any(len(name) > 20 for name in names):
            raise forms.ValidationError(_("The name of a shift has at most 20 letters."))
        return names

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value


class RosterForm(SchoolForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=40)
    slots = SlotsField(
        label=gettext_lazy("Shifts of a day"), max_length=200, required=False,
        help_text=gettext_lazy("For example early, late; leave it empty when there is one."),
    )  # fmt: skip
    day_kind = forms.ChoiceField(label=gettext_lazy("Days it covers"), choices=DayKind)
    campus = forms.ModelChoiceField(
        Campus.objects.none(), label=gettext_lazy("Campus"), required=False, empty_label=gettext_lazy("whole school")
    )

    def prepare(self):
        super().prepare()
        self.fields["campus"].queryset = Campus.objects.of_school(self.school)


class RosterChangeForm(ChangeForm, RosterForm):
    """Changes a roster; refuses when somebody changed it since it was shown."""


class OfRoster(SchoolForm):
    """A form about turns of ``roster``."""

    slot = forms.ChoiceField(label=gettext_lazy("Shift"), required=False)

    @property
    def roster(self):
        return self.record

    def prepare(self):
        super().prepare()
        if self.roster.slots:
            self.fields["slot"].choices = [(slot, slot) for slot in self.roster.slots]
            self.fields["slot"].required = True
        else:
            del self.fields["slot"]


class TurnsForm(OfRoster):
    """Enters turns: some people together, or one after another in the order they are chosen."""

    people = forms.ModelMultipleChoiceField(User.objects.none(), label=gettext_lazy("People"))
    unit = forms.ChoiceField(label=gettext_lazy("How they take turns"), choices=UNITS, initial=WHOLE)
    first_on = forms.DateField(label=gettext_lazy("From"), widget=DAY)
    last_on = forms.DateField(label=gettext_lazy("Up to the day"), widget=DAY)

    def prepare(self):
        super().prepare()
        self.fields["people"].queryset = User.objects.working_at(self.school).order_by("name")
        self.fields["people"].widget.attrs["data-searchable"] = ""

    def clean(self):
        """Turn what was chosen into ``turns`` as the service takes them."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        first, last = cleaned["first_on"], cleaned["last_on"]
        if last < first:
            self.add_error("last_on", _("Choose a last day that is not before the first."))
        elif (last - first).days >= LONGEST_ENTERED:
            self.add_error("last_on", _("This is longer than a year. Check the days."))
        else:
            cleaned["turns"] = list(
                self._turns(cleaned["unit"], self._in_order(), first, last, cleaned.get("slot", ""))
            )
        return cleaned

    def _in_order(self):
        """Return the people in the order in which they were chosen."""
        chosen = {str(person.pk): person for person in self.cleaned_data["people"]}
        return [chosen[key] for key in dict.fromkeys(self.data.getlist(self.add_prefix("people"))) if key in chosen]

    def _turns(self, unit, people, first, last, slot):
        if unit == WHOLE:
            for person in people:
                yield {"person": person, "first_on": first, "last_on": last, "slot": slot}
            return
        turn = cycle(people)
        while first <= last:
            end = first if unit == ONE_DAY else min(first + timedelta(days=6 - first.weekday()), last)
            yield {"person": next(turn), "first_on": first, "last_on": end, "slot": slot}
            first = end + timedelta(days=1)


class OfTurn(SchoolForm):
    """A form about some days of a turn (``record``)."""

    person = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Who does it instead"))
    first_on = forms.DateField(label=gettext_lazy("From"), widget=DAY)
    last_on = forms.DateField(label=gettext_lazy("Up to the day"), widget=DAY)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)

    def prepare(self):
        super().prepare()
        people = User.objects.working_at(self.school).exclude(pk=self.record.person_id)
        self.fields["person"].queryset = people.order_by("name")
        self.fields["person"].widget.attrs["data-searchable"] = ""


class WhyForm(SchoolForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)


class SwapForm(SchoolForm):
    """Chooses a turn of somebody else, of the same roster and to come."""

    other = forms.ModelChoiceField(Shift.objects.none(), label=gettext_lazy("Turn I would take"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)

    def prepare(self):
        super().prepare()
        own = self.record
        turns = own.roster.shifts.filter(first_on__gte=clock.today(), person__is_active=True)
        self.fields["other"].queryset = (
            turns.exclude(person=own.person_id).select_related("person").order_by("first_on")
        )
        self.fields["other"].label_from_instance = turn_text
        self.fields["other"].widget.attrs["data-searchable"] = ""


def turn_text(shift):
    """Return days, shift and person of a turn."""
    days = f"{shift.first_on:%m-%d}"
    if shift.last_on != shift.first_on:
        days = f"{days}–{shift.last_on:%m-%d}"
    return " ".join(part for part in (days, shift.slot, shift.person.name) if part)
