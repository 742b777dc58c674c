from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from finance.models import MoneyEntry, Subsidy, SubsidyPayment, SubsidyRow, SubsidyShare
from finance.services import subsidies
from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.school import services as school_services
from tests.approvals.factories import Office
from tests.attachments.factories import upload
from tests.factories import SchoolClassFactory
from tests.finance.support_factories import SubsidyWorld

pytestmark = pytest.mark.usefixtures("september")

AFTER_POSTING = datetime(2026, 9, 24, 2, tzinfo=UTC)  # five working days after the sixteenth are over


@pytest.fixture
def world(office):
    return SubsidyWorld(office)


@pytest.fixture
def posted(world):
    world.put()
    world.subsidy = world.post()
    return world


@pytest.fixture
def payable(posted):
    with clock.set_to(AFTER_POSTING):
        yield posted


def test_a_list_is_made_class_by_class_and_made_anew_as_a_whole(world):
    world.put()
    world.put(*world.pupils[:2], amount="500")

    rows = world.subsidy.shares.values_list("pupil", "amount", "school_class")
    assert list(rows) == [(each.pk, Decimal("500"), world.school_class.pk) for each in world.pupils[:2]]


def test_an_empty_list_is_not_posted(world):
    with pytest.raises(RuleError):
        world.post()


def test_a_list_is_posted_for_the_working_days_of_the_rule(posted):
    assert (posted.subsidy.status, posted.subsidy.published_on) == ("published", clock.today())
    assert f"{posted.subsidy.posted_until:%m-%d}" == "09-22"  # the twentieth is a Sunday on which people work


def test_a_posted_list_takes_no_pupil_and_no_other_amount(posted):
    with pytest.raises(WrongState):
        posted.put()
    with pytest.raises(DatabaseError, match="is posted"), transaction.atomic():
        posted.subsidy.shares.update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Subsidy.objects.filter(pk=posted.subsidy.pk).update(standard=1)


def test_nobody_gets_the_same_kind_twice_in_a_term(posted):
    second = posted.draft(name="生活补助（补发）")

    with pytest.raises(RuleError) as refused:
        posted.put(posted.pupils[0], subsidy=second)
    assert refused.value.field == f"amount_{posted.pupils[0].pk}"
    with pytest.raises(IntegrityError, match="a_pupil_gets_a_subsidy_once_a_term"), transaction.atomic():
        SubsidyShare.objects.create(
            subsidy=second, pupil=posted.pupils[0], school_class=posted.school_class, kind="living", term=posted.term,
            amount=1,
        )  # fmt: skip


def test_another_kind_is_given_beside_it(posted):
    books = posted.draft(name="教辅资料补助", kind="material")

    posted.put(posted.pupils[0], subsidy=books, amount="50")

    assert books.shares.count() == 1


def test_a_pupil_who_left_or_is_of_another_class_is_not_put_on_the_list(world):
    gone, other = world.pupils[0], world.pupil("别班学生", SchoolClassFactory(campus=world.campus))
    school_services.leave_school(gone, left_on=clock.today().replace(day=10), by=None)

    for pupil in (gone, other):
        with pytest.raises(RuleError) as refused:
            world.put(pupil)
        assert refused.value.field == f"amount_{pupil.pk}"


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "1000000000000"])
def test_amounts_without_sense_are_refused(world, amount):
    with pytest.raises(RuleError):
        world.put(world.pupils[0], amount=amount)


def test_nothing_is_paid_while_the_list_is_posted(posted):
    with clock.set_to(datetime(2026, 9, 22, 2, tzinfo=UTC)), pytest.raises(RuleError) as refused:
        posted.pay()

    assert refused.value.field == "on"


def test_a_payment_is_one_expense_of_the_books(payable):
    payment = payable.pay()

    entry = payment.entry
    assert (entry.kind, entry.source, entry.amount, entry.party) == ("expense", "public", Decimal("1875"), "三（2）班")
    assert Subsidy.objects.get(pk=payable.subsidy.pk).status == "done"


def test_a_pupil_is_paid_once_even_from_a_stale_list(payable):
    stale = payable.shares()
    payable.pay(stale[0])

    with pytest.raises(WrongState):
        payable.pay(stale[0])
    assert Subsidy.objects.get(pk=payable.subsidy.pk).status == "paying"


def test_the_database_itself_pays_a_share_once_and_as_posted(payable):
    payment = payable.pay(payable.shares()[0])
    second, third = payable.shares()[1:]

    for share, amount in ((payable.shares()[0], 625), (second, 600)):
        with pytest.raises(DatabaseError, match="is paid once, as posted"), transaction.atomic():
            SubsidyRow.objects.create(payment=payment, subsidy=payable.subsidy, share=share, amount=amount)
    subsidies.strike_off(third, reason="家长放弃", by=payable.by)
    with pytest.raises(DatabaseError, match="left or was struck off"), transaction.atomic():
        SubsidyRow.objects.create(payment=payment, subsidy=payable.subsidy, share=third, amount=625)


def test_a_pupil_who_left_is_not_paid_but_struck_off(payable):
    gone = payable.pupils[0]
    school_services.leave_school(gone, left_on=clock.today().replace(day=20), by=None)

    with pytest.raises(RuleError):
        payable.pay()
    subsidies.strike_off(payable.subsidy.shares.get(pupil=gone), reason="已转学", by=payable.by)
    assert payable.pay().amount == Decimal("1250")
    assert Subsidy.objects.get(pk=payable.subsidy.pk).status == "done"


def test_who_was_paid_is_not_struck_off(payable):
    payable.pay(payable.shares()[0])

    with pytest.raises(RuleError):
        subsidies.strike_off(payable.shares()[0], reason="重复", by=payable.by)
    assert payable.subsidy.shares.current().count() == 3


def test_money_onto_cards_needs_the_bank_s_voucher(payable):
    with pytest.raises(RuleError) as refused:
        payable.pay(voucher=" ")

    assert refused.value.field == "voucher"


def test_cash_waits_for_the_signed_list_which_may_come_later(payable):
    payment = payable.pay(way="cash", account=payable.cash, voucher="")

    assert SubsidyPayment.objects.unsigned().get() == payment
    photo = upload(payable.by, school=payable.school)
    subsidies.keep_signed_list(payment, photos=[photo.token], by=payable.by)
    assert not SubsidyPayment.objects.unsigned().exists()


def test_a_payment_is_taken_back_by_a_red_one_and_paid_again(payable):
    payment = payable.pay()
    red = subsidies.reverse_subsidy_payment(payment, reason="卡号错误退回", by=payable.by)

    assert (red.amount, red.entry.amount, red.entry.corrects) == (-payment.amount, -payment.amount, payment.entry)
    assert payable.subsidy.shares.to_pay().count() == 3
    assert Subsidy.objects.get(pk=payable.subsidy.pk).status == "paying"
    payable.pay()
    assert sum(entry.amount for entry in MoneyEntry.objects.filter(kind="expense")) == Decimal("1875")
    for again in (payment, red):
        with pytest.raises((WrongState, RuleError)):
            subsidies.reverse_subsidy_payment(SubsidyPayment.objects.get(pk=again.pk), reason="再退", by=payable.by)


def take_back(world, payment, *pupils):
    return subsidies.reverse_subsidy_payment(payment, reason="卡号录错", by=world.by, pupils=list(pupils))


def test_one_pupil_is_taken_out_of_a_payment_and_what_the_others_got_stays(payable):
    first, second, third = payable.pupils
    payment = payable.pay()

    red = take_back(payable, payment, second)

    rest = SubsidyPayment.objects.get(replaces=payment)
    assert (red.amount, rest.amount, rest.voucher, rest.way) == (-1875, 1250, payment.voucher, payment.way)
    assert list(SubsidyPayment.objects.standing()) == [rest]
    assert [share.pupil for share in payable.subsidy.shares.to_pay()] == [second]
    assert set(rest.rows.values_list("share__pupil", flat=True)) == {first.pk, third.pk}
    assert sum(entry.amount for entry in MoneyEntry.objects.filter(kind="expense")) == 1250
    payable.pay()
    assert Subsidy.objects.get(pk=payable.subsidy.pk).status == "done"


def test_what_the_others_got_stays_although_one_of_them_has_left_since(payable):
    first, second, _third = payable.pupils
    payment = payable.pay()
    school_services.leave_school(first, left_on=clock.today() - timedelta(days=1), by=None)

    take_back(payable, payment, second)

    assert SubsidyPayment.objects.get(replaces=payment).rows.count() == 2


def test_nobody_is_taken_out_of_a_payment_who_is_not_in_it(payable):
    first, second, _third = payable.shares()
    payment = payable.pay(first)

    with pytest.raises(RuleError) as refused:
        take_back(payable, payment, second.pupil)

    assert refused.value.field == "pupils"


def test_cash_whose_list_was_signed_needs_no_new_list_for_those_who_keep_theirs(payable):
    photo = upload(payable.by, school=payable.school)
    payment = payable.pay(way="cash", account=payable.cash, photos=[photo.token])

    take_back(payable, payment, payable.pupils[0])

    assert not SubsidyPayment.objects.unsigned().exists()


def test_the_database_pays_nobody_in_the_name_of_what_stays(payable):
    first, second, third = payable.shares()
    payment = payable.pay(first, second)
    take_back(payable, payment, second.pupil)
    rest = SubsidyPayment.objects.get(replaces=payment)
    school_services.leave_school(third.pupil, left_on=clock.today() - timedelta(days=1), by=None)

    for share in (first, third):
        with pytest.raises(DatabaseError), transaction.atomic():
            SubsidyRow.objects.create(payment=rest, subsidy=payable.subsidy, share=share, amount=share.amount)


def test_a_stopped_subsidy_lets_its_pupils_go(posted):
    subsidies.stop_subsidy(posted.subsidy, reason="标准有误，重新公示", by=posted.by)
    again = posted.draft(name="寄宿生生活补助（更正）", standard=Decimal("600"))

    posted.put(subsidy=again, amount="600")

    assert set(posted.subsidy.shares.values_list("is_current", "struck_reason")) == {(False, "标准有误，重新公示")}


def test_what_is_paid_is_not_stopped(payable):
    payable.pay(payable.shares()[0])

    with pytest.raises(WrongState):
        subsidies.stop_subsidy(payable.subsidy, reason="停", by=payable.by)


def test_payments_stay_as_they_were_entered(payable):
    payment = payable.pay()

    with pytest.raises(DatabaseError), transaction.atomic():
        SubsidyPayment.objects.filter(pk=payment.pk).update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        SubsidyRow.objects.all().delete()


def test_a_subsidy_of_another_school_s_class_is_refused(world):
    stranger = SchoolClassFactory(campus__school=Office("principal").school)

    with pytest.raises(RuleError):
        subsidies.list_pupils(world.subsidy, stranger, amounts={}, by=world.by)
