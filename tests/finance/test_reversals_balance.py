"""Whatever is paid, collected and handed over, and taken back in any order: all figures agree, closed months stay.

Hypothesis drives the services beside a plain model of sums.
"""

from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance import services
from finance.models import Advance, AdvanceBack, FeeCollection, HandOver, MoneyEntry, Payment, PurchaseRequest
from finance.selectors.fees import paid_by_pupils, sums_of
from finance.selectors.money import next_month, statement_of
from finance.services import fee_money
from logistics import clock
from logistics.errors import RuleError
from tests.finance.claim_factories import account, advance, bought, decide, granted, staff
from tests.finance.factories import accept, approve, ask, order
from tests.finance.fee_factories import FeeWorld
from tests.finance.test_undoing import close

BEGIN = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
VERBS = [
    "pay", "pay", "unpay", "collect", "collect", "pay_in", "uncollect", "uncollect", "draw", "undraw", "bring", "unbring",
    "hand", "unhand", "close",
]  # fmt: skip
DRAWN = Decimal(500)


class Undo(Exception):
    pass


@contextmanager
def undone():
    """Let the database forget what happened in the block."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


class World:
    """Two claims to be paid, a fee of three pupils, an advance and twenty lamps to hand over; ``office`` acts."""

    def __init__(self, office):
        self.office, self.fees = staff(office), FeeWorld(office)
        self.account = account(office, name="零余额账户")
        self.claims = [granted(office, "250.55"), granted(office, purchase=bought(office))]
        self.acceptance = accept(office, order(office, approve(ask(office))))
        self.line = self.acceptance.lines.get()
        self.advance = decide(advance(office, DRAWN))


class Run:
    """One sequence of acts. ``paid``: {claim: yuan}, ``collected``: {pupil: yuan}, ``handed``: how many lamps.

    ``paid_in``: the collections whose cash is in the bank, and ``banked`` how much that is. ``drawn``: whether the
    advance is out, ``brought``: what came back of it.
    """

    def __init__(self, world):
        self.world, self.office = world, world.office
        self.paid = {claim.pk: Decimal(0) for claim in world.claims}
        self.collected = {pupil: Decimal(0) for pupil in world.fees.pupils}
        self.handed, self.statements = Decimal(0), {}
        self.paid_in, self.banked = set(), Decimal(0)
        self.drawn, self.brought = False, Decimal(0)

    def pay(self, which, share):
        claim = self.world.claims[which % 2]
        claim.refresh_from_db()
        left = claim.amount - self.paid[claim.pk]
        amount = min(left, Decimal(share) + Decimal("0.35"))
        facts = {"account": self.world.account, "on": clock.today(), "by": self.office.cashier}
        if self.tried(left > 0, lambda: services.pay_claim(claim, amount=amount, **facts)):
            self.paid[claim.pk] += amount

    def unpay(self, which, share):
        payments = list(Payment.objects.order_by("pk"))
        if not payments:
            return
        payment = payments[which % len(payments)]
        stands = Payment.objects.standing().filter(pk=payment.pk).exists()
        facts = {"reason": "付错", "on": clock.today(), "by": self.office.accountant}
        if self.tried(stands, lambda: services.undo_payment(payment, **facts)):
            self.paid[payment.claim_id] -= payment.amount

    def collect(self, which, share):
        pupils = [pupil for place, pupil in enumerate(self.collected) if which >> place & 1]
        amount = Decimal(share % 7) + Decimal("0.99")
        allowed = bool(pupils) and all(self.collected[pupil] + amount <= 15 for pupil in pupils)
        fees = self.world.fees
        call = lambda: fee_money.collect_fee(  # noqa: E731
            fees.item, fees.school_class, amounts=dict.fromkeys(pupils, amount), on=clock.today(), account=fees.cash,
            by=fees.by,
        )  # fmt: skip
        if self.tried(allowed, call):
            for pupil in pupils:
                self.collected[pupil] += amount

    def uncollect(self, which, share):
        collections = list(FeeCollection.objects.order_by("pk"))
        if not collections:
            return
        collection = collections[which % len(collections)]
        rows = {row.pupil: row.amount for row in collection.rows.all()}
        chosen = [pupil for place, pupil in enumerate(rows) if share >> place & 1]
        stands = FeeCollection.objects.standing().filter(pk=collection.pk).exists()
        call = lambda: fee_money.reverse_collection(  # noqa: E731
            collection, reason="收错", pupils=chosen, by=self.world.fees.by
        )
        if self.tried(stands and bool(chosen), call):
            for pupil in chosen:
                self.collected[pupil] -= rows[pupil]
            if collection.pk in self.paid_in:
                self.banked -= sum(rows[pupil] for pupil in chosen)
                self.paid_in.update(FeeCollection.objects.filter(replaces=collection).values_list("pk", flat=True))

    def pay_in(self, which, share):
        collections = list(FeeCollection.objects.order_by("pk"))
        if not collections:
            return
        collection, fees = collections[which % len(collections)], self.world.fees
        waits = FeeCollection.objects.standing().filter(pk=collection.pk).exists() and collection.pk not in self.paid_in
        call = lambda: fee_money.deposit_collections(  # noqa: E731
            [collection], to=fees.bank, on=clock.today(), voucher="解款单", by=fees.by
        )
        if self.tried(waits, call):
            self.paid_in.add(collection.pk)
            self.banked += collection.amount

    def draw(self, which, share):
        facts = {"account": self.world.account, "on": clock.today(), "by": self.office.cashier}
        if self.tried(not self.drawn, lambda: services.pay_out_advance(self.world.advance, **facts)):
            self.drawn = True

    def undraw(self, which, share):
        facts = {"reason": "未用", "on": clock.today(), "by": self.office.accountant}
        possible = self.drawn and not self.brought
        if self.tried(possible, lambda: services.undo_paying_out(self.world.advance, **facts)):
            self.drawn = False

    def bring(self, which, share):
        amount = Decimal(1 + share)
        facts = {"account": self.world.account, "on": clock.today(), "by": self.office.cashier}
        possible = self.drawn and amount <= DRAWN - self.brought
        if self.tried(possible, lambda: services.return_cash(self.world.advance, amount=amount, **facts)):
            self.brought += amount

    def unbring(self, which, share):
        backs = list(AdvanceBack.objects.order_by("pk"))
        if not backs:
            return
        back = backs[which % len(backs)]
        stands = back.corrects_id is None and not AdvanceBack.objects.filter(corrects=back).exists()
        facts = {"reason": "误记", "on": clock.today(), "by": self.office.accountant}
        if self.tried(stands, lambda: services.undo_return(back, **facts)):
            self.brought -= back.amount

    def hand(self, which, share):
        quantity, world = Decimal(1 + share % 9), self.world
        call = lambda: services.hand_over(  # noqa: E731
            world.acceptance, to="direct", quantities={world.line.pk: quantity}, person=self.office.teacher,
            by=self.office.director,
        )  # fmt: skip
        if self.tried(self.handed + quantity <= 20, call):
            self.handed += quantity

    def unhand(self, which, share):
        handings = list(HandOver.objects.order_by("pk"))
        if not handings:
            return
        handing = handings[which % len(handings)]
        stands = HandOver.objects.standing().filter(pk=handing.pk).exists()
        call = lambda: services.take_goods_back(handing, reason="领错", by=self.office.director)  # noqa: E731
        if self.tried(stands, call):
            self.handed -= handing.quantity

    def close(self, which, share):
        month = next_month(max(self.statements)) if self.statements else BEGIN.date().replace(day=1)
        if self.tried(next_month(month) <= clock.today(), lambda: close(self.office, month)):
            self.statements[month] = statement_of(self.office.school, month)

    def tried(self, expected, call):
        """Return what the call returned, None when a rule refused it; the rule must agree with the model."""
        try:
            with transaction.atomic():
                result = call()
        except RuleError:
            assert not expected
            return None
        assert expected
        return result or True

    def check(self):
        paid = sum(self.paid.values()) + (DRAWN if self.drawn else 0) - self.brought
        self.check_advance()
        for claim in self.world.claims:
            claim.refresh_from_db()
            whole = self.paid[claim.pk] == claim.amount
            assert claim.paid_amount == sum(claim.payments.values_list("amount", flat=True)) == self.paid[claim.pk]
            assert claim.status == ("paid" if whole else "approved")
        request = PurchaseRequest.objects.get(pk=self.world.claims[1].purchase_id)
        assert request.status == ("paid" if self.world.claims[1].status == "paid" else "bought")
        assert self.world.account.entries.balance() == 100000 - paid
        collected = {pupil: amount for pupil, amount in self.collected.items() if amount}
        assert paid_by_pupils(self.world.fees.item) == collected
        fees = self.world.fees
        assert sums_of(fees.item)[0] == sum(collected.values())
        assert (fees.cash.entries.balance(), fees.bank.entries.balance()) == (
            sum(collected.values()) - self.banked, self.banked,
        )  # fmt: skip
        waiting = FeeCollection.objects.to_deposit().values_list("amount", flat=True)
        assert sum(waiting) == fees.cash.entries.balance()
        assert sum(self.world.line.hand_overs.values_list("quantity", flat=True)) == self.handed
        assert MoneyEntry.objects.of_school(self.office.school).balance() == 100000 - paid + sum(collected.values())
        for month, statement in self.statements.items():
            assert statement_of(self.office.school, month) == statement

    def check_advance(self):
        advance = Advance.objects.get()
        whole = self.drawn and self.brought == DRAWN
        assert advance.status == ("settled" if whole else "out" if self.drawn else "approved")
        assert (advance.settled, advance.entry is not None) == (self.brought, self.drawn)
        assert sum(advance.backs.values_list("amount", flat=True)) == self.brought


@pytest.fixture
def world(office):
    with clock.set_to(BEGIN):
        return World(office)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(VERBS), st.integers(0, 9), st.integers(0, 300), st.integers(0, 12)),
        min_size=4, max_size=18,
    )
)  # fmt: skip
def test_all_figures_agree_and_closed_months_stay_whatever_is_taken_back(world, acts):
    with undone():
        run, now = Run(world), BEGIN
        for verb, which, share, days in acts:
            now += timedelta(days=days)
            with clock.set_to(now):
                getattr(run, verb)(which, share)

        with clock.set_to(now):
            run.check()
