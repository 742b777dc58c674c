from datetime import timedelta
from decimal import Decimal

import pytest

from finance import services
from finance.statements.purchases import budget_used, purchases_compared, purchases_made
from logistics import clock
from logistics.reports.statements import Period, Scope
from tests.finance.factories import approve, ask, budget_line, line, quote, sign, supplier


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


# --- quotes, splits, budget -------------------------------------------------------------------------------------------


def claims(statement, office, period):
    """Return {key: whether the claim is kept, None when there was nothing to judge}."""
    return {each.key: each.value for each in statement(office.school, period, Scope()).claims}


def with_quotes(office, number):
    request = services.draft_request(
        office.school, by=office.teacher, title="窗帘", reason="老化", department=office.department,
        lines=[line(quantity="1", unit_price="6000")],
    )  # fmt: skip
    quotes = [quote(request, supplier(office, f"{number}家之{place}"), "6000") for place in range(number)]
    services.choose_quote(quotes[0], by=office.teacher)
    return approve(services.submit_request(request, by=office.teacher))


def test_all_were_compared_is_claimed_only_while_it_is_so(office, period):
    approve(ask(office))
    nothing_to_judge = claims(purchases_compared, office, period)["quotes"]
    with_quotes(office, 3)
    kept = claims(purchases_compared, office, period)["quotes"]

    with_quotes(office, 2)

    assert (nothing_to_judge, kept, claims(purchases_compared, office, period)["quotes"]) == (None, True, False)


def test_an_emergency_needs_no_quotes(office, period):
    approve(ask(office, line(quantity="1", unit_price="6000"), emergency=True))

    assert claims(purchases_compared, office, period)["quotes"] is None


def test_a_purchase_that_looks_split_breaks_the_claim_and_is_its_proof(office, period):
    ask(office, line(quantity="1", unit_price="2600"))
    kept = claims(purchases_compared, office, period)["unsplit"]
    second = ask(office, line(quantity="1", unit_price="2600"))

    claim = next(each for each in purchases_compared(office.school, period, Scope()).claims if each.key == "unsplit")

    assert (kept, claim.value, list(claim.against.rows)) == (True, False, [second])


def test_papers_that_ran_out_are_told_as_a_problem(office, period):
    entered = supplier(office)
    services.add_paper(entered, kind="licence", valid_until=period.end - timedelta(days=1), by=office.director)

    (problem,) = purchases_compared(office.school, period, Scope()).problems

    assert (problem.stands, problem.sentence.text) == (True, "供应商证照过期未更新的有1份。")


def test_the_budget_tells_what_is_planned_and_used_by_source(office, period):
    budget = budget_line(office, "1000")
    services.adjust_line(budget, amount=Decimal("-200"), reason="压减", by=office.accountant)
    budget_line(office, "500", year=clock.today().year + 1)
    services.record_payment(
        bought(office, approve(ask(office, budget_line=budget))), paid_on=clock.today(), paid_amount=Decimal("400"),
        by=office.accountant,
    )  # fmt: skip

    found = {key: each.value for key, each in budget_used(office.school, period, Scope()).all_figures().items()}

    assert (found["planned"], found["used"], found["lines"]) == (800, 400, 1)


def test_over_budget_breaks_the_claim_though_it_was_explained(office, period):
    budget = budget_line(office, "300")
    untouched = claims(budget_used, office, period)["within"]
    ask(office, line(quantity="1", unit_price="300"), budget_line=budget)
    kept = claims(budget_used, office, period)["within"]

    ask(office, line(quantity="1", unit_price="1"), budget_line=budget, over_reason="急用")

    assert (untouched, kept, claims(budget_used, office, period)["within"]) == (None, True, False)
