"""Approval cards: what a signer needs to decide, put together for many cases in a few queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch

from logistics import hooks
from logistics.approvals.models import Case, Decision, Seat, Step
from logistics.approvals.selectors import wait_of, wishes_of


@dataclass
class Card:
    """A case as its card shows it. ``step`` is the id of the person's own step when it is theirs to sign now."""

    case: Case
    facts: hooks.ApprovalFacts
    steps: list = field(default_factory=list)
    step: int | None = None
    waited_days: int = 0
    is_flagged: bool = False

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
    seats = Seat.objects.select_related("person", "decision", "decision__entered_by")
    return cases.select_related("asked_by", "department", "content_type").prefetch_related(
        Prefetch("steps", Step.objects.order_by("revision", "position")),
        Prefetch("steps__seats", seats),
    )


def cards_of(cases, user):
    """Return the cards of cases (with their card rows) as ``user`` sees them."""
    cases = list(cases)
    facts = _facts_of(cases, user)
    schools = {case.school_id: case.school for case in cases}
    flag_after = {pk: wishes_of(school).flag_after_days for pk, school in schools.items()}
    return [_card(case, facts.get((case.content_type_id, case.object_id)), user, flag_after) for case in cases]


def _card(case, facts, user, flag_after):
    steps = [_with_decisions(step) for step in case.steps.all() if step.revision == case.revision]
    card = Card(case, facts or hooks.ApprovalFacts(), steps)
    current = card.current
    if current is not None and case.status == Case.Status.PENDING:
        mine = [seat for seat in current.waiting if seat.person_id == user.pk]
        card.step = mine[0].step_id if mine else None
        card.waited_days = wait_of(current.asked_at)
        card.is_flagged = card.waited_days >= flag_after[case.school_id]
    return card


def _with_decisions(step):
    seats = list(step.seats.all())
    step.decided = [seat.decision for seat in seats if hasattr(seat, "decision")]
    step.waiting = [seat for seat in seats if not hasattr(seat, "decision")]
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
