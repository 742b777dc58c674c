"""What the accounts hold, and what a month moved."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db.models import BooleanField, Case, DecimalField, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from finance.models import Account, Books, BudgetSource, MoneyEntry

INCOME, EXPENSE = ["income"], ["expense"]
OF_OTHERS = ["collected", "collected_spent", "refund"]


def books_of(school):
    """Return the Books of a school; unsaved ones until it has its own, which every school gets on its first day."""
    return Books.objects.select_related("one_pen").filter(school=school).first() or Books(school=school)


def accounts_to_choose(school):
    return Account.objects.of_school(school).filter(is_active=True)


def accounts_with_balance(school):
    """Return the accounts of a school with ``balance``, what lies in each now, in yuan."""
    balance = Coalesce(Sum("entries__change"), Decimal(0), output_field=DecimalField(max_digits=16, decimal_places=2))
    return Account.objects.of_school(school).annotate(balance=balance)


def month_of(day):
    """Return the first day of the month of ``day``."""
    return day.replace(day=1)


def next_month(month):
    return (month + timedelta(days=32)).replace(day=1)


def balance_of(account, day):
    """Return what lies in an account at the end of ``day``, in yuan."""
    return MoneyEntry.objects.filter(account=account, on__lte=day).balance()


@dataclass
class Line:
    """What one account, or one source of funds, had at first, took in, gave out and has at the end, in yuan."""

    label: str
    key: object
    opening: Decimal = Decimal(0)
    came: Decimal = Decimal(0)
    went: Decimal = Decimal(0)

    @property
    def closing(self):
        return self.opening + self.came - self.went


@dataclass
class MonthStatement:
    """A month in figures; each is the sum of entries and nothing else (DOMAIN T-22).

    accounts, sources: [Line]; kinds: {(source, kind): sum of the amounts}.
    """

    month: object
    accounts: list = field(default_factory=list)
    sources: list = field(default_factory=list)
    kinds: dict = field(default_factory=dict)

    @property
    def total(self):
        whole = Line("", None)
        for line in self.accounts:
            whole.opening, whole.came, whole.went = (
                whole.opening + line.opening,
                whole.came + line.came,
                whole.went + line.went,
            )
        return whole

    def of_kinds(self, *kinds, source=None):
        """Return the sum of the entries of these kinds, of one source of funds or all."""
        return sum(
            (
                amount
                for (its_source, kind), amount in self.kinds.items()
                if kind in kinds and source in (None, its_source)
            ),
            Decimal(0),
        )


def statement_of(school, month):
    """Return the MonthStatement of the month that begins on ``month``."""
    entries = MoneyEntry.objects.of_school(school).filter(on__lt=next_month(month))
    rows = (
        entries.order_by()
        .values("account", "source", "kind", early=_before(month))
        .annotate(amount=Sum("amount"), change=Sum("change"))
    )
    accounts = {account.pk: Line(account.name, account.pk) for account in Account.objects.of_school(school)}
    sources = {key: Line(label, key) for key, label in BudgetSource.choices}
    statement = MonthStatement(month)
    for row in rows:
        for line in (accounts[row["account"]], sources[row["source"]]):
            _add(line, row)
        if not row["early"]:
            key = (row["source"], row["kind"])
            statement.kinds[key] = statement.kinds.get(key, Decimal(0)) + row["amount"]
    statement.accounts = list(accounts.values())
    statement.sources = [line for line in sources.values() if line.opening or line.came or line.went]
    return statement


def _before(month):
    return Case(
        When(Q(on__lt=month) | Q(kind="opening"), then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def _add(line, row):
    if row["early"]:
        line.opening += row["change"]
    elif row["change"] == row["amount"]:
        line.came += row["amount"]
    else:
        line.went += row["amount"]
