from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from finance import services
from finance.models import PurchaseLine, PurchaseRequest
from finance.selectors import bought_like, prices_among, spending_for
from logistics import clock, hooks
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from tests.approvals.factories import Office
from tests.approvals.test_cases import scan
from tests.factories import CampusFactory, DepartmentFactory
from tests.finance.factories import approve, ask, draft, line, sign


def days_ago(days):
    return clock.set_to(clock.now() - timedelta(days=days))


# --- asking -----------------------------------------------------------------------------------------------------------


def earlier(school, lines):
    return prices_among(bought_like(school, lines), lines)


def test_asking_gives_a_number_the_sum_of_the_lines_and_a_case(office):
    request = ask(office, line(), line("胶带", "3", "2.55", "卷"))

    assert (request.number, request.status, request.amount) == (
        f"CG-{clock.today().year}-0001", "pending", Decimal("377.65"),
    )  # fmt: skip
    assert case_of(request).amount == request.amount


def test_a_draft_has_no_number_and_asks_nobody(office):
    request = draft(office)

    assert (request.number, request.status, case_of(request)) == ("", "draft", None)


def test_each_line_is_rounded_to_the_cent_as_the_database_does(office):
    request = ask(office, line(quantity="0.33", unit_price="0.35"), line(quantity="1.5", unit_price="0.03"))

    assert [each.amount for each in request.lines.all()] == [Decimal("0.12"), Decimal("0.05")]
    assert request.amount == Decimal("0.17")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"quantity": "0"}, "第 1 行：数量应大于 0。"),
        ({"quantity": "-3"}, "第 1 行：数量应大于 0。"),
        ({"quantity": "1.125"}, "第 1 行：数量最多两位小数。"),
        ({"quantity": "10000000"}, "第 1 行：数量过大，请核对。"),
        ({"unit_price": "-0.01"}, "第 1 行单价不能为负数。"),
        ({"unit_price": "9.999"}, "第 1 行单价：最多两位小数（到分）。"),
        ({"unit_price": "10000000000"}, "第 1 行单价过大，请核对。"),
        ({"unit_price": "9999999999.99", "quantity": "2"}, "合计金额过大，请核对数量和单价。"),
        ({"name": "  "}, "第 1 行：请写明要买什么。"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_with_a_sentence(office, facts, sentence):
    with pytest.raises(RuleError) as refused:
        ask(office, line(**facts))

    assert str(refused.value) == sentence
    assert PurchaseRequest.objects.count() == 0


def test_empty_lines_do_not_count_but_one_thing_must_be_bought(office):
    empty = {"name": "", "spec": "", "quantity": None, "measure_word": "", "unit_price": None}

    assert ask(office, empty, line(), empty).lines.count() == 1
    with pytest.raises(RuleError, match="至少写一项要买的东西"):
        ask(office, empty)


def test_a_line_without_quantity_or_price_is_named(office):
    with pytest.raises(RuleError, match="第 2 行：数量应大于 0"):
        ask(office, line(), {**line(), "quantity": None})
    with pytest.raises(RuleError, match="第 1 行：请写单价"):
        ask(office, {**line(), "unit_price": None})


@pytest.mark.parametrize("facts", [{"department": DepartmentFactory}, {"campus": CampusFactory}])
def test_another_schools_department_or_campus_is_refused(office, facts):
    with pytest.raises(RuleError):
        ask(office, **{name: factory() for name, factory in facts.items()})


@pytest.mark.parametrize(("price", "signers"), [("999", 2), ("1000", 4), ("1001", 4), ("5000", 5)])
def test_at_the_limit_the_stricter_route_applies(office, price, signers):
    request = ask(office, line(quantity="1", unit_price=price))

    assert case_of(request).steps.count() == signers


# --- deciding ---------------------------------------------------------------------------------------------------------


def test_nothing_is_approved_before_the_last_signature(office):
    request = ask(office)

    sign(request)
    request.refresh_from_db()
    assert (request.status, request.approved_on) == ("pending", None)

    sign(request)
    request.refresh_from_db()
    assert (request.status, request.approved_on) == ("approved", clock.today())


@pytest.mark.parametrize(("verb", "status"), [("return", "returned"), ("refuse", "refused")])
def test_the_request_follows_the_decision(office, verb, status):
    request = ask(office)

    sign(request, verb)

    request.refresh_from_db()
    assert request.status == status
    assert Event.objects.about(request).first().verb == status


def test_a_request_sent_back_keeps_its_number_and_is_submitted_again(office):
    request = ask(office)
    number, case = request.number, case_of(request)
    sign(request, "return")

    services.change_request(
        request, by=office.teacher, title=request.title, reason="补规格", lines=[line(quantity="10")],
        department=office.department,
    )  # fmt: skip
    again = services.submit_request(request, by=office.teacher)

    assert (again.number, again.amount, again.status) == (number, Decimal("185.00"), "pending")
    assert (case_of(again).pk, case_of(again).revision) == (case.pk, 2)


def test_nobody_else_changes_or_submits_a_request(office):
    request = draft(office)

    with pytest.raises(RuleError, match="只有申请人教师可以这样做"):
        services.submit_request(request, by=office.head)


def test_a_request_is_submitted_once_even_from_a_stale_copy(office):
    request = draft(office)
    stale = PurchaseRequest.objects.get(pk=request.pk)
    services.submit_request(request, by=office.teacher)

    with pytest.raises(WrongState):
        services.submit_request(stale, by=office.teacher)


def test_a_gap_in_the_route_leaves_the_draft_without_a_number(db):
    office = Office("teacher", "head")
    request = draft(office)

    with pytest.raises(RuleError, match="环节无人可签"):
        services.submit_request(request, by=office.teacher)

    request.refresh_from_db()
    assert (request.status, request.number) == ("draft", "")


def test_withdrawing_ends_the_request(office):
    request = services.withdraw_request(ask(office), by=office.teacher)

    assert request.status == "withdrawn"


def test_dropping_a_draft_ends_it(office):
    assert services.drop_request(draft(office), by=office.teacher).status == "withdrawn"


# --- the record it is for ---------------------------------------------------------------------------------------------


@pytest.fixture
def told(monkeypatch):
    """What a department hears as the record a purchase was made for."""
    heard = []
    monkeypatch.setitem(
        hooks.spending_outcomes._functions, "school.department",
        lambda request: heard.append((request.source, request.status)),
    )  # fmt: skip
    return heard


def test_the_record_hears_of_the_outcome_once(office, told):
    request = ask(office, source=office.department, kind="parts")

    assert told == []
    approve(request)
    assert told == [(office.department, "approved")]
    assert list(spending_for(office.department)) == [request]


def test_the_record_hears_nothing_while_a_request_is_sent_back(office, told):
    sign(ask(office, source=office.department), "return")

    assert told == []


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
def test_the_record_hears_that_it_comes_to_nothing(office, told, how):
    request = ask(office, source=office.department)

    sign(request, "refuse") if how == "refused" else services.withdraw_request(request, by=office.teacher)

    assert told == [(office.department, how)]


# --- buying and paying ------------------------------------------------------------------------------------------------


def buy(request, office, **facts):
    return services.record_purchase(
        request, **{"bought_on": clock.today(), "supplier": "五金店", "by": office.director, **facts}
    )


def pay(request, office, **facts):
    return services.record_payment(
        request, **{"paid_on": clock.today(), "paid_amount": request.amount, "by": office.accountant, **facts}
    )


def test_what_is_approved_is_bought_and_paid(office):
    request = pay(buy(approve(ask(office)), office), office, paid_amount=Decimal("372.00"))

    assert (request.status, request.supplier, request.bought_by) == ("paid", "五金店", office.director)
    assert request.deviation == Decimal("2.00")


def test_nothing_is_bought_before_the_approval(office):
    with pytest.raises(WrongState):
        buy(ask(office), office)


def test_a_day_before_the_approval_is_refused(office):
    with days_ago(5):
        request = ask(office)
    approve(request)

    with pytest.raises(RuleError, match="批准"):
        buy(request, office, bought_on=clock.today() - timedelta(days=3))


def test_a_day_after_today_is_refused(office):
    with pytest.raises(RuleError) as refused:
        buy(approve(ask(office)), office, bought_on=clock.today() + timedelta(days=1))

    assert refused.value.field == "bought_on"


def test_a_day_outside_every_term_is_refused(office):
    with pytest.raises(RuleError) as refused:
        buy(approve(ask(office)), office, bought_on=clock.today() - timedelta(days=800))

    assert refused.value.field == "bought_on"


def test_buying_twice_is_refused_even_from_a_stale_copy(office):
    request = approve(ask(office))
    stale = PurchaseRequest.objects.get(pk=request.pk)
    buy(request, office)

    with pytest.raises(WrongState):
        buy(stale, office)


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("-1", "实付金额不能为负数。"),
        ("1.005", "实付金额：最多两位小数（到分）。"),
        ("10000000000", "实付金额过大，请核对。"),
    ],
)
def test_an_absurd_payment_is_refused_with_a_sentence(office, amount, sentence):
    request = buy(approve(ask(office)), office)

    with pytest.raises(RuleError) as refused:
        pay(request, office, paid_amount=Decimal(amount))

    assert str(refused.value) == sentence


def test_payment_does_not_come_before_the_purchase(office):
    with days_ago(5):
        request = approve(ask(office))
    request = buy(request, office)

    with pytest.raises(RuleError, match="付款"):
        pay(request, office, paid_on=clock.today() - timedelta(days=1))


# --- emergencies ------------------------------------------------------------------------------------------------------


def test_an_emergency_is_bought_first_and_stands_as_bought_once_approved(office):
    with days_ago(2):
        request = buy(ask(office, emergency=True), office)

    assert (request.status, request.bought_first) == ("pending", True)
    approve(request)
    assert (request.status, request.bought_first) == ("bought", True)
    assert list(PurchaseRequest.objects.approved_afterwards()) == [request]
    assert not PurchaseRequest.objects.bought_unapproved().exists()


def test_an_emergency_bought_and_then_refused_counts_as_bought_without_approval(office):
    request = buy(ask(office, emergency=True), office)
    sign(request, "refuse")

    assert list(PurchaseRequest.objects.bought_unapproved()) == [request]
    assert not PurchaseRequest.objects.approved_afterwards().exists()


def test_an_emergency_already_bought_cannot_be_withdrawn_or_dropped(office):
    request = buy(ask(office, emergency=True), office)

    with pytest.raises(RuleError, match="已经购买"):
        services.withdraw_request(request, by=office.teacher)
    sign(request, "return")
    request.refresh_from_db()
    with pytest.raises(RuleError, match="已经购买"):
        services.drop_request(request, by=office.teacher)


def test_an_emergency_approved_before_it_was_bought_is_an_ordinary_purchase(office):
    request = buy(approve(ask(office, emergency=True)), office)

    assert (request.status, request.bought_first) == ("bought", False)


def test_a_paper_signature_counts_by_its_own_day(office):
    with days_ago(3):
        request = ask(office)
        sign(request)
    approvals.sign_on_paper(
        case_of(request), person=office.director, verb="agree", signed_on=clock.today() - timedelta(days=2),
        scans=[scan(office, office.accountant)], by=office.accountant,
    )  # fmt: skip

    request.refresh_from_db()
    assert request.approved_on == clock.today() - timedelta(days=2)


# --- what the database keeps ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"amount": -1}, "a_purchase_costs_nothing_or_more"),
        ({"status": "pending"}, "a_purchase_under_way_has_number_and_day"),
        ({"status": "approved", "number": "CG-1", "requested_on": "2026-01-02"}, "an_approved_purchase_has_its_day"),
        ({"bought_on": "2026-01-02", "emergency": True}, "whoever_bought_it_is_known"),
        ({"paid_on": "2026-01-02"}, "a_paid_purchase_has_day_and_amount"),
    ],
)
def test_a_state_and_its_facts_belong_together(office, facts, constraint):
    request = draft(office)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PurchaseRequest.objects.filter(pk=request.pk).update(**facts)


def test_the_database_refuses_a_purchase_before_approval_unless_it_is_an_emergency(office):
    request = approve(ask(office))

    with pytest.raises(IntegrityError, match="bought_before_approval_only_in_an_emergency"), transaction.atomic():
        PurchaseRequest.objects.filter(pk=request.pk).update(
            status="bought", bought_by=office.director, bought_on=clock.today() - timedelta(days=1)
        )


@pytest.mark.parametrize("facts", [{"amount": 1}, {"title": "x"}, {"emergency": True}, {"department": None}])
def test_the_facts_of_a_submitted_request_are_frozen(office, facts):
    request = ask(office)

    with pytest.raises(DatabaseError), transaction.atomic():
        PurchaseRequest.objects.filter(pk=request.pk).update(**facts)


def test_the_lines_of_a_submitted_request_are_frozen(office):
    request = ask(office)

    for change in (
        lambda: request.lines.update(unit_price=1),
        lambda: request.lines.all().delete(),
        lambda: PurchaseLine.objects.create(
            request=request, school=office.school, position=9, name="x", quantity=1, unit_price=1, measure_word="个"
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_request_cannot_be_submitted_with_another_amount_than_its_lines(office):
    request = draft(office)
    PurchaseRequest.objects.filter(pk=request.pk).update(amount=1)

    with pytest.raises(DatabaseError, match="not the sum of its lines"), transaction.atomic():
        PurchaseRequest.objects.filter(pk=request.pk).update(
            status="pending", number="CG-1", requested_on=clock.today()
        )


@pytest.mark.parametrize("facts", [{"quantity": 0}, {"unit_price": -1}, {"name": ""}])
def test_a_line_without_sense_is_refused_by_the_database(office, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        PurchaseLine.objects.create(
            **{
                "request": draft(office), "school": office.school, "position": 9, "name": "x", "quantity": 1,
                "unit_price": 1, "measure_word": "个", **facts,
            }
        )  # fmt: skip


# --- memory of prices -------------------------------------------------------------------------------------------------


def test_a_thing_remembers_what_it_cost_before_newest_first(office):
    for days, price in ((60, "16.00"), (30, "17.20")):
        with days_ago(days):
            buy(approve(ask(office, line("LED灯管 18W", unit_price=price))), office)
    buy(approve(ask(office, line("LED灯管"))), office)

    request = draft(office, line("led灯管"), line("拖把"))
    tube, mop = request.lines.all()
    prices = earlier(office.school, [tube, mop])

    assert [each.unit_price for each in prices[tube.pk]] == [Decimal("18.50"), Decimal("17.20"), Decimal("16.00")]
    assert prices[mop.pk] == []


def test_prices_of_other_schools_and_of_what_was_not_bought_are_not_remembered(office):
    ask(office)
    line_of = draft(office).lines.get()

    assert earlier(office.school, [line_of])[line_of.pk] == []


def test_a_name_of_two_characters_is_found_by_its_grams(office):
    buy(approve(ask(office, line("拖把", "2", "9.90", "把"))), office)
    line_of = draft(office, line("拖把")).lines.get()

    assert [each.unit_price for each in earlier(office.school, [line_of])[line_of.pk]] == [Decimal("9.90")]


# --- who sees what ----------------------------------------------------------------------------------------------------


def test_asker_signers_and_those_with_the_permission_see_a_request(office):
    request = ask(office)
    cook, guard = office.appoint("cook"), office.appoint("guard")
    office.grant("cook", "finance.view_purchaserequest")

    def sees(person):
        return request in PurchaseRequest.objects.visible_to(person)

    assert [sees(person) for person in (office.teacher, office.director, cook, guard, Office().director)] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_a_draft_cannot_be_withdrawn(office):
    with pytest.raises(WrongState):
        services.withdraw_request(draft(office), by=office.teacher)
