"""A whole summary: what the apps state, what the director wrote, in the order the school wants.

Screen, PDF, DOCX and JSON come from the one object; the language is the one active while it is read.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from logistics import clock, hooks
from logistics.paper.document import Document
from logistics.reports.figures import fill_breakdowns
from logistics.reports.models import SectionChoice, SummaryText
from logistics.reports.sections import Section
from logistics.reports.statements import Claim, Statement, fill
from logistics.reports.writing import Writer, numbered


@dataclass(frozen=True)
class Part:
    """A section as it stands in one summary: its heading, what the apps state there and what the director wrote."""

    section: str
    heading: str
    statements: list
    own: SummaryText | None
    default: str = ""

    @property
    def own_paragraphs(self):
        if self.own is not None and self.own.text:
            return self.own.paragraphs
        return [line for line in self.default.splitlines() if line]


@dataclass(frozen=True)
class Fault:
    """A broken claim or a problem that stands: its sentence and what is suggested against it."""

    statement: object
    key: str
    sentence: object
    direction: str


class Summary:
    """The summary of a school for a period and a scope, as the records stand at ``as_of``."""

    def __init__(self, school, period, scope):
        self.school, self.period, self.scope = school, period, scope
        self.as_of = clock.now()

    @cached_property
    def statements(self):
        return statements_of(self.school, self.period, self.scope)

    @property
    def title(self):
        return _("%(period)s: summary of logistics work") % {"period": self.period.label}

    @property
    def owner(self):
        return f"{self.school.name}{self.scope.campus.name if self.scope.campus else ''}"

    @cached_property
    def filled(self):
        """The statements with all their values, fetched in one statement of SQL, and one for all breakdowns."""
        fill([figure for statement in self.statements for figure in statement.waiting()])
        fill_breakdowns([breakdown for statement in self.statements for breakdown in statement.breakdowns()])
        return self.statements

    @cached_property
    def faults(self):
        """What went wrong, in the order of the statements."""
        found = []
        for statement in self.filled:
            found += [
                Fault(statement, claim.key, claim.breach, claim.direction)
                for claim in statement.claims
                if claim.is_broken
            ]
            found += [
                Fault(statement, problem.key, problem.sentence, problem.direction)
                for problem in statement.problems
                if problem.stands
            ]
        return found

    @cached_property
    def parts(self):
        """Every section the school prints, in its order, empty ones too."""
        own = {text.section: text for text in texts_of(self.school, self.period, self.scope)}
        return [
            Part(
                choice.section,
                choice.heading or Section(choice.section).label,
                [statement for statement in self.filled if statement.section == choice.section],
                own.get(choice.section),
                self.suggestion(choice.section),
            )
            for choice in sections_of(self.school)
            if choice.shown
        ]

    def suggestion(self, section):
        """Return the text that stands in a section until the director writes an own one."""
        if section == Section.OPENING:
            return _(
                "%(period)s, the logistics office worked for teaching, teachers and pupils under the leadership of the "
                "school. The work is summed up as follows."
            ) % {"period": self.period.name}
        if section == Section.DIRECTIONS:
            return "\n".join(numbered(index, text) for index, text in enumerate(directions_of(self.faults), start=1))
        return ""

    def find(self, statement_key, figure_key):
        """Return a figure, rate, comparison or claim by its keys, or None."""
        statement = statement_of(statement_key, self.school, self.period, self.scope)
        return None if statement is None else statement.all_figures().get(figure_key)

    # --- the document -------------------------------------------------------------------------------------------------

    def document(self, link=None, *, roughly=False):
        """Return the document for screen and paper.

        ``link(statement, figure)`` gives the address of a proving list. roughly: counts are said as 80余 in the prose,
        and the annex tells them exactly.
        """
        return Writer(self, link, roughly=roughly).document()

    # --- the figures --------------------------------------------------------------------------------------------------

    def figures(self):
        """Return what JSON and an export keep: each figure under its stable key, with text, value and unit."""
        return {
            f"{statement.key}.{key}": {
                "label": figure.title,
                "value": plain_value(figure.value),
                "text": "" if isinstance(figure, Claim) else figure.text,
                "unit": str(getattr(figure, "unit", "")),
                "kind": figure.kind,
            }
            for statement in self.filled
            for key, figure in statement.all_figures().items()
        }

    def as_json(self):
        """Return the summary as plain JSON values."""
        return {
            "title": self.title,
            "school": {"code": self.school.code, "name": self.school.name},
            "period": {
                "key": self.period.key,
                "kind": self.period.kind,
                "label": self.period.label,
                "start": self.period.start.isoformat(),
                "end": self.period.end.isoformat(),
            },
            "scope": self.scope.label,
            "as_of": self.as_of.isoformat(),
            "figures": self.figures(),
            "text": self.plain_text(),
        }

    def plain_text(self):
        """Return [{"heading", "paragraphs"}] as printed, without the annex."""
        sections = [{"heading": "", "paragraphs": []}]
        for block in Document(self.title, Writer(self).body()).numbered_blocks:
            if block.kind == "heading":
                sections.append({"heading": block.text, "paragraphs": []})
            elif block.kind == "paragraph":
                sections[-1]["paragraphs"].append(block.text)
        return [section for section in sections if section["heading"] or section["paragraphs"]]


def statements_of(school, period, scope):
    """Return what every app states, in its order; refuses two statements of one key."""
    statements = [statement for state in hooks.statements for statement in _said(state, school, period, scope)]
    twice = [key for key, count in Counter(statement.key for statement in statements).items() if count > 1]
    if twice:
        raise LookupError(f"stated twice: {', '.join(twice)}")
    return statements


_stated_by = {}  # the key of a statement → the function that states it, learned once a process


def statement_of(key, school, period, scope):
    """Return the statement of a key, or None; once it is known who states it, nobody else is asked."""
    if key not in _stated_by:
        for state in hooks.statements:
            for statement in _said(state, school, period, scope):
                _stated_by[statement.key] = state
    statements = _said(_stated_by[key], school, period, scope) if key in _stated_by else ()
    return next((statement for statement in statements if statement.key == key), None)


def _said(state, school, period, scope):
    """Return the statements of one function that an app registered."""
    said = state(school, period, scope)
    return [] if said is None else [said] if isinstance(said, Statement) else list(said)


def texts_of(school, period, scope):
    """Return what the director wrote for this summary."""
    return SummaryText.objects.of_school(school).filter(period=period.key, campus=scope.campus)


def sections_of(school):
    """Return a SectionChoice for every section in the order of the school; unsaved ones where nothing was chosen."""
    chosen = {choice.section: choice for choice in SectionChoice.objects.of_school(school)}
    choices = [
        chosen.get(section) or SectionChoice(school=school, section=section, position=place)
        for place, section in enumerate(Section.values, start=1)
    ]
    return sorted(choices, key=lambda choice: choice.position)


def directions_of(faults):
    """Return what is suggested against the faults, each once; those without a suggestion share one sentence."""
    own = dict.fromkeys(str(fault.direction) for fault in faults if fault.direction)
    others = [str(index) for index, fault in enumerate(faults, start=1) if not fault.direction]
    if not others:
        return list(own)
    points = pgettext("between numbers", ", ").join(others)
    shared = _("As to point %(points)s: find the cause, and name who puts it right by when.") % {"points": points}
    return [*own, shared]


def plain_value(value):
    """Return a value for JSON: amounts as text, so that no cent is lost; durations in hours."""
    if isinstance(value, timedelta):
        return round(value.total_seconds() / 3600, 1)
    if isinstance(value, Decimal):
        return str(value)
    return value
