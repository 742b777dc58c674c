"""What people enter on a round: where it goes, the items of a place, the end, corrections, findings."""

from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.checks.models import Answer, Item, Round
from logistics.checks.selectors.rounds import (
    asked_at_points,
    asked_once,
    is_late,
    items_of,
    limits_on,
    places_used_last,
    route_places,
    walks_several,
)
from logistics.checks.selectors.templates import limits_text
from logistics.checks.services.answers import LONGEST_TEXT, judge
from logistics.checks.services.findings import LONGEST_MEASURE
from logistics.errors import RuleError
from logistics.pages.forms import SchoolForm
from logistics.people.models import User
from logistics.school.models import Campus, Place

LONGEST_REASON = 200
PARTS = ["result", "number", "text", "photos", "person", "fixed", "after"]
Result = Answer.Result


def reason_field(label):
    return forms.CharField(label=label, max_length=LONGEST_REASON, required=False)


def note_field(label, *, length, rows=2, **options):
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **options)


# --- beginning --------------------------------------------------------------------------------------------------------


class StartForm(SchoolForm):
    """Where and when; only what the checklist needs is asked. ``record`` is the published version."""

    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"), queryset=Place.objects.none(), widget=forms.Select(attrs={"data-searchable": ""})
    )
    places = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Places"),
        queryset=Place.objects.none(),
        widget=forms.SelectMultiple(attrs={"data-searchable": ""}),
        help_text=gettext_lazy("All the places this round comes to."),
    )
    campus = forms.ModelChoiceField(
        label=gettext_lazy("Campus"),
        queryset=Campus.objects.none(),
        required=False,
        empty_label=gettext_lazy("Whole school"),
    )
    announced = forms.ChoiceField(
        label=gettext_lazy("Announced or not"), choices=Round.Announced, widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("An earlier day is marked as entered late and wants a reason."),
    )
    late_reason = reason_field(gettext_lazy("Why it is entered late"))

    def prepare(self):
        version = self.record
        walk = version.walk
        route = route_places(version.template) if walks_several(version) else []
        if walk != version.Walk.PLACE:
            del self.fields["place"]
        if walk != version.Walk.POINTS or route:
            del self.fields["places"]
        if not version.asks_announced:
            del self.fields["announced"]
        self._prepare_campus(version, route)
        self._prepare_places(version)
        self.fields["day"].initial = clock.today

    def _prepare_campus(self, version, route):
        """Ask for the campus where the round could be of one or of all."""
        campuses = Campus.objects.of_school(self.school)
        if route:
            campuses = campuses.filter(pk__in={place.campus_id for place in route})
        if version.walk == version.Walk.PLACE or "places" in self.fields or campuses.count() < 2:
            del self.fields["campus"]
        else:
            self.fields["campus"].queryset = campuses

    def _prepare_places(self, version):
        for name in {"place", "places"} & set(self.fields):
            field = self.fields[name]
            field.queryset = Place.objects.of_school(self.school).filter(active=True).select_related("campus")
            labels = {place.pk: place.full_label() for place in field.queryset}
            last = [pk for pk in places_used_last(version.template, self.user) if pk in labels]
            groups = [(_("Used last"), [(pk, labels[pk]) for pk in last])] if last else []
            blank = [("", _("Choose a place"))] if name == "place" else []
            field.choices = [*blank, *groups, (_("All places"), [one for one in labels.items() if one[0] not in last])]
            if name == "place" and last:
                field.initial = last[0]


# --- at a place -------------------------------------------------------------------------------------------------------


@dataclass
class ItemRow:
    """An item as the page shows it: its limits, what was entered, and whether its trouble is unfolded."""

    item: Item
    low: object
    high: object
    limits: str
    choices: list
    values: dict
    errors: list
    photos: object
    after: object

    @property
    def is_folded(self):
        """Say whether there is nothing to tell yet: the script unfolds the questions when something is wrong."""
        return not (self.values.get("result") in (Result.FAIL, Result.NOT_APPLICABLE) or self.errors)

    @property
    def is_outside(self):
        """Say whether a value entered before lies outside its limits."""
        return self.item.kind == Item.Kind.NUMBER and not self.is_folded


class AnswersForm(SchoolForm):
    """The items of one place or of a whole round. Each field is named part-<item pk>; ``answers()`` gathers them.

    Everything wrong is told at once, by the same judge as the service asks.
    """

    def __init__(self, *args, sections=None, **kwargs):
        self.sections = sections
        super().__init__(*args, **kwargs)

    def prepare(self):
        if self.sections is None:
            self.sections = self.asked()
        self.items = items_of(self.sections)
        for item in self.items:
            self._add_fields(item)

    @property
    def round(self):
        return self.record.round

    def asked(self):
        return asked_at_points(self.round.version)

    def _add_fields(self, item):
        fields = {
            "text": forms.CharField(max_length=LONGEST_TEXT, required=False),
            "photos": FilesField(max_files=4),
        }
        if results := results_of(item):
            fields["result"] = forms.ChoiceField(choices=[("", ""), *results], required=False)
        if item.kind == Item.Kind.NUMBER:
            fields["number"] = forms.DecimalField(max_digits=10, decimal_places=2, required=False)
        if item.kind == Item.Kind.PERSON:
            fields["person"] = forms.ModelChoiceField(User.objects.working_at(self.school), required=False)
        if can_fail(item):
            fields["fixed"] = forms.CharField(max_length=LONGEST_MEASURE, required=False)
            fields["after"] = FilesField(max_files=4)
        for part, field in fields.items():
            field.label = item.text
            self.fields[f"{part}-{item.pk}"] = field

    def clean(self):
        cleaned = super().clean()
        for item in self.items:
            if not any(f"{part}-{item.pk}" in self.errors for part in PARTS):
                self._judge(item)
        return cleaned

    def _judge(self, item):
        try:
            judge(item, self._given(item), self._limits[item.pk])
        except RuleError as error:
            self.add_error(error.field, error.message)

    @cached_property
    def _limits(self):
        return {item.pk: limits_on(item, self.school, self.round.day) for item in self.items}

    def _given(self, item):
        return {part: self.cleaned_data.get(f"{part}-{item.pk}") for part in PARTS}

    def answers(self):
        return {item.pk: self._given(item) for item in self.items}

    def rows(self):
        """Return [(section, [ItemRow])] for the page."""
        return [(section, [self._row(item) for item in section.items.all()]) for section in self.sections]

    def _row(self, item):
        low, high = self._limits[item.pk]
        bound = {part: self[f"{part}-{item.pk}"] for part in PARTS if f"{part}-{item.pk}" in self.fields}
        return ItemRow(
            item=item,
            low=low,
            high=high,
            limits=limits_text(low, high, item.unit),
            choices=results_of(item),
            values={part: field.value() or "" if self.is_bound else "" for part, field in bound.items()},
            errors=[error for field in bound.values() for error in field.errors] if self.is_bound else [],
            photos=bound["photos"],
            after=bound.get("after"),
        )


def can_fail(item):
    return item.kind in (Item.Kind.JUDGED, Item.Kind.NUMBER)


def results_of(item):
    """Return the results a person may tap at an item; one that is not entered singly is in order unless tapped."""
    found = []
    if item.kind == Item.Kind.JUDGED:
        found = [(Result.PASS, _("in order"))] if item.single else []
        found.append((Result.FAIL, _("not in order")))
    if item.not_applicable and (item.required or can_fail(item)):
        found.append((Result.NOT_APPLICABLE, _("not applicable")))
    return found


class PointForm(AnswersForm):
    """The items at a place. ``token``: what the phone read from the code at the door."""

    token = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def clean_token(self):
        """Take the token out of the address that the code holds."""
        return self.cleaned_data["token"].rstrip("/").rpartition("/")[2][:24]


class SkipForm(SchoolForm):
    reason = forms.CharField(label=gettext_lazy("Why it is left out"), max_length=LONGEST_REASON)


class FinishForm(AnswersForm):
    """What is asked once for the whole round, a word, and why it is late where it is."""

    remark = note_field(gettext_lazy("Remark"), length=400, required=False)
    late_reason = reason_field(gettext_lazy("Why it is entered late"))

    @property
    def round(self):
        return self.record

    def asked(self):
        return asked_once(self.round.version)

    def prepare(self):
        super().prepare()
        late = is_late(self.round, clock.now()) and not self.round.late_reason
        if not late:
            self.fields["late_reason"].widget = forms.HiddenInput()


class DropForm(SchoolForm):
    reason = forms.CharField(label=gettext_lazy("Why it is broken off"), max_length=LONGEST_REASON)


# --- afterwards -------------------------------------------------------------------------------------------------------


class CorrectForm(SchoolForm):
    """What is right instead, in the parts that the item has. ``record`` is the answer."""

    result = forms.ChoiceField(label=gettext_lazy("Result"), widget=forms.RadioSelect, required=False)
    number = forms.DecimalField(
        label=gettext_lazy("Measured value"),
        max_digits=10,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("Person"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.Select(attrs={"data-searchable": ""}),
    )
    text = note_field(gettext_lazy("Words"), length=LONGEST_TEXT, required=False)
    photos = FilesField()
    reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("The earlier answer stays readable beside this one."),
    )

    def prepare(self):
        item = self.record.item
        results = dict([(Result.PASS, _("in order"))] if item.kind == Item.Kind.JUDGED else [("", _("applies"))])
        self.fields["result"].choices = list((results | dict(results_of(item))).items())
        if item.kind != Item.Kind.NUMBER:
            del self.fields["number"]
        if item.kind != Item.Kind.PERSON:
            del self.fields["person"]
        else:
            self.fields["person"].queryset = User.objects.working_at(self.school)


class FixForm(SchoolForm):
    measure = note_field(gettext_lazy("Measure taken"), length=LONGEST_MEASURE)
    photos = FilesField(label=gettext_lazy("Photos afterwards"))
