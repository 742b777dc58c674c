"""量入为出, 有计划有审批有手续, 货比三家 and 四坚持, each with its proof."""

from datetime import timedelta
from decimal import Decimal

import pytest

from finance import services
from finance.statements.economy import four_persists, means_kept, purchases_economical, spent_per_pupil
from logistics import clock
from logistics.reports.statements import Period, Scope
from logistics.school import services as school_services
from tests.finance.claim_factories import account, bought, granted, pay, staff
from tests.finance.factories import approve, ask, budget_line, line, quote, supplier
from tests.finance.fee_factories import FeeWorld
from tests.finance.income_factories import agree

pytestmark = pytest.mark.usefixtures("september")


@pytest.fixture(autouse=True)
def at_work(office):
    staff(office)


def said(statement, office):
    period = Period(clock.today() - timedelta(days=30), clock.today() + timedelta(days=10), "近期")
    return statement(office.school, period, Scope())


def figures(statement, office):
    return {key: figure.value for key, figure in said(statement, office).all_figures().items()}


def claims(statement, office):
    """Return {key: whether the claim is kept, None when there was nothing to judge}."""
    return {each.key: each.value for each in said(statement, office).claims}


def large(office, price):
    request = approve(ask(office, line(quantity="1", unit_price=price)))
    return services.record_purchase(request, bought_on=clock.today(), supplier="甲店", by=office.teacher)


def compared(office, *totals):
    request = services.draft_request(
        office.school, by=office.teacher, title="窗帘", reason="老化", department=office.department,
        lines=[line(quantity="1", unit_price="6000")],
    )  # fmt: skip
    quotes = [quote(request, supplier(office, f"{place}号店"), total) for place, total in enumerate(totals)]
    services.choose_quote(quotes[0], by=office.teacher)
    request = approve(services.submit_request(request, by=office.teacher))
    return services.record_purchase(request, bought_on=clock.today(), supplier="0号店", by=office.teacher)


def test_what_comparing_saved_is_reckoned_against_the_mean(office):
    compared(office, "5000", "5600", "5900")

    assert figures(purchases_economical, office)["saved"] == Decimal("500.00")


def test_only_purchases_from_the_limit_on_are_large(office):
    large(office, "999")
    assert claims(purchases_economical, office) == {"large": None}

    large(office, "1000")

    assert claims(purchases_economical, office) == {"large": True}
    assert figures(purchases_economical, office)["large"] == 1
    table = said(purchases_economical, office).tables[0]
    assert [(name, figure.value) for name, figure in table.lines] == [("更换教室灯管", Decimal("1000"))]


def test_an_overdrawn_account_breaks_living_within_the_means(office):
    assert claims(means_kept, office) == {"means": None}
    till = services.open_account(
        office.school, kind="cash", name="库存现金", balances=[("public", Decimal(10))], by=office.accountant
    )
    facts = {"kind": "expense", "source": "public", "on": clock.today(), "text": "邮费", "by": office.accountant}
    services.post_entry(till, amount=Decimal(10), **facts)
    assert claims(means_kept, office) == {"means": True}

    services.post_entry(till, amount=Decimal("0.01"), **facts)

    assert claims(means_kept, office) == {"means": False}


def test_an_item_is_complete_with_line_approval_and_invoice(office):
    planned = bought(office, budget_line=budget_line(office))
    for purchase in (planned, bought(office)):
        pay(office, granted(office, purchase=purchase))

    found = figures(means_kept, office)
    assert (found["paid"], found["complete"], found["incomplete"]) == (2, 1, 1)


def test_the_four_are_said_of_what_there_is_to_judge(office):
    account(office)
    assert set(claims(four_persists, office).values()) == {None}

    pay(office, granted(office))
    agree(office)

    assert claims(four_persists, office) == {
        "one_pen": True, "published": None, "vouchers": True, "leases": True,
    }  # fmt: skip


def test_what_was_spent_is_told_for_each_pupil_who_was_here_at_the_end(office):
    world = FeeWorld(office)
    assert said(spent_per_pupil, office).sentences[0].stands is False
    school_services.leave_school(world.pupils[0], left_on=clock.today(), by=None)
    facts = {"source": "public", "on": clock.today(), "by": office.accountant}
    services.post_entry(world.bank, kind="expense", amount=Decimal("100.01"), text="复印纸", **facts)
    services.post_entry(world.bank, kind="income", amount=Decimal(9000), text="公用经费", **facts)

    with clock.set_to(clock.now() + timedelta(days=1)):
        found = figures(spent_per_pupil, office)

    assert (found["expense"], found["pupils"], found["each"]) == (Decimal("100.01"), 2, Decimal("50.01"))


def test_a_campus_has_no_accounts_of_its_own_and_so_nothing_for_each_pupil(office):
    world = FeeWorld(office)
    period = Period(clock.today(), clock.today(), "今天")

    assert not spent_per_pupil(office.school, period, Scope(world.campus)).sentences
