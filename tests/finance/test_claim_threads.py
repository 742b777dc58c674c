"""Two people at the same moment on one claim, against real PostgreSQL."""

from datetime import date
from decimal import Decimal

import pytest

from finance import services
from finance.models import Claim, ClaimItem, ClaimSignature, Invoice, Payment
from logistics import clock
from tests.approvals.factories import Office
from tests.at_once import at_once, kinds
from tests.factories import TermFactory, UserFactory
from tests.finance.claim_factories import account, draft, granted, invoice, sign, staff, submitted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(transactional_db):
    """An office at work; its rows are committed, so that other connections see them."""
    office = staff(Office())
    services.make_books(office.school)
    today = clock.today()
    TermFactory(
        school=office.school, school_year=today.year, starts_on=date(today.year, 1, 2), ends_on=date(today.year, 12, 30),
        covers_from=date(today.year, 1, 1), covers_to=date(today.year, 12, 31),
    )  # fmt: skip
    return office


def test_two_who_may_both_accept_give_one_signature(desk):
    second = desk.appoint("acceptor", UserFactory())
    claim = submitted(desk)

    results = at_once(
        lambda: services.sign_claim(claim, by=desk.acceptor, seat="acceptor"),
        lambda: services.sign_claim(claim, by=second, verb="refuse", word="不符", seat="acceptor"),
    )

    assert kinds(results) == ["Claim", "WrongState"]
    assert ClaimSignature.objects.filter(seat="acceptor").count() == 1


def test_two_payments_at_once_never_pass_the_claim(desk):
    claim, bank = granted(desk, "370"), account(desk)

    def pay():
        return services.pay_claim(claim, account=bank, on=clock.today(), by=desk.cashier, amount=Decimal(300))

    results = at_once(pay, pay)

    assert kinds(results) == ["Payment", "RuleError"]
    assert sum(payment.amount for payment in Payment.objects.all()) == 300


def test_one_invoice_entered_twice_at_once_is_entered_once(desk):
    results = at_once(*[lambda: invoice(desk, number="88887777")] * 2)

    assert kinds(results) == ["Invoice", "RuleError"]
    assert Invoice.objects.count() == 1


def test_one_invoice_on_two_claims_at_once_is_on_one(desk):
    paper = invoice(desk)

    results = at_once(*[lambda: draft(desk, invoices=[paper])] * 2)

    assert kinds(results) == ["Claim", "RuleError"]
    assert ClaimItem.objects.count() == 1


def test_taking_back_and_signing_at_once_give_one_outcome(desk):
    claim = submitted(desk)

    results = at_once(lambda: services.take_back_claim(claim, by=desk.teacher), lambda: sign(claim, desk.acceptor))

    claim.refresh_from_db()
    assert kinds(results) == ["Claim", "WrongState"]
    assert (claim.status, claim.signatures.count()) in (("withdrawn", 1), ("signing", 2))
    assert Claim.objects.count() == 1
