"""What people type about property."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assets.models import Asset
from assets.services import MOST_COPIES
from logistics import clock
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import User


def searchable(queryset=None, **options):
    """Return a field that chooses one record from a long list by typing."""
    return forms.ModelChoiceField(queryset=queryset, widget=forms.Select(attrs={"data-searchable": ""}), **options)


def day_field(**options):
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class PlaceAndKeeper(SchoolForm):
    place = searchable(label=_("place"))
    keeper = searchable(label=_("keeper"), required=False)

    def prepare(self):
        super().prepare()
        self.fields["place"].queryset = self.school.places.rooms().select_related("campus")
        self.fields["place"].label_from_instance = lambda place: place.full_label()
        self.fields["keeper"].queryset = User.objects.working_at(self.school)


class CardFacts(forms.Form):
    """What a card says of the thing, when it is made and later."""

    name = forms.CharField(label=_("name"), max_length=60)
    spec = forms.CharField(label=_("brand and model"), max_length=80, required=False)
    asset_class = forms.ChoiceField(label=pgettext_lazy("asset", "class"), choices=Asset.Class)
    outer_number = forms.CharField(label=_("number in the authority's system"), max_length=40, required=False)
    supplier = forms.CharField(label=_("supplier or giver"), max_length=80, required=False)
    voucher = forms.CharField(label=_("voucher number"), max_length=40, required=False)
    department = searchable(label=_("using department"), required=False)


class AssetForm(CardFacts, PlaceAndKeeper):
    quantity = forms.IntegerField(label=_("quantity"), min_value=1, max_value=100_000, initial=1)
    measure_word = forms.CharField(label=_("measure word"), max_length=6, initial="台")
    value = forms.DecimalField(
        label=_("value of one card (yuan)"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("What the whole card cost."),
    )
    origin = forms.ChoiceField(label=_("origin"), choices=Asset.Origin)
    acquired_on = day_field(label=_("acquired on"), initial=clock.today)
    copies = forms.IntegerField(
        label=_("number of like cards"),
        min_value=1,
        max_value=MOST_COPIES,
        initial=1,
        help_text=_("40 computers: 40 cards, each with its own number and label."),
    )

    field_order = [
        "name", "spec", "asset_class", "quantity", "measure_word", "value", "copies", "place", "keeper", "department",
        "acquired_on", "origin", "supplier", "voucher", "outer_number",
    ]  # fmt: skip

    def prepare(self):
        super().prepare()
        self.fields["department"].queryset = self.school.departments.all()


class CardForm(CardFacts, ChangeForm):
    category = forms.ChoiceField(label=_("category"), choices=Asset.Category)

    def prepare(self):
        super().prepare()
        self.fields["department"].queryset = self.school.departments.all()


class MoveForm(PlaceAndKeeper):
    reason = forms.CharField(label=_("reason"), max_length=200)


class ReasonForm(SchoolForm):
    reason = forms.CharField(label=_("reason"), max_length=200)


class MissForm(ReasonForm):
    ended_on = day_field(label=_("off the books on"), initial=clock.today)


class ScrapForm(SchoolForm):
    approval = forms.CharField(
        label=_("approval document"), max_length=80, help_text=_("Number and name of the reply.")
    )
    ended_on = day_field(label=_("off the books on"), initial=clock.today)
