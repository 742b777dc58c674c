"""Taking back: every correction is a further row, what follows from it follows, and nothing is deleted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from assets.models import Asset
from assets.services import miss_asset
from finance import services
from finance.models import (
    Acceptance,
    Advance,
    AdvanceBack,
    BatchItem,
    BudgetLine,
    Claim,
    HandOver,
    MoneyEntry,
    Payment,
    PurchaseRequest,
)
from finance.selectors.claims import seat_due, signers_of
from finance.selectors.closing import asked_of, ours_of
from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from tests.factories import PlaceFactory
from tests.finance.claim_factories import (
    account,
    bought,
    decide,
    granted,
    paid_out,
    pay,
    sign,
    signed_by_three,
    staff,
    submitted,
)
from tests.finance.factories import accept, approve, ask, budget_line, line, order

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("september")


@pytest.fixture(autouse=True)
def at_work(september, office):
    staff(office)


def undo(office, payment, **facts):
    facts = {"reason": "付错账户", "on": clock.today(), "by": office.accountant, **facts}
    red = services.undo_payment(payment, **facts)
    payment.claim.refresh_from_db()
    return red


def refused(call, *args, **kwargs):
    """Return the RuleError that a service raises."""
    with pytest.raises(RuleError) as error:
        call(*args, **kwargs)
    return error.value


# --- payments ---------------------------------------------------------------------------------------------------------


def test_a_payment_taken_back_stands_beside_its_red_one_and_the_claim_is_to_be_paid_again(office):
    payment = pay(office, granted(office, "370"))

    red = undo(office, payment)

    assert (red.amount, red.corrects, red.entry.corrects, red.entry.amount) == (-370, payment, payment.entry, -370)
    assert (payment.claim.status, payment.claim.paid_amount, payment.claim.paid_on) == ("approved", 0, None)
    assert account(office).entries.balance() == 100000
    assert pay(office, payment.claim).amount == 370
    assert [event.verb for event in Event.objects.about(payment.claim).order_by("pk")][-3:] == [
        "paid",
        "unpaid",
        "paid",
    ]


def test_the_purchase_and_its_budget_line_follow(office):
    line_of_year = budget_line(office, "1000")
    payment = pay(office, granted(office, purchase=bought(office, budget_line=line_of_year)))
    before = BudgetLine.objects.with_use().get()

    undo(office, payment)

    request, after = PurchaseRequest.objects.get(), BudgetLine.objects.with_use().get()
    assert (request.status, request.paid_on, request.paid_amount) == ("bought", None, None)
    assert [(each.used, each.reserved, each.left) for each in (before, after)] == [(370, 0, 630), (0, 370, 630)]


def test_a_claim_without_a_purchase_gives_its_budget_back(office):
    payment = pay(office, granted(office, "370", budget_line=budget_line(office, "1000")), "100")

    undo(office, payment)

    found = BudgetLine.objects.with_use().get()
    assert (found.used, found.reserved) == (0, 370)


def test_where_the_claim_was_wrong_it_goes_back_and_collects_its_signatures_anew(office):
    payment = pay(office, granted(office, "370"))
    claim = payment.claim

    undo(office, payment, reopen=True)
    returned, number = claim.status, claim.number
    claim = services.submit_claim(claim, by=office.teacher)
    due = seat_due(claim)
    pay(office, decide(signed_by_three(office, claim)))

    assert (returned, due, claim.number, claim.revision) == ("returned", "acceptor", number, 2)
    assert Claim.objects.get().status == "paid"
    assert [each.amount for each in claim.payments.order_by("pk")] == [370, -370, 370]


def test_with_another_payment_standing_a_claim_is_not_sent_back(office):
    claim = granted(office, "370")
    first = pay(office, claim, "200")
    pay(office, claim)

    assert refused(undo, office, first, reopen=True).field == "reopen"
    undo(office, first)
    assert (claim.__class__.objects.get().status, first.claim.unpaid) == ("approved", 200)


def test_the_advance_it_settled_is_outstanding_again(office):
    drawn = paid_out(office, "2000")
    payment = pay(office, granted(office, "2000"), advance=drawn)
    settled = Advance.objects.get().status

    undo(office, payment)

    drawn = Advance.objects.get()
    assert (settled, drawn.status, drawn.outstanding, drawn.settled_on) == ("settled", "out", 2000, None)
    assert list(AdvanceBack.objects.order_by("pk").values_list("amount", flat=True)) == [2000, -2000]
    assert account(office).entries.balance() == 98000


def test_money_of_an_advance_that_did_not_come_back_is_taken_back(office):
    drawn = paid_out(office, "500")
    services.return_cash(drawn, amount=Decimal(500), account=account(office), on=clock.today(), by=office.cashier)
    facts = {"reason": "误记", "on": clock.today(), "by": office.accountant}

    services.undo_return(AdvanceBack.objects.get(), **facts)

    assert (Advance.objects.get().status, Advance.objects.get().outstanding) == ("out", 500)
    with pytest.raises(WrongState):
        services.undo_return(AdvanceBack.objects.get(corrects=None), **facts)


def unpay(office, drawn, **facts):
    facts = {"reason": "从错误账户支出", "on": clock.today(), "by": office.accountant, **facts}
    return services.undo_paying_out(drawn, **facts)


def test_an_advance_that_was_not_drawn_after_all_is_to_be_paid_out_again(office):
    drawn = paid_out(office, "500")

    unpay(office, drawn)

    drawn = Advance.objects.get()
    assert (drawn.status, drawn.paid_on, drawn.account, drawn.entry, drawn.outstanding) == (
        "approved", None, None, None, 0,
    )  # fmt: skip
    entries = MoneyEntry.objects.about(drawn).order_by("pk")
    assert [(entry.kind, entry.amount) for entry in entries] == [("advance", 500), ("advance", -500)]
    assert entries[1].corrects == entries[0]
    again = services.pay_out_advance(drawn, account=account(office), on=clock.today(), by=office.cashier)
    assert (again.status, account(office).entries.balance()) == ("out", 99500)


def test_an_advance_is_taken_back_once_with_a_reason_and_while_nothing_of_it_came_back(office):
    drawn = paid_out(office, "500")

    assert refused(unpay, office, drawn, reason=" ").field == "reason"
    assert refused(unpay, office, drawn, on=clock.today() - DAY).field == "on"
    services.return_cash(drawn, amount=Decimal(200), account=account(office), on=clock.today(), by=office.cashier)
    with pytest.raises(RuleError, match="先撤销"):
        unpay(office, drawn)
    services.undo_return(AdvanceBack.objects.get(), reason="误记", on=clock.today(), by=office.accountant)
    unpay(office, drawn)
    with pytest.raises(WrongState):
        unpay(office, drawn)


def test_what_a_payment_settled_is_taken_back_with_the_payment_only(office):
    drawn = paid_out(office, "500")
    pay(office, granted(office, "500"), advance=drawn)

    with pytest.raises(RuleError, match="付款"):
        services.undo_return(AdvanceBack.objects.get(), reason="误记", on=clock.today(), by=office.accountant)


def test_a_payment_is_taken_back_once_with_a_reason_and_not_before_its_day(office):
    payment = pay(office, granted(office))

    assert refused(undo, office, payment, reason=" ").field == "reason"
    assert refused(undo, office, payment, on=clock.today() - DAY).field == "on"
    assert refused(undo, office, payment, on=clock.today() + DAY).field == "on"
    undo(office, payment)
    with pytest.raises(WrongState):
        undo(office, payment)
    with pytest.raises(WrongState):
        undo(office, Payment.objects.get(amount__lt=0))


def test_a_payment_of_a_closed_month_is_taken_back_in_an_open_one(office):
    payment = pay(office, granted(office))
    month = clock.today().replace(day=1)
    with clock.set_to(clock.now() + 20 * DAY):
        close(office, month)

        assert refused(undo, office, payment, on=payment.on).field == "on"
        red = undo(office, payment, on=clock.today())

    assert red.entry.on > payment.on


def close(office, month):
    closing = services.begin_closing(office.school, month, by=office.accountant)
    for kind, its_account in asked_of(closing):
        theirs = ours_of(closing, kind, its_account)
        services.reconcile(closing, kind=kind, account=its_account, theirs=theirs, by=office.accountant)
    return services.close_month(closing, by=office.accountant)


def test_the_database_takes_back_what_was_paid_and_nothing_else(office):
    payment = pay(office, granted(office, "370"))
    entry = services.post_entry(
        account(office),
        kind="expense",
        source="public",
        amount=Decimal(1),
        on=clock.today(),
        text="x",
        by=office.cashier,
    )
    facts = {
        "claim": payment.claim, "on": clock.today(), "way": "cash", "account": account(office), "entry": entry,
        "by": office.cashier, "at": clock.now(), "corrects": payment,
    }  # fmt: skip

    for wrong in ({"amount": -369, "reason": "x"}, {"amount": -370}, {"amount": 370, "reason": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Payment.objects.create(**{**facts, **wrong})


def test_the_handler_is_told(office):
    payment = pay(office, granted(office))

    undo(office, payment, reason="收款账号有误")

    texts = [notice.text for notice in office.teacher.notices.all()]
    assert any("收款账号有误" in text for text in texts)


# --- the accounting centre --------------------------------------------------------------------------------------------


@pytest.fixture
def central(office):
    books = services.make_books(office.school)
    services.set_books(
        books, mode="central", center="区教育核算中心", handler_label="经手人", acceptor_label="验收人",
        reviewer_label="审核人", one_pen=office.roles["principal"], by=office.accountant,
    )  # fmt: skip
    return office


def test_what_the_centre_took_back_goes_there_again_and_its_first_answer_stays(central):
    claim = granted(central)
    send = lambda: services.send_batch(central.school, claims=[claim], by=central.clerk)  # noqa: E731
    item = send().items.get()
    facts = {"voucher": "0088", "paid_on": clock.today(), "account": account(central), "by": central.clerk}
    services.enter_centre_paid(item, **facts)

    undo(central, claim.payments.get(), by=central.clerk)
    claim.refresh_from_db()
    again = send().items.get()
    services.enter_centre_paid(again, **{**facts, "voucher": "0091"})

    found = BatchItem.objects.with_undone().order_by("pk")
    assert [(each.outcome, each.voucher, each.undone) for each in found] == [
        ("paid", "0088", True), ("paid", "0091", False),
    ]  # fmt: skip
    assert Claim.objects.get().status == "paid"


# --- goods ------------------------------------------------------------------------------------------------------------


def chairs(office, quantity="2", price="9.00"):
    return accept(office, order(office, approve(ask(office, line("礼堂椅", quantity, price, "把")))))


def hand(office, acceptance, quantity, *, to="direct", **facts):
    facts = facts or {"person": office.teacher}
    quantities = {acceptance.lines.get().pk: Decimal(quantity)}
    return services.hand_over(acceptance, to=to, quantities=quantities, by=office.director, **facts)


def card(office, acceptance, quantity, **facts):
    place = PlaceFactory(campus__school=office.school)
    return hand(office, acceptance, quantity, to="asset", place=place, asset_class="A05", **facts)


def back(office, handing, reason="领错人"):
    return services.take_goods_back(handing, reason=reason, by=office.director)


def test_goods_issued_to_the_wrong_person_are_taken_back_and_may_be_handed_over_anew(office):
    acceptance = chairs(office)
    [handing] = hand(office, acceptance, "2")

    red = back(office, handing)

    assert (red.quantity, red.corrects, red.person) == (-2, handing, office.teacher)
    assert list(Acceptance.objects.to_hand_over()) == [acceptance]
    hand(office, acceptance, "2", person=office.head)
    assert [each.person for each in HandOver.objects.standing()] == [office.head]
    assert not Acceptance.objects.to_hand_over().exists()


def test_goods_are_taken_back_once_and_with_a_reason(office):
    [handing] = hand(office, chairs(office), "2")

    assert refused(back, office, handing, " ").field == "reason"
    back(office, handing)
    with pytest.raises(WrongState):
        back(office, handing)
    with pytest.raises(WrongState):
        back(office, HandOver.objects.get(quantity__lt=0))


def test_a_card_made_by_mistake_is_cancelled_and_stays_readable(office):
    acceptance = chairs(office)
    first, _second = card(office, acceptance, "2")

    back(office, first, "应为易耗品")

    assets = list(Asset.objects.order_by("pk").values_list("status", "reason", "ended_on"))
    assert assets == [("cancelled", "应为易耗品", clock.today()), ("in_use", "", None)]
    assert [line.waits for line in acceptance.lines.waiting()] == [1]


def test_a_card_that_left_the_books_is_not_taken_back(office):
    [handing] = card(office, chairs(office, "1"), "1")
    miss_asset(handing.record, reason="盘亏", by=office.director)

    with pytest.raises(WrongState):
        back(office, handing)
    assert not HandOver.objects.exclude(corrects=None).exists()


def test_the_database_takes_back_what_was_handed_over_and_nothing_else(office):
    [handing] = hand(office, chairs(office), "2")
    facts = {
        "school": office.school, "line": handing.line, "destination": "direct", "to": "x", "by": office.director,
        "at": clock.now(), "corrects": handing,
    }  # fmt: skip

    for wrong in ({"quantity": -1, "reason": "x"}, {"quantity": -2}, {"quantity": 2, "reason": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            HandOver.objects.create(**{**facts, **wrong})


# --- the card before the payment (rule accept.form) -------------------------------------------------------------------


@pytest.fixture
def chair(office):
    """A function of a price: one chair accepted, and its claim with all signatures."""

    def make(price):
        acceptance = chairs(office, "1", price)
        claim = submitted(office, price, purchase=acceptance.order.request)
        accepted = next(person for person in signers_of(claim, "acceptor") if person != office.accountant)
        return acceptance, decide(sign(sign(claim, accepted), office.accountant))

    return make


def test_what_belongs_in_the_register_is_paid_after_its_card(office, chair):
    acceptance, claim = chair("1000.00")

    assert refused(pay, office, claim).field == "card_reason"
    card(office, acceptance, "1")
    assert pay(office, claim).card_reason == ""


def test_or_it_is_explained_and_counts_against_the_claim_of_the_summary(office, chair):
    _acceptance, claim = chair("1000.00")

    payment = pay(office, claim, card_reason="资产系统停机，次日补录")

    assert payment.card_reason == "资产系统停机，次日补录"
    assert list(Payment.objects.without_cards()) == [payment]


def test_what_costs_less_a_piece_needs_no_card(office, chair):
    _acceptance, claim = chair("999.99")

    assert pay(office, claim, card_reason="没有必要").card_reason == ""


def test_a_card_taken_back_lacks_again(office, chair):
    acceptance, claim = chair("1000.00")
    [handing] = card(office, acceptance, "1")
    back(office, handing)

    assert refused(pay, office, claim).field == "card_reason"


def test_nothing_was_deleted_by_any_of_it(office):
    payment = pay(office, granted(office, "370"))
    undo(office, payment)

    for rows in (Payment, MoneyEntry, Claim):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.objects.filter(pk=rows.objects.last().pk)._raw_delete(rows.objects.db)
