"""Cutting lines before agreeing."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from logistics import hooks
from logistics.approvals import services
from logistics.approvals.models import Case, LineCut
from logistics.approvals.selectors import approved_lines, lines_now
from logistics.errors import RuleError, WrongState
from tests.factories import DepartmentFactory


@pytest.fixture
def office(office, monkeypatch):
    """Departments stand for what is asked for: twenty tubes for 600 yuan and four lamps for 600."""
    lines = [
        hooks.ApprovalLine("1", "灯管", Decimal(20), "支", Decimal(600)),
        hooks.ApprovalLine("2", "台灯", Decimal(4), "盏", Decimal(600)),
    ]
    monkeypatch.setitem(hooks.approval_lines._functions, "school.department", lambda subject: lines)
    return office


def cut(case, by, reason="库存还有", **quantities):
    named = {key.removeprefix("line"): Decimal(quantity) for key, quantity in quantities.items()}
    return services.cut_lines(case, quantities=named, reason=reason, by=by)


def test_a_signer_cuts_a_line_and_the_amount_follows(office):
    case = office.submit(amount="1200")

    cut(case, office.head, line1="15")

    case.refresh_from_db()
    assert (case.amount, approved_lines(case)) == (Decimal("1050.00"), {"1": Decimal(15)})


def test_the_steps_stay_though_the_amount_falls_under_their_limit(office):
    case = office.submit(amount="1200")

    cut(case, office.head, line1="0", line2="1")

    assert case.steps.count() == 4
    assert Case.objects.get(pk=case.pk).amount == Decimal("150.00")


def test_later_signers_see_the_cut_and_cut_further(office):
    case = office.submit(amount="1200")
    cut(case, office.head, line1="15")
    services.agree(case, by=office.head)

    cut(case, office.director, line1="10", reason="够用")

    first = lines_now(case)[0]
    assert [(each.by, each.reason) for each in first.cuts] == [(office.head, "库存还有"), (office.director, "够用")]
    assert (first.quantity, first.amount) == (Decimal(10), Decimal(300))


@pytest.mark.parametrize("quantity", ["21", "-1", "NaN"])
def test_a_quantity_never_rises(office, quantity):
    case = office.submit(amount="1200")

    with pytest.raises(RuleError, match="只能减少"):
        cut(case, office.head, line1=quantity)


def test_what_was_cut_does_not_come_back(office):
    case = office.submit(amount="1200")
    cut(case, office.head, line1="5")

    with pytest.raises(RuleError, match="只能减少"):
        cut(case, office.head, line1="6")


def test_cutting_everything_nothing_or_without_a_reason_is_refused(office):
    case = office.submit(amount="1200")

    for quantities, reason in (({"line1": "0", "line2": "0"}, "不需要"), ({}, "无"), ({"line1": "1"}, " ")):
        with pytest.raises(RuleError):
            cut(case, office.head, reason=reason, **quantities)

    assert LineCut.objects.count() == 0


def test_only_whoever_is_asked_now_cuts(office):
    case = office.submit(amount="1200")

    for person, error in ((office.director, WrongState), (office.teacher, RuleError)):
        with pytest.raises(error):
            cut(case, person, line1="1")


def test_a_further_revision_begins_without_cuts(office):
    subject = DepartmentFactory(school=office.school)
    case = office.submit(subject, amount="1200")
    cut(case, office.head, line1="15")
    services.send_back(case, by=office.head, opinion="改")

    case = office.submit(subject, amount="1200")

    assert approved_lines(case) == {}


def test_the_database_lowers_only(office):
    case = office.submit(amount="1200")
    cut(case, office.head, line1="15")
    facts = LineCut.objects.values().get()
    facts.pop("id")

    with pytest.raises(DatabaseError, match="only be lowered"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(amount=Decimal(1200))
    for wrong, name in (
        ({"quantity": 20, "quantity_before": 15}, "a_cut_lowers_the_quantity"),
        ({"reason": "", "quantity_before": 15, "quantity": 1}, "a_cut_has_its_reason"),
        ({"by_id": office.teacher.pk, "quantity_before": 15, "quantity": 1}, "nobody_cuts_their_own_request"),
        ({}, "a_line_is_cut_from_what_is_left_of_it"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            LineCut.objects.create(**{**facts, **wrong})
