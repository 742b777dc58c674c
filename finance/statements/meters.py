"""What meters say in the term summary (按电表数收费, DOMAIN U-03, T-24; rules meter.pay.days)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.models import Meter, MeterPayment, MeterReading
from finance.panels.income import standing_text
from finance.panels.meters import units_text
from logistics import clock
from logistics.pages.columns import Column
from logistics.reports.statements import Claim, Figure, Problem, Section, Sentence, Statement


def meters_charged(school, period, scope):
    """Meters, what was used by kind, charged, collected and overdue; 水电费按表计量、应收尽收 with its counter-examples."""
    meters = Meter.objects.of_school(school).used_in(period, scope)
    of_school = MeterReading.objects.of_school(school)
    read = of_school.read_in(period, scope)
    paid = MeterPayment.objects.of_school(school).paid_in(period, scope)
    late = of_school.filter(scope.rows("meter__place__campus")).overdue(min(period.end, clock.today()))
    money = {"unit": _("yuan"), "kind": "money"}
    hung = Figure("meters", _("meters others pay for"), meters, unit=pgettext("unit", "meters"))
    readings = Figure("read", _("meter readings"), read, unit=_("times"))
    power = Figure(
        "kwh", _("electricity charged"), read.filter(meter__kind="electricity"), measure="units", unit=_("kWh")
    )
    water = Figure("tonnes", _("water charged"), read.filter(meter__kind="water"), measure="units", unit=_("tonnes"))
    charged = Figure("charged", _("charged for electricity and water"), read, measure="amount", **money)
    collected = Figure("collected", _("received for electricity and water"), paid, measure="amount", **money)
    owed = Figure("outstanding", _("electricity and water overdue"), late, measure="outstanding", **money)
    replaced = Figure(
        "replaced", _("meters replaced"), read.filter(old_last__isnull=False), unit=pgettext("unit", "meters")
    )
    wrong = of_school.filter(period.days("read_on"), scope.rows("meter__place__campus"), reversed_on__isnull=False)
    wrong = Figure("reversed", _("wrong readings reversed"), wrong, unit=_("times"))
    unread = Figure("unread", _("meters not read"), meters.exclude(readings__in=read), unit=pgettext("unit", "meters"))
    return Statement(
        "finance.meters",
        Section.ENERGY,
        sentences=[
            Sentence(
                _("%(meters)s of staff, tenants and kitchens were read %(read)s: %(charged)s charged and %(collected)s received."),
                meters=hung, read=readings, charged=charged, collected=collected, when=readings,
            ),
            Sentence(_("Electricity: %(kwh)s."), kwh=power, when=power),
            Sentence(_("Water: %(tonnes)s."), tonnes=water, when=water),
        ],
        claims=[
            Claim(
                "by_meter",
                _("Electricity and water were charged by the meter, and all that was due was collected."),
                late,
                when=read,
                breach=Sentence(_("%(count)s for electricity and water are overdue, %(owed)s together."), owed=owed),
                direction=_("Ask for overdue electricity and water, and agree on a day of payment."),
                unit=_("bills"),
                label=_("overdue bills of electricity and water"),
            )
        ],
        problems=[
            Problem(
                "unread",
                Sentence(_("%(unread)s were not read in the period."), unread=unread),
                when=unread,
                direction=_("Read every meter once a month."),
            )
        ],
        figures=[replaced, wrong],
    )  # fmt: skip


def meter_columns():
    return [
        Column(_("Meter number"), "number", link=True),
        Column(_("Kind"), "get_kind_display"),
        Column(_("Place"), "place.label", path="place__label"),
        Column(_("Who pays"), "payer"),
        Column(pgettext("meter", "In use since"), "from_on", kind="date"),
        Column(_("Standing"), standing_text, kind="badge", path="until_on"),
    ]


def reading_columns():
    return [
        Column(_("Who pays"), "payer", link=True),
        Column(_("Meter"), "meter.number", path="meter__number"),
        Column(_("Place"), "meter.place.label", path="meter__place__label"),
        Column(pgettext("meter", "Read on"), "read_on", kind="date"),
        Column(_("Reading"), "value", kind="number"),
        Column(pgettext("meter", "Used"), units_text, path="units", brings=["meter"]),
        Column(pgettext("meter", "To be paid by"), "due_on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
    ]


def meter_payment_columns():
    return [
        Column(_("Who pays"), "reading.payer", path="reading__payer", link=True),
        Column(_("Meter"), "reading.meter.number", path="reading__meter__number"),
        Column(_("On"), "on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
    ]
