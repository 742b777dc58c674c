from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError, IntegrityError

from finance import services
from finance.models import OrderLine, PurchaseOrder
from finance.selectors import lines_to_order
from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from tests.approvals.factories import Office
from tests.at_once import at_once, kinds
from tests.finance.factories import approve, ask, line, order, quote, sign, supplier


def today():
    return clock.today()


# --- placing ----------------------------------------------------------------------------------------------------------


def test_the_first_order_has_a_number_and_is_the_purchase(office):
    request = approve(ask(office))

    placed = order(office, request)

    request.refresh_from_db()
    assert (placed.number, placed.status, placed.amount) == (f"DD-{today().year}-0001", "ordered", Decimal("370.00"))
    assert (request.status, request.bought_on, request.bought_by, request.seller) == (
        "bought", today(), office.director, placed.supplier,
    )  # fmt: skip


def test_a_request_may_have_orders_from_several_suppliers(office):
    request = approve(ask(office, line(), line("胶带", "3", "2.50", "卷")))
    tubes, tape = request.lines.all()

    order(office, request, lines={tubes.pk: (Decimal(20), Decimal("18.50"))})
    order(office, request, seller=supplier(office, "文具店"), lines={tape.pk: (Decimal(3), Decimal("2.50"))})

    assert request.orders.count() == 2
    assert lines_to_order(request) == []


@pytest.mark.parametrize("state", ["draft", "pending", "refused"])
def test_nothing_is_ordered_before_the_approval(office, state):
    request = ask(office)
    if state == "refused":
        sign(request, "refuse")

    with pytest.raises(WrongState):
        order(office, request)
    assert not PurchaseOrder.objects.exists()


def test_an_emergency_is_ordered_first_and_approved_afterwards(office):
    request = ask(office, emergency=True)

    order(office, request)

    approve(request)
    assert (request.status, request.bought_first) == ("bought", True)


def test_the_lines_of_an_emergency_that_was_ordered_stay_when_it_is_sent_back(office):
    request = ask(office, emergency=True)
    order(office, request)
    sign(request, "return")
    facts = {"title": request.title, "reason": "补充说明", "department": office.department, "emergency": True}

    with pytest.raises(RuleError, match="已经下单"):
        services.change_request(request, by=office.teacher, lines=[line(quantity="10")], **facts)
    changed = services.change_request(request, by=office.teacher, lines=[line()], **facts)

    assert changed.reason == "补充说明"


def test_no_more_of_a_line_is_ordered_than_was_approved(office):
    request = approve(ask(office))
    only = request.lines.get()
    order(office, request, lines={only.pk: (Decimal(15), Decimal("18.50"))})

    with pytest.raises(RuleError, match="LED灯管：已批准的还可订 5 支") as refused:
        order(office, request, lines={only.pk: (Decimal(6), Decimal("18.50"))})
    assert refused.value.field == "lines"


def test_more_money_than_was_approved_is_asked_for_again(office):
    request = approve(ask(office))

    with pytest.raises(RuleError, match="合计 370.20 元，而已批准的还剩 370.00 元"):
        order(office, request, lines={request.lines.get().pk: (Decimal(20), Decimal("18.51"))})


def test_the_database_refuses_an_order_beyond_the_approval(office):
    request = approve(ask(office))
    placed = order(office, request, lines={request.lines.get().pk: (Decimal(15), Decimal("18.50"))})
    again = PurchaseOrder.objects.get(pk=placed.pk)
    again.pk, again.number = None, "DD-X"
    again.save()

    with pytest.raises(DatabaseError, match="more is ordered"), transaction.atomic():
        OrderLine.objects.create(order=again, line=request.lines.get(), quantity=6, unit_price=Decimal("1.00"))
    with pytest.raises(DatabaseError, match="more is ordered"), transaction.atomic():
        OrderLine.objects.create(order=again, line=request.lines.get(), quantity=5, unit_price=Decimal("18.51"))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ordered_on": timedelta(days=1)}, "ordered_on"),
        ({"ordered_on": timedelta(days=-1)}, "ordered_on"),
        ({"expected_on": timedelta(days=-1)}, "expected_on"),
    ],
)
def test_days_that_make_no_sense_are_refused_at_their_field(office, facts, field):
    days = {name: today() + difference for name, difference in facts.items()}

    with pytest.raises(RuleError) as refused:
        order(office, approve(ask(office)), **days)
    assert refused.value.field == field


@pytest.mark.parametrize(("quantity", "price"), [("-1", "5"), ("1.125", "5"), ("1", "-5"), ("1", "5.555"), ("0", "5")])
def test_figures_that_make_no_sense_are_refused(office, quantity, price):
    request = approve(ask(office))

    with pytest.raises(RuleError):
        order(office, request, lines={request.lines.get().pk: (Decimal(quantity), Decimal(price))})
    assert not PurchaseOrder.objects.exists()


def test_a_blacklisted_supplier_and_one_of_another_school_are_refused_for_every_order(office):
    request, banned = approve(ask(office)), supplier(office, "坏店")
    services.ban_supplier(banned, reason="以次充好", from_on=today(), by=office.director)

    for _first_and_second in range(2):
        with pytest.raises(RuleError, match="以次充好"):
            order(office, request, seller=banned)
        with pytest.raises(RuleError, match="另一所学校"):
            order(office, request, seller=supplier(Office()))
        order(office, request, lines={request.lines.get().pk: (Decimal(5), Decimal("18.50"))})


def test_the_channel_is_one_of_the_list(office):
    with pytest.raises(IntegrityError):
        order(office, approve(ask(office)), channel="")


# --- quotes -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def large(office):
    """A request over 6,000 yuan, which needs three quotes."""
    return ask(office, line("冷藏柜", "1", "6000", "台"))


def quoted(office, request, count=3):
    made = [quote(request, supplier(office, f"店{number}"), 5900 + number) for number in range(count)]
    services.choose_quote(made[0], by=office.teacher)
    return made


def test_an_order_without_the_quotes_it_needs_is_refused_unless_it_says_why(office, large):
    quoted(office, large, 2)
    approve(large)
    seller = large.quotes.first().supplier

    with pytest.raises(RuleError, match="需 3 家报价") as refused:
        order(office, large, seller=seller)
    placed = order(office, large, seller=seller, waiver="全市仅两家代理")

    assert refused.value.field == "waiver"
    assert (placed.is_compared, placed.waiver) == (False, "全市仅两家代理")
    assert list(PurchaseOrder.objects.waived()) == [placed]


def test_with_its_quotes_an_order_goes_to_whoever_was_chosen_and_needs_no_word(office, large):
    chosen, other, _third = quoted(office, large)
    approve(large)

    with pytest.raises(RuleError):
        order(office, large, seller=other.supplier)
    placed = order(office, large, seller=chosen.supplier, waiver="多余的话")

    assert (placed.is_compared, placed.waiver) == (True, "")


# --- cancelling and ending --------------------------------------------------------------------------------------------


def test_a_cancelled_order_frees_its_things_and_undoes_the_purchase(office):
    request = approve(ask(office))
    placed = order(office, request)

    cancelled = services.cancel_order(placed, reason="店家无货", by=office.director)

    request.refresh_from_db()
    assert (cancelled.status, cancelled.end_reason) == ("cancelled", "店家无货")
    assert (request.status, request.bought_on, request.bought_by) == ("approved", None, None)
    assert [each.left for each in lines_to_order(request)] == [20]
    order(office, request, seller=supplier(office, "另一家"))


def test_a_cancelled_order_beside_another_leaves_the_purchase(office):
    request = approve(ask(office))
    only = request.lines.get()
    first = order(office, request, lines={only.pk: (Decimal(5), Decimal("18.50"))})
    order(office, request, lines={only.pk: (Decimal(5), Decimal("18.50"))})

    services.cancel_order(first, reason="重复", by=office.director)

    request.refresh_from_db()
    assert request.status == "bought"


def test_cancelling_twice_or_without_a_reason_is_refused(office):
    placed = order(office, approve(ask(office)))

    with pytest.raises(RuleError):
        services.cancel_order(placed, reason=" ", by=office.director)
    services.cancel_order(placed, reason="重复", by=office.director)
    with pytest.raises(WrongState):
        services.cancel_order(placed, reason="重复", by=office.director)


def test_an_order_of_which_nothing_came_is_cancelled_and_not_ended(office):
    with pytest.raises(RuleError, match="请改为撤销"):
        services.close_order(order(office, approve(ask(office))), reason="少到", by=office.director)


def test_what_an_order_says_stays_and_orders_are_kept(office):
    placed = order(office, approve(ask(office)))

    for change in ({"channel": "mall"}, {"contract": "HT-1"}, {"is_compared": False}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PurchaseOrder.objects.filter(pk=placed.pk).update(**change)
    for rows in (PurchaseOrder.objects.filter(pk=placed.pk), placed.lines.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        placed.lines.update(quantity=1)


def test_the_history_tells_who_ordered(office):
    request = approve(ask(office))
    placed = order(office, request)

    assert Event.objects.about(placed).get().verb == "placed"
    assert Event.objects.about(request).first().verb == "ordered"


# --- late -------------------------------------------------------------------------------------------------------------


def test_an_order_is_late_from_the_day_after_it_was_to_come(office):
    request = approve(ask(office))
    placed = order(office, request, expected_on=today())

    assert not PurchaseOrder.objects.late(today()).exists()
    with clock.set_to(clock.now() + timedelta(days=1)):
        assert list(PurchaseOrder.objects.late(today())) == [placed]
        assert (placed.is_late, placed.tone) == (True, "danger")


@pytest.mark.django_db(transaction=True)
def test_of_two_orders_for_the_same_things_at_once_one_is_refused(office):
    request, seller = approve(ask(office)), supplier(office)
    order(office, request, seller=seller, lines={request.lines.get().pk: (Decimal(5), Decimal("18.50"))})

    results = at_once(*[lambda: order(office, request, seller=seller)] * 2)

    assert kinds(results) == ["PurchaseOrder", "RuleError"]
    assert PurchaseOrder.objects.count() == 2
