"""What an app must say so that its records can be brought in from a workbook."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from logistics.errors import RuleError
from logistics.exchange import staging
from logistics.exchange.reading import ImportColumn

LINES_KEPT = 300

_plans = {}
_families = {}


class Outcome(models.TextChoices):
    """What applying would do with a row."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    SAME = "same", _("unchanged")
    ERROR = "error", _("error")


@dataclass(frozen=True)
class RowResult:
    """The judgement on one row: ``message`` says what changes or what is wrong, ``values`` is what ``apply`` needs."""

    number: int
    outcome: str
    message: str = ""
    values: dict = field(default_factory=dict)


def judge_rows(rows, judge):
    """Yield the RowResult that ``judge(row)`` returns for each row; the RuleError it raises says what is wrong with it."""
    for row in rows:
        try:
            yield judge(row)
        except RuleError as error:
            yield RowResult(row.number, Outcome.ERROR, str(error))


@dataclass(frozen=True)
class Judgement:
    """What came of judging a workbook: how many rows have which outcome, lines worth reading, and what ``apply`` takes.

    lines: [row, outcome, message], of a long workbook only the first, those with errors before the others.
    """

    counts: Counter
    lines: list
    rows: Any


@dataclass(frozen=True)
class ImportPlan:
    """One kind of import.

    check(school, rows): all rows (reading.Row) at once, so that it may be set-based; returns a RowResult for each and
    writes nothing. apply(school, results, by=person): writes the new and changed ones, in the caller's transaction.
    permission: who may bring this in. choices(school): {column key: labels} for the pick lists of the template.
    apply may return what the person who applied is to be handed once, such as first passwords. list_url: where to look
    at what was brought in.
    """

    kind: str
    title: str
    columns: Sequence[ImportColumn]
    check: Callable
    apply: Callable
    permission: str
    note: str = ""
    choices: Callable | None = None
    samples: Sequence = ()
    list_url: str = ""

    def columns_to_fill(self, school):
        """Return the columns of the template, with the names that the school has as pick lists."""
        lists = self.choices(school) if self.choices else {}
        return [replace(column, choices=lists.get(column.key, column.choices)) for column in self.columns]

    def judge(self, school, read):
        """Return the Judgement on what was read (reading.Rows)."""
        results = list(self.check(school, read.rows))
        return Judgement(
            counts=Counter(row.outcome for row in results),
            lines=[(row.number, row.outcome, str(row.message)) for row in results if row.outcome != Outcome.SAME],
            rows=[row for row in results if row.outcome in (Outcome.NEW, Outcome.CHANGED)],
        )


@dataclass(frozen=True, kw_only=True)
class StagedPlan(ImportPlan):
    """A plan for very many rows: the database judges and writes them, set by set.

    check(school): returns (statement, parameters), one SELECT over the table staging.SHEET, in which each row of the
    workbook stands with its ``row`` and a column for each key. It yields for each row the ``row``, its ``outcome`` and
    whatever else is needed; it is kept as the table staging.JUDGED. sentence(facts): the message on one judged row.
    apply(school, table, by=person): writes the new and changed rows of that table.
    """

    sentence: Callable

    def judge(self, school, read):
        staging.stage(self.columns, read)
        statement, facts = self.check(school)
        staging.keep_judged(statement, facts)
        return Judgement(
            counts=Counter(staging.count_outcomes()),
            lines=[
                (facts["row"], facts["outcome"], self.sentence(facts)) for facts in staging.first_judged(LINES_KEPT)
            ],
            rows=staging.JUDGED,
        )


def register(plan):
    """Make ``plan`` known; called from the ``hooks.py`` of its app."""
    if plan.kind in _plans:
        raise LookupError(f"{plan.kind} is registered twice")
    _plans[plan.kind] = plan
    return plan


@dataclass(frozen=True)
class Family:
    """Plans of one record each, of kind "prefix-KEY": ``make(school, key)`` returns the plan, None without such a record."""

    prefix: str
    permission: str
    make: Callable


def register_family(family):
    """Make a Family known; called from the ``hooks.py`` of its app."""
    if family.prefix in _families:
        raise LookupError(f"{family.prefix} is registered twice")
    _families[family.prefix] = family
    return family


def plan_of(kind, school=None):
    """Return the plan of ``kind`` (of a record of ``school``); raise LookupError when there is none."""
    prefix, _dash, key = kind.rpartition("-")
    if prefix not in _families:
        return _plans[kind]
    plan = _families[prefix].make(school, key)
    if plan is None:
        raise LookupError(f"no plan {kind}")
    return plan


def kinds():
    """Return the kinds that are known, but for those of families."""
    return sorted(_plans)


def families():
    return list(_families.values())
