from datetime import timedelta
from decimal import Decimal

import pytest

from finance import services
from finance.statements.goods import deliveries_accepted, orders_placed
from logistics import clock
from logistics.reports.statements import Period, Scope
from tests.finance.factories import accept, approve, ask, deliver, line, order, sign


@pytest.fixture
def period():
    return Period(clock.today() - timedelta(days=30), clock.today(), "近期")


def figures(statement, office, period):
    return {key: figure.value for key, figure in statement(office.school, period, Scope()).all_figures().items()}


def claim(statement, office, period):
    return statement(office.school, period, Scope()).claims[0]


def hand(office, acceptance):
    services.hand_over(
        acceptance, to="direct", quantities={each.pk: each.quantity for each in acceptance.lines.all()},
        person=office.teacher, by=office.director,
    )  # fmt: skip


def test_the_amount_is_told_by_channel_and_a_cancelled_order_does_not_count(office, period):
    order(office, approve(ask(office)), channel="mall")
    order(office, approve(ask(office, line(quantity="10"))), channel="government")
    services.cancel_order(order(office, approve(ask(office))), reason="无货", by=office.director)

    statement = orders_placed(office.school, period, Scope())

    assert figures(orders_placed, office, period)["amount"] == Decimal("555.00")
    text = statement.sentences[0].text
    assert "2张" in text
    assert "网上商城370.00元" in text.replace(" ", "")
    assert "政府采购185.00元" in text.replace(" ", "")


def test_every_order_stands_on_an_approval_emergencies_under_way_apart(office, period):
    order(office, approve(ask(office)))
    emergency = ask(office, emergency=True)
    order(office, emergency)
    assert claim(orders_placed, office, period).is_kept

    sign(emergency, "refuse")

    broken = claim(orders_placed, office, period)
    assert (broken.is_kept, broken.against.value) == (False, 1)


def test_what_went_out_without_quotes_and_what_is_late_stand_among_the_problems(office, period):
    large = approve(ask(office, line("冷藏柜", "1", "6000", "台")))
    order(office, large, waiver="独家代理", expected_on=clock.today())

    with clock.set_to(clock.now() + timedelta(days=1)):
        later = Period(period.start, clock.today(), "近期")
        found = figures(orders_placed, office, later)

    assert (found["waived"], found["late"]) == (1, 1)


@pytest.mark.parametrize(("days", "late"), [(1, 0), (2, 1)])
def test_an_order_that_came_after_its_day_was_late_also_in_hindsight(office, period, days, late):
    placed = order(office, approve(ask(office)), expected_on=clock.today() + timedelta(days=1))

    with clock.set_to(clock.now() + timedelta(days=days)):
        accept(office, placed)
        later = Period(period.start, clock.today() + timedelta(days=1), "近期")
        found = figures(orders_placed, office, later)

    assert found["late"] == late


def test_the_claim_of_two_signatures_waits_for_the_last_one(office, period):
    acceptance = deliver(office, order(office, approve(ask(office))))
    assert not claim(deliveries_accepted, office, period).is_kept

    services.sign_acceptance(acceptance, by=office.head)

    kept = claim(deliveries_accepted, office, period)
    assert (kept.is_kept, kept.basis.value) == (True, 1)


def test_deviations_and_refused_goods_are_counted(office, period):
    wrong = {"delivered": Decimal(20), "refused": Decimal(3), "reason": "破损", "deviation": "quality", "words": "偏薄"}
    accept(office, order(office, approve(ask(office))), delivered={"LED灯管": wrong})
    accept(office, order(office, approve(ask(office))))

    found = figures(deliveries_accepted, office, period)

    assert (found["deviations"], found["refused"], found["accepted"]) == (1, 1, 2)


def test_a_chain_is_whole_once_the_goods_are_handed_over(office, period):
    request = approve(ask(office))
    placed = order(office, request)
    steps = [whole(office, period)]
    half = accept(office, placed, delivered={"LED灯管": "12"})
    hand(office, half)
    steps.append(whole(office, period))
    rest = accept(office, placed)
    steps.append(whole(office, period))
    hand(office, rest)
    steps.append(whole(office, period))

    assert steps == [(0, 1), (0, 1), (0, 1), (1, 0)]


def test_the_chain_of_a_service_ends_with_its_acceptance(office, period):
    accept(office, order(office, approve(ask(office, kind="service"))))

    assert whole(office, period) == (1, 0)


def whole(office, period):
    found = figures(deliveries_accepted, office, period)
    return found["whole"], found["broken"]
