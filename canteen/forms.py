"""What people type in the canteen."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canteen.models import Canteen, FoodSample
from canteen.selectors import boxes_of, signers_of
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import User
from logistics.school.models import Place

MOST_DISHES = 30
EMPTY_ROWS = 3


def day_field(**options):
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def moment_field(**options):
    return forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"), **options
    )


def this_minute():
    """Return now to the minute, as a field for a moment shows it."""
    return timezone.localtime(clock.now()).replace(second=0, microsecond=0)


def next_meal():
    """Return the meal people are likely at, by the hour."""
    hour = timezone.localtime(clock.now()).hour
    meals = FoodSample.Meal
    return meals.BREAKFAST if hour < 9 else meals.LUNCH if hour < 14 else meals.SNACK if hour < 16 else meals.SUPPER


# --- dishes -----------------------------------------------------------------------------------------------------------


class DishesInput(forms.Widget):
    """Rows of dish, grams and box number; rows.js adds further ones."""

    template_name = "canteen/dishes_input.html"
    use_fieldset = True
    columns = ("dish", "grams", "container")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = list(value or [])
        context["widget"]["rows"] = rows + [{}] * max(EMPTY_ROWS - len(rows), 0)
        context["widget"]["most"] = MOST_DISHES
        return context

    def format_value(self, value):
        return value

    def value_from_datadict(self, data, files, name):
        lists = [data.getlist(f"{name}_{column}") for column in self.columns]
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*lists, strict=False)]

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return ""


class DishesField(forms.Field):
    """The dishes of a meal with their weights; the cleaned value is [{"dish", "grams" (int), "container"}]."""

    widget = DishesInput

    def to_python(self, value):
        rows = [{key: text.strip() for key, text in row.items()} for row in value or []]
        return [row for row in rows if any(row.values())]

    def clean(self, value):
        rows = self.to_python(value)
        if not rows:
            raise forms.ValidationError(_("Write down at least one dish."))
        if len(rows) > MOST_DISHES:
            raise forms.ValidationError(_("At most %(most)d dishes at a time.") % {"most": MOST_DISHES})
        errors = [error for number, row in enumerate(rows, start=1) for error in self._errors(number, row)]
        if errors:
            raise forms.ValidationError(errors)
        return [{**row, "grams": int(row["grams"])} for row in rows]

    def _errors(self, number, row):
        if not "".join(row.values()).isprintable():
            yield _("Row %(number)d: type it again; it holds characters that cannot be read.") % {"number": number}
        if not row["dish"]:
            yield _("Row %(number)d: write the name of the dish.") % {"number": number}
        if len(row["dish"]) > 40 or len(row["container"]) > 20:
            yield _("Row %(number)d: use a shorter name.") % {"number": number}
        if not (row["grams"].isascii() and row["grams"].isdigit() and len(row["grams"]) < 9):
            yield _("Row %(number)d: write the weight in whole grams, for example 130.") % {"number": number}


class TakeSamples(SchoolForm):
    canteen = forms.ModelChoiceField(label=gettext_lazy("canteen"), queryset=Canteen.objects.none())
    meal = forms.ChoiceField(label=gettext_lazy("meal"), choices=FoodSample.Meal, initial=next_meal)
    dishes = DishesField(label=gettext_lazy("dishes"))
    taken_at = moment_field(label=gettext_lazy("taken at"), initial=this_minute)
    fridge = forms.CharField(label=gettext_lazy("fridge number"), max_length=20, initial="1")
    celsius = forms.DecimalField(
        label=gettext_lazy("fridge °C"), required=False, min_value=-40, max_value=60, max_digits=4, decimal_places=1
    )
    remedy = forms.CharField(label=gettext_lazy("what was done about the temperature"), max_length=200, required=False)
    late_reason = forms.CharField(
        label=gettext_lazy("why it is entered late"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only for a late entry."),
    )

    def prepare(self):
        self.fields["canteen"].queryset = canteens = Canteen.objects.within(self.user, "canteen.take_sample").in_use()
        if len(canteens) == 1:
            self.fields["canteen"].initial = canteens[0].pk


class DiscardSample(SchoolForm):
    discard_note = forms.CharField(
        label=gettext_lazy("note"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example why it is late."),
    )


class CorrectSample(SchoolForm):
    canteen = forms.ModelChoiceField(label=gettext_lazy("canteen"), queryset=Canteen.objects.none())
    meal = forms.ChoiceField(label=gettext_lazy("meal"), choices=FoodSample.Meal)
    dish = forms.CharField(label=gettext_lazy("dish"), max_length=40)
    grams = forms.IntegerField(label=gettext_lazy("grams"), min_value=0, max_value=10**8)
    taken_at = moment_field(label=gettext_lazy("taken at"))
    fridge = forms.CharField(label=gettext_lazy("fridge number"), max_length=20)
    container = forms.CharField(label=gettext_lazy("box number"), max_length=20, required=False)
    reason = forms.CharField(label=gettext_lazy("reason for the correction"), max_length=200)

    def prepare(self):
        self.fields["canteen"].queryset = Canteen.objects.within(self.user, "canteen.correct_sample")


# --- the shared tablet ------------------------------------------------------------------------------------------------


class Signature(forms.Form):
    """Who signs, and the four digits that prove it; never shown again."""

    signer = forms.ModelChoiceField(
        label=gettext_lazy("Who signs?"), queryset=User.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    pin = forms.CharField(
        label=gettext_lazy("PIN"),
        max_length=4,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9]{4}"}),
    )


class TabletTake(TakeSamples, Signature):
    """A meal's samples, signed by a cook on somebody else's sign-in."""

    canteen = None
    meal = forms.ChoiceField(
        label=gettext_lazy("meal"), choices=FoodSample.Meal, initial=next_meal, widget=forms.RadioSelect
    )

    def __init__(self, *args, canteen, **kwargs):
        self.canteen_here = canteen
        super().__init__(*args, **kwargs)

    def prepare(self):
        self.fields["signer"].queryset = signers_of(self.canteen_here)


class TabletDiscard(SchoolForm, Signature):
    """Boxes that may be emptied, signed the same way."""

    boxes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("boxes in the fridge"),
        queryset=FoodSample.objects.none(),
        error_messages={"required": gettext_lazy("Tap the boxes that were emptied.")},
    )

    def __init__(self, *args, canteen, **kwargs):
        self.canteen_here = canteen
        super().__init__(*args, **kwargs)

    def prepare(self):
        self.fields["signer"].queryset = signers_of(self.canteen_here)
        self.fields["boxes"].queryset = boxes_of(self.user, "canteen.use_tablet").filter(canteen=self.canteen_here)


# --- certificates and canteens ----------------------------------------------------------------------------------------


class CertificateForm(SchoolForm):
    person = forms.ModelChoiceField(
        label=gettext_lazy("person"),
        queryset=User.objects.none(),
        widget=forms.Select(attrs={"data-searchable": ""}),
    )
    post = forms.CharField(label=gettext_lazy("post"), max_length=40)
    number = forms.CharField(label=gettext_lazy("certificate number"), max_length=40)
    issuer = forms.CharField(label=gettext_lazy("issued by"), max_length=80)
    examined_on = day_field(label=gettext_lazy("examined on"))
    expires_on = day_field(
        label=gettext_lazy("valid until"),
        required=False,
        help_text=gettext_lazy("Left empty, the longest time the rule allows."),
    )
    photos = FilesField(label=gettext_lazy("Photo of the certificate"), max_files=2)

    def prepare(self):
        self.fields["person"].queryset = User.objects.working_at(self.school)


def place_field():
    return forms.ModelChoiceField(
        label=gettext_lazy("place"),
        queryset=Place.objects.none(),
        required=False,
        help_text=gettext_lazy("What is due at this place is then done by the records of this canteen."),
    )


def canteen_places(school):
    """Return the places in use that are part of a canteen."""
    return Place.objects.of_school(school).filter(kind=Place.Kind.CANTEEN, active=True).select_related("campus")


class CanteenForm(SchoolForm):
    campus = forms.ModelChoiceField(label=gettext_lazy("campus"), queryset=None)
    name = forms.CharField(label=gettext_lazy("name"), max_length=40)
    place = place_field()

    def prepare(self):
        self.fields["campus"].queryset = self.school.campuses.all()
        self.fields["place"].queryset = canteen_places(self.school)


class CanteenChangeForm(ChangeForm):
    name = forms.CharField(label=gettext_lazy("name"), max_length=40)
    place = place_field()
    active = forms.BooleanField(label=gettext_lazy("in use"), required=False)

    def prepare(self):
        super().prepare()
        self.fields["place"].queryset = canteen_places(self.school).filter(campus=self.record.campus_id)
