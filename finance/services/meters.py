"""Meters and prices: entering them, changing who pays, taking a meter out of use."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.models import Agreement, Meter, MeterKind, MeterTariff
from finance.services.lines import check_amount
from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.school.services import require_school_day

NUMBER_TAKEN = "one_meter_of_a_number_in_a_school"
MOST = Decimal(10) ** 6  # that a multiplier or a price stays below
PRICE_PLACES = 4


@change
def enter_meter(
    school,
    *,
    number,
    kind,
    place,
    first_value,
    from_on,
    by,
    payer="",
    person=None,
    agreement=None,
    multiplier=Decimal(1),
):
    """Write a meter down that somebody is to pay for; what stands on it now is charged to nobody.

    payer: a name, needed where neither ``person`` nor ``agreement`` says who pays.
    """
    require_school_day(school, from_on, field="from_on")
    check_amount(first_value, _("the first reading"), field="first_value")
    _check_place(school, place)
    facts = {"number": _number(number), "place": place, "multiplier": _multiplier(multiplier)}
    facts |= _who_pays(school, payer, person, agreement)
    with refusing(NUMBER_TAKEN, _("Another meter has this number."), field="number"):
        meter = Meter.objects.create(
            school=school, kind=kind, first_value=first_value, from_on=from_on, created_at=clock.now(), **facts
        )
    note(meter, "entered", by=by)
    return meter


@change
def change_meter(meter, *, number, place, by, payer="", person=None, agreement=None, multiplier=Decimal(1)):
    """Change where a meter hangs, who pays and its multiplier; what was read before stays as it was charged."""
    meter = lock(meter)
    _require_in_use(meter)
    _check_place(meter.school, place)
    facts = {"number": _number(number), "place": place, "multiplier": _multiplier(multiplier)}
    facts |= _who_pays(meter.school, payer, person, agreement)
    before = meter.payer
    for name, value in facts.items():
        setattr(meter, name, value)
    with refusing(NUMBER_TAKEN, _("Another meter has this number."), field="number"):
        meter.save(update_fields=[*facts, "search_text"])
    text = "" if before == meter.payer else _("%(new)s pays instead of %(old)s") % {"new": meter.payer, "old": before}
    note(meter, "changed", by=by, text=text)
    return meter


@change
def retire_meter(meter, *, until_on, by):
    """Take a meter out of use; read it for the last time before."""
    meter = lock(meter)
    _require_in_use(meter)
    require_school_day(meter.school, until_on, field="until_on")
    last = meter.readings.standing().first()
    if until_on < (last.read_on if last else meter.from_on):
        raise RuleError(
            _("It was read after this day. Choose the day of the last reading or a later one."), field="until_on"
        )
    meter.until_on = until_on
    meter.save(update_fields=["until_on"])
    note(meter, "retired", by=by)
    return meter


@change
def set_tariff(school, *, kind, price, from_on, by, basis=""):
    """Write down what a unit costs from a day on; readings made already keep their price."""
    if kind not in MeterKind.values:
        raise RuleError(_("Choose electricity or water."), field="kind")
    if price <= 0:
        raise RuleError(_("Write an amount of more than 0."), field="price")
    if price >= MOST / 100 or -price.as_tuple().exponent > PRICE_PLACES:
        raise RuleError(_("Write a price of at most four decimals, below 10,000 yuan."), field="price")
    return MeterTariff.objects.create(
        school=school, kind=kind, price=price, from_on=from_on, basis=basis.strip(), by=by, at=clock.now()
    )


def _number(number):
    if not number.strip():
        raise RuleError(_("Write the number of the meter."), field="number")
    return number.strip()


def _multiplier(multiplier):
    check_amount(multiplier, _("the multiplier"), field="multiplier")
    if not 0 < multiplier < MOST:
        raise RuleError(_("Write a multiplier of more than 0, usually 1."), field="multiplier")
    return multiplier


def _check_place(school, place):
    if place.school_id != school.pk:
        raise RuleError(_("This belongs to another school."), field="place")


def _who_pays(school, payer, person, agreement):
    """Return payer, person and agreement; one of the three says who it is."""
    if person is not None and agreement is not None:
        raise RuleError(_("Choose a member of staff or an agreement, not both."), field="agreement")
    if agreement is not None:
        if agreement.school_id != school.pk or agreement.status != Agreement.Status.IN_FORCE:
            raise RuleError(_("Choose an agreement in force."), field="agreement")
        payer = agreement.party
    elif person is not None:
        payer = person.name
    if not payer.strip():
        raise RuleError(_("Choose who pays, or write the name."), field="payer")
    return {"payer": payer.strip(), "person": person, "agreement": agreement}


def _require_in_use(meter):
    if meter.until_on:
        raise WrongState(pgettext("meter", "This meter is out of use."))
