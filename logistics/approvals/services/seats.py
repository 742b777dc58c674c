"""Asking somebody besides the route: handing over, adding a signer, sending a copy."""

from django.utils.translation import gettext as _

from logistics import clock
from logistics.approvals import messages
from logistics.approvals.models import Copy, Seat, Step
from logistics.approvals.selectors import newcomers, people_asked
from logistics.approvals.services.cases import ask_next
from logistics.approvals.services.seating import seat_of
from logistics.db import lock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.notices.services import send
from logistics.pages.frame import forget_badges

MOST_STEPS = 20
BEFORE, AFTER = "before", "after"


@change
def hand_over(case, *, to, reason, by, step=None):
    """转办: let ``to`` sign in the place of ``by``, whose seat stays in the history.

    ``to`` may be somebody who handed this step over before. step: the id of the step the person had before them. Raises
    RuleError for the requester, for whoever does not work at the school or is asked at this step now or signed it, and
    without a reason.
    """
    case = lock(case)
    seat = seat_of(case, "agree", by, step)
    reason = _reason(reason)
    _check_newcomer(case, to, by, seat)
    if seat.step.seats.filter(person=to, handed_to=None).exists():
        raise RuleError(_asked_already(to), field="to")
    Seat.objects.create(
        step=seat.step,
        case=case,
        person=to,
        requester=case.asked_by,
        handed_from=seat,
        placed_by=by,
        reason=reason,
    )
    _tell(case, seat.step, to)
    note(case, "handed_over", by=by, text=_("To %(person)s. %(reason)s") % {"person": to, "reason": reason})
    forget_badges(by, seat.person, school=case.school)
    return case


@change
def add_signer(case, *, person, reason, by, where=BEFORE, step=None):
    """加签: ask ``person`` too, right before or right after the signature of ``by``, as a step of its own."""
    case = lock(case)
    seat = seat_of(case, "agree", by, step)
    reason = _reason(reason)
    _check_newcomer(case, person, by, seat)
    if Seat.objects.filter(case=case, person=person, step__in=_open_steps(case)).exists():
        raise RuleError(_asked_already(person), field="person")
    if case.steps.filter(revision=case.revision).count() >= MOST_STEPS:
        raise RuleError(_("This has %(most)s steps already.") % {"most": MOST_STEPS})
    current = seat.step
    position = current.position if where == BEFORE else current.position + 1
    others = people_asked(case)
    if where == BEFORE:
        current.status, current.asked_at = Step.Status.WAITING, None
        current.save(update_fields=["status", "asked_at"])
    added = _insert_step(
        case, position, by=by, note=_("Added by %(person)s: %(reason)s") % {"person": by, "reason": reason}
    )
    Seat.objects.create(step=added, case=case, person=person, requester=case.asked_by, placed_by=by, reason=reason)
    words = {"person": person, "reason": reason}
    before, after = _("%(person)s signs before. %(reason)s"), _("%(person)s signs afterwards. %(reason)s")
    note(case, "added_signer", by=by, text=(before if where == BEFORE else after) % words)
    if where == BEFORE:
        ask_next(case)
        forget_badges(*others, school=case.school)
    return case


@change
def send_copies(case, *, people, by):
    """抄送: let people see a case, with a notice; they sign nothing. Who has a copy gets no second one."""
    case = lock(case)
    allowed = newcomers(case).in_bulk([person.pk for person in people])
    if any(person.pk not in allowed for person in people):
        raise RuleError(_("Choose people who work here, other than the requester."), field="people")
    had = set(case.copies.values_list("person", flat=True))
    new = [person for person in people if person.pk not in had]
    if not new:
        raise RuleError(_("They have a copy already."), field="people")
    Copy.objects.bulk_create([Copy(case=case, person=person, by=by, at=clock.now()) for person in new])
    send(new, messages.sends_copy(case, by), school=case.school)
    note(case, "copied", by=by, text=_(", ").join(person.name for person in new))
    return case


def _reason(reason):
    reason = " ".join((reason or "").split())
    if not reason:
        raise RuleError(_("Write a word on why."), field="reason")
    return reason[:200]


def _check_newcomer(case, person, by, seat):
    if person.pk == case.asked_by_id:
        raise RuleError(_("Nobody decides their own request: choose somebody other than the requester."))
    if person.pk in (by.pk, seat.person_id):
        raise RuleError(_("Choose somebody other than yourself."))
    if not newcomers(case).filter(pk=person.pk).exists():
        raise RuleError(_("Choose somebody who works here."))


def _asked_already(person):
    return _("%(person)s is asked about this already.") % {"person": person}


def _open_steps(case):
    return case.steps.filter(revision=case.revision, status__in=[Step.Status.WAITING, Step.Status.CURRENT])


def _insert_step(case, position, *, by, note):
    """Make room at a position, the last steps moving first, and put a new step there."""
    for step in case.steps.filter(revision=case.revision, position__gte=position).order_by("-position"):
        step.position += 1
        step.save(update_fields=["position"])
    return Step.objects.create(
        case=case, revision=case.revision, position=position, label=_("Added signature"), note=note[:200], added_by=by
    )


def _tell(case, step, person):
    step.case = case
    send([person], messages.asks_for_signature(step), school=case.school)
    forget_badges(person, school=case.school)
