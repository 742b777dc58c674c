"""Fields of our own: tiles and chips to tap, parts used, places found by typing."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.catalogue.models import Kind
from logistics.school.models import Place, SchoolClass
from repairs.models import Repair
from repairs.models.repair import LARGEST_QUANTITY

PARTS_SHOWN = 3
PLACES_USED_LAST = 5


class Taps(forms.widgets.ChoiceWidget):
    """A radio group as big tiles, or as chips in a row; ``decorate(value)`` gives each its icon or trades."""

    input_type = "radio"
    template_name = "repairs/widgets/taps.html"
    option_template_name = "repairs/widgets/tap.html"
    use_fieldset = True

    def __init__(self, *, shape="tiles", **options):
        super().__init__(**options)
        self.shape = shape
        self.extras = {}

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["shape"] = self.shape
        return context

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["extra"] = self.extras.get(str(value), {})
        return option

    def id_for_label(self, id_, index=None):
        return "" if index is None else super().id_for_label(id_, index)


def offer_trades(field, trades):
    """Let a trade be tapped by its icon."""
    trades = list(trades)
    field.queryset = (
        type(trades[0]).objects.filter(pk__in=[trade.pk for trade in trades]) if trades else field.queryset.none()
    )
    field.empty_label = None
    field.choices = [(trade.pk, trade.name) for trade in trades]
    field.widget.extras = {str(trade.pk): {"icon": trade.icon} for trade in trades}


def offer_kinds(field, school, trades):
    """Let an object be tapped; each chip knows the trades it is usual for (repair_taps.js)."""
    kinds = list(Kind.objects.of_school(school).objects_repaired().prefetch_related("trades"))
    field.queryset = Kind.objects.of_school(school).objects_repaired()
    field.choices = [(kind.pk, kind.name) for kind in kinds]
    field.widget.extras = {
        str(kind.pk): {"trades": " ".join(str(trade.pk) for trade in kind.trades.all())} for kind in kinds
    }


def offer_places(field, school, user):
    """Offer the places of the school, those this person used last or teaches in first."""
    field.queryset = Place.objects.of_school(school).filter(active=True).select_related("campus")
    labels = {place.pk: place.full_label() for place in field.queryset}
    last = [pk for pk in places_used_last(school, user) if pk in labels]
    rest = [(pk, label) for pk, label in labels.items() if pk not in last]
    groups = [(_("Used last"), [(pk, labels[pk]) for pk in last])] if last else []
    field.choices = [("", _("Choose a place")), *groups, (_("All places"), rest)]
    field.widget.attrs["data-searchable"] = ""
    return last


def places_used_last(school, user):
    """Return the ids of the rooms a person reported from last, then of the rooms of their classes."""
    reported = Repair.objects.of_school(school).filter(reporter=user).order_by("-reported_at")
    ids = [*reported.values_list("place_id", flat=True)[:20]]
    ids += (
        SchoolClass.objects.of_school(school)
        .filter(class_teacher=user, room__isnull=False)
        .values_list("room_id", flat=True)
    )
    return list(dict.fromkeys(ids))[:PLACES_USED_LAST]


class ByName(forms.CharField):
    """A record found by what was typed, with the names offered while typing (datalist).

    ``offer(records, labels)`` is called when the form is made. Exact names win; else the only one that contains it.
    """

    default_error_messages = {
        "unknown": gettext_lazy("“%(text)s” is not known here. Choose one from the list."),
        "many": gettext_lazy("“%(text)s” fits several. Choose one from the list."),
    }

    def __init__(self, *, listed_in, **options):
        super().__init__(**options)
        self.records = {}
        self.widget.attrs |= {"list": listed_in, "autocomplete": "off"}

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        if text in self.records:
            return self.records[text]
        found = [record for label, record in self.records.items() if text in label]
        if len(found) != 1:
            code = "many" if found else "unknown"
            raise forms.ValidationError(self.error_messages[code], code=code, params={"text": text})
        return found[0]


class PartsInput(forms.Widget):
    """Rows of part, quantity and price; empty rows are left out."""

    template_name = "repairs/widgets/parts.html"
    use_fieldset = True
    kinds = ()

    def value_from_datadict(self, data, files, name):
        if not hasattr(data, "getlist"):
            return data.get(name, [])
        columns = [data.getlist(f"{name}-{part}") for part in ("kind", "quantity", "price")]
        return [row for row in zip(*columns, strict=False) if any(cell.strip() for cell in row)]

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-kind" not in data

    def format_value(self, value):
        return value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = [tuple(row) for row in value or [] if isinstance(row, (tuple, list))]
        context["widget"] |= {
            "kinds": self.kinds,
            "rows": [*rows, *[("", "", "")] * max(PARTS_SHOWN - len(rows), 1)],
        }
        return context


class PartsField(forms.Field):
    """Parts used; cleaned to [{"kind", "quantity", "unit_price"}]."""

    def __init__(self, **options):
        super().__init__(widget=PartsInput(), required=False, **options)

    def offer(self, school):
        self.widget.kinds = list(Kind.objects.of_school(school).parts())

    def clean(self, value):
        kinds = {str(kind.pk): kind for kind in self.widget.kinds}
        return [self._part(kinds, *row) for row in value or []]

    def _part(self, kinds, kind, quantity, price=""):
        if kind not in kinds:
            raise forms.ValidationError(_("Choose the part of each quantity."))
        return {
            "kind": kinds[kind],
            "quantity": _number(quantity or "1", kinds[kind], least=Decimal("0.01")),
            "unit_price": _number(price, kinds[kind]) if price.strip() else None,
        }


def _number(text, kind, least=Decimal(0)):
    try:
        number = Decimal(text.strip())
    except InvalidOperation as error:
        raise forms.ValidationError(_("“%(text)s” is not a number.") % {"text": text}) from error
    if not number.is_finite() or not least <= number <= LARGEST_QUANTITY or number.as_tuple().exponent < -2:
        raise forms.ValidationError(
            _("%(kind)s: enter a number between 0 and 9999 with at most two decimal places.") % {"kind": kind}
        )
    return number


def quantity_field(**options):
    """Return a field for a quantity of objects."""
    return forms.DecimalField(
        label=gettext_lazy("Quantity"),
        min_value=Decimal("0.01"),
        max_value=LARGEST_QUANTITY,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "min_value": gettext_lazy("Enter a quantity between 0 and 9999."),
            "max_value": gettext_lazy("Enter a quantity between 0 and 9999."),
        },
        **options,
    )
