"""The rows in which the office types a day's results."""

from decimal import Decimal

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.catalogue.models import Kind
from logistics.pages.forms import SchoolForm
from logistics.school.models import Place
from repairs.forms.fields import ByName, quantity_field
from repairs.models import Trade
from repairs.selectors import repairers_by_load, trades_of


class Lists:
    """What may be typed, by its name; fetched once for all rows."""

    def __init__(self, school):
        self.school = school

    @cached_property
    def places(self):
        places = Place.objects.of_school(self.school).filter(active=True).select_related("campus")
        return {place.full_label(): place for place in places}

    @cached_property
    def kinds(self):
        kinds = Kind.objects.of_school(self.school).objects_repaired().prefetch_related("trades")
        return {kind.name: kind for kind in kinds}

    @cached_property
    def parts(self):
        return {kind.name: kind for kind in Kind.objects.of_school(self.school).parts()}

    @cached_property
    def workers(self):
        return {person.name: person for person in repairers_by_load(self.school)}

    @cached_property
    def trades(self):
        return list(trades_of(self.school))


def lists_of(school):
    return Lists(school)


class GridDayForm(SchoolForm):
    day = forms.DateField(
        label=gettext_lazy("Done on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def prepare(self):
        self.fields["day"].initial = clock.today


class GridRow(forms.Form):
    """Place, object, quantity, repairer; part and words if there are any. An empty row is passed over."""

    use_required_attribute = False

    place = ByName(label=gettext_lazy("Place"), listed_in="places")
    kind = ByName(label=gettext_lazy("Object"), listed_in="kinds")
    quantity = quantity_field(required=False)
    worker = ByName(label=gettext_lazy("Repairer"), listed_in="workers")
    part = ByName(label=gettext_lazy("Part"), listed_in="parts", required=False)
    part_quantity = quantity_field(required=False)
    trade = forms.ModelChoiceField(
        Trade.objects.none(), label=gettext_lazy("Trade"), required=False, empty_label=gettext_lazy("by object")
    )
    result = forms.CharField(label=gettext_lazy("What was done"), max_length=500, required=False)

    def __init__(self, *args, lists, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].records = lists.places
        self.fields["kind"].records = lists.kinds
        self.fields["worker"].records = lists.workers
        self.fields["part"].records = lists.parts
        self.fields["trade"].queryset = Trade.objects.filter(pk__in=[trade.pk for trade in lists.trades])
        self.fields["trade"].choices = [("", _("by object")), *[(trade.pk, trade.name) for trade in lists.trades]]
        self.trades = lists.trades
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label
            field.widget.attrs["placeholder"] = " "  # the style sheet sees by it which rows are in use

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("part_quantity") and not cleaned.get("part"):
            self.add_error("part", _("Choose the part of each quantity."))
        return cleaned

    def job(self, day):
        """Return what ``book_job`` takes."""
        facts = self.cleaned_data
        job = {name: facts[name] for name in ("place", "kind", "worker", "result")}
        job |= {"day": day, "quantity": facts["quantity"] or Decimal(1), "trade": facts["trade"] or self._usual_trade()}
        if facts["part"]:
            job["parts"] = [{"kind": facts["part"], "quantity": facts["part_quantity"] or Decimal(1)}]
        return job

    def _usual_trade(self):
        """Return the trade the object is usual for, else the last one (其他)."""
        usual = {trade.pk for trade in self.cleaned_data["kind"].trades.all()}
        return next((trade for trade in self.trades if trade.pk in usual), self.trades[-1])
