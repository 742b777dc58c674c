"""Approval cards: what a signer needs to decide, put together for many cases in a few queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial

from django.contrib.contenttypes.models import ContentType

from logistics import clock, hooks
from logistics.approvals.models import Absence, Case, Decision, LineCut, Ruling, Seat, Step
from logistics.approvals.selectors import case_of, wait_of, wishes_of
from logistics.pages.fetching import Rows, give, hold, hold_one, in_rounds
from logistics.people.models import User
from logistics.school.models import Department


@dataclass
class Card:
    """A case as its card shows it. ``step`` is the id of the step that is theirs to sign now.

    stands_for: the person in whose place they would sign. cuts: what signers cut in this revision.
    """

    case: Case
    facts: hooks.ApprovalFacts
    steps: list = field(default_factory=list)
    step: int | None = None
    waited_days: int = 0
    is_flagged: bool = False
    stands_for: object = None
    cuts: list = field(default_factory=list)

    @property
    def key(self):
        """The case's id as a text, for ids of page elements."""
        return str(self.case.pk)

    @property
    def against(self):
        """What speaks against signing it among others, such as a budget it goes over; an empty text for most."""
        return next((sentence for tone, sentence in self.facts.notes if tone == "danger"), "")

    @property
    def signed(self):
        return [decision for step in self.steps for decision in step.decided if decision.verb == Decision.Verb.AGREE]

    @property
    def current(self):
        return next((step for step in self.steps if step.status == Step.Status.CURRENT), None)


def cards_of(cases, user, wishes=None, *, absences=None):
    """Return the cards of cases as ``user`` sees them, in two or three round trips.

    wishes: those of the school whose cases these are, where they are at hand. absences: those of today there, likewise.
    """
    cases = list(cases)
    told = _telling(cases, user)
    _nothing, *told_facts = in_rounds(card_rows(cases), *told.values())
    facts = {(kind, pk): each for kind, found in zip(told, told_facts) for pk, each in found.items()}
    flag_after = _flag_after(cases, wishes)
    away = _by_person(away_today(flag_after) if absences is None else absences)
    return [_card(case, facts.get((case.content_type_id, case.object_id)), user, flag_after, away) for case in cases]


def card_of(record, user):
    """Return the card of the newest case about ``record`` as ``user`` sees it, None without one."""
    case = case_of(record)
    return cards_of([case], user)[0] if case else None


def card_rows(cases):
    """Ask for (see ``fetching.in_rounds``) what the cards of ``cases`` show: each then holds its steps, seats and cuts."""
    keys = [case.pk for case in cases]
    of_cases = partial(Rows.among, column="case_id", keys=keys)
    steps, rulings, seats, decisions, cuts, people, departments = yield [
        of_cases(Step, order="revision, position"),
        of_cases(Ruling, leads_to={"entered_by": {}}),
        of_cases(Seat, leads_to={"person": {}, "placed_by": {}}, order="id"),
        of_cases(Decision, leads_to={"person": {}, "stands_for": {}, "entered_by": {}}),
        of_cases(LineCut, leads_to={"by": {}}, order="id"),
        Rows.among(User, "id", {case.asked_by_id for case in cases}),
        Rows.among(Department, "id", {case.department_id for case in cases}),
    ]
    known = {User: {row.pk: row for row in people}, Department: {row.pk: row for row in departments}}
    if cases:
        give(cases, {"asked_by": {}, "department": {}}, known)
    hold(cases, "steps", steps)
    hold(cases, "cuts", cuts)
    hold(steps, "seats", seats)
    hold_one(steps, "ruling", rulings)
    hold_one(seats, "decision", decisions)


def _telling(cases, user):
    """Return {content type's key: generator that ends with {pk: ApprovalFacts}} of the kinds of these cases."""
    keys = defaultdict(list)
    for case in cases:
        keys[case.content_type_id].append(case.object_id)
    tellers = {kind: hooks.approval_facts.get(ContentType.objects.get_for_id(kind).model_class()) for kind in keys}
    return {kind: tell(keys[kind], user) for kind, tell in tellers.items() if tell is not None}


def away_today(schools):
    """Return the absences of today at schools, with who stands in."""
    return Absence.objects.on(clock.today()).filter(school__in=schools).select_related("stand_in", "second")


def _by_person(absences):
    return {(absence.school_id, absence.person_id): absence for absence in absences}


def _flag_after(cases, wishes):
    """Return {school's key: after how many days waiting is flagged there}."""
    of_school = {case.school_id: case for case in cases}
    return {pk: (wishes or wishes_of(case.school)).flag_after_days for pk, case in of_school.items()}


def _card(case, facts, user, flag_after, away):
    steps = [_with_decisions(step, case, away) for step in case.steps.all() if step.revision == case.revision]
    card = Card(case, facts or hooks.ApprovalFacts(), steps)
    card.cuts = [cut for cut in case.cuts.all() if cut.revision == case.revision]
    current = card.current
    if current is not None and case.status == Case.Status.PENDING:
        mine = [seat for seat in current.waiting if user.pk in (seat.person_id, getattr(seat.stand_in, "pk", None))]
        if mine and case.asked_by_id != user.pk:
            own = min(mine, key=lambda seat: seat.person_id != user.pk)
            card.step, card.stands_for = own.step_id, own.person if own.person_id != user.pk else None
        card.waited_days = wait_of(current.asked_at)
        card.is_flagged = card.waited_days >= flag_after[case.school_id]
    return card


def _with_decisions(step, case, away):
    """Say of each step who decided, who is asked with whom standing in today, and who handed it to whom."""
    seats = list(step.seats.all())
    step.handed = [seat for seat in seats if seat.handed_from_id]
    gone = {seat.handed_from_id for seat in step.handed}
    step.decided = [seat.decision for seat in seats if hasattr(seat, "decision")]
    step.waiting = [seat for seat in seats if not hasattr(seat, "decision") and seat.pk not in gone]
    for seat in step.waiting:
        absence = away.get((case.school_id, seat.person_id))
        seat.stand_in = absence and (absence.second if absence.stand_in_id == case.asked_by_id else absence.stand_in)
    step.ruled = getattr(step, "ruling", None)
    return step
