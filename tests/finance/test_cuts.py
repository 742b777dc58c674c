from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from finance import services
from finance.models import LineCut, PurchaseRequest
from finance.selectors import room_in
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting
from tests.finance.factories import approve, ask, budget_line, line


def cut(request, **left):
    """Let the next to sign leave {name: quantity} of a request."""
    case = case_of(request)
    quantities = {str(each.pk): Decimal(left[each.name]) for each in request.lines.all() if each.name in left}
    signer = seats_waiting(case).first().person
    approvals.cut_lines(case, quantities=quantities, reason="库存还有一半", by=signer)


def asked(office, **facts):
    return ask(office, line("灯管", "20", "18.50"), line("胶带", "3", "2.55", "卷"), **facts)


def test_the_amount_follows_what_was_left_and_what_was_asked_stays_readable(office):
    request = asked(office)
    cut(request, 灯管="8")

    approve(request)

    assert (request.asked_amount, request.amount) == (Decimal("377.65"), Decimal("155.65"))
    assert case_of(request).amount == request.amount
    assert [(each.quantity, each.approved_quantity) for each in request.lines.all()] == [(20, 8), (3, 3)]
    assert request.lines.first().cut.reason == "部门负责人：库存还有一半"


def test_a_line_may_be_cut_to_nothing(office):
    request = asked(office)
    cut(request, 胶带="0")

    assert approve(request).amount == Decimal("370.00")


def test_the_reservation_follows_and_so_does_the_judgement_on_the_budget(office):
    budget = budget_line(office, "400")
    request = asked(office, budget_line=budget)
    cut(request, 灯管="8")

    approve(request)

    assert room_in(budget).granted == Decimal("155.65")


def test_cuts_are_append_only_and_leave_less_than_was_asked(office):
    request = asked(office)
    cut(request, 灯管="8")
    approve(request)

    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        LineCut.objects.update(quantity=9)
    with pytest.raises(IntegrityError, match="a_cut_leaves_less_than_was_asked"), transaction.atomic():
        other = request.lines.last()
        LineCut.objects.create(line=other, asked=3, quantity=3, amount=1, at=request.created_at)


@pytest.mark.parametrize(
    "facts", [{"amount": 1}, {"amount": 1, "asked_amount": 370}, {"amount": 999, "asked_amount": 1}]
)
def test_the_amount_of_a_submitted_request_changes_only_by_the_decision(office, facts):
    request = approve(ask(office))

    with pytest.raises(DatabaseError, match="amount_falls_only_by_the_decision"), transaction.atomic():
        PurchaseRequest.objects.filter(pk=request.pk).update(**facts)


def test_what_was_cut_may_be_bought_and_paid(office):
    request = asked(office)
    cut(request, 灯管="8")

    bought = services.record_purchase(
        approve(request), bought_on=request.approved_on, supplier="五金店", by=office.director
    )

    assert bought.status == "bought"
