from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from finance import services
from finance.hooks.meters import overdue, search, to_read
from finance.jobs.meters import meters_to_read, readings_unpaid
from finance.statements.meters import meters_charged
from logistics import clock
from logistics.reports.periods import Period, Scope
from tests.factories import user_with
from tests.finance.meter_factories import meter, pay_reading, read, tariff

pytestmark = pytest.mark.usefixtures("september")

READ, VIEW, RECORD = "finance.read_meter", "finance.view_meter", "finance.record_income"


@pytest.fixture
def flat(office):
    tariff(office)
    return meter(office)


def at(month, day):
    return clock.set_to(datetime(2026, month, day, 2, tzinfo=UTC))


# --- reminders and tasks ----------------------------------------------------------------------------------------------


def test_from_the_day_of_the_rule_on_whoever_may_read_is_reminded_until_all_are_read(office, flat):
    reader = user_with(READ, school=office.school)
    user_with(VIEW, school=office.school)
    days = [date(2026, 8, 24), date(2026, 8, 25), date(2026, 8, 31)]
    before = [[reminder.to for reminder in meters_to_read(day)] for day in days]
    keys = {reminder.key for day in days for reminder in meters_to_read(day)}

    read(flat, office, month=8)

    assert before == [[], [reader], [reader]]
    assert len(keys) == 1
    assert list(meters_to_read(date(2026, 8, 31))) == []


def test_a_meter_of_this_month_and_one_out_of_use_wait_for_nobody(office, flat):
    user_with(READ, school=office.school)
    meter(office, "D-302", from_on=date(2026, 9, 2))
    services.retire_meter(flat, until_on=date(2026, 9, 1), by=office.director)

    assert list(meters_to_read(date(2026, 9, 30))) == []


def test_reading_is_a_task_from_the_day_on_for_whoever_may(office, flat):
    reader, other = user_with(READ, school=office.school), user_with(VIEW, school=office.school)

    with at(9, 24):
        assert list(to_read(reader)) == []
    with at(9, 25):
        assert [task.url for task in to_read(reader)] == ["/finance/meters/read/"]
        assert list(to_read(other)) == []


def test_who_pays_is_told_once_and_both_sides_once_it_is_overdue(office):
    tariff(office)
    payer, cashier = user_with(school=office.school), user_with(RECORD, school=office.school)
    reading = read(meter(office, payer="", person=payer), office)

    told = [[(each.to, each.key) for each in readings_unpaid(reading.due_on + timedelta(days=n))] for n in (0, 1, 2)]
    pay_reading(reading, office)

    key = f"reading:{reading.pk}"
    assert told[0] == [(payer, f"{key}:due")]
    assert told[1] == told[2] == [(payer, f"{key}:late"), (cashier, f"{key}:late")]
    assert list(readings_unpaid(reading.due_on + timedelta(days=3))) == []


def test_overdue_charges_wait_for_the_cashier_and_for_who_pays(office):
    tariff(office)
    payer = user_with(school=office.school)
    own, other = read(meter(office, payer="", person=payer), office), read(meter(office, "D-302"), office)
    cashier = user_with(RECORD, VIEW, school=office.school)

    def waiting(person):
        return [each for block in overdue(person) for each in block.rows]

    assert (waiting(payer), waiting(cashier)) == ([own], [own, other])
    assert waiting(user_with(VIEW, school=office.school)) == []
    tasks = [block.task(each) for block in overdue(payer) for each in block.rows]
    assert tasks[0].url == own.get_absolute_url()


def test_meters_are_found_by_the_search_of_the_school(office, flat):
    seeing, other = user_with(VIEW, school=office.school), user_with(school=office.school)

    assert [(hit.url, hit.exact) for hit in search(seeing, "d-301")] == [(flat.get_absolute_url(), True)]
    assert list(search(other, "d-301")) == []


# --- the summary ------------------------------------------------------------------------------------------------------


def summary(office, end=date(2026, 9, 15)):
    return meters_charged(office.school, Period(date(2026, 7, 1), end, "下半年"), Scope())


def test_the_summary_counts_what_was_read_charged_and_received(office, flat):
    tariff(office, "3", kind="water")
    water = meter(office, "W-1", kind="water", multiplier=Decimal(2))
    wrong = read(flat, office, "180")
    services.reverse_reading(wrong, reason="看错", by=office.director)
    paid = read(flat, office, "150")
    read(water, office, "105")
    pay_reading(paid, office, "20", on=date(2026, 9, 1))
    meter(office, "D-302")

    values = {key: figure.value for key, figure in summary(office).all_figures().items()}

    assert (values["meters"], values["read"], values["reversed"], values["unread"]) == (3, 2, 1, 1)
    assert (values["kwh"], values["tonnes"], values["charged"]) == (50, 10, 60)
    assert values["collected"] == 20


def test_a_meter_that_was_not_read_is_a_problem_and_none_is_none(office, flat):
    def told():
        return [problem.sentence.text for problem in summary(office).problems if problem.stands]

    assert told() == ["有1块水电表期内未抄。"]
    read(flat, office)
    assert told() == []


def test_all_collected_is_claimed_until_a_charge_is_overdue(office, flat):
    reading = read(flat, office)

    def claim(end):
        claim = summary(office, end).claims[0]
        return claim.is_kept, list(claim.against.rows)

    assert claim(reading.due_on) == (True, [])
    assert claim(reading.due_on + timedelta(days=1)) == (False, [reading])
    pay_reading(reading, office)
    assert claim(clock.today()) == (True, [])


def test_what_falls_due_later_is_not_overdue_yet(office, flat):
    read(flat, office, read_on=date(2026, 9, 15))

    assert summary(office, date(2026, 12, 31)).claims[0].is_kept
