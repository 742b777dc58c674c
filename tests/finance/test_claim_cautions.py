"""Claims above their contract, and cash for what the official card is for: told, explained, and never simply refused."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from finance import services
from finance.facts.claims import cautions_of, facts_of_claims
from finance.models import Claim
from finance.selectors import contracted_for, paid_for
from finance.selectors.cards import card_due
from finance.services import contracts
from logistics import clock
from logistics.errors import RuleError
from logistics.pages.fetching import in_rounds
from logistics.people.models import User
from logistics.rules.models import Rule
from logistics.rules.services import set_rule_value
from tests.finance.claim_factories import decide, draft, invoice, pay, sign, staff, submitted
from tests.finance.factories import accept, approve, ask, budget_line, line, order
from tests.finance.test_contracts import sign_contract

WHY = "现场增加支架，补充合同正在办理"


@pytest.fixture(autouse=True)
def at_work(office, september):
    staff(office)


@pytest.fixture
def placed(office):
    """An order of 12,000 yuan of which all has come."""
    request = approve(ask(office, line("一体机", "1", "12000", "台")))
    placed = order(office, request, waiver="目录内供货")
    accept(office, placed)
    placed.request.refresh_from_db()
    return placed


def claim_of(office, placed, amount="12000", make=submitted, **facts):
    return make(office, amount, purchase=placed.request, title="一体机", **facts)


# --- above the contract -----------------------------------------------------------------------------------------------


def test_a_claim_above_contract_and_supplements_says_why(office, placed):
    contract = sign_contract(office, placed, amount=Decimal("11900"))
    claim = claim_of(office, placed, make=draft)

    with pytest.raises(RuleError, match="报销 12,000.00 元，合同及补充合同合计 11,900.00 元") as refused:
        services.submit_claim(claim, by=office.teacher)
    facts = {"title": claim.title, "invoices": [item.invoice for item in claim.items.all()], "person": office.teacher}
    services.change_claim(claim, **facts, purchase=placed.request, contract_reason=WHY, by=office.teacher)
    claim = services.submit_claim(claim, by=office.teacher)

    assert refused.value.field == "contract_reason"
    assert (claim.contracted, claim.above_contract) == (contract.total, Decimal("100.00"))


def test_up_to_contract_and_supplements_nothing_is_asked(office, placed):
    contract = sign_contract(office, placed, amount=Decimal("11900"))
    contracts.supplement_contract(
        contract, amount=Decimal("100"), reason="增装支架", signed_on=clock.today(), by=office.director
    )

    claim = claim_of(office, placed)

    assert (claim.contracted, claim.above_contract) == (Decimal("12000.00"), 0)
    assert cautions_of(claim, clock.today()) == []


def test_without_a_contract_nothing_is_judged(office, placed):
    contracts.void_contract(sign_contract(office, placed, amount=Decimal("1")), reason="录错", by=office.director)

    assert claim_of(office, placed).contracted is None


def test_a_supplement_taken_back_no_longer_covers_a_claim(office, placed):
    contract = sign_contract(office, placed, amount=Decimal("11900"))
    facts = {"reason": "增装支架", "signed_on": clock.today(), "by": office.director}
    contracts.supplement_contract(contract, amount=Decimal("100"), **facts)
    contracts.withdraw_supplement(contract.supplements.get(), reason="录重", by=office.director)

    with pytest.raises(RuleError, match="合计 11,900.00 元"):
        claim_of(office, placed)


def test_of_a_purchase_with_several_orders_the_contracts_count_when_each_has_one(office):
    request = approve(ask(office, line("一体机", "2", "6000", "台")))
    key = request.lines.get().pk
    first, second = (
        order(office, request, lines={key: (Decimal(1), Decimal("6000"))}, waiver="目录内供货") for _each in range(2)
    )
    sign_contract(office, first, number="HT-1", amount=Decimal("5900"))

    assert contracted_for(request) is None
    sign_contract(office, second, number="HT-2", amount=Decimal("6000"))
    assert contracted_for(request) == Decimal("11900.00")


def test_the_approval_card_and_the_pages_before_it_say_by_how_much(office, placed, client_of):
    office.grant("teacher", "finance.make_claim", "finance.ask_purchase")
    sign_contract(office, placed, amount=Decimal("11900"))
    claim = claim_of(office, placed, make=draft, contract_reason=WHY)

    page = client_of(office.teacher).get(reverse("finance:claim_submit", args=[claim.pk])).content.decode()
    claim = services.submit_claim(claim, by=office.teacher)
    card = card_facts(claim, office.director)

    assert "报销 12,000.00 元，比合同及补充合同合计（11,900.00 元）多 100.00 元。" in page
    assert ("warning", f"超合同金额 100.00 元：{WHY}") in card.notes
    detail = client_of(office.teacher).get(claim.get_absolute_url()).content.decode()
    assert f"超合同金额 100.00 元：{WHY}" in detail


def test_who_pays_is_told_too_and_may_pay(office, placed, client_of):
    office.grant("cashier", "finance.pay_claim", "finance.view_claim")
    contract = sign_contract(office, placed, amount=Decimal("11900"))
    claim = sign(sign(claim_of(office, placed, contract_reason=WHY), office.head), office.accountant)
    claim = decide(claim)
    cashier = User.objects.get(pk=office.cashier.pk)

    page = client_of(cashier).get(reverse("finance:claim_pay", args=[claim.pk])).content.decode()
    pay(office, claim, card_reason="资产卡片随后登记")

    assert "比合同及补充合同合计（11,900.00 元）多 100.00 元" in page
    assert paid_for(contract) == Decimal("12000.00")


def test_a_claim_sent_back_is_judged_anew_whatever_it_was_judged_by(office, placed):
    sign_contract(office, placed, amount=Decimal("11900"))
    claim = claim_of(office, placed, "11900")
    claim = sign(claim, office.head, verb="return", word="发票不全")

    facts = {"title": claim.title, "purchase": placed.request, "person": office.teacher, "by": office.teacher}
    services.change_claim(claim, invoices=[invoice(office, "12000")], **facts)

    claim.refresh_from_db()
    assert (claim.amount, claim.contracted) == (Decimal("12000.00"), None)


def test_cash_sent_back_is_judged_anew_too(office):
    claim = sign(submitted(office, "900", way="cash"), office.acceptor, verb="return", word="发票不全")

    facts = {"title": claim.title, "person": office.teacher, "by": office.teacher}
    services.change_claim(claim, invoices=[invoice(office, "1500")], **facts)

    claim.refresh_from_db()
    assert (claim.amount, claim.cash_limit) == (Decimal("1500.00"), None)
    with pytest.raises(RuleError) as refused:
        services.submit_claim(claim, by=office.teacher)
    assert refused.value.field == "cash_reason"


def test_the_database_keeps_no_claim_above_its_contract_without_a_reason(office):
    claim = draft(office, "370")

    with pytest.raises(IntegrityError, match="a_claim_above_its_contract_has_a_reason"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(contracted=Decimal("369.99"))
    Claim.objects.filter(pk=claim.pk).update(contracted=Decimal("370"))


def test_the_form_asks_why_only_while_a_contract_is_about(office, placed, client_of):
    office.grant("teacher", "finance.make_claim", "finance.ask_purchase")
    invoice(office)
    client = client_of(office.teacher)

    before = client.get(reverse("finance:claim_create")).context["form"].fields
    sign_contract(office, placed)
    after = client.get(reverse("finance:claim_create")).context["form"].fields

    assert ("contract_reason" in before, "contract_reason" in after) == (False, True)


# --- the official card ------------------------------------------------------------------------------------------------


def card_of(office, amount="300", title="教师外出培训费", **facts):
    return card_due(draft(office, amount, title=title, **{"way": "cash", **facts}), clock.today())


def set_rule(office, key, value):
    set_rule_value(
        Rule.objects.get(key=key), school=office.school, value=value, valid_from=clock.today(), reason="学校规定",
        by=office.director,
    )  # fmt: skip


def test_cash_for_what_is_on_the_list_should_go_by_card(office):
    assert card_of(office).item == "培训费"
    assert card_of(office, title="购买毛巾") is None


@pytest.mark.parametrize("way", ["card", "transfer"])
def test_other_ways_of_paying_are_left_alone(office, way):
    assert card_of(office, way=way) is None


def test_what_it_is_for_says_the_budget_line_before_the_title(office):
    assert card_of(office, title="购买毛巾", budget_line=budget_line(office, item="办公费")).item == "办公费"
    assert card_of(office, budget_line=budget_line(office, item="劳务费")) is None


def test_brackets_of_either_width_are_the_same(office):
    assert card_of(office, budget_line=budget_line(office, item="维修(护)费")).item == "维修（护）费"


@pytest.mark.parametrize(("amount", "told"), [("199.99", False), ("200", True)])
def test_small_sums_are_left_alone(office, amount, told):
    assert (card_of(office, amount) is not None) == told


@pytest.mark.parametrize("title", ["差旅费：过路过桥费", "差旅费（出租车费）", "邮电费 快递费", "差旅费及签证费"])
def test_what_the_title_names_as_exempt_is_left_alone(office, title):
    assert card_of(office, title=title) is None


def test_a_school_without_official_cards_switches_it_off(office):
    set_rule(office, "claim.card.hint", False)

    assert card_of(office) is None


def test_a_school_has_a_list_of_its_own(office):
    set_rule(office, "claim.card.items", ["毛巾"])

    assert card_of(office, title="购买毛巾").item == "毛巾"
    assert card_of(office) is None


def card_facts(claim, person):
    [told] = in_rounds(facts_of_claims([claim.pk], person))
    return told[claim.pk]


def test_the_hint_names_the_exemptions_and_stands_on_the_approval_card(office):
    claim = submitted(office, "300", title="教师外出培训费", way="cash")

    card = card_facts(claim, office.director)

    sentence = (
        "培训费属公务卡结算范围。除以下情形外应使用公务卡：县级以下、200 元以下且无刷卡条件、支付给个人、过路过桥费、"
        "出租车费、快递费、签证费。"
    )
    assert card.notes == [("warning", sentence)]
    assert cautions_of(claim, clock.today()) == [sentence]
