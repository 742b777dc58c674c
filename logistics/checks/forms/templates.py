"""What people type about checklists: their name, what the whole check asks, headings, items, the route."""

from itertools import groupby

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.checks.forms.rounds import AnswersForm
from logistics.checks.models import Item, Section, Template, Version
from logistics.checks.selectors.rounds import limits_on
from logistics.checks.selectors.templates import current_version, differences, numeric_rules, sections_of, summary_of
from logistics.pages.columns import number_text
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.school.models import Place

LONGEST_SENTENCE = 200


def text_field(model, name, label, *, rows=0, **options):
    """Return a field as long as the column of ``model``."""
    length = model._meta.get_field(name).max_length
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=length, widget=widget, **options)


class TemplateForm(ChangeForm):
    name = text_field(Template, "name", gettext_lazy("Name"))
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=Template.Area)


class NewTemplateForm(SchoolForm):
    name = text_field(
        Template, "name", gettext_lazy("Name"), help_text=gettext_lazy("As people call it, e.g. 食堂卫生检查.")
    )
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=Template.Area, initial=Template.Area.SAFETY)


class CopyForm(SchoolForm):
    name = text_field(Template, "name", gettext_lazy("Name of the copy"))


class DraftForm(ChangeForm):
    """What a draft says about the whole check."""

    walk = forms.ChoiceField(label=gettext_lazy("Where the check goes"), choices=Version.Walk)
    scan_required = forms.BooleanField(
        label=gettext_lazy("Each place is opened by scanning the code at its door"),
        required=False,
        help_text=gettext_lazy("Only where door stickers hang everywhere."),
    )
    seconded = forms.ChoiceField(label=gettext_lazy("How many sign"), choices=Version.Seconded)
    second_label = text_field(
        Version,
        "second_label",
        gettext_lazy("Who gives the second signature"),
        required=False,
        help_text=gettext_lazy("As it is printed, e.g. 主管人, 校长."),
    )
    scored = forms.BooleanField(label=gettext_lazy("Give a score: items carry points"), required=False)
    asks_announced = forms.BooleanField(
        label=gettext_lazy("Ask whether the check was announced beforehand"), required=False
    )
    form_title = text_field(
        Version,
        "form_title",
        gettext_lazy("Title on paper"),
        required=False,
        help_text=gettext_lazy("Empty: the name of the checklist."),
    )
    basis = text_field(Version, "basis", gettext_lazy("Basis"), required=False, rows=2)
    guidance = text_field(Version, "guidance", gettext_lazy("How to go about it"), required=False, rows=3)

    def clean(self):
        values = super().clean()
        if values.get("seconded") != Version.Seconded.NEVER and not values.get("second_label", "").strip():
            self.add_error("second_label", _("Say who gives the second signature."))
        return values


class SectionForm(ChangeForm):
    title = text_field(Section, "title", gettext_lazy("Heading"))
    each_place = forms.BooleanField(
        label=gettext_lazy("Asked at every place"),
        required=False,
        help_text=gettext_lazy("Otherwise once, at the end of the check."),
    )


class NewSectionForm(SchoolForm):
    title = text_field(Section, "title", gettext_lazy("New heading"))


class QuickItemForm(SchoolForm):
    """One line: what is looked at, and how it is answered."""

    text = text_field(Item, "text", gettext_lazy("What is looked at"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Item.Kind, initial=Item.Kind.JUDGED)


class ItemForm(ChangeForm):
    """Everything about an item. A limit is a number, or a rule of the school whose unit the item then takes."""

    text = text_field(Item, "text", gettext_lazy("What is looked at"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Item.Kind, widget=forms.RadioSelect)
    standard = text_field(
        Item,
        "standard",
        gettext_lazy("Standard"),
        required=False,
        help_text=gettext_lazy("When is it in order, or how is it measured."),
    )
    low = forms.DecimalField(label=gettext_lazy("Not below"), max_digits=10, decimal_places=2, required=False)
    low_rule = forms.ChoiceField(label=gettext_lazy("or by the rule"), required=False)
    high = forms.DecimalField(label=gettext_lazy("Not above"), max_digits=10, decimal_places=2, required=False)
    high_rule = forms.ChoiceField(label=gettext_lazy("or by the rule"), required=False)
    unit = text_field(Item, "unit", gettext_lazy("Unit"), required=False)
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    not_applicable = forms.BooleanField(
        label=gettext_lazy("May be marked as not applicable, with a reason"), required=False
    )
    single = forms.BooleanField(
        label=gettext_lazy("Entered by itself, for food risks and the like"),
        required=False,
        help_text=gettext_lazy("Never covered by the one signature for a place."),
    )
    photo_on_fail = forms.BooleanField(label=gettext_lazy("Photo when it is not in order"), required=False)
    note_on_fail = forms.BooleanField(label=gettext_lazy("Words when it is not in order"), required=False)
    points = forms.DecimalField(
        label=gettext_lazy("Points"), max_digits=5, decimal_places=1, required=False,
        help_text=gettext_lazy("Lost when it is not in order."),
    )  # fmt: skip

    def prepare(self):
        self.rules = {rule.key: rule for rule in numeric_rules(self.school)}
        for name in ("low_rule", "high_rule"):
            self.fields[name].choices = [("", _("none")), *self._rule_choices()]
            self.fields[name].widget.attrs["data-searchable"] = ""
        for name in ("low", "high", "points"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"
        if not self.record.section.version.scored:
            del self.fields["points"]
        super().prepare()

    def _rule_choices(self):
        """Return the rules by their sections, each with the number it gives today."""
        for section, rules in groupby(self.rules.values(), key=lambda rule: rule.get_section_display()):
            yield (
                section,
                [
                    (rule.key, f"{rule.text}（{number_text(rule.value_now)} {rule.unit}）".replace(" ）", "）"))
                    for rule in rules
                ],
            )

    def clean_points(self):
        points = self.cleaned_data["points"]
        if points is not None and points <= 0:
            raise forms.ValidationError(_("Points are more than zero."))
        return points

    def clean(self):
        values = super().clean()
        if values.get("kind") != Item.Kind.NUMBER:
            return values
        for name in ("low", "high"):
            if values.get(name) is not None and values.get(f"{name}_rule"):
                self.add_error(name, _("Give a number or a rule, not both."))
        units = {self.rules[key].unit for key in (values.get("low_rule"), values.get("high_rule")) if key}
        if len(units) > 1:
            self.add_error("high_rule", _("The two rules are counted in different units."))
        elif units:
            values["unit"] = units.pop()[: Item._meta.get_field("unit").max_length]
        return values


class PreviewForm(AnswersForm):
    """The items of a version (``record``) just as a round shows them, with the limits of today; only for looking at."""

    def asked(self):
        return sections_of(self.record)

    @cached_property
    def _limits(self):
        return {item.pk: limits_on(item, self.school, clock.today()) for item in self.items}


class PublishForm(SchoolForm):
    """The sentence that says what changed, ready to send."""

    sentence = forms.CharField(
        label=gettext_lazy("What changed, in a sentence"), max_length=LONGEST_SENTENCE, required=False
    )

    def prepare(self):
        before = current_version(self.record.template)
        self.fields["sentence"].initial = summary_of(differences(before, self.record)) if before else _("first version")


class RouteForm(SchoolForm):
    """The places of a route, in the order they are sent; ``add`` names those to put at its end."""

    place = forms.ModelMultipleChoiceField(queryset=Place.objects.none(), required=False)
    add = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Add places"),
        queryset=Place.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-searchable": "", "size": 6}),
        help_text=gettext_lazy("Type to search. A building stands for all its rooms."),
    )

    def prepare(self):
        usable = Place.objects.of_school(self.school).filter(active=True).select_related("campus")
        self.fields["place"].queryset = usable
        self.fields["add"].queryset = usable.order_by("campus", "label")
        self.fields["add"].label_from_instance = Place.full_label

    def ordered(self):
        """Return the places in the order they were sent."""
        sent = {str(place.pk): place for place in self.cleaned_data["place"]}
        return [sent[key] for key in dict.fromkeys(self.data.getlist("place")) if key in sent]

    def added(self):
        """Return the places to add, the rooms of a building in its stead."""
        places = []
        for place in self.cleaned_data["add"]:
            if place.kind == Place.Kind.BUILDING:
                places += place.rooms.filter(active=True).select_related("campus").order_by("label")
            else:
                places.append(place)
        return places
