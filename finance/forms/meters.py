"""What a person types about meters, prices and readings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.forms.fields import day_field, money_field, reason_field, searched_field
from finance.forms.receiving import IntoAnAccount
from finance.models import Agreement, MeterKind
from logistics import clock
from logistics.pages.columns import as_text
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import User
from logistics.school.models import Place


class WhoPays(SchoolForm):
    """Asks for number, place and who pays: a member of staff, the other party of an agreement, or a name."""

    number = forms.CharField(
        label=_("Meter number"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    place = searched_field(_("Place"))
    person = searched_field(_("Member of staff who pays"), required=False)
    agreement = forms.ModelChoiceField(
        label=_("or agreement whose other party pays"), queryset=Agreement.objects.none(), required=False
    )
    payer = forms.CharField(
        label=_("or name of who pays"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    multiplier = money_field(
        pgettext_lazy("meter", "Multiplier"),
        initial=1,
        help_text=_("How many units one step of the dial stands for; 1 unless the meter hangs on a transformer."),
    )

    def prepare(self):
        super().prepare()
        places = Place.objects.of_school(self.school).filter(active=True)
        self.fields["place"].queryset = places.select_related("campus", "parent")
        people = User.objects.filter(appointments__school=self.school, is_active=True)
        self.fields["person"].queryset = people.distinct().order_by("name", "pk")
        agreements = Agreement.objects.of_school(self.school).filter(status=Agreement.Status.IN_FORCE)
        self.fields["agreement"].queryset = agreements


class MeterForm(WhoPays):
    kind = forms.ChoiceField(label=_("Kind"), choices=MeterKind)
    first_value = money_field(_("Stands at"), help_text=_("What it shows now; only what comes after is charged."))
    from_on = day_field(pgettext_lazy("meter", "In use since"))

    field_order = ["number", "kind", "place", "person", "agreement", "payer", "first_value", "from_on", "multiplier"]

    def prepare(self):
        super().prepare()
        self.fields["from_on"].initial = clock.today


class MeterChangeForm(WhoPays, ChangeForm):
    """Refuses when somebody changed the meter since it was shown. A payer chosen elsewhere is no name to be typed."""

    def prepare(self):
        super().prepare()
        self.fields["payer"].help_text = _("Read the meter first: from now on readings are charged to the new payer.")


class RetireForm(SchoolForm):
    until_on = day_field(_("Last day"))

    def prepare(self):
        self.fields["until_on"].initial = clock.today


class TariffForm(SchoolForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=MeterKind)
    price = money_field(_("Price of a unit (yuan)"), help_text=_("A kWh or a tonne, up to four decimals."))
    from_on = day_field(pgettext_lazy("tariff", "Valid from"))
    basis = forms.CharField(
        label=_("Decided by"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("document of the price bureau, meeting of the school")}),
    )

    def prepare(self):
        self.fields["from_on"].initial = clock.today


class DialFields(forms.Form):
    """What stands on a meter, on both where it was replaced, and why so much."""

    value = money_field(_("Reading"))
    old_last = money_field(_("Old meter showed last"), required=False)
    new_first = money_field(_("New meter began at"), required=False)
    note_text = forms.CharField(label=_("Note"), max_length=200, required=False)


class ReadForm(DialFields, SchoolForm):
    """One meter, read by itself."""

    read_on = day_field(pgettext_lazy("meter", "Read on"))

    field_order = ["value", "read_on", "old_last", "new_first", "note_text"]

    def prepare(self):
        self.fields["read_on"].initial = clock.today
        self.fields["old_last"].help_text = _(
            "Only where the meter was replaced: what stood on the old one in the end."
        )


class SheetDayForm(SchoolForm):
    read_on = day_field(pgettext_lazy("meter", "Read on"))

    def prepare(self):
        self.fields["read_on"].initial = clock.today


class SheetRow(DialFields):
    """A meter of the sheet; a row without a reading is passed over."""

    use_required_attribute = False

    def __init__(self, *args, meter, **kwargs):
        super().__init__(*args, prefix=f"m{meter.pk}", **kwargs)
        self.meter = meter
        self.fields["value"].required = False
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{meter.number} {field.label}"

    @property
    def last(self):
        """What stood on it last, as people write it."""
        return as_text(self.meter.last_value, "number")

    @property
    def is_typed(self):
        return any(self.cleaned_data.get(name) not in (None, "") for name in self.fields)

    def clean(self):
        cleaned = super().clean()
        if self.is_typed and "value" not in self.errors and cleaned.get("value") is None:
            self.add_error("value", _("Write what stands on the meter."))
        return cleaned

    @property
    def more_is_open(self):
        """Whether the fields of a replaced meter stand open: one of them is filled in, or wrong."""
        return any(self[name].value() or self[name].errors for name in ("old_last", "new_first", "note_text"))


class CollectReadingsForm(IntoAnAccount):
    """What is outstanding of several readings, received together."""

    pks = forms.CharField(widget=forms.HiddenInput, max_length=4000)
    on = day_field(_("Received on"))

    field_order = ["pks", "on", "account", "voucher"]

    def prepare(self):
        super().prepare()
        self.fields["on"].initial = clock.today


class ReverseReadingForm(SchoolForm):
    reason = reason_field(_("Why it is reversed"))
