from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from finance import services
from finance.models import Compensation, CompensationPayment, MoneyEntry
from logistics import clock
from logistics.errors import RuleError, WrongState
from tests.approvals.factories import Office
from tests.factories import DepartmentFactory
from tests.finance.income_factories import DAY, account, damage, pay

pytestmark = pytest.mark.usefixtures("september")


def outstanding(compensation):
    return Compensation.objects.with_payments().get(pk=compensation.pk).outstanding


def test_what_is_paid_is_an_income_and_the_last_payment_settles_it(office):
    compensation = damage(office)
    pay(compensation, office, "35")
    assert (outstanding(compensation), compensation.status) == (Decimal("50.00"), "open")

    payment = pay(compensation, office, "50")

    compensation.refresh_from_db()
    assert (compensation.status, payment.entry.kind, payment.entry.party) == ("settled", "income", "李小明")
    with pytest.raises(WrongState):
        pay(compensation, office, "1")


@pytest.mark.parametrize("basis", ["worn", "repair"])
def test_what_was_broken_on_purpose_is_paid_at_price(office, basis):
    with pytest.raises(RuleError) as refused:
        damage(office, cause="wilful", basis=basis)
    with pytest.raises(IntegrityError, match="on_purpose_is_paid_at_price"), transaction.atomic():
        Compensation(**_row(damage(office)) | {"number": "X", "cause": "wilful", "basis": basis}).save()

    assert refused.value.field == "basis"
    assert damage(office, cause="wilful", basis="price").number


def _row(compensation):
    names = ("school", "thing", "person", "amount", "happened_on", "due_on", "opened_by", "created_at")
    return {name: getattr(compensation, name) for name in names}


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "1000000000000"])
def test_amounts_without_sense_are_refused_when_demanded_and_when_paid(office, amount):
    with pytest.raises(RuleError) as demanded:
        damage(office, amount)
    with pytest.raises(RuleError) as paid:
        pay(damage(office), office, amount)

    assert (demanded.value.field, paid.value.field) == ("amount", "amount")


def test_no_more_is_paid_than_is_owed(office):
    with pytest.raises(RuleError, match="85.00"):
        pay(damage(office), office, "85.01")


@pytest.mark.parametrize("days", [-1, 400])
def test_it_is_due_within_a_year_after_the_damage(office, days):
    with pytest.raises(RuleError) as refused:
        damage(office, due_on=clock.today() + days * DAY)

    assert refused.value.field == "due_on"


def test_the_rest_is_waived_by_somebody_else_with_a_reason(office):
    compensation = damage(office)
    pay(compensation, office, "35")
    with pytest.raises(RuleError):
        services.waive_compensation(compensation, reason="家庭困难", by=office.director)

    waived = services.waive_compensation(compensation, reason="家庭困难", by=office.principal)

    assert (waived.status, waived.waived, outstanding(compensation)) == ("settled", Decimal("50.00"), 0)


def test_a_payment_is_reversed_once_and_the_compensation_is_outstanding_again(office):
    compensation = damage(office)
    payment = pay(compensation, office)

    services.reverse_payment(payment, on=clock.today(), reason="退款重收", by=office.accountant)

    compensation.refresh_from_db()
    assert (compensation.status, outstanding(compensation), MoneyEntry.objects.balance()) == ("open", 85, 0)
    with pytest.raises(WrongState):
        services.reverse_payment(
            CompensationPayment.objects.get(pk=payment.pk), on=clock.today(), reason="再次", by=office.accountant
        )


def test_what_was_demanded_stays_and_payments_are_never_changed(office):
    payment = pay(damage(office), office)

    with pytest.raises(DatabaseError), transaction.atomic():
        Compensation.objects.update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        CompensationPayment.objects.filter(pk=payment.pk).delete()


def test_a_waiver_says_who_when_and_why(office):
    compensation = damage(office)

    with pytest.raises(IntegrityError, match="a_waiver_says"), transaction.atomic():
        Compensation.objects.filter(pk=compensation.pk).update(waived=1)


def test_nothing_of_another_school_is_taken(office):
    elsewhere = Office()
    with pytest.raises(RuleError):
        damage(office, source=DepartmentFactory(school=elsewhere.school))
    with pytest.raises(RuleError) as refused:
        pay(damage(office), office, account=account(elsewhere))

    assert refused.value.field == "account"
