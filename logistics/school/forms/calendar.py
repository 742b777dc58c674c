"""What is typed about the days of a school: special days, the holidays of a year, meal times, boarders, a new term."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logistics.pages.forms import SchoolForm
from logistics.school import chinese_days
from logistics.school.forms.setup import day_field
from logistics.school.models import Campus, Meal, ServiceRule, SpecialDay, Term
from logistics.school.selectors import canteens_of

MOST_MAKE_UP_DAYS = 8
WEEKDAY_CHOICES = [("", _("Please choose")), *WEEKDAYS.items()]
KINDS = SpecialDay.Kind


def weekday_field(label, **options):
    return forms.TypedChoiceField(
        label=label, choices=WEEKDAY_CHOICES, coerce=int, empty_value=None, required=False, **options
    )


def boxes_field(label, choices, **options):
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **options)


class CanteenField(forms.ModelChoiceField):
    """A canteen of the school, named with its campus."""

    def label_from_instance(self, place):
        return self.names.get(place.pk, place.label)

    def of_school(self, school):
        canteens = canteens_of(school)
        self.names = {place.pk: name for place, name in canteens}
        self.queryset = self.queryset.model.objects.filter(pk__in=self.names).select_related("campus", "parent")


def canteen_field(**options):
    place = ServiceRule._meta.get_field("place").related_model
    return CanteenField(place.objects.none(), label=_("Canteen"), **options)


class SpecialDayForm(SchoolForm):
    """A special day of the kind chosen before; fields that do not belong to the kind are left out."""

    kind = forms.ChoiceField(choices=KINDS, widget=forms.HiddenInput, initial=KINDS.CLOSED)
    starts_on = day_field(_("From"))
    ends_on = day_field(_("To"), required=False, help_text=_("Left empty, just this one day."))
    follows_weekday = weekday_field(_("Timetable of"), help_text=_("The weekday whose lessons are made up."))
    campus = forms.ModelChoiceField(
        Campus.objects.none(), label=_("Campus"), required=False, empty_label=_("whole school")
    )
    place = canteen_field(required=False, empty_label=_("every canteen"))
    meal = forms.ChoiceField(label=_("Meal"), choices=[("", _("every meal")), *Meal.choices], required=False)
    reason = forms.CharField(label=_("Reason"), max_length=60, help_text=_("Ledgers show it on these days."))
    seen_entries = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def prepare(self):
        super().prepare()
        self.fields["campus"].queryset = Campus.objects.of_school(self.school)
        for name in self._beside_the_point():
            del self.fields[name]
        if "place" in self.fields:
            self.fields["place"].of_school(self.school)

    def _beside_the_point(self):
        names = []
        if self.chosen_kind == KINDS.MAKE_UP:
            names.append("ends_on")
        else:
            names.append("follows_weekday")
        if self.chosen_kind not in SpecialDay.OF_CANTEENS:
            names += ["place", "meal"]
        return names

    @property
    def chosen_kind(self):
        """Return the kind this form is about; what is no kind counts as the first."""
        kind = self.data.get("kind", "") if self.is_bound else str(self.initial.get("kind", ""))
        return kind if kind in KINDS.values else KINDS.CLOSED.value

    def clean(self):
        cleaned = super().clean()
        self.seen_entries_of = cleaned.pop("seen_entries", "")
        cleaned["ends_on"] = cleaned.get("ends_on") or cleaned.get("starts_on")
        if "kind" in self.errors:
            raise forms.ValidationError(_("Choose what kind of day it is."))
        return cleaned


class WithdrawForm(SchoolForm):
    """Why a special day holds no longer."""

    reason = forms.CharField(label=_("Reason"), max_length=60, help_text=_("The special day stays readable with it."))


class HolidaysForm(SchoolForm):
    """The notice of the State Council for one year: a range for each holiday, and the make-up days."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, widget=forms.HiddenInput)
    holiday_duty = forms.BooleanField(
        label=_("These holidays are days of holiday duty"), required=False, initial=True,
    )  # fmt: skip

    def __init__(self, *args, year, years, **kwargs):
        self.of_year, self.years = year, years
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        self.fields["year"].choices = [(year, year) for year in self.years]
        self.fields["year"].initial = self.of_year
        for number, name in enumerate(chinese_days.HOLIDAYS):
            self.fields[f"holiday{number}_from"] = day_field(gettext(name), required=False)
            self.fields[f"holiday{number}_to"] = day_field(gettext("until"), required=False)
        for number in range(MOST_MAKE_UP_DAYS):
            self.fields[f"make_up{number}_on"] = day_field(gettext("Make-up day"), required=False)
            self.fields[f"make_up{number}_weekday"] = weekday_field(gettext("Timetable of"))

    @property
    def holiday_rows(self):
        """Return [(name, first day, last day)] of the fields, for the template."""
        return [
            (gettext(name), self[f"holiday{number}_from"], self[f"holiday{number}_to"])
            for number, name in enumerate(chinese_days.HOLIDAYS)
        ]

    @property
    def make_up_rows(self):
        return [(self[f"make_up{number}_on"], self[f"make_up{number}_weekday"]) for number in range(MOST_MAKE_UP_DAYS)]

    def clean(self):
        cleaned = super().clean()
        holidays = [row for number, name in enumerate(chinese_days.HOLIDAYS) if (row := self._holiday(number, name))]
        make_up_days = [row for number in range(MOST_MAKE_UP_DAYS) if (row := self._make_up_day(number))]
        return {
            "year": cleaned.get("year"),
            "holiday_duty": cleaned.get("holiday_duty", False),
            "holidays": holidays,
            "make_up_days": make_up_days,
            "submission_key": cleaned.get("submission_key", ""),
        }

    def _holiday(self, number, name):
        first, last = self.cleaned_data.get(f"holiday{number}_from"), self.cleaned_data.get(f"holiday{number}_to")
        if last and not first and f"holiday{number}_from" not in self.errors:
            self.add_error(f"holiday{number}_from", _("Please fill this in."))
        if not first:
            return None
        if last and last < first:
            self.add_error(f"holiday{number}_to", _("Choose a last day that is not before the first."))
        return {"reason": chinese_days.stored_name(name), "starts_on": first, "ends_on": last or first}

    def _make_up_day(self, number):
        day = self.cleaned_data.get(f"make_up{number}_on")
        weekday = self.cleaned_data.get(f"make_up{number}_weekday")
        if day and weekday is None:
            self.add_error(f"make_up{number}_weekday", _("Choose the weekday whose timetable is followed."))
        if weekday is not None and not day and f"make_up{number}_on" not in self.errors:
            self.add_error(f"make_up{number}_on", _("Please fill this in."))
        return {"on": day, "follows_weekday": weekday} if day else None


class MealTimesForm(SchoolForm):
    """Which meals a canteen serves, and when."""

    place = canteen_field()
    meals = boxes_field(_("Meals"), Meal.choices)
    kind = forms.ChoiceField(label=_("Served on"), choices=ServiceRule.ON)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        initial=range(5),
        help_text=_("On a make-up day the weekday counts whose timetable it follows."),
    )
    starts_on = day_field(_("From"), help_text=_("What held for these meals until then ends the day before."))

    def prepare(self):
        super().prepare()
        self.fields["place"].of_school(self.school)


class BoardingForm(SchoolForm):
    """Who boards where, and whether over weekends."""

    campus = forms.ModelChoiceField(Campus.objects.none(), label=_("Campus"))
    weekends = forms.TypedChoiceField(
        label=_("Weekends"),
        choices=[("1", _("Boarders stay at school")), ("", _("Boarders go home"))],
        coerce=bool,
        empty_value=False,
        required=False,
    )
    starts_on = day_field(_("From"), help_text=_("What held for this campus until then ends the day before."))

    def prepare(self):
        super().prepare()
        self.fields["campus"].queryset = Campus.objects.of_school(self.school)


class EndRuleForm(SchoolForm):
    """The last day on which a rule holds."""

    ends_on = day_field(_("Last day"))


class TermDaysForm(SchoolForm):
    """First page of a new term: which one, and from when to when."""

    school_year = forms.IntegerField(
        label=_("School year begins in"), min_value=2000, max_value=2099, help_text=_("2026 means 2026–2027.")
    )
    number = forms.TypedChoiceField(label=_("Term"), choices=Term._meta.get_field("number").choices, coerce=int)
    starts_on = day_field(_("Lessons begin on"))
    ends_on = day_field(_("Lessons end on"))
    covers_from = day_field(
        _("Records count from"), required=False, help_text=_("Left empty, from the day after the term before.")
    )


BOARDING = [
    ("none", _("nobody boards")),
    ("week", _("boarders, home at weekends")),
    ("whole", _("boarders, weekends too")),
]
WEEKENDS = {"none": None, "week": False, "whole": True}


class NewTermForm(TermDaysForm):
    """Second page: the same days, hidden, and what goes with them. ``boarding`` and ``meals`` are what holds now."""

    holiday_duty = forms.BooleanField(
        label=_("The holidays are days of holiday duty"), required=False, initial=True,
        help_text=_("The holidays before the term and inside it, as far as they are announced."),
    )  # fmt: skip

    def __init__(self, *args, boarding, meals, **kwargs):
        self.boarding_now, self.meals_now = boarding, meals
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        for name in TermDaysForm.base_fields:
            self.fields[name].widget = forms.HiddenInput()
        for campus, weekends in self.boarding_now:
            state = next(key for key, value in WEEKENDS.items() if value is weekends)
            self.fields[f"boarding{campus.pk}"] = forms.ChoiceField(label=campus.name, choices=BOARDING, initial=state)
        for place, name, served in self.meals_now:
            self.fields[f"meals{place.pk}"] = boxes_field(name, Meal.choices, required=False, initial=served)

    @property
    def boarding_fields(self):
        return [self[f"boarding{campus.pk}"] for campus, _weekends in self.boarding_now]

    @property
    def meal_fields(self):
        return [self[f"meals{place.pk}"] for place, _name, _served in self.meals_now]

    def clean(self):
        cleaned = super().clean()
        boarding = {
            campus: WEEKENDS.get(cleaned.pop(f"boarding{campus.pk}", "none")) for campus, _now in self.boarding_now
        }
        meals = {place: cleaned.pop(f"meals{place.pk}", []) for place, _name, _served in self.meals_now}
        return {**cleaned, "boarding": boarding, "meals": meals}
