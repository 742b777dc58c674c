from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from finance import services
from finance.models import BudgetEntry, BudgetLine
from finance.selectors import room_in
from logistics import clock
from logistics.approvals.selectors import case_of
from logistics.errors import RuleError
from tests.approvals.factories import Office
from tests.factories import DepartmentFactory
from tests.finance.factories import approve, ask, budget_line, draft, line, sign, supplier


def asked(office, budget, amount="370", **facts):
    return ask(office, line(quantity="1", unit_price=amount), budget_line=budget, **facts)


def left(budget):
    return BudgetLine.objects.with_use().get(pk=budget.pk).left


def test_reserved_is_what_waits_or_is_granted_and_used_is_what_was_paid(office):
    budget = budget_line(office)
    asked(office, budget, "100")
    approve(asked(office, budget, "200"))
    paid = services.record_purchase(
        approve(asked(office, budget, "300")), bought_on=clock.today(), seller=supplier(office), by=office.director
    )
    services.record_payment(paid, paid_on=clock.today(), paid_amount=Decimal("280"), by=office.accountant)
    sign(asked(office, budget, "50"), "refuse")
    sign(asked(office, budget, "60"), "return")

    found = BudgetLine.objects.with_use().get()

    assert (found.planned, found.used, found.reserved, found.left) == (1000, 280, 300, 420)
    room = room_in(budget)
    assert (room.planned, room.used, room.reserved, room.left) == (1000, 280, 300, 420)


def test_the_line_says_the_source_of_funds(office):
    budget = budget_line(office, source="donation", item="图书角")

    assert asked(office, budget, budget_source="public").budget_source == "donation"


def test_exactly_what_is_left_may_be_asked_for(office):
    budget = budget_line(office)

    assert not asked(office, budget, "1000.00").over_budget
    assert left(budget) == 0


def test_a_fen_more_needs_a_reason_and_is_marked(office):
    budget = budget_line(office)

    with pytest.raises(RuleError, match="只剩 1,000.00 元") as refused:
        asked(office, budget, "1000.01")
    over = asked(office, budget, "1000.01", over_reason="考试用纸增加")

    assert (refused.value.field, over.over_budget) == ("over_reason", True)
    assert left(budget) == Decimal("-0.01")


def test_a_draft_reserves_nothing_and_is_judged_when_it_is_submitted(office):
    budget = budget_line(office)
    written = draft(office, line(quantity="1", unit_price="800"), budget_line=budget)
    asked(office, budget, "300")

    with pytest.raises(RuleError, match="只剩 700.00 元"):
        services.submit_request(written, by=office.teacher)


def test_the_last_signature_is_refused_when_the_line_was_used_up_meanwhile(office):
    budget = budget_line(office)
    first = asked(office, budget, "800")
    second = approve(asked(office, budget, "700", over_reason="急用"))
    sign(first)

    with pytest.raises(RuleError, match="此间已用完：剩余 300.00 元"):
        sign(first)

    first.refresh_from_db()
    assert (first.status, case_of(first).status, second.over_budget) == ("pending", "pending", True)


def test_what_was_explained_is_granted_though_the_line_was_used_up_meanwhile_and_is_marked(office):
    budget = budget_line(office)
    first = asked(office, budget, "800", over_reason="已列入下月调剂")
    approve(asked(office, budget, "700", over_reason="急用"))

    assert not first.over_budget
    assert approve(first).over_budget


def test_requests_that_only_wait_do_not_keep_an_earlier_one_from_its_decision(office):
    budget = budget_line(office)
    first = asked(office, budget, "800")
    asked(office, budget, "700", over_reason="急用")

    assert approve(first).status == "approved"


def test_over_budget_without_a_reason_is_refused_by_the_database(office):
    request = asked(office, budget_line(office))

    with pytest.raises(IntegrityError, match="over_budget_only_with_a_line_and_a_reason"), transaction.atomic():
        type(request).objects.filter(pk=request.pk).update(over_budget=True)


def test_the_line_of_a_submitted_request_stays(office):
    request, other = asked(office, budget_line(office)), budget_line(office, item="维修费")

    with pytest.raises(DatabaseError, match="facts_stay_as_submitted"), transaction.atomic():
        type(request).objects.filter(pk=request.pk).update(budget_line=other)


# --- lines and their entries ------------------------------------------------------------------------------------------


def test_adjusting_adds_an_entry_and_the_money_is_append_only(office):
    budget = budget_line(office)

    services.adjust_line(budget, amount=Decimal("-250"), reason="校务会决定", by=office.accountant)

    assert [entry.amount for entry in budget.entries.all()] == [1000, -250]
    assert left(budget) == 750
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        BudgetEntry.objects.update(amount=9)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        BudgetEntry.objects.all().delete()


def test_no_more_is_taken_from_a_line_than_is_neither_paid_nor_granted(office):
    budget = budget_line(office)
    approve(asked(office, budget, "700"))
    asked(office, budget, "100")

    with pytest.raises(RuleError, match="只有 300.00 元"):
        services.adjust_line(budget, amount=Decimal("-300.01"), reason="压减", by=office.accountant)
    services.adjust_line(budget, amount=Decimal("-300"), reason="压减", by=office.accountant)

    assert room_in(budget).left_of_what_is_decided == 0


@pytest.mark.parametrize("amount", ["0", "1.005", "10000000000", "-10000000000"])
def test_an_adjustment_that_makes_no_sense_is_refused(office, amount):
    with pytest.raises(RuleError) as refused:
        services.adjust_line(budget_line(office), amount=Decimal(amount), reason="压减", by=office.accountant)

    assert refused.value.field == "amount"


@pytest.mark.parametrize("facts", [{"amount": "-1"}, {"amount": "1.001"}, {"amount": "1E12"}, {"year": 1999}])
def test_a_line_that_makes_no_sense_is_refused(office, facts):
    with pytest.raises(RuleError):
        budget_line(office, **facts)


def test_a_year_has_a_line_once_for_an_item_funds_and_department(office):
    budget_line(office)
    budget_line(office, department=office.department)
    budget_line(office, source="canteen")
    budget_line(office, year=clock.today().year + 1)

    with pytest.raises(RuleError) as refused:
        budget_line(office)

    assert refused.value.field == "item"


def test_a_line_of_another_department_or_year_or_school_is_not_drawn_on(office):

    other = budget_line(office, department=DepartmentFactory(school=office.school))
    coming = budget_line(office, year=clock.today().year + 1)
    foreign = budget_line(Office())

    for budget in (other, coming, foreign):
        with pytest.raises(RuleError) as refused:
            asked(office, budget)
        assert refused.value.field == "budget_line"


def test_what_a_line_is_for_stays_and_its_words_may_change(office):
    budget = budget_line(office)

    services.change_line(budget, item="办公经费", code="30201", by=office.accountant)

    budget.refresh_from_db()
    assert (budget.item, budget.code) == ("办公经费", "30201")
    with pytest.raises(DatabaseError, match="what_a_budget_line_is_for_stays"), transaction.atomic():
        BudgetLine.objects.update(year=2030)
