"""Setting a duty."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.duties.forms.fields import NumbersField, TimesField
from logistics.duties.models import Duty, Roster
from logistics.duties.models.duty import LONGEST_EARLY, LONGEST_GRACE, MOST_TIMES
from logistics.duties.selectors import subject_choices
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import Role, User
from logistics.school.models import Campus, DayKind, Meal, Place

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
RHYTHM = Duty.Rhythm
ODD_OR_EVEN = [("1", gettext_lazy("odd weeks")), ("2", gettext_lazy("even weeks"))]
MONTHS = [("", "—"), *((str(month), str(month)) for month in range(1, 13))]

# Which parameters a rhythm takes; the others are not read.
PARAMETERS = {
    RHYTHM.DAILY: [],
    RHYTHM.WEEKDAYS: ["weekdays"],
    RHYTHM.WEEKLY: ["times"],
    RHYTHM.FORTNIGHTLY: ["odd_or_even"],
    RHYTHM.MONTHLY: ["times", "month_day"],
    RHYTHM.TERM_WEEKS: ["term_weeks"],
    RHYTHM.BEFORE_TERM: ["days_before"],
    RHYTHM.BEFORE_END: ["days_before"],
    RHYTHM.TERMLY: [],
    RHYTHM.YEARLY: ["month", "month_day"],
}
MAY_BE_EMPTY = {"month_day": [RHYTHM.MONTHLY]}


def shown_for(name):
    """Return the rhythms for which a parameter is asked, for the script that hides the others."""
    return " ".join(rhythm for rhythm, names in PARAMETERS.items() if name in names)


class DutyForm(SchoolForm):
    """A duty in plain words. ``cleaned_data`` holds the facts of the model, ``places`` and ``anyway``."""

    name = forms.CharField(label=gettext_lazy("What is to be done"), max_length=60)
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=Duty.Area)
    subject = forms.ChoiceField(label=gettext_lazy("Fulfilled by"))
    rhythm = forms.ChoiceField(label=gettext_lazy("How often"), choices=RHYTHM)
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which weekdays"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    times = forms.IntegerField(label=gettext_lazy("Times"), min_value=1, max_value=MOST_TIMES, required=False)
    odd_or_even = forms.TypedChoiceField(
        label=gettext_lazy("In which weeks"), choices=ODD_OR_EVEN, coerce=int, required=False, empty_value=None
    )
    term_weeks = NumbersField(
        label=gettext_lazy("In these weeks of the term"), least=1, most=30, required=False,
        help_text=gettext_lazy("For example 2、10."),
    )  # fmt: skip
    days_before = forms.IntegerField(
        label=gettext_lazy("How many days before"), min_value=0, max_value=LONGEST_EARLY, required=False
    )
    month = forms.TypedChoiceField(
        label=gettext_lazy("Month"), choices=MONTHS, coerce=int, required=False, empty_value=None
    )
    month_day = forms.IntegerField(
        label=gettext_lazy("Up to which day of the month"), min_value=1, max_value=31, required=False,
        help_text=gettext_lazy("Of a monthly duty, leave it empty for any day of the month."),
    )  # fmt: skip
    random = forms.BooleanField(label=gettext_lazy("At a random time, announced to the inspector only"), required=False)
    day_kind = forms.ChoiceField(label=gettext_lazy("Which days count"), choices=DayKind)
    meal = forms.ChoiceField(
        label=gettext_lazy("Meal"), choices=[("", gettext_lazy("any")), *Meal.choices], required=False
    )
    due_times = TimesField(
        label=gettext_lazy("To be done by"),
        max_length=80,
        help_text=gettext_lazy("For example 17:00, or 08:00、20:00."),
    )
    who = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    anyway = forms.BooleanField(label=gettext_lazy("Save although nobody is there to do it"), required=False)
    campus = forms.ModelChoiceField(
        Campus.objects.none(), label=gettext_lazy("Campus"), required=False, empty_label=gettext_lazy("whole school")
    )
    places = forms.ModelMultipleChoiceField(
        Place.objects.none(), label=gettext_lazy("Places, each by itself"), required=False
    )
    early_days = forms.IntegerField(
        label=gettext_lazy("Days it may be done early"), min_value=0, max_value=LONGEST_EARLY, initial=0
    )
    grace_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes after which it counts as missing"), min_value=0, max_value=LONGEST_GRACE, initial=0
    )
    remind_days = NumbersField(
        label=gettext_lazy("Remind this many days before"), most=365, least=1, descending=True, required=False,
        help_text=gettext_lazy("For example 60、30、7."),
    )  # fmt: skip
    escalate_after = forms.IntegerField(
        label=gettext_lazy("Tell on after this many working days"), min_value=1, max_value=60, required=False
    )
    escalate_to = forms.ChoiceField(label=gettext_lazy("… to"), required=False)
    urgent = forms.BooleanField(label=gettext_lazy("Tell at once when it is missing"), required=False)

    GROUPS = [
        (gettext_lazy("What"), ["name", "area", "subject"]),
        (
            gettext_lazy("When"),
            ["rhythm", "weekdays", "times", "odd_or_even", "term_weeks", "days_before", "month", "month_day", "random",
             "day_kind", "meal", "due_times"],
        ),
        (gettext_lazy("Who and where"), ["who", "anyway", "campus", "places"]),
        (
            gettext_lazy("Reminders"),
            ["early_days", "grace_minutes", "remind_days", "escalate_after", "escalate_to", "urgent"],
        ),
    ]  # fmt: skip

    def prepare(self):
        super().prepare()
        people = list(User.objects.working_at(self.school).order_by("name"))
        roles = [(f"role|{role.pk}", role.name) for role in Role.objects.of_school(self.school)]
        persons = [(f"person|{person.pk}", person.name) for person in people]
        rosters = [
            (f"roster|{roster.pk}|{slot}", f"{roster} {slot}".strip())
            for roster in Roster.objects.of_school(self.school).filter(active=True)
            for slot in roster.slots_or_one
        ]
        by_kind = [(_("Roles"), roles), (_("Rosters"), rosters), (_("People"), persons)]
        self.fields["who"].choices = [("", _("nobody named")), *by_kind]
        self.fields["escalate_to"].choices = [("", _("nobody")), (_("Roles"), roles), (_("People"), persons)]
        self.fields["subject"].choices = subject_choices(self.school)
        self.fields["campus"].queryset = Campus.objects.of_school(self.school)
        self.fields["places"].queryset = (
            Place.objects.of_school(self.school).filter(active=True).select_related("campus")
        )
        self.fields["places"].label_from_instance = Place.full_label
        for name in ("who", "escalate_to", "subject", "places"):
            self.fields[name].widget.attrs["data-searchable"] = ""
        for name in sorted({name for names in PARAMETERS.values() for name in names}):
            self.fields[name].widget.attrs |= {"data-only-for": shown_for(name), "data-decided-by": "rhythm"}
        self.fields["random"].widget.attrs |= {"data-only-for": "weekly monthly", "data-decided-by": "rhythm"}
        self.fields["meal"].widget.attrs |= {"data-only-for": DayKind.SERVICE, "data-decided-by": "day_kind"}
        for name in ("rhythm", "day_kind"):
            self.fields[name].widget.attrs["data-decides"] = ""

    def clean(self):
        """Turn what was chosen into the facts of a duty."""
        cleaned = super().clean()
        rhythm = cleaned.get("rhythm")
        if rhythm is None or self.errors:
            return cleaned
        asked = PARAMETERS[rhythm]
        for name in asked:
            if cleaned.get(name) in (None, "", []) and rhythm not in MAY_BE_EMPTY.get(name, []):
                self.add_error(name, _("Please fill this in."))
        if cleaned["escalate_after"] and not cleaned["escalate_to"]:
            self.add_error("escalate_to", _("Choose who is told."))
        return cleaned if self.errors else self._facts(cleaned, asked)

    def _facts(self, cleaned, asked):
        given = {name: cleaned.pop(name) for name in ("odd_or_even", "term_weeks")}
        weeks = [given["odd_or_even"]] if "odd_or_even" in asked else given["term_weeks"]
        cleaned["weeks"] = [week for week in weeks if week] if {"odd_or_even", "term_weeks"} & set(asked) else []
        cleaned["weekdays"] = sorted(cleaned["weekdays"]) if "weekdays" in asked else []
        for name in ("times", "days_before", "month", "month_day"):
            cleaned[name] = cleaned[name] if name in asked else None
        if cleaned["rhythm"] == RHYTHM.MONTHLY and cleaned["month_day"]:
            cleaned["times"] = 1
        cleaned["random"] = cleaned["random"] and cleaned["rhythm"] in Duty.DRAWN
        cleaned["meal"] = cleaned["meal"] if cleaned["day_kind"] == DayKind.SERVICE else ""
        cleaned["subject"], _sep, cleaned["detail"] = cleaned["subject"].partition("|")
        who, told_on = self._who(cleaned.pop("who")), self._told_on(cleaned)
        return {**cleaned, **who, **told_on}

    def _who(self, chosen):
        kind, _sep, rest = chosen.partition("|")
        key, _sep, slot = rest.partition("|")
        return {
            "person": self._one(User, key) if kind == "person" else None,
            "role": self._one(Role, key) if kind == "role" else None,
            "roster": self._one(Roster, key) if kind == "roster" else None,
            "roster_slot": slot if kind == "roster" else "",
        }

    def _told_on(self, cleaned):
        kind, _sep, key = cleaned.pop("escalate_to").partition("|")
        return {
            "escalate_after": cleaned["escalate_after"] if kind else None,
            "escalate_role": self._one(Role, key) if kind == "role" and cleaned["escalate_after"] else None,
            "escalate_person": self._one(User, key) if kind == "person" and cleaned["escalate_after"] else None,
        }

    def _one(self, model, key):
        return model.objects.of_school(self.school).get(pk=key)

    @property
    def groups(self):
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS]


class DutyChangeForm(ChangeForm, DutyForm):
    """Changes a duty from a day on; refuses when somebody changed it since it was shown."""

    on = forms.DateField(label=gettext_lazy("Counts from"), widget=DAY)

    GROUPS = [*DutyForm.GROUPS, (gettext_lazy("From when"), ["on"])]


class DutyStartForm(DutyForm):
    """Sets a new duty."""

    starts_on = forms.DateField(label=gettext_lazy("Counts from"), widget=DAY)

    GROUPS = [*DutyForm.GROUPS, (gettext_lazy("From when"), ["starts_on"])]


class OnDayForm(SchoolForm):
    on = forms.DateField(label=gettext_lazy("Day"), widget=DAY)


def initial_of(duty):
    """Return what the form shows of a duty."""
    names = ["name", "area", "rhythm", "weekdays", "times", "days_before", "month", "month_day", "random", "day_kind",
             "meal", "due_times", "early_days", "grace_minutes", "remind_days", "escalate_after", "urgent"]  # fmt: skip
    return {
        **{name: getattr(duty, name) for name in names},
        "campus": duty.campus_id,
        "subject": f"{duty.subject}|{duty.detail}",
        "odd_or_even": duty.weeks[0] if duty.rhythm == RHYTHM.FORTNIGHTLY else None,
        "term_weeks": duty.weeks if duty.rhythm == RHYTHM.TERM_WEEKS else [],
        "places": sorted(place.pk for place in duty.places.all()),
        "who": _chosen(duty),
        "escalate_to": _named(role=duty.escalate_role_id, person=duty.escalate_person_id),
    }


def _chosen(duty):
    if duty.roster_id:
        return f"roster|{duty.roster_id}|{duty.roster_slot}"
    return _named(role=duty.role_id, person=duty.person_id)


def _named(**keys):
    return next((f"{kind}|{key}" for kind, key in keys.items() if key), "")
