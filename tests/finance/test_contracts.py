from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from finance import services
from finance.jobs.contracts import bonds_to_return, contracts_ending, contracts_to_file, contracts_to_publish
from finance.models import Contract, ContractSupplement
from finance.selectors import chain_of
from finance.services import contracts
from finance.statements.contracts import contracts_signed
from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.reports.statements import Period, Scope
from tests.at_once import at_once, kinds
from tests.finance.factories import approve, ask, line, order

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 9, 16)

pytestmark = pytest.mark.usefixtures("september")


def place(office, price="12000", channel="government", **facts):
    """An order of one thing for 12,000 yuan by government procurement, approved today."""
    facts = {"channel": channel, "waiver": "目录内供货", **facts}
    return order(office, approve(ask(office, line("一体机", "1", price, "台"))), **facts)


def sign_contract(office, placed=None, **facts):
    """The contract of an order, signed today over its amount, for a year."""
    placed = placed or place(office)
    usual = {"number": "HT-2026-01", "title": "一体机采购合同", "amount": placed.amount, "signed_on": clock.today()}
    usual |= {"ends_on": clock.today() + 365 * DAY, "by": office.director}
    return contracts.register_contract(placed, **{**usual, **facts})


def at(day, hour=2):
    return clock.set_to(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


# --- entering ---------------------------------------------------------------------------------------------------------


def test_a_contract_is_entered_at_its_order_with_the_days_it_must_keep(office):
    contract = sign_contract(office, bond=Decimal("1200"))

    assert (contract.amount, contract.total, contract.starts_on) == (
        Decimal("12000.00"),
        Decimal("12000.00"),
        WEDNESDAY,
    )
    assert (contract.sign_by, contract.publish_by, contract.file_by) == (
        date(2026, 10, 16), date(2026, 9, 18), date(2026, 9, 24),
    )  # fmt: skip
    assert Event.objects.about(contract).get().verb == "registered"
    assert "contracted" in Event.objects.about(contract.order).values_list("verb", flat=True)


def test_what_is_not_government_procurement_is_neither_published_nor_filed(office):
    contract = sign_contract(office, place(office, channel="retail"))

    assert (contract.sign_by, contract.publish_by, contract.file_by) == (None, None, None)
    with pytest.raises(WrongState, match="只有政府采购合同需要公告、备案"):
        contracts.publish_contract(contract, on=clock.today(), by=office.director)


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"bond": Decimal("1200.01")}, "bond", "不得超过合同金额（12,000.00 元）的 10%，即 1,200.00 元"),
        ({"bond": Decimal("-1")}, "bond", "不能为负"),
        ({"bond": Decimal("1.001")}, "bond", "两位小数"),
        ({"amount": Decimal("0")}, "amount", "大于 0"),
        ({"amount": Decimal("-1")}, "amount", "不能为负"),
        ({"amount": Decimal("12000.001")}, "amount", "两位小数"),
        ({"amount": Decimal(10) ** 12}, "amount", "过大"),
        ({"signed_on": WEDNESDAY + DAY}, "signed_on", "今天或更早"),
        ({"signed_on": WEDNESDAY - DAY}, "signed_on", "采购于 2026-09-16 批准"),
        ({"ends_on": WEDNESDAY - DAY}, "ends_on", "截止日期不得早于"),
        ({"starts_on": WEDNESDAY + 400 * DAY}, "ends_on", "截止日期不得早于"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(office, facts, field, words):
    with pytest.raises(RuleError, match=words) as refused:
        sign_contract(office, **facts)

    assert refused.value.field == field
    assert not Contract.objects.exists()


def test_an_order_has_one_contract_and_a_number_is_used_once_in_a_school(office):
    contract = sign_contract(office)

    with pytest.raises(WrongState, match="该订单已登记合同"):
        sign_contract(office, contract.order, number="HT-2026-02")
    with pytest.raises(RuleError, match="该合同编号已登记") as refused:
        sign_contract(office, number=" HT-2026-01 ")
    assert refused.value.field == "number"
    assert sign_contract(office, number="HT-2026-02").pk


def test_a_cancelled_order_gets_no_contract(office):
    placed = place(office)
    services.cancel_order(placed, reason="供应商无货", by=office.director)

    with pytest.raises(WrongState, match="该订单已撤销"):
        sign_contract(office, placed)


def test_signing_late_is_allowed_with_a_reason_and_shown(office):
    placed = place(office)
    with at(date(2026, 10, 17)):
        with pytest.raises(RuleError, match="应在成交后 30 天内签订，即 2026-10-16 前") as refused:
            sign_contract(office, placed)
        contract = sign_contract(office, placed, late_reason="供应商更换法人，延期签订")

    assert refused.value.field == "late_reason"
    assert list(Contract.objects.signed_late()) == [contract]


def test_a_reason_for_signing_late_is_not_kept_where_it_was_in_time(office):
    placed = place(office)

    with at(date(2026, 10, 16)):
        assert sign_contract(office, placed, late_reason="多写的原因").late_reason == ""


# --- publishing, filing, supplements, ends ----------------------------------------------------------------------------


def test_it_is_published_and_filed_once_and_not_before_it_was_signed(office):
    contract = sign_contract(office)

    with pytest.raises(RuleError, match="合同于 2026-09-16 签订") as refused:
        contracts.publish_contract(contract, on=WEDNESDAY - DAY, by=office.director)
    assert refused.value.field == "on"
    contracts.publish_contract(contract, on=WEDNESDAY, by=office.director)
    contracts.file_contract(contract, on=WEDNESDAY, by=office.director)
    with pytest.raises(WrongState, match="已登记"):
        contracts.publish_contract(contract, on=WEDNESDAY, by=office.director)

    contract.refresh_from_db()
    assert (contract.published_on, contract.filed_on) == (WEDNESDAY, WEDNESDAY)


def test_supplements_together_keep_to_a_tenth_of_the_contract(office):
    contract = sign_contract(office)
    facts = {"reason": "增装支架", "signed_on": WEDNESDAY, "by": office.director}
    contracts.supplement_contract(contract, amount=Decimal("1000"), **facts)

    with pytest.raises(RuleError, match=r"的 10%，即 1,200.00 元，还可补充 200.00 元") as refused:
        contracts.supplement_contract(contract, amount=Decimal("200.01"), **facts)
    contract = contracts.supplement_contract(contract, amount=Decimal("200"), **facts)

    assert refused.value.field == "amount"
    assert (contract.extra, contract.total) == (Decimal("1200.00"), Decimal("13200.00"))
    assert ContractSupplement.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"amount": Decimal("0")}, "amount"), ({"amount": Decimal("1.001")}, "amount"), ({"signed_on": WEDNESDAY - DAY}, "signed_on")],
)  # fmt: skip
def test_a_supplement_that_makes_no_sense_is_refused(office, facts, field):
    contract = sign_contract(office)
    usual = {"amount": Decimal("100"), "reason": "增装支架", "signed_on": WEDNESDAY, "by": office.director}

    with pytest.raises(RuleError) as refused:
        contracts.supplement_contract(contract, **{**usual, **facts})
    assert refused.value.field == field


def test_what_is_void_stays_readable_and_leaves_order_and_number_free(office):
    contract = sign_contract(office)
    contracts.void_contract(contract, reason="金额录错", by=office.director)

    anew = sign_contract(office, contract.order, amount=Decimal("11800"))

    assert list(Contract.objects.standing()) == [anew]
    with pytest.raises(WrongState):
        contracts.publish_contract(contract, on=WEDNESDAY, by=office.director)
    with pytest.raises(DatabaseError), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(status="running", end_reason="")


def test_a_contract_ends_early_on_a_day_of_its_own(office):
    contract = sign_contract(office)

    for day in (WEDNESDAY - DAY, WEDNESDAY + DAY):
        with pytest.raises(RuleError, match="合同期内"):
            contracts.end_contract(contract, ended_on=day, reason="协商解除", by=office.director)
    contract = contracts.end_contract(contract, ended_on=WEDNESDAY, reason="协商解除", by=office.director)

    assert contract.status == "ended"
    with pytest.raises(WrongState):
        contracts.supplement_contract(
            contract, amount=Decimal("1"), reason="追加", signed_on=WEDNESDAY, by=office.director
        )


# --- a supplement taken back, a bond returned -------------------------------------------------------------------------


def add(office, contract, amount="1200"):
    facts = {"reason": "增装支架", "signed_on": WEDNESDAY, "by": office.director}
    contracts.supplement_contract(contract, amount=Decimal(amount), **facts)
    return contract.supplements.last()


def test_a_supplement_taken_back_stays_readable_and_makes_room(office):
    contract = sign_contract(office)
    wrong = add(office, contract)

    contract = contracts.withdraw_supplement(wrong, reason=" 与合同重复录入 ", by=office.director)

    assert (contract.extra, contract.total) == (Decimal(0), Decimal("12000.00"))
    assert wrong.withdrawal.reason == "与合同重复录入"
    assert Event.objects.about(contract).first().verb == "unsupplemented"
    assert add(office, contract, "1200").stands
    assert list(contract.supplements.standing()) == [contract.supplements.last()]


def test_a_supplement_is_taken_back_once_and_with_a_reason(office):
    wrong = add(office, sign_contract(office))

    with pytest.raises(RuleError, match="登记有误之处") as refused:
        contracts.withdraw_supplement(wrong, reason=" ", by=office.director)
    assert refused.value.field == "reason"
    contracts.withdraw_supplement(wrong, reason="录重", by=office.director)
    with pytest.raises(WrongState, match="该补充合同已作废"):
        contracts.withdraw_supplement(wrong, reason="再次", by=office.director)


def test_nothing_is_taken_back_of_a_void_contract(office):
    wrong = add(office, sign_contract(office))
    contracts.void_contract(wrong.contract, reason="录错", by=office.director)

    with pytest.raises(WrongState):
        contracts.withdraw_supplement(wrong, reason="录重", by=office.director)


@pytest.mark.django_db(transaction=True)
def test_a_supplement_taken_back_twice_at_once_counts_once(office):
    wrong, other = (add(office, contract, "500") for contract in [sign_contract(office)] * 2)

    results = at_once(*[lambda: contracts.withdraw_supplement(wrong, reason="录重", by=office.director)] * 2)

    assert kinds(results) == ["Contract", "WrongState"]
    assert Contract.objects.get(pk=other.contract_id).extra == Decimal("500.00")


def give_back(office, contract, amount="1200", **facts):
    usual = {"on": WEDNESDAY, "by": office.director}
    return contracts.return_bond(contract, amount=Decimal(amount), **{**usual, **facts})


def test_the_bond_comes_back_once_on_its_day(office):
    contract = give_back(office, sign_contract(office, bond=Decimal("1200")), reason="没有少退，不留原因")

    assert (contract.bond_back, contract.bond_back_on, contract.bond_back_reason) == (Decimal("1200"), WEDNESDAY, "")
    assert not contract.bond_is_out
    with pytest.raises(WrongState, match="没有待退的履约保证金"):
        give_back(office, contract)


def test_a_contract_without_a_bond_gives_none_back(office):
    with pytest.raises(WrongState, match="没有待退的履约保证金"):
        give_back(office, sign_contract(office), "0")


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"amount": "1200.01"}, "amount", "不能超过此数"),
        ({"amount": "-1"}, "amount", "不能为负"),
        ({"amount": "1.001", "reason": "扣"}, "amount", "两位小数"),
        ({"amount": "1199.99"}, "reason", "请填写扣留金额及原因"),
        ({"on": WEDNESDAY - DAY}, "on", "合同于 2026-09-16 签订"),
        ({"on": WEDNESDAY + DAY}, "on", "今天或更早"),
    ],
)
def test_a_bond_s_return_that_makes_no_sense_is_refused_at_its_field(office, facts, field, words):
    contract = sign_contract(office, bond=Decimal("1200"))

    with pytest.raises(RuleError, match=words) as refused:
        give_back(office, contract, **facts)
    assert refused.value.field == field


def test_less_than_the_bond_may_come_back_with_a_reason(office):
    contract = give_back(office, sign_contract(office, bond=Decimal("1200")), "1000", reason="扣除返工费 200 元")

    assert (contract.bond_back, contract.bond_back_reason) == (Decimal("1000"), "扣除返工费 200 元")


@pytest.mark.django_db(transaction=True)
def test_of_two_contracts_entered_at_once_for_an_order_one_is_refused(office):
    placed = place(office)
    numbers = iter(["HT-1", "HT-2"])

    results = at_once(*[lambda: sign_contract(office, placed, number=next(numbers))] * 2)

    assert kinds(results) == ["Contract", "WrongState"]


# --- reminders --------------------------------------------------------------------------------------------------------


def keys(job, day):
    with at(day):
        return {reminder.key.split(":", 2)[2] for reminder in job(day)}


@pytest.fixture
def buyer(office):
    office.grant("director", "finance.record_purchase", "finance.ask_purchase")
    return office.director


@pytest.mark.usefixtures("buyer")
def test_publishing_and_filing_are_reminded_of_once_each_and_once_when_late(office):
    contract = sign_contract(office)

    assert keys(contracts_to_publish, WEDNESDAY) == keys(contracts_to_publish, date(2026, 9, 18)) == {"due"}
    assert keys(contracts_to_publish, date(2026, 9, 19)) == {"late"}
    assert keys(contracts_to_file, date(2026, 9, 18)) == set()
    assert keys(contracts_to_file, date(2026, 9, 19)) == {"due"}
    contracts.publish_contract(contract, on=WEDNESDAY, by=office.director)
    assert keys(contracts_to_publish, date(2026, 9, 19)) == set()
    assert keys(contracts_to_file, WEDNESDAY) == keys(contracts_to_file, contract.file_by) == {"due"}
    assert keys(contracts_to_file, contract.file_by + DAY) == {"late"}
    contracts.file_contract(contract, on=WEDNESDAY, by=office.director)
    assert keys(contracts_to_file, contract.file_by + DAY) == set()


@pytest.mark.usefixtures("buyer")
def test_the_end_of_a_contract_is_reminded_of_ninety_and_thirty_days_before(office):
    ends_on = sign_contract(office).ends_on

    assert keys(contracts_ending, ends_on - 91 * DAY) == set()
    assert keys(contracts_ending, ends_on - 90 * DAY) == keys(contracts_ending, ends_on - 31 * DAY) == {"90"}
    assert keys(contracts_ending, ends_on - 30 * DAY) == keys(contracts_ending, ends_on) == {"30"}
    assert keys(contracts_ending, ends_on + DAY) == set()


@pytest.mark.usefixtures("buyer")
def test_a_short_contract_is_reminded_of_only_at_steps_after_its_signing(office):
    sign_contract(office, ends_on=WEDNESDAY + 40 * DAY)

    assert keys(contracts_ending, WEDNESDAY) == set()
    assert keys(contracts_ending, WEDNESDAY + 10 * DAY) == {"30"}


@pytest.mark.usefixtures("buyer")
def test_a_bond_not_returned_is_reminded_of_once_a_week_after_the_end(office):
    contract = sign_contract(office, bond=Decimal("1200"))
    sign_contract(office, number="HT-2")
    ends_on = contract.ends_on

    def reminded(day):
        with at(day):
            return [reminder.key for reminder in bonds_to_return(day)]

    key = f"contract-bond:{contract.pk}"
    assert reminded(ends_on + 6 * DAY) == []
    assert set(reminded(ends_on + 7 * DAY)) == set(reminded(ends_on + 100 * DAY)) == {key}
    give_back(office, contract)
    assert reminded(ends_on + 7 * DAY) == []


@pytest.mark.usefixtures("buyer")
def test_of_a_contract_ended_early_the_days_run_from_its_end(office):
    contract = sign_contract(office, bond=Decimal("1200"))
    contracts.end_contract(contract, ended_on=WEDNESDAY, reason="协商解除", by=office.director)

    assert list(bonds_to_return(WEDNESDAY + 6 * DAY)) == []
    assert {reminder.to for reminder in bonds_to_return(WEDNESDAY + 7 * DAY)} == {office.director}


# --- standing, chain, summary -----------------------------------------------------------------------------------------


def standing(contract, day):
    with at(day):
        words, tone = contract.standing
        return str(words), tone


def test_how_it_stands_says_first_what_is_overdue(office):
    contract = sign_contract(office)

    assert standing(contract, WEDNESDAY) == ("待公告", "warning")
    assert standing(contract, date(2026, 9, 19)) == ("公告逾期", "danger")
    contract = contracts.publish_contract(contract, on=WEDNESDAY, by=office.director)
    assert standing(contract, contract.file_by) == ("待备案", "warning")
    assert standing(contract, contract.file_by + DAY) == ("备案逾期", "danger")
    contract = contracts.file_contract(contract, on=WEDNESDAY, by=office.director)
    assert standing(contract, contract.ends_on - 31 * DAY) == ("履行中", "success")
    assert standing(contract, contract.ends_on - 30 * DAY) == ("即将到期", "warning")
    assert standing(contract, contract.ends_on + DAY) == ("已到期", "neutral")


def test_a_contract_over_waits_for_its_bond(office):
    contract = sign_contract(office, place(office, channel="retail"), bond=Decimal("1200"))
    contract = contracts.end_contract(contract, ended_on=WEDNESDAY, reason="协商解除", by=office.director)

    assert standing(contract, WEDNESDAY) == ("保证金待退", "warning")
    assert list(Contract.objects.bond_out(WEDNESDAY)) == [contract]
    contract = give_back(office, contract)
    assert standing(contract, WEDNESDAY) == ("已终止", "neutral")
    assert not Contract.objects.bond_out(WEDNESDAY).exists()


def test_the_chain_of_papers_shows_the_contract_after_its_order(office):
    contract = sign_contract(office)

    labels = [str(part.label) for part in chain_of(contract.order.request)]

    assert labels == ["采购申请", "采购订单", "采购合同"]


def summary(office):
    return contracts_signed(office.school, Period.of_calendar_year(2026), Scope())


def test_the_summary_counts_contracts_and_supplements_that_stand(office):
    contract = sign_contract(office)
    contracts.supplement_contract(
        contract, amount=Decimal("600"), reason="增装", signed_on=WEDNESDAY, by=office.director
    )
    contracts.withdraw_supplement(add(office, contract, "500"), reason="录重", by=office.director)
    contracts.void_contract(sign_contract(office, number="HT-9"), reason="录错", by=office.director)
    place(office)

    counted = {key: figure.value for key, figure in summary(office).all_figures().items()}

    assert {key: counted[key] for key in ("signed", "amount", "supplements", "extra", "missing")} == {
        "signed": 1, "amount": Decimal("12000.00"), "supplements": 1, "extra": Decimal("600.00"), "missing": 2,
    }  # fmt: skip


def test_the_claim_of_being_in_time_names_what_was_published_or_filed_late(office):
    in_time, late, not_yet = (sign_contract(office, number=f"HT-{each}") for each in range(3))
    for contract, day in ((in_time, WEDNESDAY), (late, date(2026, 9, 19))):
        with at(day):
            contracts.publish_contract(contract, on=day, by=office.director)
            contracts.file_contract(contract, on=day, by=office.director)

    with at(date(2026, 9, 18)):
        assert set(summary(office).claims[0].against.rows) == {late}
    with at(date(2026, 9, 19)):
        assert set(summary(office).claims[0].against.rows) == {late, not_yet}


def test_the_claim_stands_while_all_were_in_time(office):
    contract = sign_contract(office)
    assert summary(office).claims[0].is_kept
    contracts.publish_contract(contract, on=WEDNESDAY, by=office.director)
    contracts.file_contract(contract, on=WEDNESDAY, by=office.director)

    with at(contract.ends_on):
        assert summary(office).claims[0].is_kept
