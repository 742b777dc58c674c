"""What the summary claims of fees, and what breaks each claim."""

from datetime import timedelta
from decimal import Decimal

import pgtrigger
import pytest

from finance.hooks import fees as fee_hooks
from finance.models import FeeConsent, FeeItem, FeeRow
from finance.services import fee_money, letters, strays
from finance.statements.fees import fees_collected, fees_settled, no_stray_charges
from logistics import clock, hooks
from logistics.reports.statements import Period, Scope
from logistics.school.models import Term
from tests.finance.fee_factories import FeeWorld


@pytest.fixture
def world(office):
    office.grant("teacher", "finance.collect_fee")
    office.grant(
        "accountant", "finance.view_feeitem", "finance.keep_fee", "finance.collect_fee", "finance.deposit_money"
    )
    return FeeWorld(office)


@pytest.fixture
def period(world):
    return Period.of_term(world.term)


def claims(statement):
    return {claim.key: claim for claim in statement.claims}


def collected(world, period):
    return claims(fees_collected(world.school, period, Scope()))


def altered(rows, **facts):
    """Change what the database's guards would refuse, as a bug or a hand in the database might."""
    with pgtrigger.ignore():
        rows.update(**facts)


def test_only_what_was_published_is_said_with_names_and_sums(world, period):
    world.collect()

    claim = collected(world, period)["only"]

    assert claim.is_kept
    assert "作业本费45.00元" in claim.sentence.text.replace(" ", "")


def test_nothing_is_claimed_of_nothing(world, period):
    assert [claim.value for claim in collected(world, period).values()] == [None, None, None]


def test_a_payment_before_publication_breaks_both_claims(world, period):
    world.collect()
    altered(FeeItem.objects.all(), published_on=clock.today() + timedelta(days=1))

    found = collected(world, period)

    assert [found[key].is_broken for key in ("only", "published_first")] == [True, True]


@pytest.mark.parametrize("case", ["standard", "banned", "consent", "scope", "more"])
def test_each_kind_of_stray_payment_breaks_the_claim(world, period, case):
    world.collect()
    if case == "standard":
        altered(FeeRow.objects.all(), due=Decimal("16"))
    if case == "more":
        altered(FeeRow.objects.all(), amount=Decimal("15.50"))
    if case == "banned":
        altered(FeeItem.objects.all(), name="试卷费")
    if case == "consent":
        altered(FeeConsent.objects.filter(pupil=world.pupils[0]), agreed=False)
    if case == "scope":
        altered(FeeItem.objects.all(), whole_school=False, grades=[6])

    claim = collected(world, period)["only"]

    assert (claim.is_kept, claim.against.value) == (False, 1 if case == "consent" else 3)


def test_what_was_taken_back_neither_counts_nor_breaks(world, period):
    fee_money.reverse_collection(world.collect(), reason="错", by=world.by)

    assert collected(world, period)["only"].value is None


def test_cash_that_waits_beyond_its_days_breaks_the_claim(world, period):
    collection = world.collect()
    assert collected(world, period)["deposited"].is_kept

    with clock.set_to(clock.now() + timedelta(days=4)):
        assert collected(world, period)["deposited"].is_broken
        fee_money.deposit_collections([collection], to=world.bank, on=clock.today(), voucher="1", by=world.by)
        assert collected(world, period)["deposited"].is_broken


def settled(world, period):
    return fees_settled(world.school, period, Scope())


def test_a_term_that_is_over_is_settled_and_refunded(world, period):
    world.collect()
    world.spend("40")
    Term.objects.filter(pk=world.term.pk).update(ends_on=clock.today())
    assert claims(settled(world, period))["settled_in_time"].is_broken

    settlement = world.settle()
    assert claims(settled(world, period))["settled_in_time"].is_broken
    world.pay_out(settlement)

    statement = settled(world, period)
    figures = {key: figure.value for key, figure in statement.all_figures().items()}
    assert claims(statement)["settled_in_time"].is_kept
    assert (figures["settled"], figures["refunded"], figures["refunded.pupils"]) == (1, 5, 3)


def test_letters_are_counted_once_written(world, period):
    world.collect()
    run = letters.ask_letters(world.school, term=world.term, by=world.by)
    assert settled(world, period).all_figures()["letters"].value == 0

    letters.write_letters(run.pk)

    assert settled(world, period).all_figures()["letters"].value == 3


def stray(world):
    return strays.report_stray(
        world.school, kind="raised", what="多收 1 元", charged_by="某教师", amount=Decimal("3"), found_on=clock.today(),
        way="report", by=world.by,
    )  # fmt: skip


def test_the_four_noes_are_claimed_until_a_stray_charge_is_found_even_if_it_was_paid_back(world, period):
    world.collect()
    claim = no_stray_charges(world.school, period, Scope()).claims[0]
    assert claim.is_kept

    strays.repay_stray(stray(world), outcome="已退", refunded_on=clock.today(), by=world.by)

    claim = no_stray_charges(world.school, period, Scope()).claims[0]
    assert claim.is_broken
    assert "3.00" in claim.breach.text


def test_a_groundless_report_does_not_break_the_four_noes(world, period):
    world.collect()
    strays.dismiss_stray(stray(world), outcome="不属实", by=world.by)

    assert no_stray_charges(world.school, period, Scope()).claims[0].is_kept


# --- what people are told ---------------------------------------------------------------------------------------------


def titles(user, hook):
    tasks = []
    for item in hook(user):
        tasks += [item.task(row) for row in item.rows] if isinstance(item, hooks.Waiting) else [item]
    return [(task.title, task.action_label) for task in tasks]


def test_the_class_teacher_is_told_whom_to_ask_and_what_to_collect(world, office):
    fresh = world.fee(name="校服费", agreed=False)

    assert titles(office.teacher, fee_hooks.to_collect) == [
        (f"{fresh.name} 三（2）班", "征求"),
        ("作业本费 三（2）班", "收费"),
    ]
    world.collect()
    assert titles(office.teacher, fee_hooks.to_collect) == [(f"{fresh.name} 三（2）班", "征求")]
    assert titles(office.accountant, fee_hooks.to_collect) == []


def test_cash_waits_then_is_late_for_whoever_pays_it_in(world, office):
    world.collect()

    assert len(titles(office.accountant, fee_hooks.cash_to_pay_in)) == 1
    assert titles(office.accountant, fee_hooks.cash_late_to_pay_in) == []
    with clock.set_to(clock.now() + timedelta(days=4)):
        assert titles(office.accountant, fee_hooks.cash_to_pay_in) == []
        assert len(titles(office.accountant, fee_hooks.cash_late_to_pay_in)) == 1
    assert titles(office.teacher, fee_hooks.cash_to_pay_in) == []


def test_whoever_settles_is_reminded_in_the_last_week_of_the_term(world, office):
    assert list(fee_hooks.fees_to_settle(clock.today())) == []
    Term.objects.filter(pk=world.term.pk).update(ends_on=clock.today() + timedelta(days=7))

    first, again = (list(fee_hooks.fees_to_settle(clock.today())) for _turn in range(2))

    assert [reminder.to for reminder in first] == [office.accountant]
    assert [reminder.key for reminder in first] == [reminder.key for reminder in again]
