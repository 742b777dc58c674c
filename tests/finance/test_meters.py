from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from finance import services
from finance.models import Meter, MeterReading, MeterTariff, MoneyEntry
from logistics import clock
from logistics.errors import RuleError, WrongState
from tests.factories import PlaceFactory
from tests.finance.income_factories import account, agree, draft
from tests.finance.meter_factories import meter, pay_reading, read, tariff

pytestmark = pytest.mark.usefixtures("september")

ROW = [
    "school", "meter", "read_on", "value", "previous_on", "previous_value", "old_last", "new_first", "multiplier", "price",
    "limit", "note", "payer", "person", "due_on", "by", "at",
]  # fmt: skip


@pytest.fixture
def flat(office):
    """A flat whose electricity costs 0.60 yuan a kWh."""
    tariff(office)
    return meter(office)


def fresh(reading):
    return MeterReading.objects.with_payments().get(pk=reading.pk)


def copy_of(reading, **facts):
    """The row of a reading once more, a month later, as somebody would write it past the services."""
    later = {"read_on": date(2026, 8, 25), "due_on": date(2026, 9, 9)}
    later |= {"previous_on": reading.read_on, "previous_value": reading.value, "value": reading.value + 10}
    return MeterReading(**{name: getattr(reading, name) for name in ROW} | later | facts)


def refused_by_database(match, save):
    with pytest.raises((IntegrityError, DatabaseError), match=match), transaction.atomic():
        save()


# --- what a reading comes to ------------------------------------------------------------------------------------------


def test_what_went_through_is_charged_at_the_price_in_force(office, flat):
    reading = read(flat, office, "150")

    assert (reading.used, reading.units, reading.amount) == (Decimal("50.00"), Decimal("50.00"), Decimal("30.00"))
    assert (reading.previous_value, reading.previous_on) == (Decimal("100.00"), date(2026, 6, 25))
    assert (reading.payer, reading.due_on) == ("王建国", date(2026, 8, 9))


def test_a_multiplier_counts_and_half_a_fen_is_rounded_up(office):
    tariff(office, "0.6125")
    reading = read(meter(office, multiplier=Decimal("2")), office, "101.30")

    assert (reading.used, reading.units, reading.amount) == (Decimal("1.30"), Decimal("2.60"), Decimal("1.59"))
    assert read(meter(office, "D-302"), office, "100.20").amount == Decimal("0.12")
    tariff(office, "0.1", kind="water")
    assert read(meter(office, "W-1", kind="water"), office, "100.05").amount == Decimal("0.01")


def test_the_next_reading_goes_on_from_the_last(office, flat):
    read(flat, office, "150")

    second = read(flat, office, "190", month=8)

    assert (second.previous_value, second.used) == (Decimal("150.00"), Decimal("40.00"))


def test_a_reading_keeps_the_price_of_its_day(office, flat):
    first = read(flat, office, "150")
    tariff(office, "0.8", from_on=date(2026, 8, 1))

    second = read(flat, office, "160", month=8)

    assert (fresh(first).price, second.price, second.amount) == (Decimal("0.6"), Decimal("0.8"), Decimal("8.00"))


def test_a_wrong_price_is_followed_by_the_right_one_of_the_same_day(office, flat):
    tariff(office, "0.58")

    assert read(flat, office, "150").amount == Decimal("29.00")
    refused_by_database("append_only|Cannot update", lambda: MeterTariff.objects.update(price=Decimal("9")))
    refused_by_database(
        "costs_more_than_nothing",
        lambda: MeterTariff.objects.create(
            school=office.school, kind="water", price=0, from_on=clock.today(), by=office.director, at=clock.now()
        ),
    )


@pytest.mark.parametrize("price", ["0", "-1", "0.61251", "10000"])
def test_prices_without_sense_are_refused(office, price):
    with pytest.raises(RuleError) as refused:
        tariff(office, price)

    assert refused.value.field == "price"


def test_without_a_price_nothing_is_charged(office):
    with pytest.raises(RuleError, match="单价"):
        read(meter(office), office)


# --- what is refused --------------------------------------------------------------------------------------------------


def test_a_reading_below_the_last_is_refused(office, flat):
    with pytest.raises(RuleError) as refused:
        read(flat, office, "99.99")

    assert refused.value.field == "value"
    first = read(flat, office, "150")
    refused_by_database("not_below_the_one_before", copy_of(first, value=Decimal("149")).save)


def test_a_replaced_meter_is_charged_through_both(office, flat):
    reading = read(flat, office, "20", old_last="130", new_first="5")

    assert (reading.used, reading.amount) == (Decimal("45.00"), Decimal("27.00"))
    assert read(flat, office, "30", month=8).used == Decimal("10.00")


@pytest.mark.parametrize(
    "facts, field",
    [
        ({"old_last": "130"}, "new_first"),
        ({"new_first": "5"}, "old_last"),
        ({"old_last": "99", "new_first": "5"}, "old_last"),
        ({"old_last": "130", "new_first": "21"}, "value"),
    ],
)
def test_of_a_replaced_meter_both_are_written_and_run_forwards(office, flat, facts, field):
    with pytest.raises(RuleError) as refused:
        read(flat, office, "20", **facts)

    assert refused.value.field == field


def test_half_a_replacement_is_refused_by_the_database_too(office, flat):
    first = read(flat, office, "150")

    refused_by_database("not_below_the_one_before", copy_of(first, old_last=Decimal("160")).save)


def test_a_use_far_above_the_usual_asks_why_and_keeps_its_limit(office, flat):
    read(flat, office, "150")
    with pytest.raises(RuleError) as refused:
        read(flat, office, "320", month=8)

    reading = read(flat, office, "320", month=8, note_text="暑假有亲友同住，用空调")

    assert (refused.value.field, reading.limit) == ("note_text", Decimal("155.00"))
    refused_by_database(
        "far_above_the_usual", copy_of(reading, read_on=date(2026, 9, 1), note="", value=Decimal(999)).save
    )


def test_what_is_usual_goes_by_days_and_a_few_units_more_ask_nothing(office, flat):
    read(flat, office, "100.5", read_on=date(2026, 7, 5))

    assert read(flat, office, "108", read_on=date(2026, 7, 15)).note == ""


@pytest.mark.parametrize("day", [date(2026, 7, 25), date(2026, 7, 1)])
def test_of_a_meter_and_a_day_one_reading_stands(office, flat, day):
    first = read(flat, office, "150")
    with pytest.raises(RuleError) as refused:
        read(flat, office, "160", read_on=day)

    assert refused.value.field == "read_on"
    refused_by_database("was read after", copy_of(first, read_on=day, due_on=day).save)


@pytest.mark.parametrize("day", [date(2026, 6, 24), date(2026, 9, 17)])
def test_a_meter_is_read_while_it_is_in_use_and_not_in_advance(office, flat, day):
    with pytest.raises(RuleError) as refused:
        read(flat, office, read_on=day)

    assert refused.value.field == "read_on"


@pytest.mark.parametrize("value", ["-1", "150.001", "10000000000"])
def test_readings_without_sense_are_refused(office, flat, value):
    with pytest.raises(RuleError) as refused:
        read(flat, office, value)

    assert refused.value.field == "value"


def test_what_no_amount_holds_is_refused_with_a_sentence(office):
    tariff(office, "9999")
    huge = meter(office, multiplier=Decimal("999999"))
    with pytest.raises(RuleError) as refused:
        read(huge, office, "9999999999")

    tariff(office, "0.0001")
    read(meter(office, "D-302", "0"), office, "9999999999", read_on=date(2026, 6, 26))
    assert refused.value.field == "value"
    assert read(Meter.objects.get(number="D-302"), office, "9999999999", read_on=date(2026, 9, 16)).limit


def test_a_reading_that_skips_the_last_one_is_refused_by_the_database(office, flat):
    first = read(flat, office, "150")

    refused_by_database("does not go on", copy_of(first, previous_value=Decimal("100")).save)
    refused_by_database("does not go on", copy_of(first, school_id=meter_elsewhere().school_id).save)


def meter_elsewhere():
    return PlaceFactory().campus


# --- meters -----------------------------------------------------------------------------------------------------------


def test_a_meter_names_who_pays(office):
    lease = agree(office)

    assert meter(office, "A", payer="", person=office.teacher).payer == office.teacher.name
    assert meter(office, "B", payer="", agreement=lease).payer == "刘记文具店"
    with pytest.raises(RuleError) as nobody:
        meter(office, "C", payer=" ")
    with pytest.raises(RuleError) as both:
        meter(office, "C", person=office.teacher, agreement=lease)
    with pytest.raises(RuleError) as not_in_force:
        meter(office, "C", agreement=draft(office))
    assert (nobody.value.field, both.value.field, not_in_force.value.field) == ("payer", "agreement", "agreement")


def test_a_number_stands_for_one_meter_of_a_school(office, flat):
    with pytest.raises(RuleError) as refused:
        meter(office, flat.number)

    assert refused.value.field == "number"


def test_a_place_of_another_school_is_refused(office):
    with pytest.raises(RuleError) as refused:
        meter(office, place=PlaceFactory())

    assert refused.value.field == "place"


@pytest.mark.parametrize(
    "facts, constraint",
    [
        ({"number": ""}, "has_a_number_and_a_payer"),
        ({"payer": ""}, "has_a_number_and_a_payer"),
        ({"multiplier": 0}, "counts_upwards"),
        ({"until_on": date(2026, 6, 1)}, "out_of_use_after_it_came"),
        ({"kind": "water"}, "Cannot update"),
    ],
)
def test_what_is_not_true_of_a_meter_is_refused_by_the_database(office, flat, facts, constraint):
    refused_by_database(constraint, lambda: Meter.objects.filter(pk=flat.pk).update(**facts))


def test_who_pays_changes_for_the_readings_to_come(office, flat):
    first = read(flat, office, "150")

    services.change_meter(flat, number=flat.number, place=flat.place, payer="李新华", by=office.director)

    assert (fresh(first).payer, read(flat, office, "160", month=8).payer) == ("王建国", "李新华")


def test_a_meter_out_of_use_is_not_read_nor_changed(office, flat):
    read(flat, office, "150")
    with pytest.raises(RuleError) as too_early:
        services.retire_meter(flat, until_on=date(2026, 7, 24), by=office.director)
    services.retire_meter(flat, until_on=date(2026, 7, 31), by=office.director)

    with pytest.raises(WrongState):
        read(flat, office, "160", month=8)
    with pytest.raises(WrongState):
        services.change_meter(flat, number="X", place=flat.place, payer="李新华", by=office.director)
    assert too_early.value.field == "until_on"


# --- money ------------------------------------------------------------------------------------------------------------


def test_what_is_paid_is_an_income_of_its_own(office, flat):
    reading = read(flat, office, "150")

    payment = pay_reading(reading, office, "10")

    entry = MoneyEntry.objects.get()
    assert (entry.kind, entry.amount, entry.party, entry.about) == ("income", Decimal("10.00"), "王建国", reading)
    assert (payment.entry, fresh(reading).outstanding) == (entry, Decimal("20.00"))


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "30.01"])
def test_no_more_is_paid_than_is_owed_and_nothing_without_sense(office, flat, amount):
    with pytest.raises(RuleError) as refused:
        pay_reading(read(flat, office, "150"), office, amount)

    assert refused.value.field == "amount"


def test_more_than_was_charged_is_refused_by_the_database(office, flat):
    reading = read(flat, office, "150")
    payment = pay_reading(reading, office, "30")
    other = services.post_entry(
        account(office),
        kind="income",
        source="other",
        amount=Decimal(1),
        on=clock.today(),
        text="x",
        by=office.director,
    )
    payment.pk, payment.entry, payment.amount = None, other, Decimal(1)

    refused_by_database("do not fit", payment.save)


def test_a_payment_is_not_dated_before_the_reading(office, flat):
    with pytest.raises(RuleError) as refused:
        pay_reading(read(flat, office, "150"), office, on=date(2026, 7, 24))

    assert refused.value.field == "on"


def test_a_payment_taken_back_is_outstanding_again_once(office, flat):
    reading = read(flat, office, "150")
    payment = pay_reading(reading, office)
    services.reverse_meter_payment(payment, on=clock.today(), reason="收错户", by=office.accountant)

    assert (fresh(reading).outstanding, MoneyEntry.objects.balance()) == (Decimal("30.00"), 0)
    with pytest.raises(WrongState):
        services.reverse_meter_payment(payment, on=clock.today(), reason="再来", by=office.accountant)


# --- corrections ------------------------------------------------------------------------------------------------------


def test_a_wrong_reading_is_reversed_stays_readable_and_is_read_anew(office, flat):
    wrong = read(flat, office, "510")

    services.reverse_reading(wrong, reason="看错一位", by=office.director)

    right = read(flat, office, "150")
    assert (fresh(wrong).outstanding, right.previous_value) == (0, Decimal("100.00"))
    assert list(flat.readings.standing()) == [right]
    with pytest.raises(WrongState):
        services.reverse_reading(wrong, reason="再来", by=office.director)
    with pytest.raises(WrongState):
        pay_reading(wrong, office)


def test_a_paid_reading_is_not_changed(office, flat):
    reading = read(flat, office, "150")
    pay_reading(reading, office, "10")

    with pytest.raises(RuleError, match="此笔已缴费"):
        services.reverse_reading(reading, reason="看错", by=office.director)
    rows = MeterReading.objects.filter(pk=reading.pk)
    reversal = {"reversed_on": clock.today(), "reversed_by": office.director.pk, "reversed_reason": "看错"}
    refused_by_database("gone on from, or paid", lambda: rows.update(**reversal))
    refused_by_database("Cannot update", lambda: rows.update(value=Decimal("140")))
    refused_by_database("Cannot delete", lambda: delete_plainly(reading))


def delete_plainly(reading):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM finance_meterreading WHERE id = %s", [reading.pk])


def test_only_the_last_reading_is_reversed(office, flat):
    first = read(flat, office, "150")
    read(flat, office, "160", month=8)

    with pytest.raises(RuleError, match="此后又抄过表"):
        services.reverse_reading(first, reason="看错", by=office.director)
    reversal = {"reversed_on": clock.today(), "reversed_by": office.director.pk, "reversed_reason": "看错"}
    refused_by_database("gone on from", lambda: MeterReading.objects.filter(pk=first.pk).update(**reversal))


def test_a_reversal_says_why_and_stays(office, flat):
    reading = read(flat, office, "150")
    rows = MeterReading.objects.filter(pk=reading.pk)
    refused_by_database("who_when_and_why", lambda: rows.update(reversed_on=clock.today()))

    services.reverse_reading(reading, reason="看错", by=office.director)

    refused_by_database("Cannot update", lambda: rows.update(reversed_on=None, reversed_by=None, reversed_reason=""))


def test_what_is_overdue_on_a_day_is_what_was_not_paid_by_then(office, flat):
    reading = read(flat, office, "150")
    pay_reading(reading, office, on=date(2026, 9, 10))
    days = [reading.due_on, reading.due_on + timedelta(days=1), date(2026, 9, 10)]

    assert [list(MeterReading.objects.overdue(day)) for day in days] == [[], [reading], []]
