"""Whatever is entered, the books balance, and a closed month stays as it was (hypothesis, beside a plain model)."""

from collections import defaultdict
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance import services
from finance.models import MoneyEntry
from finance.selectors.closing import asked_of, ours_of
from finance.selectors.money import next_month, statement_of
from logistics import clock
from logistics.errors import RuleError
from tests.finance.test_money import account

NOW = datetime(2026, 4, 15, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FIRST = date(2026, 1, 1)
MONTHS = [date(2026, month, 1) for month in (1, 2, 3, 4)]
KINDS = ["income", "expense", "collected", "collected_spent", "refund", "advance", "advance_back"]
IN = {"opening", "income", "collected", "advance_back", "transfer_in"}
ACTS = ["post", "post", "post", "reverse", "move", "deposit", "close"]


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


class Model:
    """The books told as plain rows (day, account, source, kind, amount)."""

    def __init__(self):
        self.rows, self.closed = [], None

    def is_open(self, day):
        return self.closed is None or day >= next_month(self.closed)

    def add(self, *row):
        self.rows.append(row)

    def balance(self, month, *, account=None, source=None):
        return sum(
            (amount if kind in IN else -amount)
            for day, its_account, its_source, kind, amount in self.rows
            if day < next_month(month) and account in (None, its_account) and source in (None, its_source)
        )

    def kinds(self, month):
        sums = defaultdict(Decimal)
        for day, _account, source, kind, amount in self.rows:
            if month <= day < next_month(month) and kind != "opening":
                sums[source, kind] += amount
        return dict(sums)


class Books:
    """The real books, driven by the same acts; each says whether it was let through."""

    def __init__(self, office, model):
        self.office, self.model, self.entries, self.statements = office, model, [], {}
        self.accounts = [account(office, name, kind) for name, kind in (("基本户", "bank"), ("现金", "cash"))]

    def act(self, verb, which, kind, source, cents, day):
        model, here, there = self.model, self.accounts[which % 2], self.accounts[(which + 1) % 2]
        amount, by = Decimal(cents) / 100, self.office.accountant
        if verb == "post":
            facts = {"kind": kind, "source": source, "amount": amount, "on": day, "text": "x", "by": by}
            entry = self.tried(model.is_open(day), lambda: services.post_entry(here, **facts))
            if entry:
                self.entries.append(entry)
                model.add(day, here.pk, source, kind, amount)
        elif verb == "reverse" and self.entries:
            entry = self.entries[which % len(self.entries)]
            free = entry.pk in set(MoneyEntry.objects.standing().filter(deposited=None).values_list("pk", flat=True))
            if self.tried(free, lambda: services.reverse_entry(entry, reason="录错", by=by)):
                model.add(clock.today(), entry.account_id, entry.source, entry.kind, -entry.amount)
        elif verb == "move":
            facts = {"amount": amount, "source": source, "on": day, "by": by}
            if self.tried(model.is_open(day), lambda: services.move_money(here, there, **facts)):
                model.add(day, here.pk, source, "transfer_out", amount)
                model.add(day, there.pk, source, "transfer_in", amount)
        elif verb == "deposit":
            bank, cash = self.accounts
            waiting = list(MoneyEntry.objects.to_deposit())
            if self.tried(
                bool(waiting), lambda: services.deposit(waiting, to=bank, on=clock.today(), voucher="1", by=by)
            ):
                for entry in waiting:
                    model.add(clock.today(), cash.pk, entry.source, "transfer_out", entry.amount)
                    model.add(clock.today(), bank.pk, entry.source, "transfer_in", entry.amount)
        elif verb == "close":
            self.close(MONTHS[which % 4])

    def close(self, month):
        closed, days = self.model.closed, [row[0] for row in self.model.rows]
        first = next_month(closed) if closed else min(days, default=FIRST).replace(day=1)
        could = bool(days) and next_month(month) <= clock.today() and month == first
        if self.tried(could, lambda: self.reconcile_and_close(month)):
            self.model.closed = month
            self.statements[month] = statement_of(self.office.school, month)

    def reconcile_and_close(self, month):
        by = self.office.accountant
        closing = services.begin_closing(self.office.school, month, by=by)
        for kind, its_account in asked_of(closing):
            theirs = ours_of(closing, kind, its_account)
            services.reconcile(closing, kind=kind, account=its_account, theirs=theirs, by=by)
        return services.close_month(closing, by=by)

    def tried(self, expected, call):
        """Return what the call returned, None when a rule refused it; the rule must agree with the model."""
        try:
            with transaction.atomic():
                result = call()
        except RuleError:
            assert not expected
            return None
        assert expected
        return result


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(ACTS), st.integers(0, 7), st.sampled_from(KINDS), st.sampled_from(["public", "canteen"]),
            st.integers(1, 10**7), st.integers(0, 100).map(lambda days: FIRST + timedelta(days=days)),
        ),
        min_size=4, max_size=22,
    )
)  # fmt: skip
def test_every_figure_is_the_sum_of_its_entries_and_closed_months_stay(office, acts):
    with clock.set_to(NOW), undone():
        model = Model()
        books = Books(office, model)
        for act in acts:
            books.act(*act)

        for month in MONTHS:
            statement = statement_of(office.school, month)
            assert statement.kinds == model.kinds(month)
            assert {line.key: line.closing for line in statement.accounts} == {
                each.pk: model.balance(month, account=each.pk) for each in books.accounts
            }
            assert sum(line.closing for line in statement.sources) == statement.total.closing == model.balance(month)
            assert statement.total.opening + statement.total.came - statement.total.went == statement.total.closing
        for month, statement in books.statements.items():
            assert statement_of(office.school, month) == statement
