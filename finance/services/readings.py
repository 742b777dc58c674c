"""Reading meters, what is charged for it, receiving the money, and taking mistakes back."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.models import MeterPayment, MeterReading, MeterTariff
from finance.services.booking import book_income
from finance.services.lines import CENT, LIMIT, check_amount
from finance.services.money import reverse_entry
from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text
from logistics.rules.selectors import in_force
from logistics.school.services import require_school_day

ALREADY = "finance_meterpayment_corrects_id_key"
LOOKED_BACK = 6  # readings from which the usual use is reckoned


@change
def read_meter(meter, *, read_on, value, by, old_last=None, new_first=None, note_text=""):
    """Write down what stands on a meter, and charge what went through since the reading before; return the MeterReading.

    old_last, new_first: what the old meter showed in the end and the new one in the beginning, where it was replaced.
    Raises RuleError for a value below the one before, for use far above the usual without a note (rule meter.jump), for
    a day before the last reading, and while no price is in force.
    """
    require_school_day(meter.school, read_on, field="read_on")
    meter = lock(meter)
    if meter.until_on:
        raise WrongState(pgettext("meter", "This meter is out of use."))
    previous_on, previous = last_state(meter, read_on)
    used = _used(previous, value, old_last, new_first)
    tariff = MeterTariff.objects.of_school(meter.school).in_force(meter.kind, read_on)
    if tariff is None:
        raise RuleError(_("No price is in force on this day. Enter the price first."))
    if max(used * meter.multiplier, used * meter.multiplier * tariff.price) >= LIMIT:
        raise RuleError(_("%(what)s is too large. Check the figure.") % {"what": _("the reading")}, field="value")
    limit = _limit(meter, previous_on, read_on)
    if limit is not None and used > limit and not note_text.strip():
        facts = {"used": as_text(used, "number"), "unit": meter.unit, "limit": as_text(limit, "number")}
        message = _("%(used)s %(unit)s is far above the usual. Check the figure; if it is right, write why.")
        raise RuleError(message % facts, field="note_text")
    pay_days = int(in_force("meter.pay.days", school=meter.school, on=read_on))
    reading = MeterReading.objects.create(
        school=meter.school, meter=meter, read_on=read_on, value=value, previous_on=previous_on, previous_value=previous,
        old_last=old_last, new_first=new_first, multiplier=meter.multiplier, price=tariff.price, limit=limit,
        note=note_text.strip(), payer=meter.payer, person=meter.person, due_on=read_on + timedelta(days=pay_days), by=by,
        at=clock.now(),
    )  # fmt: skip
    note(reading, "read", by=by, text=reading.note)
    return reading


@change
def reverse_reading(reading, *, reason, by):
    """Take a wrong reading back, so that the meter is read anew; it stays readable. Only the last one of its meter.

    Raises RuleError while a payment for it stands, and once the meter was read again.
    """
    lock(reading.meter)
    reading = _lock(reading)
    if reading.reversed_on:
        raise WrongState(_("This was reversed already."))
    if reading.paid:
        raise RuleError(_("It was paid. Reverse the payment first."))
    if reading.meter.readings.standing().filter(read_on__gt=reading.read_on).exists():
        raise RuleError(_("The meter was read again since. Reverse the later reading first."))
    reading.reversed_on, reading.reversed_by, reading.reversed_reason = clock.today(), by, reason.strip()
    reading.save(update_fields=["reversed_on", "reversed_by", "reversed_reason"])
    note(reading, "reversed", by=by, text=reading.reversed_reason, tone="danger")
    return reading


@change
def receive_reading(reading, *, account, amount, on, by, voucher=""):
    """Book money received for a reading, or a part of it; return the MeterPayment. It is income, never netted."""
    reading = _lock(reading)
    require_school_day(reading.school, on, field="on")
    check_amount(amount, _("the amount"), field="amount")
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field="amount")
    if reading.reversed_on:
        raise WrongState(_("This was reversed already."))
    if on < reading.read_on:
        raise RuleError(_("It was read on %(day)s.") % {"day": full_day_text(reading.read_on)}, field="on")
    if amount > reading.outstanding:
        facts = {"left": as_text(reading.outstanding, "money")}
        raise RuleError(_("Only %(left)s yuan are outstanding. Write at most that much.") % facts, field="amount")
    entry = book_income(
        reading.school, account, amount=amount, on=on, text=str(reading), by=by, about=reading, party=reading.payer,
        voucher=voucher,
    )  # fmt: skip
    payment = MeterPayment.objects.create(reading=reading, amount=amount, on=on, entry=entry, by=by, at=clock.now())
    note(reading, "paid", by=by, text=_("%(amount)s yuan") % {"amount": as_text(amount, "money")})
    return payment


@change
def receive_readings(readings, *, account, on, by, voucher=""):
    """Book what is outstanding of several readings, each as an entry of its own; return the MeterPayments."""
    rows = MeterReading.objects.standing().with_payments().filter(pk__in=[reading.pk for reading in readings])
    owed = list(rows.filter(outstanding__gt=0).order_by("pk"))
    if not owed:
        raise RuleError(_("Nothing of these is outstanding any more."))
    return [
        receive_reading(reading, account=account, amount=reading.outstanding, on=on, by=by, voucher=voucher)
        for reading in owed
    ]


@change
def reverse_meter_payment(payment, *, on, reason, by):
    """Take a payment back, in the books too; the reading is outstanding again. Once only."""
    reading = _lock(payment.reading)
    require_school_day(reading.school, on, field="on")
    if payment.corrects_id or hasattr(payment, "corrected_by"):
        raise WrongState(_("This was reversed already."))
    entry = reverse_entry(payment.entry, on=on, reason=reason, by=by)
    with refusing(ALREADY, _("This was reversed already.")):
        correction = MeterPayment.objects.create(
            reading=reading, amount=-payment.amount, on=on, entry=entry, corrects=payment, by=by, at=clock.now()
        )
    note(reading, "payment_reversed", by=by, text=reason.strip(), tone="danger")
    return correction


def last_state(meter, day):
    """Return (day, value) of the last reading of ``meter``, or of its installation. Raises RuleError unless before ``day``."""
    last = meter.readings.standing().first()
    if last is None:
        if day < meter.from_on:
            facts = {"day": full_day_text(meter.from_on)}
            raise RuleError(_("It is in use since %(day)s. Choose that day or a later one.") % facts, field="read_on")
        return meter.from_on, meter.first_value
    if day <= last.read_on:
        message = _("It was read on %(day)s already. Choose a later day, or reverse that reading if it is wrong.")
        raise RuleError(message % {"day": full_day_text(last.read_on)}, field="read_on")
    return last.read_on, last.value


def _used(previous, value, old_last, new_first):
    """Return what went through, checking that nothing runs backwards."""
    for name, number in (("value", value), ("old_last", old_last), ("new_first", new_first)):
        if number is not None:
            check_amount(number, _("the reading"), field=name)
    if (old_last is None) != (new_first is None):
        field = "old_last" if old_last is None else "new_first"
        raise RuleError(
            _("Of a replaced meter write both: what the old one showed last and the new one first."), field=field
        )
    if old_last is None:
        _check_upwards(previous, value, "value")
        return value - previous
    _check_upwards(previous, old_last, "old_last")
    _check_upwards(new_first, value, "value")
    return old_last - previous + value - new_first


def _check_upwards(before, after, field):
    if after < before:
        message = _("Less than before (%(before)s). Check the figure; if the meter was replaced, say so.")
        raise RuleError(message % {"before": as_text(before, "number")}, field=field)


def _limit(meter, since, until):
    """Return the use above which it must be said why, from the use a day of the last readings; None of a new meter."""
    last = list(meter.readings.standing()[:LOOKED_BACK])
    if not last:
        return None
    days = (last[0].read_on - last[-1].previous_on).days
    total = sum(reading.used for reading in last)
    times, more = in_force("meter.jump", school=meter.school, on=until)
    usual = total * (until - since).days / Decimal(max(days, 1))
    limit = max(usual * Decimal(str(times)), usual + Decimal(str(more)))
    return min(limit, LIMIT).quantize(CENT, ROUND_HALF_UP)


def _lock(reading):
    lock(reading)
    return MeterReading.objects.with_payments().select_related("school", "meter__place").get(pk=reading.pk)
