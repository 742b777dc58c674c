"""The building blocks of a summary: figures with their proof, and the sentences that quote them (DESIGN 14).

An app registers ``@hooks.statements.register(order=…)`` functions (school, period, scope) -> Statement. They make no
query: values are fetched later, many figures in one statement of SQL. Example::

    @hooks.statements.register(order=20)
    def repairs_total(school, period, scope):
        repairs = Repair.objects.of_school(school).reported_in(period, scope)
        reported = Figure("reported", _("reported"), repairs, unit=_("orders"))
        done = Figure("done", _("done"), repairs.filter(status="done"), unit=_("orders"))
        trades = Breakdown("trade", _("by trade"), repairs, by="trade", unit=_("orders"))
        return Statement(
            "repairs.total",
            Section.REPAIRS,
            sentences=[
                Sentence(
                    _("%(period)s %(reported)s were reported and %(done)s done, %(rate)s, among them %(trades)s."),
                    period=period.name, reported=reported, done=done, rate=Rate("rate", _("rate"), done, reported),
                    trades=trades, when=reported,
                ),
            ],
            charts=[BarsOf(trades)],
        )

A figure's ``text`` carries its unit, so the wording does not.
"""

import re
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from logistics.reports.figures import Breakdown, Comparison, Figure, PerHead, Rate, exactly, fill
from logistics.reports.periods import Period, Scope
from logistics.reports.sections import Section

__all__ = [
    "BarsOf",
    "Breakdown",
    "Claim",
    "ColumnsOf",
    "Comparison",
    "Figure",
    "PerHead",
    "Period",
    "Problem",
    "Rate",
    "Scope",
    "Section",
    "Sentence",
    "Statement",
    "TableOf",
    "fill",
]


class Sentence:
    """Wording with named places, filled with figures, breakdowns, comparisons and plain texts.

    when: printed only if this stands (a figure that is not zero, a breakdown with parts, or a plain truth).
    """

    def __init__(self, template, *, when=True, **parts):
        self.template, self.when, self.parts = template, when, parts

    @property
    def stands(self):
        return stands(self.when)

    def figures(self):
        parts = [*self.parts.values(), self.when]
        return [figure for part in parts if hasattr(part, "figures") for figure in part.figures()]

    def pieces(self, say=exactly):
        """Return [(text, figure or None)]. ``say``: figure -> text."""
        pieces = []
        for index, text in enumerate(re.split(r"%\((\w+)\)s", str(self.template))):
            if index % 2:
                pieces.extend(_pieces(self.parts[text], say))
            elif text:
                pieces.append((text.replace("%%", "%"), None))
        return pieces

    @property
    def text(self):
        return "".join(text for text, _figure in self.pieces())


class Claim:
    """An absolute sentence, printed only while no counter-example exists and there was anything to judge.

    counter_examples: queryset of the rows that break it. when: queryset or figure of what was judged. breach: sentence
    for 存在的问题 when it is broken; it may quote ``%(count)s``, the counter-examples. direction: what to do about it.
    """

    kind = "claim"

    def __init__(self, key, sentence, counter_examples, *, when, breach, direction=None, unit="", label=""):
        self.key, self.sentence, self.breach, self.direction = key, _sentence(sentence), _sentence(breach), direction
        self.label, self.title = label or _("counter-examples"), _("Claim and its test")
        self.against = Figure(f"{key}.against", self.label, counter_examples, unit=unit)
        self.basis = Figure(f"{key}.basis", _("examined"), when, unit=unit) if isinstance(when, QuerySet) else when
        self.breach.parts.setdefault("count", self.against)

    @property
    def is_kept(self):
        return self.basis.stands and not self.against.value

    @property
    def is_broken(self):
        return bool(self.against.value)

    @property
    def stands(self):
        return self.is_kept

    @property
    def value(self):
        """True, False, or None when there was nothing to judge."""
        return False if self.is_broken else True if self.is_kept else None

    @property
    def proofs(self):
        return [*self.basis.proofs, self.against]

    def figures(self):
        return [*self.basis.figures(), self.against, self]

    def all_figures(self):
        return [*self.figures(), *self.sentence.figures(), *self.breach.figures()]


class Problem:
    """Something that went wrong, for 存在的问题, with a direction for 今后努力方向."""

    def __init__(self, key, sentence, *, when=None, direction=None):
        self.key, self.sentence, self.direction = key, _sentence(sentence), direction
        if when is not None:
            self.sentence.when = when

    @property
    def stands(self):
        return self.sentence.stands

    def figures(self):
        return self.sentence.figures()


@dataclass(frozen=True)
class BarsOf:
    """A chart of a breakdown in the annex: horizontal bars, for names."""

    breakdown: Breakdown
    title: str = ""
    shape = "bars"

    @property
    def heading(self):
        return self.title or self.breakdown.label


@dataclass(frozen=True)
class ColumnsOf(BarsOf):
    """Upright columns, for weeks and months."""

    shape = "columns"


@dataclass(frozen=True)
class TableOf:
    """A table in the annex. Cells are texts, figures or None; a Breakdown as ``rows`` gives name and value.

    ``rows`` may also hold pairs (name, Breakdown): the name stands before each line of its group.
    """

    title: str
    columns: list
    rows: object

    @property
    def lines(self):
        if isinstance(self.rows, Breakdown):
            return [[item.label, item] for item in self.rows.items]
        return [line for row in self.rows for line in _table_lines(row)]

    def figures(self):
        if isinstance(self.rows, Breakdown):
            return self.rows.figures()
        return [figure for row in self.rows for cell in row if hasattr(cell, "figures") for figure in cell.figures()]


@dataclass
class Statement:
    """What one app says in one section: one paragraph, under ``heading`` when it has one.

    ``figures`` lists those that no sentence, claim or table quotes.
    """

    key: str
    section: str
    sentences: list = field(default_factory=list)
    figures: list = field(default_factory=list)
    claims: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    tables: list = field(default_factory=list)
    charts: list = field(default_factory=list)
    heading: str = ""

    def waiting(self):
        """The plain figures that can be fetched together, before any wording is asked."""
        return [plain for part in self._parts() for plain in _plain_figures(part)]

    def breakdowns(self):
        """The breakdowns it quotes, shows or draws."""
        return [part for part in self._parts() if isinstance(part, Breakdown)]

    def _parts(self):
        texts = [*self.sentences, *(problem.sentence for problem in self.problems)]
        texts += [text for claim in self.claims for text in (claim.sentence, claim.breach)]
        yield from (part for text in texts for part in [*text.parts.values(), text.when])
        yield from (figure for claim in self.claims for figure in (claim.basis, claim.against))
        for table in self.tables:
            rows = [[table.rows]] if isinstance(table.rows, Breakdown) else table.rows
            yield from (cell for row in rows for cell in row)
        yield from (chart.breakdown for chart in self.charts)
        yield from self.figures

    def all_figures(self):
        """Every figure of the statement by its key, once, in the order they are first quoted."""
        sources = [
            *self.sentences,
            *self.figures,
            *self.problems,
            *self.tables,
            *(chart.breakdown for chart in self.charts),
        ]
        found = {figure.key: figure for source in sources for figure in source.figures()}
        for claim in self.claims:
            found |= {figure.key: figure for figure in claim.all_figures() if figure.key not in found}
        return found


def stands(condition):
    """Say whether a condition holds: a figure, breakdown or claim by itself, anything else by its truth."""
    return condition.stands if hasattr(condition, "stands") else bool(condition)


def _table_lines(row):
    if not isinstance(row[-1], Breakdown):
        return [row]
    name, group = row
    return [[str(name), item.label, item] for item in group.items]


def _plain_figures(part):
    if isinstance(part, Figure):
        return [part]
    if isinstance(part, Rate | Comparison):
        return [plain for figure in part.figures() if figure is not part for plain in _plain_figures(figure)]
    return []


def _sentence(sentence):
    return sentence if isinstance(sentence, Sentence) else Sentence(sentence)


def _pieces(part, say):
    if hasattr(part, "pieces"):
        return part.pieces(say)
    if hasattr(part, "text") and hasattr(part, "key"):
        return [(say(part), part)]
    return [(str(part), None)]
