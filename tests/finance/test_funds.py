from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from finance import services
from finance.models import EarmarkedFund, FundFinding, PurchaseRequest
from finance.models.funds import off_purpose
from logistics import clock
from logistics.errors import RuleError, WrongState
from tests.approvals.factories import Office
from tests.finance.factories import approve, ask, budget_line
from tests.finance.factories import line as thing
from tests.finance.income_factories import DAY, fund

pytestmark = pytest.mark.usefixtures("september")


@pytest.fixture
def granted(office):
    """A fund of 50,000 with a line of 40,000 that draws on it."""
    granted = fund(office)
    services.draw_on_fund(granted, line=earmarked(office), by=office.accountant)
    return granted


def earmarked(office, amount="40000", **facts):
    return budget_line(office, amount, **{"source": "earmarked", "item": "监控系统", **facts})


def bought(office, granted, price="1000", **facts):
    line = granted.lines.get()
    request = approve(ask(office, thing(quantity="1", unit_price=price), budget_line=line, **facts))
    return services.record_purchase(request, bought_on=clock.today(), supplier="店", by=office.director)


def paid(office, granted, price="1000", **facts):
    request = bought(office, granted, price, **facts)
    return services.record_payment(request, paid_on=clock.today(), paid_amount=Decimal(price), by=office.accountant)


def in_use(granted):
    return EarmarkedFund.objects.with_use().get(pk=granted.pk)


def test_what_is_paid_out_of_its_lines_is_used_and_what_is_under_way_reserved(office, granted):
    paid(office, granted, "12500")
    bought(office, granted, "500")

    found = in_use(granted)

    assert [found.used, found.reserved, found.left, found.progress] == [12500, 500, 37000, 25]


def test_only_a_line_of_earmarked_funds_draws_and_only_on_one_fund(office, granted):
    for line in (budget_line(office), granted.lines.get(), earmarked(Office())):
        with pytest.raises(RuleError) as refused:
            services.draw_on_fund(granted, line=line, by=office.accountant)
        assert refused.value.field == "line"


def test_lines_plan_no_more_than_was_granted(office, granted):
    with pytest.raises(RuleError, match="50,000.00"):
        services.draw_on_fund(granted, line=earmarked(office, "10000.01", item="布线"), by=office.accountant)

    services.draw_on_fund(granted, line=earmarked(office, "10000", item="安装"), by=office.accountant)
    assert granted.lines.count() == 2


def test_spending_off_purpose_is_found_by_somebody_else_and_may_be_cleared(office, granted):
    request = paid(office, granted)
    with pytest.raises(RuleError) as own:
        services.flag_spending(granted, use=request, reason="买了空调", by=request.requested_by)

    services.flag_spending(granted, use=request, reason="买了空调", by=office.accountant)
    assert list(off_purpose(PurchaseRequest.objects.all())) == [request]
    with pytest.raises(RuleError):
        services.flag_spending(granted, use=request, reason="再次", by=office.accountant)

    finding = FundFinding.objects.get()
    services.clear_finding(finding, reason="机房降温，属于监控系统", by=office.principal)
    assert (own.value.field, off_purpose(PurchaseRequest.objects.all()).count()) == ("use", 0)
    with pytest.raises(WrongState):
        services.clear_finding(finding, reason="再次", by=office.principal)


def test_only_a_purchase_of_the_fund_that_was_approved_is_judged(office, granted):
    elsewhere = approve(ask(office))
    waiting = ask(office, budget_line=granted.lines.get())

    for request in (elsewhere, waiting):
        with pytest.raises(RuleError):
            services.flag_spending(granted, use=request, reason="不符", by=office.accountant)


def test_what_is_paid_after_the_deadline_is_off_purpose(office):
    granted = fund(office, deadline=clock.today() - DAY, granted_on=clock.today() - 9 * DAY)
    services.draw_on_fund(granted, line=earmarked(office), by=office.accountant)

    late = paid(office, granted)

    assert list(off_purpose(PurchaseRequest.objects.all())) == [late]


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"amount": "0"}, "amount"), ({"amount": "1.001"}, "amount"), ({"deadline": -10}, "deadline"), ({"granted_on": 1}, "granted_on")],
)  # fmt: skip
def test_a_fund_is_more_than_nothing_with_a_deadline_after_the_grant(office, facts, field):
    days = {name: clock.today() + value * DAY for name, value in facts.items() if isinstance(value, int)}

    with pytest.raises(RuleError) as refused:
        fund(office, **{**facts, **days})

    assert refused.value.field == field


def test_a_fund_is_entered_once_and_stays_as_granted(office):
    fund(office)
    with pytest.raises(RuleError) as refused:
        fund(office)
    with pytest.raises(DatabaseError), transaction.atomic():
        EarmarkedFund.objects.update(amount=1)

    assert refused.value.field == "name"
