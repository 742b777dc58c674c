from datetime import timedelta
from decimal import Decimal

import pytest

from finance import services
from finance.statements import purchases_made
from logistics import clock
from logistics.reports.statements import Period, Scope
from tests.finance.factories import approve, ask, line, sign


@pytest.fixture
def period():
    return Period(clock.today() - timedelta(days=30), clock.today(), "近期")


def bought(office, request):
    return services.record_purchase(request, bought_on=clock.today(), supplier="店", by=office.director)


def figures(office, period):
    found = purchases_made(office.school, period, Scope()).all_figures()
    return {key: figure.value for key, figure in found.items()}


def test_the_figures_count_what_was_requested_approved_refused_and_paid(office, period):
    paid = bought(office, approve(ask(office)))
    services.record_payment(paid, paid_on=clock.today(), paid_amount=Decimal("380.00"), by=office.accountant)
    ask(office, line(unit_price="1.00"))
    sign(ask(office), "refuse")

    found = figures(office, period)

    assert [found[key] for key in ("requested", "approved", "refused", "amount", "paid", "over")] == [
        3, 1, 1, Decimal("370.00"), Decimal("380.00"), 1,
    ]  # fmt: skip


def claim(office, period):
    return purchases_made(office.school, period, Scope()).claims[0]


def test_approved_first_is_kept_while_everything_was_approved_before_it_was_bought(office, period):
    bought(office, approve(ask(office)))

    assert claim(office, period).is_kept


def test_an_emergency_does_not_break_the_claim_but_is_counted_apart(office, period):
    bought(office, approve(ask(office)))
    approve(bought(office, ask(office, emergency=True)))

    assert claim(office, period).is_kept
    assert figures(office, period)["afterwards"] == 1


def test_an_emergency_bought_and_refused_breaks_the_claim_and_is_its_proof(office, period):
    request = bought(office, ask(office, emergency=True))
    sign(request, "refuse")

    broken = claim(office, period)

    assert broken.is_broken
    assert list(broken.against.rows) == [request]


def test_nothing_is_claimed_when_nothing_was_bought(office, period):
    ask(office)

    assert claim(office, period).value is None


def test_another_campus_and_another_period_do_not_count(office, period):
    with clock.set_to(clock.now() - timedelta(days=60)):
        ask(office)

    assert figures(office, period)["requested"] == 0
