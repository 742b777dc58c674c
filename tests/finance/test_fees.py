"""Fees: what may be published, when something may be collected, and that the money comes out even to the cent."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from finance.fee_shares import Spent, shares_of
from finance.models import FeeClass, FeeCollection, FeeItem, FeeRow, FeeShare, FeeSpending, MoneyEntry, StrayCharge
from finance.services import fee_money, fees, strays
from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.rules.models import Rule
from logistics.rules.selectors import in_force
from logistics.rules.services import set_rule_value
from logistics.school import services as school_services
from tests.factories import SchoolClassFactory
from tests.finance.fee_factories import FeeWorld, yesterday


@pytest.fixture
def world(office):
    return FeeWorld(office)


def refused(call, *args, **kwargs):
    """Return the RuleError that a service raises."""
    with pytest.raises(RuleError) as error:
        call(*args, **kwargs)
    return error.value


def breaks(change, *args, **kwargs):
    """Say whether the database itself refuses a change."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                change(*args, **kwargs)
        except DatabaseError:
            return True
    return False


# --- before anything is collected -------------------------------------------------------------------------------------


def test_a_banned_charge_is_refused_by_its_word(world):
    error = refused(world.draft, name="试卷费")

    assert error.field == "name"
    assert "试卷" in str(error)


def test_a_standard_above_the_approved_one_is_refused_also_by_the_database(world):
    assert refused(world.draft, name="午休服务费", standard=Decimal("15.01")).field == "standard"
    draft = world.draft(name="午休服务费", standard=Decimal("10"))
    facts = {"status": "published", "published_on": clock.today(), "published_by": world.by}

    assert breaks(FeeItem.objects.filter(pk=draft.pk).update, standard=Decimal("16"), **facts)


@pytest.mark.parametrize("standard", ["-1", "1.234", "1000000000000"])
def test_a_standard_that_makes_no_sense_is_refused(world, standard):
    assert refused(world.draft, name="奇怪", standard=Decimal(standard), approved_standard=None).field == "standard"


def test_a_fee_is_published_with_its_basis_and_complaint_phone_only(world):
    for number, missing in enumerate(({"basis": ""}, {"approved_standard": None}, {"complaint_phone": ""})):
        assert refused(fees.publish_fee, world.draft(name=f"费{number}", **missing), by=world.by)


def test_published_facts_and_classes_stay(world):
    item = world.fee(name="校服", whole_school=False, classes=[world.school_class], agreed=False)

    assert refused(fees.change_fee, item, name="校服费", by=world.by)
    assert breaks(FeeItem.objects.filter(pk=item.pk).update, standard=Decimal("1"))
    assert breaks(FeeClass.objects.create, item=item, school_class=SchoolClassFactory(campus=world.campus))
    assert breaks(item.fee_classes.all().delete)


def test_a_fee_for_some_names_its_grades_or_classes(world):
    assert refused(world.draft, name="校服", whole_school=False).field == "grades"


def test_a_name_stands_once_in_a_term(world):
    assert refused(world.draft).field == "name"


def test_parents_are_asked_after_publication_and_a_later_word_takes_the_place(world):
    draft, item = world.draft(name="校服"), world.fee(name="午托", agreed=False)

    with pytest.raises(WrongState):
        world.consent(draft, world.pupils)
    assert refused(fees.record_consents, item, {world.pupils[0]: True}, on=yesterday(), by=world.by).field == "on"
    assert [world.consent(item, world.pupils[:2]), world.consent(item, world.pupils[:2])] == [2, 0]
    world.consent(item, world.pupils[:1], agreed=False)
    assert list(item.consents.current().order_by("pupil").values_list("agreed", flat=True)) == [False, True]
    assert breaks(item.consents.update, agreed=True)


# --- collecting -------------------------------------------------------------------------------------------------------


def test_nothing_is_collected_before_publication_and_opening(world):
    for item in (world.draft(name="校服"), world.fee(name="午托", started=False)):
        with pytest.raises(WrongState):
            world.collect(item=item)


def test_a_class_pays_in_one_tap_and_one_money_entry(world):
    collection = world.collect()

    entry = collection.entry
    assert (collection.amount, entry.amount, entry.kind, entry.account) == (45, 45, "collected", world.cash)
    assert entry.about == world.item
    assert collection.rows.count() == 3
    assert [event.verb for event in Event.objects.about(collection)] == ["collected"]


def test_a_service_fee_is_income_and_an_agency_fee_is_not(world):
    service = world.fee(name="课后服务费", kind="service")

    kinds = [world.collect(item=item).entry.kind for item in (service, world.item)]

    assert kinds == [MoneyEntry.Kind.INCOME, MoneyEntry.Kind.COLLECTED]


def test_never_more_than_due_is_collected_in_parts_or_at_once(world):
    first = world.pupils[0]
    world.collect(first, amount="10")

    error = refused(world.collect, first, amount="5.01")
    assert error.field == f"amount_{first.pk}"
    world.collect(first, amount="5")
    assert refused(world.collect, first, amount="0.01")
    collection = FeeCollection.objects.first()
    row = FeeRow(collection=collection, item=world.item, pupil=world.pupils[1], covers=collection.covers)
    row.amount, row.due = Decimal("15.01"), Decimal("15.01")
    assert breaks(row.save)


def test_relief_lowers_what_is_due(world):
    item = world.fee(name="校服", standard=Decimal("15"), relief_percent=50)
    poor = world.pupil("困难生", relief="poor")
    world.consent(item, [poor])

    assert refused(world.collect, poor, item=item, amount="7.51")
    assert world.collect(poor, item=item, amount="7.50").amount == Decimal("7.50")


def test_a_pupil_who_left_before_the_day_pays_nothing(world):
    gone = world.pupils[0]
    school_services.leave_school(gone, left_on=yesterday(), by=None)

    error = refused(world.collect, gone)

    gone.refresh_from_db()
    assert error.field == f"amount_{gone.pk}"
    assert "学生1" in str(error) and "离校" in str(error)


def test_the_database_takes_nothing_from_pupils_who_left_or_whose_parents_did_not_agree(world):
    collection = world.collect(world.pupils[0])
    gone, asked_not = world.pupils[1], world.pupil("未征询")
    school_services.leave_school(gone, left_on=yesterday(), by=None)

    for pupil in (gone, asked_not):
        row = {"collection": collection, "item": world.item, "pupil": pupil, "covers": collection.covers}
        assert breaks(FeeRow.objects.create, amount=Decimal("15"), due=Decimal("15"), **row)


def test_without_consent_nothing_is_collected_but_for_meals(world):
    asked_not = world.pupil("未征询")
    meals = world.fee(name="伙食费", kind="meals", unit="month")

    assert refused(world.collect, asked_not).field == f"amount_{asked_not.pk}"
    world.consent(world.item, [asked_not], agreed=False)
    assert refused(world.collect, asked_not)
    assert world.collect(asked_not, item=meals).amount == 15


def test_a_fee_of_other_classes_is_not_collected_here(world):
    other = SchoolClassFactory(campus=world.campus, grade=5)
    named = world.fee(name="研学", whole_school=False, classes=[other])
    graded = world.fee(name="校服", whole_school=False, grades=[3])

    assert refused(world.collect, item=named)
    assert world.collect(item=graded).amount == 45


def test_a_monthly_fee_is_due_each_month(world):
    meals = world.fee(name="伙食费", kind="meals", unit="month")
    world.collect(item=meals)

    assert refused(world.collect, item=meals)
    assert world.collect(item=meals, covers=meals.published_on - timedelta(days=40)).amount == 45


def test_collecting_on_a_day_before_publication_or_to_come_is_refused(world):
    assert refused(world.collect, on=yesterday()).field == "on"
    assert refused(world.collect, on=clock.today() + timedelta(days=1))


def test_a_collection_taken_back_leaves_red_rows_and_may_be_entered_again(world):
    collection = world.collect()

    red = fee_money.reverse_collection(collection, reason="金额记错", by=world.by)

    assert (red.amount, red.entry.amount, red.entry.corrects) == (-45, -45, collection.entry)
    with pytest.raises(WrongState):
        fee_money.reverse_collection(collection, reason="再来", by=world.by)
    assert refused(fee_money.reverse_collection, red, reason="红字", by=world.by)
    assert world.collect().amount == 45


def test_payments_stay_as_entered(world):
    world.collect()

    for rows in (FeeCollection.objects.all(), FeeRow.objects.all()):
        assert breaks(rows.update, amount=Decimal("1"))
        assert breaks(rows.delete)


def test_cash_is_paid_in_within_the_days_of_the_rule(world):
    set_value_days = world.collect(world.pupils[0])
    banked = world.collect(world.pupils[1], account=world.bank)

    assert set_value_days.deposit_by == clock.today() + timedelta(days=3)
    assert banked.deposit_by is None
    late = FeeCollection.objects.deposited_late(clock.today() + timedelta(days=4))
    assert [list(late), list(FeeCollection.objects.deposited_late(clock.today()))] == [[set_value_days], []]
    fee_money.deposit_collections([set_value_days], to=world.bank, on=clock.today(), voucher="解款单 1", by=world.by)
    assert not FeeCollection.objects.to_deposit().exists()


# --- spending and settling --------------------------------------------------------------------------------------------


def test_no_more_is_spent_than_was_collected(world):
    world.collect()

    assert refused(world.spend, "45.01").field == "amount"
    assert (world.spend("45").pupils, FeeSpending.objects.count()) == (3, 1)
    assert refused(world.spend, "0.01")


def test_what_a_pupil_who_left_had_paid_is_not_spent_afterwards(world):
    world.collect(on=clock.today())
    gone = world.pupils[0]
    school_services.leave_school(gone, left_on=clock.today(), by=None)

    with clock.set_to(clock.now() + timedelta(days=1)):
        assert refused(world.spend, "30.01").field == "amount"
        world.spend("30")
        world.settle()

    shares = dict(FeeShare.objects.values_list("pupil__name", "refund"))
    assert shares == {"学生1": 15, "学生2": 0, "学生3": 0}


def test_nothing_is_spent_of_a_service_fee_here(world):
    service = world.fee(name="课后服务费", kind="service")
    world.collect(item=service)

    assert refused(world.spend, "1", item=service)


def test_a_collection_whose_money_was_spent_is_not_taken_back(world):
    collection = world.collect()
    spending = world.spend("40")

    assert refused(fee_money.reverse_collection, collection, reason="错", by=world.by)
    fee_money.reverse_spending(spending, reason="退货", by=world.by)
    assert fee_money.reverse_collection(collection, reason="错", by=world.by).amount == -45


def test_shares_are_exact_to_the_cent(world):
    world.collect()
    world.spend("10")

    settlement = world.settle()

    assert (settlement.collected, settlement.spent, settlement.refund) == (45, 10, 35)
    spent = list(settlement.shares.order_by("pupil__number").values_list("spent", flat=True))
    assert spent == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]


def test_nobody_bears_more_than_was_paid(world):
    world.collect(*world.pupils[:2])
    world.collect(world.pupils[2], amount="0.05")

    spent = shares_of(dict.fromkeys(world.pupils, Decimal("15")) | {world.pupils[2]: Decimal("0.05")}, [
        Spent(clock.today(), Decimal("30.02")),
    ])  # fmt: skip

    assert sum(spent.values()) == Decimal("30.02")
    assert spent[world.pupils[2]] <= Decimal("0.05")


def test_a_settled_fee_stays_closed(world):
    world.collect()
    world.settle()

    for call in (world.collect, lambda: world.spend("1"), world.settle):
        with pytest.raises(WrongState):
            call()
    assert breaks(FeeShare.objects.update, refund=Decimal("1"))
    assert breaks(FeeShare.objects.all().delete)


def test_refunds_are_paid_out_once_and_post_one_entry(world):
    world.collect()
    world.spend("30")
    settlement = world.settle()
    shares = list(settlement.shares.all())

    payout = world.pay_out(settlement, shares[:2])

    assert (payout.amount, payout.entry.kind, payout.entry.amount) == (10, "refund", 10)
    with pytest.raises(WrongState):
        world.pay_out(settlement, shares[1:])
    world.pay_out(settlement)
    assert settlement.shares.to_refund().count() == 0
    assert breaks(FeeShare.objects.update, payout=None)


def test_a_service_fee_is_refunded_by_the_days_after_leaving(world):
    service = world.fee(name="课后服务费", kind="service")
    world.collect(item=service)
    school_services.leave_school(world.pupils[0], left_on=clock.today(), by=None)

    shares = {share.pupil: share for share in world.settle(service).shares.all()}

    days = (world.term.ends_on - world.term.starts_on).days + 1
    used = (clock.today() - world.term.starts_on).days + 1
    assert shares[world.pupils[0]].spent == round(Decimal(15) * used / days, 2)
    assert shares[world.pupils[1]].refund == 0


def test_a_stopped_fee_says_why_and_is_still_settled(world):
    world.collect()
    stopped = fees.stop_fee(world.item, reason="上级叫停", by=world.by)

    assert breaks(FeeItem.objects.filter(pk=stopped.pk).update, stopped_reason="")
    with pytest.raises(WrongState):
        world.collect()
    assert world.settle().refund == 45


def test_a_settlement_that_does_not_add_up_is_refused_by_the_database(world):
    world.collect()
    share = world.settle().shares.first()

    with transaction.atomic(), pytest.raises(IntegrityError):
        FeeShare.objects.create(
            settlement=share.settlement, pupil=world.pupil("新"), school_class=world.school_class, collected=15, spent=1,
            refund=15,
        )  # fmt: skip


def test_the_school_may_add_to_what_is_banned(world):
    rule = Rule.objects.get(key="fee.banned")
    assert world.draft(name="保险代收").status == "draft"
    words = [*in_force("fee.banned", school=world.school, on=clock.today()), "保险"]
    set_rule_value(rule, school=world.school, value=words, valid_from=clock.today(), reason="县里通知", by=world.by)

    assert "保险" in str(refused(world.draft, name="学平险保险"))


def test_the_database_spends_no_more_than_was_collected_and_nothing_of_a_settled_fee(world):
    world.collect()
    spending = world.spend("40")
    values = {
        field.attname: getattr(spending, field.attname)
        for field in FeeSpending._meta.concrete_fields
        if field.attname not in ("id", "entry_id", "amount")
    }

    def again(amount):
        entry = MoneyEntry.objects.exclude(pk=spending.entry_id).first()
        return FeeSpending.objects.create(**values, entry=entry, amount=Decimal(amount))

    assert breaks(again, "5.01")
    again("5")
    world.settle()
    assert breaks(again, "0.01")


def test_a_stray_charge_repaid_says_when_and_how(world):
    charge = strays.report_stray(
        world.school, kind="stray", what="多收", charged_by="某人", amount=Decimal("3"), found_on=clock.today(), way="self",
        by=world.by,
    )  # fmt: skip
    rows = StrayCharge.objects.filter(pk=charge.pk)

    assert breaks(rows.update, status="repaid")
    assert breaks(rows.update, outcome="已退")
    assert breaks(rows.update, amount=Decimal("1"))
    assert not breaks(rows.update, status="repaid", refunded_on=clock.today(), outcome="已退")
