"""Money of fees taken back for single pupils: the sums stay right to the cent, settled fees stay."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from finance.models import FeeCollection, FeePayout, FeeRow, FeeSettlement, FeeShare, MoneyEntry
from finance.selectors.fees import paid_by_pupils, sums_of
from finance.services import fee_money, fee_settlement, fees
from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.school import services as school_services
from tests.finance.fee_factories import FeeWorld


@pytest.fixture
def world(september, office):
    return FeeWorld(office)


def take_back(world, collection, *pupils):
    return fee_money.reverse_collection(collection, reason="收错人", by=world.by, pupils=list(pupils) or None)


def undo(world, payout, *pupils):
    return fee_settlement.reverse_payout(payout, reason="发错人", by=world.by, pupils=list(pupils) or None)


# --- collections ------------------------------------------------------------------------------------------------------


def test_one_pupil_is_taken_out_of_a_collection_and_the_others_stay_to_the_cent(world):
    first, second, third = world.pupils
    collection = world.collect(amount="14.99")

    red = take_back(world, collection, second)

    rest = FeeCollection.objects.get(replaces=collection)
    assert (red.amount, rest.amount, rest.entry.amount) == (Decimal("-44.97"), Decimal("29.98"), Decimal("29.98"))
    assert paid_by_pupils(world.item) == {first: Decimal("14.99"), third: Decimal("14.99")}
    assert sums_of(world.item)[0] == MoneyEntry.objects.about(world.item).balance() == Decimal("29.98")
    assert (rest.deposit_by, rest.covers) == (collection.deposit_by, collection.covers)
    assert list(FeeCollection.objects.standing()) == [rest]


def test_whoever_was_taken_out_may_pay_anew(world):
    second = world.pupils[1]
    take_back(world, world.collect(), second)

    world.collect(second)

    assert paid_by_pupils(world.item)[second] == 15


def test_what_stays_is_entered_although_a_pupil_has_left_or_the_fee_was_stopped(world):
    first, second, third = world.pupils
    collection = world.collect()
    school_services.leave_school(first, left_on=clock.today(), by=None)
    fees.stop_fee(world.item, reason="不再收取", by=world.by)

    with clock.set_to(clock.now() + timedelta(days=2)):
        take_back(world, collection, second)

    assert paid_by_pupils(world.item) == {first: 15, third: 15}


def paid_in(world, collection, **facts):
    facts = {"to": world.bank, "on": clock.today(), "voucher": "解款单 7", "by": world.by, **facts}
    fee_money.deposit_collections([collection], **facts)


def test_cash_that_was_paid_in_comes_back_for_one_pupil_and_stays_in_the_bank_for_the_others(world):
    first, second, third = world.pupils
    collection = world.collect()
    paid_in(world, collection)

    with clock.set_to(clock.now() + timedelta(days=9)):
        take_back(world, FeeCollection.objects.get(pk=collection.pk), second)
        late = FeeCollection.objects.deposited_late(clock.today() + timedelta(days=9))

        rest = FeeCollection.objects.get(replaces=collection)
        assert paid_by_pupils(world.item) == {first: 15, third: 15}
        assert (world.cash.entries.balance(), world.bank.entries.balance()) == (0, 30)
        assert (rest.entry.deposited.transfer.leaving.voucher, rest.tone) == ("解款单 7", "success")
        assert not FeeCollection.objects.to_deposit().exists()
        assert not late.exists()


def test_cash_that_was_paid_in_late_stays_late_for_what_is_left_of_it(world):
    collection = world.collect()
    with clock.set_to(clock.now() + timedelta(days=9)):
        paid_in(world, collection)
        take_back(world, FeeCollection.objects.get(pk=collection.pk), world.pupils[0])

        rest = FeeCollection.objects.get(replaces=collection)
        assert list(FeeCollection.objects.deposited_late(clock.today())) == [rest]


def test_cash_that_was_paid_in_comes_back_whole(world):
    collection = world.collect()
    paid_in(world, collection)

    take_back(world, FeeCollection.objects.get(pk=collection.pk))

    assert (world.cash.entries.balance(), world.bank.entries.balance()) == (0, 0)
    assert sums_of(world.item)[0] == 0


def test_all_pupils_taken_out_leave_nothing_to_enter_anew(world):
    collection = world.collect()

    take_back(world, collection, *world.pupils)

    assert not FeeCollection.objects.exclude(replaces=None).exists()
    assert paid_by_pupils(world.item) == {}


def test_somebody_who_did_not_pay_in_it_cannot_be_taken_out(world):
    first, second, _third = world.pupils
    collection = world.collect(first)

    with pytest.raises(RuleError) as refused:
        take_back(world, collection, second)

    assert refused.value.field == "pupils"


def test_more_than_is_left_after_spending_is_not_taken_out(world):
    collection = world.collect()
    world.spend("45")

    with pytest.raises(RuleError):
        take_back(world, collection, world.pupils[0])


def test_a_settled_fee_keeps_its_collections_and_says_so(world):
    collection = world.collect()
    world.settle()

    with pytest.raises(WrongState, match="已结算"):
        take_back(world, collection, world.pupils[0])


def test_the_database_lets_nobody_pay_in_the_name_of_what_stays(world):
    first, second, third = world.pupils
    take_back(world, world.collect(first, second), second)
    rest = FeeCollection.objects.exclude(replaces=None).get()
    facts = {"collection": rest, "item": world.item, "covers": rest.covers}
    world.consent(world.item, [third], agreed=False)

    for pupil, amount in ((third, 15), (first, 15), (second, 16)):
        with pytest.raises(DatabaseError), transaction.atomic():
            FeeRow.objects.create(**facts, pupil=pupil, amount=amount, due=amount)


# --- refunds ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def refunded(world):
    """Each of three pupils paid 15, 30.01 was spent, the rest was refunded."""
    world.collect()
    world.spend("30.01")
    return world.pay_out(world.settle())


def test_a_refund_to_the_wrong_pupil_is_taken_back_and_waits_to_be_refunded(world, refunded):
    second = world.pupils[1]
    before = MoneyEntry.objects.balance()

    red = undo(world, refunded, second)

    share = FeeShare.objects.get(pupil=second)
    rest = FeePayout.objects.get(replaces=refunded)
    assert (red.amount, red.corrects, rest.amount) == (-refunded.amount, refunded, refunded.amount - share.refund)
    assert (share.payout, FeeShare.objects.filter(payout=rest).count()) == (None, 2)
    assert MoneyEntry.objects.balance() == before + share.refund
    assert list(FeeSettlement.objects.with_rest()) == [refunded.settlement]
    assert sums_of(world.item)[2] == rest.amount


def test_and_it_is_refunded_again(world, refunded):
    undo(world, refunded, world.pupils[1])

    world.pay_out(refunded.settlement)

    assert sums_of(world.item)[2] == refunded.settlement.refund == Decimal("14.99")
    assert not FeeSettlement.objects.with_rest().exists()


def test_a_refund_is_taken_back_once_and_a_red_one_stays(world, refunded):
    red = undo(world, refunded)

    with pytest.raises(WrongState):
        undo(world, refunded)
    with pytest.raises(RuleError):
        undo(world, red)
    assert FeeShare.objects.filter(payout=None).count() == 3


def test_whoever_got_nothing_in_it_cannot_be_taken_out(world, refunded):
    with pytest.raises(RuleError) as refused:
        undo(world, refunded, world.pupil("转学生"))

    assert refused.value.field == "pupils"


def test_the_database_moves_a_share_only_when_its_refund_was_taken_back(world, refunded):
    share = FeeShare.objects.first()

    with pytest.raises(DatabaseError, match="paid out already"), transaction.atomic():
        FeeShare.objects.filter(pk=share.pk).update(payout=None)
    undo(world, refunded, world.pupils[0])
    red = FeePayout.objects.get(corrects=refunded)
    with pytest.raises(DatabaseError, match="paid out already"), transaction.atomic():
        FeeShare.objects.filter(payout__replaces=refunded).update(payout=red)
