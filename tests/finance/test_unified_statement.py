"""统一采购 in the summary: who bought, where large things were bought, and what meetings decided."""

from datetime import timedelta
from decimal import Decimal

import pytest

from finance.statements.unified import purchases_unified
from logistics import clock
from logistics.approvals import services as approvals
from logistics.reports.statements import Period, Scope
from tests.approvals.test_rulings import MEETING, enter
from tests.finance.factories import approve, ask, case_of, line, order


@pytest.fixture
def stated(office):
    """Return a function that states the last days of the school."""
    period = Period(clock.today() - timedelta(days=30), clock.today(), "近期")
    return lambda: purchases_unified(office.school, period, Scope())


def values(statement):
    return {key: figure.value for key, figure in statement.all_figures().items()}


def test_what_whoever_asked_ordered_stands_among_the_problems(office, stated):
    order(office, approve(ask(office)))
    assert not stated().problems[0].stands

    mine = approve(ask(office))
    order(office, mine, buyer=mine.requested_by)

    found = stated()
    assert found.problems[0].stands
    assert (values(found)["unified"], values(found)["own"]) == (1, 1)
    assert values(found)["unified.rate"] == Decimal("50.0")


@pytest.mark.parametrize(("price", "kept"), [("999", True), ("1000", False), ("1001", False)])
def test_what_reaches_the_limit_is_bought_at_designated_points(office, stated, price, kept):
    order(office, approve(ask(office, line("打印机", "1", "1200", "台"))), channel="government", waiver="急用")
    order(office, approve(ask(office, line("打印机", "1", price, "台"))), channel="retail", waiver="急用")

    assert stated().claims[0].is_kept == kept


def test_what_a_meeting_agreed_to_counts(office, stated):
    other = approve(ask(office))
    office.grant("accountant", "approvals.enter_ruling")
    approvals.set_route(office.school, kind="purchase", by=office.director, steps=[MEETING])
    request = ask(office)
    assert values(stated())["together"] == 0

    enter(office, case_of(request))

    assert [each.pk for each in stated().all_figures()["together"].rows] == [request.pk]
    assert other.status == "approved"
