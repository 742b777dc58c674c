"""Bad input about money that no other file tries: two at the same moment, and deleting what money hangs on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError, RestrictedError

from finance import services
from finance.models import HandOver, MoneyEntry, Payment, PurchaseRequest
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting
from tests.approvals.factories import Office
from tests.at_once import at_once, kinds
from tests.factories import PlaceFactory, TermFactory
from tests.finance import income_factories as income
from tests.finance.claim_factories import bought, granted, paid_out, pay, staff
from tests.finance.factories import accept, approve, ask, budget_line, line, order, sign
from tests.finance.fee_factories import FeeWorld


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


# --- two at the same moment -------------------------------------------------------------------------------------------


def up_to_the_last_signature(office, budget):
    request = ask(office, line(quantity="1", unit_price="800"), budget_line=budget)
    sign(request)
    case = case_of(request)
    return lambda: approvals.agree(case, by=seats_waiting(case).first().person, opinion="同意")


@pytest.mark.django_db(transaction=True)
def test_of_two_last_signatures_on_the_last_money_of_a_line_one_is_given(desk):
    """Both fitted when they were asked for; then the line was cut to what one of them needs."""
    budget = budget_line(desk, "2000")
    decisions = [up_to_the_last_signature(desk, budget) for _each in range(2)]
    services.adjust_line(budget, amount=Decimal(-1000), reason="年中压减", by=desk.accountant)

    results = at_once(*decisions)

    assert kinds(results) == ["Case", "RuleError"]
    assert sorted(PurchaseRequest.objects.values_list("status", flat=True)) == ["approved", "pending"]


@pytest.mark.django_db(transaction=True)
def test_a_payment_taken_back_twice_at_once_is_taken_back_once(desk):
    payment = pay(desk, granted(desk))

    def undo():
        return services.undo_payment(payment, reason="付错", on=clock.today(), by=desk.accountant)

    results = at_once(undo, undo)

    assert kinds(results) == ["Payment", "WrongState"]
    assert sum(each.amount for each in Payment.objects.all()) == 0


@pytest.mark.django_db(transaction=True)
def test_goods_taken_back_twice_at_once_are_taken_back_once(desk):
    acceptance = accept(desk, order(desk, approve(ask(desk))))
    quantities = {acceptance.lines.get().pk: Decimal(3)}
    [handing] = services.hand_over(
        acceptance, to="direct", quantities=quantities, person=desk.teacher, by=desk.director
    )  # fmt: skip

    def undo():
        return services.take_goods_back(handing, reason="领错", by=desk.director)

    results = at_once(undo, undo)

    assert kinds(results) == ["HandOver", "WrongState"]
    assert sum(each.quantity for each in HandOver.objects.all()) == 0


# --- deleting ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def busy(september, office):
    """A school in which money has moved for everything it can move for."""
    staff(office)
    world = FeeWorld(office)
    earmarked, planned = income.fund(office), budget_line(office, "40000", source="earmarked", item="监控系统")
    services.draw_on_fund(earmarked, line=planned, by=office.accountant)
    undone = pay(office, granted(office, purchase=bought(office, budget_line=planned)))
    services.undo_payment(undone, reason="付错", on=clock.today(), by=office.accountant)
    pay(office, granted(office, "500"), advance=paid_out(office, "500"))
    acceptance = accept(office, order(office, approve(ask(office))))
    services.hand_over(
        acceptance, to="asset", quantities={acceptance.lines.get().pk: Decimal(1)}, asset_class="A02", by=office.director,
        place=PlaceFactory(campus__school=office.school),
    )  # fmt: skip
    world.collect()
    world.spend("30")
    world.pay_out(world.settle())
    income.receive(income.agree(office).instalments.first(), office)
    income.sell(income.scraps(office), office)
    income.pay(income.damage(office), office)
    services.move_money(
        world.bank, world.cash, amount=Decimal(1), source="public", on=clock.today(), by=office.accountant
    )  # fmt: skip
    with clock.set_to(clock.now() + timedelta(days=20)):
        services.begin_closing(office.school, date(2026, 9, 1), by=office.accountant)
    return office


TELLING = [
    "AdvanceBack", "ClaimSignature", "CompensationPayment", "FeeCollection", "FeePayout", "FeeRow", "FeeSettlement",
    "FeeShare", "FeeSpending", "HandOver", "Invoice", "MoneyEntry", "Payment", "Receipt", "ScrapSale", "Transfer",
]  # fmt: skip


def money_hangs_on():
    """Return the models of what tells of money, and all that those lead to."""
    found = set()
    waiting = [each.related_model for each in MoneyEntry._meta.related_objects]
    waiting += [apps.get_model("finance", name) for name in TELLING]
    while waiting:
        model = waiting.pop()
        if model in found or not model.__module__.startswith(("finance.", "assets.", "logistics.", "repairs.")):
            continue
        found.add(model)
        waiting += [
            field.related_model for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one
        ]
    return sorted(found, key=lambda model: model._meta.label)


def deleted(record):
    """Say whether a record let itself be deleted; the database forgets that it did."""
    try:
        with transaction.atomic():
            record.delete()
            transaction.set_rollback(True)
    except (ProtectedError, RestrictedError, DatabaseError):
        return False
    return True


def carries_money(record):
    """Say whether money leads to this very record, so that deleting it would leave money without it."""
    relations = [each for each in record._meta.related_objects if each.related_model in set(money_hangs_on())]
    return isinstance(record, MoneyEntry) or any(
        each.related_model._base_manager.filter(**{each.field.name: record.pk}).exists() for each in relations
    )


@pytest.mark.django_db
def test_nothing_that_money_hangs_on_can_be_deleted(busy):
    models = money_hangs_on()
    tried = [record for model in models for record in model._base_manager.all() if carries_money(record)]

    gone = [f"{record._meta.label} {record}" for record in tried if deleted(record)]

    told = [apps.get_model("finance", name)._base_manager.first() for name in TELLING]
    gone += [name for name, record in zip(TELLING, told, strict=True) if record is None or deleted(record)]

    assert gone == []
    names = {type(record).__name__ for record in tried}
    assert set("School User Account Claim PurchaseRequest BudgetLine FeeItem Pupil Agreement Supplier".split()) <= names
