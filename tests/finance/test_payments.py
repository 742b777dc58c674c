"""Payments, advances and batches: every payment is an entry in the books, none passes the claim."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from finance import services
from finance.models import Advance, AdvanceBack, BatchItem, Claim, MoneyEntry, Payment
from finance.selectors.claims import seat_due
from logistics import clock
from logistics.errors import RuleError, WrongState
from tests.approvals.factories import Office
from tests.finance.claim_factories import (
    account,
    advance,
    bought,
    decide,
    granted,
    paid_out,
    pay,
    signed_by_three,
    staff,
    submitted,
)


@pytest.fixture(autouse=True)
def at_work(office):
    staff(office)


# --- payments ---------------------------------------------------------------------------------------------------------


def test_a_payment_is_an_expense_in_the_books_and_pays_the_claim(office):
    claim = granted(office, "370")

    payment = pay(office, claim, voucher="记-001")

    entry = payment.entry
    assert (entry.kind, entry.amount, entry.source, entry.party) == ("expense", 370, "public", office.teacher.name)
    assert (entry.about, entry.voucher, entry.account) == (claim, "记-001", account(office))
    assert (claim.status, claim.paid_amount, claim.paid_on) == ("paid", 370, clock.today())


def test_the_last_payment_pays_the_purchase(office):
    request = bought(office)
    claim = granted(office, purchase=request)

    pay(office, claim, "200")
    request.refresh_from_db()
    before = request.status
    pay(office, claim)

    request.refresh_from_db()
    assert (before, request.status, request.paid_amount) == ("bought", "paid", 370)
    assert claim.payments.count() == 2


def test_never_more_is_paid_than_claimed(office):
    claim = granted(office, "370")
    pay(office, claim, "300")

    with pytest.raises(RuleError) as refused:
        pay(office, claim, "70.01")

    assert refused.value.field == "amount"
    assert claim.unpaid == 70


@pytest.mark.parametrize("amount", ["0", "-1", "1.234", "1000000000000"])
def test_an_amount_that_makes_no_sense_is_refused(office, amount):
    claim = granted(office)

    with pytest.raises(RuleError):
        services.pay_claim(claim, account=account(office), on=clock.today(), by=office.cashier, amount=Decimal(amount))


def test_nothing_is_paid_before_the_last_signature(office):
    claim = signed_by_three(office, submitted(office))

    with pytest.raises(WrongState):
        pay(office, claim)
    assert not MoneyEntry.objects.filter(kind="expense").exists()


def test_the_database_refuses_a_payment_beyond_the_claim_and_before_the_approval(office):
    claim = granted(office, "370")
    other = services.post_entry(
        account(office),
        kind="expense",
        source="public",
        amount=Decimal(371),
        on=clock.today(),
        text="x",
        by=office.cashier,
    )
    facts = {"way": "cash", "account": account(office), "entry": other, "by": office.cashier, "at": clock.now()}

    with pytest.raises(DatabaseError, match="cannot be paid"), transaction.atomic():
        Payment.objects.create(claim=claim, amount=371, on=clock.today(), **facts)
    with pytest.raises(DatabaseError, match="cannot be paid"), transaction.atomic():
        Payment.objects.create(claim=claim, amount=1, on=clock.today() - timedelta(days=1), **facts)


def test_a_payment_is_never_changed(office):
    pay(office, granted(office))

    with pytest.raises(DatabaseError), transaction.atomic():
        Payment.objects.update(amount=1)


def test_a_claim_is_paid_from_an_account_of_its_own_school(office):
    foreign = staff(Office())

    with pytest.raises(RuleError):
        services.pay_claim(granted(office), account=account(foreign), on=clock.today(), by=office.cashier)


def test_a_payment_lies_in_an_open_month_on_a_school_day_up_to_today(office):
    claim = granted(office)

    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        with pytest.raises(RuleError) as refused:
            services.pay_claim(claim, account=account(office), on=day, by=office.cashier)
        assert refused.value.field == "on"


# --- advances ---------------------------------------------------------------------------------------------------------


def test_an_advance_is_approved_paid_out_and_settled_by_claim_and_cash(office):
    drawn = paid_out(office, "2000")
    claim = granted(office, "1642", by=office.teacher)

    pay(office, claim, advance=drawn)
    drawn.refresh_from_db()
    between = drawn.outstanding
    drawn = services.return_cash(
        drawn, amount=Decimal(358), account=account(office), on=clock.today(), by=office.cashier
    )

    kinds = MoneyEntry.objects.exclude(kind="opening").order_by("pk").values_list("kind", "amount")
    assert drawn.number == f"JK-{clock.today().year}-0001"
    assert list(kinds) == [("advance", 2000), ("expense", 1642), ("advance_back", 1642), ("advance_back", 358)]
    assert (between, drawn.status, drawn.settled_on) == (358, "settled", clock.today())
    assert account(office).entries.balance() == 100000 - 1642


def test_nobody_draws_a_second_advance_while_one_is_overdue(office):
    drawn = paid_out(office, due_in=3)

    advance(office)  # in time: a second one may be asked for
    with clock.set_to(clock.now() + timedelta(days=4)):
        with pytest.raises(RuleError, match=drawn.number):
            advance(office)
        assert list(Advance.objects.overdue(clock.today())) == [drawn]
        assert advance(office, by=office.cashier).status == "pending"


def test_an_approved_advance_is_not_paid_out_while_another_is_overdue(office):
    paid_out(office, due_in=3)
    second = decide(advance(office))

    with clock.set_to(clock.now() + timedelta(days=4)), pytest.raises(RuleError):
        services.pay_out_advance(second, account=account(office), on=clock.today(), by=office.cashier)


def test_no_more_comes_back_than_was_drawn(office):
    drawn = paid_out(office, "500")

    with pytest.raises(RuleError):
        services.return_cash(
            drawn, amount=Decimal("500.01"), account=account(office), on=clock.today(), by=office.cashier
        )
    with pytest.raises(RuleError) as refused:
        pay(office, granted(office, "600"), advance=drawn)
    assert refused.value.field == "amount"


def test_an_advance_is_settled_by_the_claims_of_its_own_person(office):
    drawn = paid_out(office)
    claim = granted(office, person=office.accountant)

    with pytest.raises(RuleError) as refused:
        pay(office, claim, advance=drawn)

    assert refused.value.field == "advance"


def test_nobody_decides_the_own_advance_and_it_is_paid_only_when_approved(office):
    asked = advance(office)

    with pytest.raises(RuleError):
        decide(asked, by=office.teacher)
    with pytest.raises(WrongState):
        services.pay_out_advance(asked, account=account(office), on=clock.today(), by=office.cashier)


def test_an_advance_sent_back_is_changed_and_keeps_its_number(office):
    asked = decide(advance(office), verb="return", opinion="金额过大")
    facts = {"purpose": asked.purpose, "due_on": asked.due_on, "source": "public"}

    changed = services.change_advance(asked, amount=Decimal(900), **facts, by=office.teacher)

    assert (changed.number, changed.status, changed.amount) == (asked.number, "pending", 900)
    with pytest.raises(RuleError):
        services.change_advance(asked, amount=Decimal(1), **facts, by=office.accountant)


@pytest.mark.parametrize(("amount", "due_in"), [("0", 5), ("-1", 5), ("1.001", 5), ("10", -1), ("10", 400)])
def test_an_advance_that_makes_no_sense_is_refused(office, amount, due_in):
    with pytest.raises(RuleError):
        advance(office, amount, due_in=due_in)


def test_the_settlement_of_an_advance_is_never_changed(office):
    drawn = paid_out(office)
    services.return_cash(drawn, amount=Decimal(10), account=account(office), on=clock.today(), by=office.cashier)

    with pytest.raises(DatabaseError), transaction.atomic():
        AdvanceBack.objects.update(amount=20)
    with pytest.raises(DatabaseError), transaction.atomic():
        Advance.objects.update(amount=9)


def test_who_sees_an_advance(office):
    asked = advance(office)
    office.appoint("guard")

    assert Advance.objects.visible_to(office.teacher).get() == asked
    assert Advance.objects.visible_to(office.cashier).get() == asked
    assert Advance.objects.visible_to(office.principal).get() == asked
    assert not Advance.objects.visible_to(office.guard).exists()
    assert not Advance.objects.visible_to(staff(Office()).cashier).exists()


# --- batches for the accounting centre --------------------------------------------------------------------------------


@pytest.fixture
def central(office):
    books = services.make_books(office.school)
    services.set_books(
        books, mode="central", center="区教育核算中心", handler_label="经手人", acceptor_label="验收人",
        reviewer_label="审核人", one_pen=office.roles["principal"], by=office.accountant,
    )  # fmt: skip
    return office


def send(office, *claims):
    return services.send_batch(office.school, claims=claims, by=office.clerk)


def test_where_the_centre_keeps_the_books_claims_go_there_and_are_not_paid_here(central):
    claim = granted(central)

    with pytest.raises(RuleError):
        pay(central, claim)
    batch = send(central, claim)

    assert (batch.number, batch.center) == (f"BB-{clock.today().year}-0001", "区教育核算中心")
    assert batch.items.get().outcome == "waiting"


def test_what_the_centre_paid_is_entered_with_voucher_and_day(central):
    claim = granted(central, purchase=bought(central))
    item = send(central, claim).items.get()

    services.enter_centre_paid(
        item, voucher="2026-11-0088", paid_on=clock.today(), account=account(central), by=central.clerk
    )

    claim.refresh_from_db()
    item.refresh_from_db()
    assert (claim.status, item.outcome, item.voucher) == ("paid", "paid", "2026-11-0088")
    assert claim.payments.get().entry.voucher == "2026-11-0088"
    assert claim.purchase.__class__.objects.get(pk=claim.purchase_id).status == "paid"


def test_what_the_centre_sends_back_is_corrected_signed_anew_and_sent_again(central):
    claim = granted(central)
    item = send(central, claim).items.get()

    services.enter_centre_rejected(item, reason="缺销货清单", by=central.clerk)
    claim.refresh_from_db()
    returned = claim.status
    claim = services.submit_claim(claim, by=central.teacher)
    due = seat_due(claim)
    again = send(central, decide(signed_by_three(central, claim)))

    assert (returned, due, claim.revision) == ("returned", "acceptor", 2)
    assert again.items.get().claim == claim
    assert BatchItem.objects.get(pk=item.pk).reason == "缺销货清单"


def test_a_claim_is_in_one_batch_at_a_time_and_answered_once(central):
    claim = granted(central)
    item = send(central, claim).items.get()

    with pytest.raises(RuleError) as refused:
        send(central, claim)
    services.enter_centre_rejected(item, reason="缺附件", by=central.clerk)
    with pytest.raises(WrongState):
        services.enter_centre_paid(item, voucher="1", paid_on=clock.today(), account=account(central), by=central.clerk)
    assert refused.value.field == "claims"


def test_an_answer_says_what_it_must(central):
    item = send(central, granted(central)).items.get()
    facts = {"account": account(central), "by": central.clerk}

    for act in (
        lambda: services.enter_centre_paid(item, voucher=" ", paid_on=clock.today(), **facts),
        lambda: services.enter_centre_paid(item, voucher="1", paid_on=clock.today() - timedelta(days=1), **facts),
        lambda: services.enter_centre_rejected(item, reason=" ", by=central.clerk),
    ):
        with pytest.raises(RuleError):
            act()
    with pytest.raises(DatabaseError, match="an_answer_has_what_it_needs"), transaction.atomic():
        BatchItem.objects.filter(pk=item.pk).update(outcome="paid")


def test_only_approved_claims_are_sent_and_only_to_a_centre(office, central):
    waiting = submitted(central)

    with pytest.raises(WrongState):
        send(central, waiting)
    with pytest.raises(RuleError):
        send(central)
    own = staff(Office())
    services.make_books(own.school)
    with pytest.raises(RuleError):
        services.send_batch(own.school, claims=[], by=own.clerk)
    assert Claim.objects.get(pk=waiting.pk).status == "signing"
