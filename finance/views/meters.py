"""Meters: the list, one of them with its readings, entering, changing, reading, taking out of use; and prices."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from finance import services
from finance.filters.meters import MeterFilter
from finance.forms.meters import MeterChangeForm, MeterForm, ReadForm, RetireForm, TariffForm
from finance.models import Meter, MeterTariff
from finance.panels.income import standing_text
from finance.panels.meters import price_text, readings_panel
from finance.selectors.meters import with_last
from finance.views.ledgers import Ledger
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action, Cell

KEEP, READ, VIEW = "finance.keep_meter", "finance.read_meter", "finance.view_meter"
PLACE = Column(gettext_lazy("Place"), "place.full_label", path="place__label")


class OfMeters:
    model = Meter
    queryset = with_last(Meter.objects.select_related("place__campus", "school", "person", "agreement"))

    def get_breadcrumbs(self):
        return [(_("Meters"), reverse("finance:meter_list"))] if self.request.user.has_perm(VIEW) else []


class MeterCreate(OfMeters, CreatePage):
    form_class = MeterForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Enter a meter"), "finance:meter_create"

    def perform(self, form):
        return services.enter_meter(self.school, **form.cleaned_data, by=self.request.user)


class MeterList(OfMeters, Ledger, ListPage):
    permission_required = VIEW
    filterset_class = MeterFilter
    create_page = MeterCreate
    title = gettext_lazy("Meters")
    empty_text = gettext_lazy(
        "Staff flats, shops and kitchens pay for electricity and water by what stands on their meters."
    )
    columns = [
        Column(gettext_lazy("Meter number"), "number", link=True),
        Column(gettext_lazy("Kind"), "get_kind_display"),
        PLACE,
        Column(gettext_lazy("Who pays"), "payer"),
        Column(gettext_lazy("Last reading"), "last_value", kind="number", labelled=True, path="last_value"),
        Column(pgettext_lazy("meter", "Read on"), "last_on", kind="date", path="last_on"),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="until_on"),
    ]

    def get_breadcrumbs(self):
        return []

    def get_exports(self):
        actions = [Action(_("Prices"), reverse("finance:tariff_list"), icon="tag")]
        entering = super().get_primary()
        if self.reading_comes_first and entering is not None:
            actions.insert(0, Action(entering.label, entering.url, icon=entering.icon))
        return [*actions, *super().get_exports()]

    @cached_property
    def reading_comes_first(self):
        """Whether there is something to read for whoever may: then this is what one comes for."""
        return self.request.user.has_perm(READ) and self.get_queryset().in_use().exists()

    def get_primary(self):
        if not self.reading_comes_first:
            return super().get_primary()
        return Action(_("Read meters"), reverse("finance:meter_sheet"), icon="gauge", tone="primary")


class MeterRead(OfMeters, ActionPage):
    form_class = ReadForm
    permission_required = READ
    label, url_name = pgettext_lazy("meter", "Read"), "finance:meter_read"
    icon, tone = "gauge", "primary"
    done_text = gettext_lazy("The reading is entered and charged.")
    facts = [
        PLACE,
        Column(gettext_lazy("Who pays"), "payer"),
        Column(gettext_lazy("Last reading"), "last_value", kind="number"),
        Column(gettext_lazy("Read before on"), "last_on", kind="date"),
    ]

    @classmethod
    def applies(cls, record, user):
        return not record.until_on

    def perform(self, form):
        services.read_meter(self.object, **form.cleaned_data, by=self.request.user)
        return self.object


class MeterChange(OfMeters, UpdatePage):
    form_class = MeterChangeForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Change"), "finance:meter_change"

    @classmethod
    def applies(cls, record, user):
        return not record.until_on

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object}

    def get_initial(self):
        """A payer who is chosen is no name to be typed."""
        values = super().get_initial()
        return values | {"payer": ""} if self.object.person_id or self.object.agreement_id else values

    def perform(self, form):
        return services.change_meter(self.object, **form.cleaned_data, by=self.request.user)


class MeterRetire(OfMeters, ActionPage):
    form_class = RetireForm
    permission_required = KEEP
    label, url_name = pgettext_lazy("meter", "Take out of use"), "finance:meter_retire"
    icon, danger = "circle-stop", True
    question = gettext_lazy("It is no longer read. What was charged until then stays.")
    done_text = pgettext_lazy("meter", "Taken out of use.")

    @classmethod
    def applies(cls, record, user):
        return not record.until_on

    def perform(self, form):
        return services.retire_meter(self.object, **form.cleaned_data, by=self.request.user)


class MeterDetail(OfMeters, DetailPage):
    actions = [MeterRead, MeterChange, MeterRetire]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Kind"), "get_kind_display"),
                Column(gettext_lazy("Place"), "place.full_label"),
                Column(gettext_lazy("Who pays"), "payer"),
                Column(gettext_lazy("Agreement"), "agreement"),
                Column(gettext_lazy("Last reading"), "last_value", kind="number"),
                Column(gettext_lazy("Read before on"), "last_on", kind="date"),
                Column(pgettext_lazy("meter", "Multiplier"), "multiplier", kind="number"),
                Column(gettext_lazy("First reading"), "first_value", kind="number"),
                Column(pgettext_lazy("meter", "In use since"), "from_on", kind="date"),
                Column(pgettext_lazy("meter", "In use until"), "until_on", kind="date"),
            ],
        )
    ]

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)

    def get_number(self):
        return ""

    def get_panels(self):
        """Whoever only reads meters does not see what others pay."""
        panels = [readings_panel(self.object)] if self.request.user.has_perm(VIEW) else []
        return [*panels, *super().get_panels()]


class TariffCreate(CreatePage):
    model = MeterTariff
    form_class = TariffForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Enter a price"), "finance:tariff_create"

    def get_breadcrumbs(self):
        return [(_("Prices"), reverse("finance:tariff_list"))]

    def perform(self, form):
        return services.set_tariff(self.school, **form.cleaned_data, by=self.request.user)


class TariffList(ListPage):
    model = MeterTariff
    queryset = MeterTariff.objects.select_related("by")
    permission_required = VIEW
    create_page = TariffCreate
    title = gettext_lazy("Prices of electricity and water")
    empty_text = gettext_lazy("What a kWh and a tonne cost, and from when on. Readings made before keep their price.")
    columns = [
        Column(gettext_lazy("Kind"), "get_kind_display", primary=True),
        Column(gettext_lazy("Price of a unit (yuan)"), lambda tariff: price_text(tariff.price), path="price"),
        Column(gettext_lazy("for each"), lambda tariff: tariff.unit, path="kind"),
        Column(pgettext_lazy("tariff", "Valid from"), "from_on", kind="date"),
        Column(gettext_lazy("Decided by"), "basis"),
        Column(gettext_lazy("Written down by"), "by.name", path="by__name", phone=False),
    ]

    def get_breadcrumbs(self):
        return [(_("Meters"), reverse("finance:meter_list"))]
