"""What the database itself refuses about contracts, supplements and what was taken back: each constraint by its name."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError, IntegrityError

from finance.models import Contract, ContractSupplement, SupplementWithdrawal
from finance.services import contracts
from logistics import clock
from tests.finance.test_contracts import place, sign_contract

pytestmark = pytest.mark.usefixtures("september")
SIGNED_ON = date(2026, 9, 16)
BEFORE, AFTER = SIGNED_ON - timedelta(days=1), SIGNED_ON + timedelta(days=1)
BOND = {"bond": Decimal(1000)}
BACK = {**BOND, "bond_back": Decimal(1000), "bond_back_on": SIGNED_ON}

WRONG_ROWS = [
    ("a_contract_has_number_and_title", {"number": ""}),
    ("a_contract_has_number_and_title", {"title": ""}),
    ("a_contract_is_worth_more_than_nothing", {"amount": 0}),
    ("a_contract_is_worth_more_than_nothing", {"amount": -1, "bond_limit": 0, "extra_limit": 0}),
    ("a_bond_keeps_to_its_share", {"bond": Decimal("1200.01")}),
    ("a_bond_keeps_to_its_share", {"bond": Decimal("-0.01")}),
    ("supplements_keep_to_their_share", {"extra": Decimal("1200.01")}),
    ("supplements_keep_to_their_share", {"extra": Decimal("-0.01")}),
    ("a_contract_ends_after_it_begins", {"starts_on": BEFORE, "ends_on": BEFORE}),
    ("a_contract_ends_after_it_begins", {"starts_on": AFTER, "ends_on": SIGNED_ON}),
    ("a_contract_signed_late_says_why", {"sign_by": BEFORE}),
    ("a_contract_signed_late_says_why", {"late_reason": "没有迟"}),
    ("a_contract_signed_late_says_why", {"sign_by": None, "late_reason": "没有期限"}),
    ("a_contract_is_published_and_filed_or_neither", {"file_by": None}),
    ("a_contract_is_published_and_filed_or_neither", {"publish_by": None}),
    ("a_contract_is_published_and_filed_or_neither", {"publish_by": None, "file_by": None, "published_on": AFTER}),
    ("a_contract_is_published_and_filed_or_neither", {"publish_by": None, "file_by": None, "filed_on": AFTER}),
    ("a_contract_is_published_after_it_is_signed", {"published_on": BEFORE}),
    ("a_contract_is_filed_after_it_is_signed", {"filed_on": BEFORE}),
    ("a_bond_comes_back_whole_or_says_why_not", {"bond_back": 0, "bond_back_on": SIGNED_ON}),
    ("a_bond_comes_back_whole_or_says_why_not", {**BACK, "bond_back": Decimal("1000.01"), "bond_back_reason": "多退"}),
    ("a_bond_comes_back_whole_or_says_why_not", {**BACK, "bond_back": Decimal("999.99")}),
    ("a_bond_comes_back_whole_or_says_why_not", {**BACK, "bond_back": Decimal("-0.01"), "bond_back_reason": "倒扣"}),
    ("a_bond_comes_back_whole_or_says_why_not", {**BACK, "bond_back_reason": "并未少退"}),
    ("a_bond_comes_back_whole_or_says_why_not", {**BACK, "bond_back_on": BEFORE}),
    ("a_bond_comes_back_whole_or_says_why_not", {**BACK, "bond_back_on": None}),
    ("a_bond_comes_back_whole_or_says_why_not", {**BOND, "bond_back_on": SIGNED_ON}),
    ("a_contract_that_ended_says_when_and_why", {"status": "ended"}),
    ("a_contract_that_ended_says_when_and_why", {"status": "ended", "ended_on": SIGNED_ON}),
    ("a_contract_that_ended_says_when_and_why", {"status": "ended", "end_reason": "解除"}),
    ("a_contract_that_ended_says_when_and_why", {"status": "ended", "ended_on": BEFORE, "end_reason": "解除"}),
    ("a_contract_that_ended_says_when_and_why", {"status": "void"}),
    ("a_contract_that_ended_says_when_and_why", {"ended_on": SIGNED_ON}),
    ("a_contract_that_ended_says_when_and_why", {"end_reason": "仍在履行"}),
]


def refused_by(act):
    """Return the name of the constraint that refuses what ``act`` writes."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    return refused.value.__cause__.diag.constraint_name


def anew(contract, **facts):
    """Write a contract once more, by hand, as a row of its own."""
    contract = Contract.objects.get(pk=contract.pk)
    contract.pk, contract.status, contract.end_reason = None, "running", ""
    for name, value in facts.items():
        setattr(contract, name, value)
    contract.save(force_insert=True)
    return contract


@pytest.fixture
def void(office):
    """A contract declared void: its order and its number may be used again."""
    return contracts.void_contract(sign_contract(office), reason="作废", by=office.director)


@pytest.mark.parametrize(("name", "wrong"), WRONG_ROWS)
def test_no_contract_is_kept_that_cannot_be(void, name, wrong):
    assert refused_by(lambda: anew(void, **wrong)) == name


def test_an_order_has_one_contract_and_a_school_one_of_a_number(office):
    contract = sign_contract(office)

    assert refused_by(lambda: anew(contract, number="HT-2")) == "one_contract_of_an_order"
    assert refused_by(lambda: anew(contract, order=place(office))) == "one_contract_of_a_number_in_a_school"


def test_each_constraint_of_a_contract_is_broken_above():
    unique = {"one_contract_of_an_order", "one_contract_of_a_number_in_a_school"}

    assert {constraint.name for constraint in Contract._meta.constraints} == unique | {
        name for name, _row in WRONG_ROWS
    }


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"bond": Decimal(1200), "extra": Decimal(1200)},
        BACK,
        {**BACK, "bond_back": 0, "bond_back_reason": "质量问题全部扣留"},
        {"sign_by": BEFORE, "late_reason": "延期签订"},
        {"published_on": SIGNED_ON, "filed_on": SIGNED_ON},
        {"status": "ended", "ended_on": SIGNED_ON, "end_reason": "解除"},
    ],
)
def test_what_can_be_is_kept(void, facts):
    assert anew(void, **facts).pk


# --- what stays -------------------------------------------------------------------------------------------------------


def refused(rows, **change):
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"school": None}, {"order": None}, {"number": "HT-2"}, {"title": "别的"}, {"amount": 1}, {"bond": 1},
        {"signed_on": BEFORE}, {"starts_on": BEFORE}, {"ends_on": AFTER}, {"sign_by": AFTER}, {"late_reason": "迟"},
        {"publish_by": AFTER}, {"file_by": AFTER}, {"bond_limit": 20}, {"extra_limit": 20}, {"note": "改"},
        {"registered_by": None}, {"registered_at": None},
    ],
)  # fmt: skip
def test_what_was_entered_of_a_contract_stays(office, change):
    contract = sign_contract(office)

    with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(**change)


def test_days_of_publishing_and_filing_and_the_bond_s_return_are_entered_once(office):
    contract = sign_contract(office, bond=Decimal(1000))
    contracts.publish_contract(contract, on=SIGNED_ON, by=office.director)
    contracts.file_contract(contract, on=SIGNED_ON, by=office.director)
    contracts.return_bond(contract, amount=Decimal(900), on=SIGNED_ON, reason="扣除清运费", by=office.director)
    row = Contract.objects.filter(pk=contract.pk)

    refused(row, published_on=AFTER)
    refused(row, filed_on=AFTER)
    refused(row, bond_back=Decimal(800))
    refused(row, bond_back_on=AFTER)
    refused(row, bond_back_reason="改口")


def test_no_contract_is_deleted_and_a_void_one_stays_void(void):
    row = Contract.objects.filter(pk=void.pk)

    refused(row, status="running", end_reason="")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


# --- supplements ------------------------------------------------------------------------------------------------------


def supplement(office, contract, amount="600"):
    facts = {"reason": "增装支架", "signed_on": SIGNED_ON, "by": office.director}
    contracts.supplement_contract(contract, amount=Decimal(amount), **facts)
    return contract.supplements.last()


def add_by_hand(office, contract, **facts):
    usual = {
        "amount": Decimal(100),
        "reason": "直接写入",
        "signed_on": SIGNED_ON,
        "by": office.director,
        "at": clock.now(),
    }
    Contract.objects.filter(pk=contract.pk).update(extra=facts.pop("extra", Decimal(100)))
    return ContractSupplement.objects.create(contract=contract, **{**usual, **facts})


def test_a_supplement_adds_something_and_says_what(office):
    contract = sign_contract(office)

    no_sum, no_words = "a_supplement_adds_more_than_nothing", "a_supplement_says_why"
    assert refused_by(lambda: add_by_hand(office, contract, amount=0, extra=0)) == no_sum
    assert refused_by(lambda: add_by_hand(office, contract, reason="")) == no_words
    assert {each.name for each in ContractSupplement._meta.constraints} == {no_sum, no_words}
    assert add_by_hand(office, contract).pk


@pytest.mark.parametrize("wrong", [{"extra": Decimal(99)}, {"extra": Decimal(0)}, {"signed_on": BEFORE}])
def test_a_supplement_counts_in_its_contract_and_is_not_signed_before_it(office, wrong):
    contract = sign_contract(office)

    with pytest.raises(DatabaseError, match="do not add up"), transaction.atomic():
        add_by_hand(office, contract, **wrong)


def take_back_by_hand(office, added, *, extra, reason="录重"):
    Contract.objects.filter(pk=added.contract_id).update(extra=extra)
    return SupplementWithdrawal.objects.create(supplement=added, reason=reason, by=office.director, at=clock.now())


def test_what_is_taken_back_says_why_is_taken_back_once_and_no_longer_counts(office):
    contract = sign_contract(office)
    added, _other = supplement(office, contract), supplement(office, contract, "500")

    assert (
        refused_by(lambda: take_back_by_hand(office, added, extra=500, reason="")) == "a_supplement_taken_back_says_why"
    )
    with pytest.raises(DatabaseError, match="does not add up"), transaction.atomic():
        take_back_by_hand(office, added, extra=1100)
    assert take_back_by_hand(office, added, extra=500).pk
    assert "supplement_id" in refused_by(lambda: take_back_by_hand(office, added, extra=500))
    assert {each.name for each in SupplementWithdrawal._meta.constraints} == {"a_supplement_taken_back_says_why"}


def test_after_a_withdrawal_a_further_supplement_adds_up_without_it(office):
    contract = sign_contract(office)
    contracts.withdraw_supplement(supplement(office, contract, "1200"), reason="录重", by=office.director)

    with pytest.raises(DatabaseError, match="do not add up"), transaction.atomic():
        add_by_hand(office, contract, amount=Decimal(100), extra=1200)
    assert add_by_hand(office, contract, amount=Decimal(100)).pk


def test_supplements_and_what_took_them_back_are_neither_changed_nor_deleted(office):
    added = supplement(office, sign_contract(office))
    contracts.withdraw_supplement(added, reason="录重", by=office.director)

    for rows in (ContractSupplement.objects.all(), SupplementWithdrawal.objects.all()):
        refused(rows, reason="改口")
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
