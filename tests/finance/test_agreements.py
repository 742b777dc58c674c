import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as some

from finance import services
from finance.instalments import months_after, parts_of
from finance.models import Agreement, Instalment, MoneyEntry, Receipt
from logistics import clock
from logistics.approvals.selectors import case_of
from logistics.errors import RuleError, WrongState
from tests.approvals.factories import Office
from tests.finance.income_factories import DAY, account, agree, draft, in_kind, receive, room, sign, submit

pytestmark = pytest.mark.usefixtures("september")


def instalments(agreement):
    return list(Instalment.objects.with_settled().filter(agreement=agreement))


# --- the arithmetic of instalments ------------------------------------------------------------------------------------


@given(
    price=some.decimals(min_value=1, max_value=999999, places=2),
    years=some.integers(1, 6),
    paid_by=some.sampled_from(["year", "half", "quarter", "month"]),
    start=some.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
def test_instalments_of_whole_years_add_up_to_the_cent(price, years, paid_by, start):
    parts = parts_of(start, months_after(start, 12 * years) - DAY, price, paid_by)

    assert sum(part.amount for part in parts) == price * years


@given(
    price=some.decimals(min_value=1, max_value=999999, places=2),
    days=some.integers(0, 1500),
    paid_by=some.sampled_from(["year", "half", "quarter", "month"]),
    start=some.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
def test_instalments_leave_out_no_day_and_count_none_twice(price, days, paid_by, start):
    end = start + timedelta(days=days)
    parts = parts_of(start, end, Decimal(100000), paid_by)

    assert (parts[0].from_on, parts[-1].to_on) == (start, end)
    assert all(before.to_on + DAY == after.from_on for before, after in zip(parts, parts[1:]))
    assert all(part.amount > 0 for part in parts)


def test_a_last_period_cut_short_is_paid_by_its_days():
    parts = parts_of(date(2026, 1, 1), date(2026, 7, 10), Decimal(12000), "half")

    assert [part.amount for part in parts] == [Decimal("6000.00"), Decimal("326.09")]  # 10 of 184 days


# --- what an agreement must say ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "value"), [("yearly_price", None), ("duties", " "), ("place", "none"), ("paid_by", "sale")]
)
def test_a_lease_states_yearly_rent_duties_room_and_instalments(office, fact, value):
    facts = {fact: value}
    agreement = draft(office)
    if value == "none":
        facts = {"place": None}

    with pytest.raises(RuleError) as refused:
        services.change_agreement(agreement, by=office.director, **facts)

    assert refused.value.field == fact


@pytest.mark.parametrize("facts", [{"yearly_price": None}, {"duties": ""}, {"place": None}])
def test_the_database_takes_no_lease_without_them(office, facts):
    agreement = draft(office)

    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(**facts)


@pytest.mark.parametrize("price", ["-1", "1.001", "10000000000"])
def test_a_price_that_makes_no_sense_is_refused_at_its_field(office, price):
    with pytest.raises(RuleError) as refused:
        draft(office, yearly_price=Decimal(price))

    assert refused.value.field == "yearly_price"


def test_a_lease_runs_for_twenty_years_at_most(office):
    start = date(clock.today().year, 1, 1)
    draft(office, ends_on=date(start.year + 20, 1, 1) - DAY)

    with pytest.raises(RuleError, match="20") as refused:
        draft(office, ends_on=date(start.year + 20, 3, 1))

    assert refused.value.field == "ends_on"


def test_a_room_of_another_school_cannot_be_let(office):
    with pytest.raises(RuleError) as refused:
        draft(office, place=room(Office()))

    assert refused.value.field == "place"


# --- approval ---------------------------------------------------------------------------------------------------------


def test_it_is_in_force_only_after_the_last_signature_and_has_its_instalments_then(office):
    agreement = submit(office, by=office.teacher)
    sign(agreement)
    agreement.refresh_from_db()
    assert (agreement.status, instalments(agreement)) == ("pending", [])

    sign(agreement)
    agreement.refresh_from_db()

    assert (agreement.status, agreement.approved_on, agreement.number[:3]) == ("in_force", clock.today(), "XY-")
    assert [each.amount for each in instalments(agreement)] == [Decimal("6000.00")] * 2


def test_what_was_submitted_stays_as_it_is(office):
    agreement = submit(office)

    with pytest.raises(WrongState):
        services.change_agreement(agreement, by=office.director, yearly_price=Decimal(1))
    with pytest.raises(DatabaseError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(yearly_price=Decimal(1))


def test_one_sent_back_is_changed_and_keeps_its_number(office):
    agreement = submit(office)
    sign(agreement, "return")
    agreement.refresh_from_db()

    services.change_agreement(agreement, by=office.director, yearly_price=Decimal(15000))
    again = services.submit_agreement(agreement, by=office.director)

    assert (again.number, case_of(again).amount) == (agreement.number, Decimal(15000))


def test_one_refused_brings_nothing(office):
    agreement = submit(office)
    sign(agreement, "refuse")
    agreement.refresh_from_db()

    assert (agreement.status, instalments(agreement)) == ("refused", [])


def test_only_who_drew_it_up_submits_or_gives_it_up(office):
    agreement = draft(office)

    for service in (services.submit_agreement, services.drop_agreement):
        with pytest.raises(RuleError):
            service(agreement, by=office.teacher)


def test_it_can_be_withdrawn_before_the_first_signature_and_given_up_as_a_draft(office):
    assert services.withdraw_agreement(submit(office), by=office.director).status == "withdrawn"
    assert services.drop_agreement(draft(office), by=office.director).status == "withdrawn"


def test_a_room_is_let_once_at_a_time(office):
    place = room(office)
    first = agree(office, place=place)
    year = clock.today().year

    with pytest.raises(RuleError) as refused:
        submit(office, place=place, starts_on=date(year, 12, 31), ends_on=date(year + 1, 12, 30))
    assert refused.value.field == "place"

    assert submit(office, place=place, starts_on=date(year + 1, 1, 1), ends_on=date(year + 1, 12, 31)).number
    assert submit(office, place=room(office)).number != first.number


# --- ending early -----------------------------------------------------------------------------------------------------


def test_an_early_end_drops_what_begins_later_and_frees_the_room(office):
    place, today = room(office), clock.today()
    agreement = agree(office, place=place, starts_on=today - 20 * DAY, ends_on=today + 300 * DAY, paid_by="month")

    services.end_agreement(agreement, ended_on=today, reason="转让", by=office.director)

    assert [each.dropped_on for each in instalments(agreement)] == [None] + [today] * 10
    assert submit(office, place=place, starts_on=today + DAY, ends_on=today + 99 * DAY).number


@pytest.mark.parametrize("days", [1, -900])
def test_an_early_end_is_a_day_of_the_agreement_up_to_today(office, days):
    agreement = agree(office)

    with pytest.raises(RuleError) as refused:
        services.end_agreement(agreement, ended_on=clock.today() + days * DAY, reason="转让", by=office.director)

    assert refused.value.field == "ended_on"


def test_it_ends_once(office):
    agreement = agree(office)
    services.end_agreement(agreement, ended_on=clock.today(), reason="转让", by=office.director)

    with pytest.raises(WrongState):
        services.end_agreement(agreement, ended_on=clock.today(), reason="转让", by=office.director)


# --- receiving --------------------------------------------------------------------------------------------------------


def test_money_received_is_an_income_about_the_agreement(office):
    agreement = agree(office)

    receipt = receive(instalments(agreement)[0], office, "2500.50", voucher=" 0012 ")

    entry = receipt.entry
    assert (entry.kind, entry.amount, entry.party, entry.about, entry.voucher) == (
        "income", Decimal("2500.50"), "刘记文具店", agreement, "0012",
    )  # fmt: skip
    assert instalments(agreement)[0].outstanding == Decimal("3499.50")


def test_what_is_settled_in_kind_counts_as_settled_and_is_never_booked(office):
    agreement = agree(office)

    in_kind(instalments(agreement)[0], office)

    assert (instalments(agreement)[0].outstanding, MoneyEntry.objects.count()) == (0, 0)
    assert Receipt.objects.in_kind().get().meals == 1200


@pytest.mark.parametrize("settle", [receive, in_kind])
@pytest.mark.parametrize("amount", ["6000.01", "0", "-1", "1.001", "1000000000000"])
def test_more_than_outstanding_and_amounts_without_sense_are_refused(office, settle, amount):
    instalment = instalments(agree(office))[0]

    with pytest.raises(RuleError) as refused:
        settle(instalment, office, amount)

    assert (refused.value.field, Receipt.objects.count()) == ("amount", 0)


def test_two_payments_from_stale_copies_never_settle_more_than_is_due(office):
    instalment = instalments(agree(office))[0]
    receive(instalment, office, "4000")

    with pytest.raises(RuleError):
        receive(instalment, office, "4000")


@pytest.mark.parametrize("settle", [receive, in_kind])
def test_nothing_is_received_tomorrow(office, settle):
    with pytest.raises(RuleError) as refused:
        settle(instalments(agree(office))[0], office, on=clock.today() + DAY)

    assert refused.value.field == "on"


def test_money_does_not_go_into_the_account_of_another_school(office):
    elsewhere = Office()

    with pytest.raises(RuleError) as refused:
        receive(instalments(agree(office))[0], office, account=account(elsewhere))

    assert (refused.value.field, MoneyEntry.objects.count()) == ("account", 0)


def test_a_receipt_is_reversed_once_in_the_books_too(office):
    agreement = agree(office)
    receipt = receive(instalments(agreement)[0], office)

    services.reverse_receipt(receipt, on=clock.today(), reason="记错户", by=office.accountant)

    assert instalments(agreement)[0].outstanding == Decimal("6000.00")
    assert MoneyEntry.objects.balance() == 0
    with pytest.raises(WrongState):
        services.reverse_receipt(receipt, on=clock.today(), reason="再次", by=office.accountant)


def test_a_settlement_in_kind_taken_back_no_longer_counts(office):
    agreement = agree(office)
    receipt = in_kind(instalments(agreement)[0], office)

    services.reverse_receipt(receipt, on=clock.today(), reason="改交现金", by=office.director)

    assert (instalments(agreement)[0].outstanding, Receipt.objects.in_kind().count()) == (Decimal("6000.00"), 0)


def test_receipts_are_never_changed_and_money_never_stands_without_its_entry(office):
    instalment = instalments(agree(office))[0]
    receipt = receive(instalment, office)

    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(amount=1)
    with pytest.raises(IntegrityError, match="money_received_is_in_the_books"), transaction.atomic():
        Receipt.objects.create(
            instalment=instalment, kind="money", amount=1, on=clock.today(), by=office.director, at=clock.now()
        )


def test_what_settles_in_kind_is_said_and_confirmed(office):
    instalment = instalments(agree(office))[0]

    with pytest.raises(IntegrityError, match="what_settles_in_kind"), transaction.atomic():
        in_kind(instalment, office, confirmed_by=" ")


def test_instalments_stay_as_they_were_worked_out(office):
    instalment = instalments(agree(office))[0]

    for change in (lambda rows: rows.update(amount=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Instalment.objects.filter(pk=instalment.pk))


def test_outstanding_counts_what_is_due_and_not_what_is_to_come(office):
    today = clock.today()
    agreement = agree(office, starts_on=today - 10 * DAY, ends_on=today + 354 * DAY, paid_by="half")

    assert Agreement.objects.with_dues(today).get(pk=agreement.pk).outstanding == instalments(agreement)[0].amount
    assert [each.position for each in Instalment.objects.all().overdue(today)] == [1]


def test_whatever_is_received_settled_and_reversed_the_books_hold_the_money_and_nothing_else(office):
    chance = random.Random(20260916)
    agreement = agree(office, paid_by="quarter")
    receipts = []
    for _turn in range(60):
        instalment = chance.choice(instalments(agreement))
        act, amount = chance.choice([receive, in_kind, "reverse"]), str(chance.randint(1, 400000) / Decimal(100))
        try:
            if act != "reverse":
                receipts.append(act(instalment, office, amount))
            elif receipts:
                chosen = Receipt.objects.get(pk=chance.choice(receipts).pk)
                services.reverse_receipt(chosen, on=clock.today(), reason="冲销", by=office.accountant)
        except RuleError:
            continue

        assert all(0 <= each.outstanding <= each.amount for each in instalments(agreement))
        received = sum(each.received for each in instalments(agreement))
        assert MoneyEntry.objects.about(agreement).balance() == received
    assert Receipt.objects.filter(corrects__isnull=False).exists()
