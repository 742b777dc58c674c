"""Random orders, deliveries and hand-overs beside a plain model: nothing ever passes what stands above it."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance import services
from finance.models import AcceptanceLine, HandOver
from finance.selectors import accepted_of, lines_to_order
from logistics.errors import RuleError
from tests.finance.factories import approve, ask, deliver, line, supplier

APPROVED = 10
VERBS = ["order", "order", "deliver", "deliver", "sign", "sign", "return", "cancel", "close", "hand", "hand"]

pytestmark = pytest.mark.django_db


@dataclass
class Delivery:
    came: int
    refused: int
    status: str = "waiting"
    handed: int = 0

    @property
    def kept(self):
        return self.came - self.refused if self.status in ("waiting", "signed") else 0


@dataclass
class Ordered:
    quantity: int
    status: str = "open"
    deliveries: list = field(default_factory=list)

    @property
    def taken(self):
        return sum(delivery.kept for delivery in self.deliveries)

    @property
    def counts(self):
        """What stands on the order: nothing once cancelled, what came once closed."""
        return {"open": self.quantity, "closed": self.taken, "cancelled": 0}[self.status]

    @property
    def whole(self):
        return self.taken == self.quantity and self.waiting is None

    @property
    def waiting(self):
        return next((delivery for delivery in self.deliveries if delivery.status == "waiting"), None)


@dataclass
class Model:
    """What may happen to one line of an approved request, told without a database."""

    orders: list = field(default_factory=list)

    def act(self, verb, number, quantity, refused):
        """Do it if it may be done; return whether it was."""
        if verb == "order":
            if quantity > APPROVED - sum(order.counts for order in self.orders):
                return False
            self.orders.append(Ordered(quantity))
            return True
        if not self.orders:
            return False
        return getattr(self, verb)(self.orders[number % len(self.orders)], quantity, min(refused, quantity))

    def deliver(self, order, quantity, refused):
        fits = order.status == "open" and not arrived(order) and quantity <= order.quantity - order.taken
        if fits:
            order.deliveries.append(Delivery(quantity, refused))
        return fits

    def sign(self, order, *_facts):
        return self._move(order, "signed")

    def _move(self, order, status):
        delivery = order.waiting
        if delivery is None:
            return False
        delivery.status = status
        return True

    def cancel(self, order, *_facts):
        fits = order.status == "open" and not any(each.status in ("waiting", "signed") for each in order.deliveries)
        order.status = "cancelled" if fits else order.status
        return fits

    def close(self, order, *_facts):
        signed = any(each.status == "signed" for each in order.deliveries)
        fits = order.status == "open" and not arrived(order) and order.waiting is None and signed
        order.status = "closed" if fits else order.status
        return fits

    def hand(self, order, quantity, _refused):
        delivery = next((each for each in order.deliveries if each.status == "signed"), None)
        if delivery is None or quantity > delivery.kept - delivery.handed:
            return False
        delivery.handed += quantity
        return True


setattr(Model, "return", lambda self, order, *_facts: self._move(order, "returned"))


def arrived(order):
    return order.whole and any(each.status == "signed" for each in order.deliveries)


class School:
    """The same through the services."""

    def __init__(self, office):
        self.office, self.seller = office, supplier(office)
        self.request = approve(ask(office, line(quantity=str(APPROVED), unit_price="3.00")))

    def act(self, verb, number, quantity, refused):
        orders = list(self.request.orders.order_by("pk"))
        if verb != "order" and not orders:
            return False
        try:
            with transaction.atomic():
                self._act(verb, orders and orders[number % len(orders)], quantity, min(refused, quantity))
        except RuleError:
            return False
        return True

    def _act(self, verb, order, quantity, refused):
        office = self.office
        if verb == "order":
            services.place_order(
                self.request, supplier=self.seller, channel="retail", by=office.director,
                ordered_on=self.request.approved_on,
                lines={self.request.lines.get().pk: (Decimal(quantity), Decimal("3.00"))},
            )  # fmt: skip
        elif verb == "deliver":
            facts = {"delivered": Decimal(quantity), "refused": Decimal(refused), "reason": "破损" if refused else ""}
            deliver(office, order, delivered={"LED灯管": facts})
        elif verb in ("cancel", "close"):
            act = services.cancel_order if verb == "cancel" else services.close_order
            act(order, reason="缘由", by=office.director)
        elif verb == "hand":
            acceptance = self._first(order, "signed")
            services.hand_over(
                acceptance, to="direct", quantities={acceptance.lines.get().pk: Decimal(quantity)},
                person=office.teacher, by=office.director,
            )  # fmt: skip
        elif verb == "sign":
            services.sign_acceptance(self._first(order, "waiting"), by=office.head)
        else:
            services.return_acceptance(self._first(order, "waiting"), reason="不符", by=office.head)

    def _first(self, order, status):
        acceptance = order.acceptances.filter(status=status).order_by("pk").first()
        if acceptance is None:
            raise RuleError("nothing there")
        return acceptance


STEP = st.tuples(st.sampled_from(VERBS), st.integers(0, 2), st.integers(1, 7), st.sampled_from([0, 0, 1, 7]))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=6, max_size=22))
def test_whatever_is_ordered_delivered_and_handed_over_goes_as_the_plain_model_says(office, steps):
    mark = transaction.savepoint()
    school, model = School(office), Model()
    for step in steps:
        assert model.act(*step) == school.act(*step), step
        compare(school, model)
    transaction.savepoint_rollback(mark)


def compare(school, model):
    request = school.request
    request.refresh_from_db()
    stands = sum(order.counts for order in model.orders)
    signed = [each for order in model.orders for each in order.deliveries if each.status == "signed"]

    assert APPROVED - sum(each.left for each in lines_to_order(request)) == stands
    assert accepted_of(request).amount == 3 * sum(each.kept for each in signed)
    assert sum(each.quantity for each in HandOver.objects.filter(line__acceptance__order__request=request)) == sum(
        each.handed for each in signed
    )
    assert stands <= APPROVED
    assert request.status == ("bought" if any(order.status != "cancelled" for order in model.orders) else "approved")
    shown = Counter("open" if order.status in order.OPEN else order.status for order in request.orders.all())
    assert shown == Counter("arrived" if arrived(order) else order.status for order in model.orders)
    assert not AcceptanceLine.objects.with_handed().filter(waits__lt=0).exists()
