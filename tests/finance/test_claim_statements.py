"""What the summary says of claims, and when it says nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from finance import services
from finance.models import Claim
from finance.selectors.claims import claim_parts
from finance.statements.claims import claims_signed, money_paid
from logistics import clock
from logistics.approvals.models import Case
from logistics.reports.statements import Period, Scope
from tests.finance.claim_factories import (
    account,
    bought,
    granted,
    invoice,
    paid_out,
    pay,
    sign,
    staff,
    submitted,
)


@pytest.fixture(autouse=True)
def at_work(office):
    staff(office)


@pytest.fixture
def period():
    return Period(clock.today() - timedelta(days=30), clock.today() + timedelta(days=10), "近期")


def figures(statement):
    return {key: figure.value for key, figure in statement.all_figures().items()}


def signed(office, period):
    return claims_signed(office.school, period, Scope())


def test_claims_granted_and_refused_are_counted_with_their_money(office, period):
    granted(office, "100")
    sign(submitted(office, "40"), office.acceptor, verb="refuse", word="购物不符")
    submitted(office, "7")

    found = figures(signed(office, period))

    assert [found[key] for key in ("claims", "granted", "granted.amount", "refused", "refused.amount")] == [
        3, 1, Decimal("100.00"), 1, Decimal("40.00"),
    ]  # fmt: skip


def test_three_signatures_and_the_one_pen_are_claimed_while_none_is_missing(office, period):
    nothing = [claim.value for claim in signed(office, period).claims]
    granted(office, purchase=bought(office))

    assert nothing == [None, None, None]
    assert [claim.value for claim in signed(office, period).claims] == [True, True, True]


def test_a_missing_signature_breaks_the_claim_and_is_its_proof(office, period):
    claim = granted(office)
    Claim.objects.filter(pk=claim.pk).update(revision=2)  # which no service and no page does

    three, _pen, _order = signed(office, period).claims

    assert three.is_broken
    assert list(three.against.rows) == [claim]


def test_a_payment_without_the_one_pen_breaks_the_claim(office, period):
    claim = granted(office)
    Case.objects.about(claim).update(status="returned")

    _three, pen, _order = signed(office, period).claims

    assert pen.is_broken


def test_dates_out_of_order_stand_under_problems_though_explained(office, period):
    early = invoice(office, issued_on=clock.today() - timedelta(days=2))
    granted(office, purchase=bought(office))
    claim = submitted(office, invoices=[early], purchase=bought(office), order_reason="先开票后送货")

    _three, _pen, order = signed(office, period).claims

    assert order.is_broken
    assert list(order.against.rows) == [claim]
    assert (order.against.value, order.basis.value) == (1, 2)


def test_payments_are_told_by_way_with_cash_vouchers_and_late_advances(office, period):
    pay(office, granted(office, "100"))
    pay(office, granted(office, "50", way="cash"))
    submitted(office, invoices=[invoice(office, "9", kind="receipt", number="1")])
    drawn = paid_out(office, due_in=2)
    with clock.set_to(clock.now() + timedelta(days=4)):
        services.return_cash(drawn, amount=drawn.amount, account=account(office), on=clock.today(), by=office.cashier)
        found = figures(money_paid(office.school, period, Scope()))

    assert [found[key] for key in ("paid", "cash", "vouchers", "electronic", "advances", "overdue")] == [
        150, 50, 3, 2, 1, 1,
    ]  # fmt: skip


def test_an_advance_settled_in_time_is_no_problem(office, period):
    drawn = paid_out(office, due_in=2)
    services.return_cash(drawn, amount=drawn.amount, account=account(office), on=clock.today(), by=office.cashier)

    assert figures(money_paid(office.school, period, Scope()))["overdue"] == 0


def test_the_papers_of_a_purchase_lead_to_invoice_claim_and_payment(office):
    request = bought(office)
    claim = granted(office, purchase=request)
    payment = pay(office, claim)

    papers = list(claim_parts(request, office.accountant))

    assert [paper.number for paper in papers] == [
        claim.items.get().invoice.number, claim.number, payment.entry.number,
    ]  # fmt: skip
    assert {paper.url for paper in papers} == {claim.get_absolute_url()}
    assert {paper.url for paper in claim_parts(request, None)} == {""}
