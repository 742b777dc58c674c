"""Reporting a fault, for oneself, for a caller, or after the work."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.models import Asset
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.catalogue.models import Kind
from logistics.pages.forms import SchoolForm
from logistics.people.models import User
from logistics.school.models import Place
from repairs.forms.fields import PartsField, Taps, offer_kinds, offer_places, offer_trades, quantity_field
from repairs.models import Repair, Trade
from repairs.models.repair import LONGEST_DESCRIPTION
from repairs.selectors import repairers_by_load, trades_of

CALLED_BY = [
    Repair.Source.PHONE,
    Repair.Source.WECHAT,
    Repair.Source.IN_PERSON,
    Repair.Source.PATROL,
    Repair.Source.CHECK,
]
TOO_LONG = {"max_length": gettext_lazy("At most 1000 characters: shorten the description.")}


def description_field(**options):
    return forms.CharField(
        label=gettext_lazy("What is wrong"),
        max_length=LONGEST_DESCRIPTION,
        error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
        **{"required": False, **options},
    )


class FromCheckForm(SchoolForm):
    """What a report needs beyond the finding of a check that it comes from."""

    place = forms.ModelChoiceField(
        Place.objects.none(), label=gettext_lazy("Place"), widget=forms.Select(attrs={"data-searchable": ""})
    )
    trade = forms.ModelChoiceField(Trade.objects.none(), label=gettext_lazy("What kind of job"))
    kind = forms.ModelChoiceField(
        Kind.objects.none(),
        label=gettext_lazy("Object"),
        required=False,
        widget=forms.Select(attrs={"data-searchable": ""}),
    )
    urgent = forms.BooleanField(label=gettext_lazy("Urgent"), required=False)

    def prepare(self):
        if self.record.place_id:
            del self.fields["place"]
        else:
            offer_places(self.fields["place"], self.school, self.user)
        self.fields["trade"].queryset = Trade.objects.of_school(self.school).in_use()
        self.fields["kind"].queryset = Kind.objects.of_school(self.school).objects_repaired()


class FaultForm(SchoolForm):
    """What every report has: trade, object, words."""

    trade = forms.ModelChoiceField(Trade.objects.none(), label=gettext_lazy("What kind of job"), widget=Taps())
    kind = forms.ModelChoiceField(
        Kind.objects.none(), label=gettext_lazy("Object"), required=False, widget=Taps(shape="chips")
    )
    description = description_field()

    def prepare(self):
        super().prepare()
        trades = list(trades_of(self.school))
        offer_trades(self.fields["trade"], trades)
        offer_kinds(self.fields["kind"], self.school, trades)

    def clean(self):
        cleaned = super().clean()
        if (
            "description" not in self.errors
            and not cleaned.get("kind")
            and not (cleaned.get("description") or "").strip()
        ):
            self.add_error("description", _("Choose the object or write a few words on what is wrong."))
        return cleaned


class ReportForm(FaultForm):
    """A report by somebody signed in: place, trade, object, photo."""

    place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("Place"))
    photos = FilesField(label=gettext_lazy("Photos"))
    preferred_time = forms.ChoiceField(
        label=gettext_lazy("Convenient time"), required=False, choices=Repair.Slot.choices, widget=Taps(shape="chips")
    )
    affects_teaching = forms.BooleanField(label=gettext_lazy("Lessons suffer from it"), required=False)
    urgent = forms.BooleanField(
        label=gettext_lazy("Urgent"),
        required=False,
        help_text=gettext_lazy("Water running, sparks, somebody locked in: also call the duty phone."),
    )
    asset = forms.ModelChoiceField(Asset.objects.none(), widget=forms.HiddenInput, required=False)
    field_order = ["place", "trade", "kind", "photos", "description"]

    def prepare(self):
        super().prepare()
        last = offer_places(self.fields["place"], self.school, self.user)
        if last:
            self.fields["place"].initial = last[0]
        self.fields["asset"].queryset = Asset.objects.of_school(self.school).visible_to(self.user)


class EnterForm(FaultForm):
    """A call or message written down in ten seconds (代报)."""

    reporter_name = forms.CharField(label=gettext_lazy("Who reports it"), max_length=40)
    reporter_phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    source = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[(source.value, source.label) for source in CALLED_BY],
        initial=Repair.Source.PHONE,
        widget=Taps(shape="chips"),
    )
    place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("Place"))
    preferred_time = ReportForm.base_fields["preferred_time"]
    urgent = forms.BooleanField(label=gettext_lazy("Urgent"), required=False)
    field_order = ["place", "trade", "kind", "description", "reporter_name", "reporter_phone", "source"]

    def prepare(self):
        super().prepare()
        offer_places(self.fields["place"], self.school, self.user)
        colleagues = User.objects.working_at(self.school).only("name")
        self.names = [person.name for person in colleagues]
        self.fields["reporter_name"].widget.attrs |= {"list": "names", "autocomplete": "off"}

    def clean(self):
        """A colleague's exact name stands for the person, so that they hear of the repair."""
        cleaned = super().clean()
        name = (cleaned.get("reporter_name") or "").strip()
        people = list(User.objects.working_at(self.school).filter(name=name)[:2]) if name else []
        cleaned["reporter"] = people[0] if len(people) == 1 else None
        return cleaned


class BookForm(FaultForm):
    """A small job entered after it was done (先修后补单), on one screen."""

    place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("Place"))
    quantity = quantity_field(initial=1)
    day = forms.DateField(
        label=gettext_lazy("Done on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    worker = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Repairer"))
    source = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[(source.value, source.label) for source in CALLED_BY],
        initial=Repair.Source.IN_PERSON,
        widget=Taps(shape="chips"),
    )
    parts = PartsField(label=gettext_lazy("Parts used"))
    photos = FilesField(label=gettext_lazy("Photo after the work"))
    field_order = ["place", "trade", "kind", "quantity", "description", "day", "worker", "source", "parts", "photos"]

    def prepare(self):
        super().prepare()
        offer_places(self.fields["place"], self.school, self.user)
        self.fields["day"].initial = clock.today
        self.fields["worker"].queryset = repairers_by_load(self.school)
        self.fields["worker"].empty_label = None if self._works() else _("Choose a repairer")
        self.fields["worker"].initial = self.user.pk if self._works() else None
        self.fields["parts"].offer(self.school)

    def _works(self):
        return self.user.has_perm("repairs.work_repair")


class PublicReportForm(FaultForm):
    """A report from a door sticker, without an account: three taps and a photo."""

    photos = FilesField(label=gettext_lazy("Photo"), max_files=3)
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=40,
        help_text=gettext_lazy("Asked once; this phone remembers it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    preferred_time = ReportForm.base_fields["preferred_time"]
    urgent = forms.BooleanField(label=gettext_lazy("Urgent"), required=False)
    field_order = ["trade", "kind", "photos", "description", "name", "phone", "preferred_time", "urgent"]
