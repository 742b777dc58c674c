"""Approval cards: what a signer needs to decide, put together for many cases in a few queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from logistics import clock, hooks
from logistics.approvals.models import Absence, Case, Decision, LineCut, Seat, Step
from logistics.approvals.selectors import wait_of, wishes_of
from logistics.pages.apart import fetch_together, hold
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
    def signed(self):
        return [decision for step in self.steps for decision in step.decided if decision.verb == Decision.Verb.AGREE]

    @property
    def current(self):
        return next((step for step in self.steps if step.status == Step.Status.CURRENT), None)


def with_card_rows(cases):
    """Add to a queryset of cases what ``cards_of`` reads."""
    return (
        cases.select_related("asked_by", "department", "content_type")
        .prefetch_related(
            Prefetch("steps", _steps()),
            Prefetch("steps__seats", _seats()),
        )
        .annotate(has_cuts=Exists(LineCut.objects.filter(case=OuterRef("pk"))))
    )


def _steps():
    return Step.objects.select_related("ruling__entered_by").order_by("revision", "position")


def _seats():
    return Seat.objects.select_related(
        "person", "placed_by", "decision__person", "decision__stands_for", "decision__entered_by"
    ).order_by("pk")


def bring_card_rows(cases):
    """Give cases of one school's page what ``with_card_rows`` adds to a queryset, by one round trip."""
    keys = [case.pk for case in cases]
    steps, seats = _steps().filter(case__in=keys), _seats().filter(case__in=keys)
    cuts = LineCut.objects.select_related("by").filter(case__in=keys)
    people = User.objects.filter(pk__in={case.asked_by_id for case in cases})
    departments = Department.objects.filter(pk__in={case.department_id for case in cases} - {None})
    fetch_together(steps, seats, cuts, people, departments)
    person_of, department_of = ({row.pk: row for row in rows} for rows in (people, departments))
    for case in cases:
        case.asked_by, case.department = person_of[case.asked_by_id], department_of.get(case.department_id)
        case.content_type = ContentType.objects.get_for_id(case.content_type_id)
        case.has_cuts = True  # they are held, be they none
    hold(cases, "steps", steps)
    hold(cases, "cuts", cuts)
    hold(steps, "seats", seats)


def cards_of(cases, user, wishes=None, *, absences=None):
    """Return the cards of cases (with their card rows) as ``user`` sees them.

    wishes: those of the school whose cases these are, where they are at hand. absences: those of today there, likewise.
    """
    cases = list(cases)
    prefetch_related_objects(
        [case for case in cases if case.has_cuts], Prefetch("cuts", LineCut.objects.select_related("by"))
    )
    facts = _facts_of(cases, user)
    flag_after = _flag_after(cases, wishes)
    away = _by_person(away_today(flag_after) if absences is None else absences)
    return [_card(case, facts.get((case.content_type_id, case.object_id)), user, flag_after, away) for case in cases]


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
    card.cuts = [cut for cut in case.cuts.all() if cut.revision == case.revision] if case.has_cuts else []
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


def _facts_of(cases, user):
    """Return {(content type, id): ApprovalFacts}, asking each model's app once."""
    ids = defaultdict(list)
    for case in cases:
        ids[case.content_type].append(case.object_id)
    found = {}
    for content_type, pks in ids.items():
        model = content_type.model_class()
        tell = hooks.approval_facts.get(model)
        if tell is not None:
            facts = tell(model._default_manager.filter(pk__in=pks), user)
            found |= {(content_type.pk, pk): each for pk, each in facts.items()}
    return found
