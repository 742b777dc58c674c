"""Signing: agreeing, sending back, refusing, and entering what was signed on paper."""

from django.utils.translation import gettext as _

from logistics import clock
from logistics.approvals.models import Case, Decision, Step
from logistics.approvals.models.route import Mode
from logistics.approvals.selectors import people_asked
from logistics.approvals.services.cases import ask_next, close
from logistics.approvals.services.seating import seat_of
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.pages.frame import forget_badges

VERBS_DONE = {Decision.Verb.AGREE: "agreed", Decision.Verb.RETURN: "returned", Decision.Verb.REFUSE: "refused"}


@change
def decide(case, *, verb, by, opinion="", step=None):
    """Sign the current step of a case as ``by``: agree, return or refuse; the last agreement approves it.

    opinion: optional for agree, required otherwise. step: the id of the step the person had before them; another one
    means the page was stale. Of two people at the same moment the first one decides; the other gets WrongState.
    """
    case = lock(case)
    seat = seat_of(case, verb, by, step)
    return _sign(case, seat, verb, opinion, signer=by, by=by)


@change
def agree(case, *, by, opinion="", step=None):
    """同意."""
    return decide(case, verb=Decision.Verb.AGREE, by=by, opinion=opinion, step=step)


@change
def send_back(case, *, by, opinion, step=None):
    """退回修改: the requester changes it and submits it again as a further revision."""
    return decide(case, verb=Decision.Verb.RETURN, by=by, opinion=opinion, step=step)


@change
def refuse(case, *, by, opinion, step=None):
    """不同意: final."""
    return decide(case, verb=Decision.Verb.REFUSE, by=by, opinion=opinion, step=step)


@change
def sign_on_paper(case, *, person, verb, signed_on, scans, by, opinion=""):
    """Enter what ``person`` signed with a pen (线下签批), with its scan.

    scans: tokens of uploaded files, at least one. ``by`` is neither the requester nor the signer. Raises RuleError
    for these, and for a day before the request or after today.
    """
    case = lock(case)
    if by.pk in (case.asked_by_id, person.pk):
        raise RuleError(_("Somebody other than the requester and the signer enters a paper signature."))
    if not clock.day_of(case.submitted_at) <= signed_on <= clock.today():
        raise RuleError(_("Choose a day from the request to today."), field="signed_on")
    if not scans:
        raise RuleError(_("Attach the scan or a photo of the signature."), field="scans")
    seat = seat_of(case, verb, person, None)
    if seat.person_id != person.pk:
        raise RuleError(_("A stand-in signs here, not on paper."), field="person")
    paper = {"on_paper": True, "signed_on": signed_on, "entered_by": by}
    case = _sign(case, seat, verb, opinion, signer=person, by=by, **paper)
    claim(case, scans, purpose="scan", by=by)
    return case


def _sign(case, seat, verb, opinion, *, signer, by, **paper):
    opinion = (opinion or "").strip()
    if verb != Decision.Verb.AGREE and not opinion:
        raise RuleError(_("Write a word on why, so that the requester knows what to do."), field="opinion")
    decision = Decision.objects.create(
        seat=seat,
        case=case,
        person=signer,
        stands_for=None if seat.person_id == signer.pk else seat.person,
        requester=case.asked_by,
        verb=verb,
        opinion=opinion,
        decided_at=clock.now(),
        **paper,
    )
    _note(decision, by)
    if verb != Decision.Verb.AGREE:
        close(case, Case.FLOW.target(verb, case.status), decision=decision)
    elif _is_signed(seat.step):
        finish_step(case, seat.step, decision)
    forget_badges(seat.person, signer, school=case.school)
    return case


def _note(decision, by):
    if not decision.on_paper:
        absent = _("For %(person)s") % {"person": decision.stands_for} if decision.stands_for else ""
        text = f"{absent}\n{decision.opinion}".strip()
        note(decision.case, VERBS_DONE[decision.verb], by=by, text=text, tone=decision.tone)
        return
    signed = _("%(person)s: %(decision)s") % {"person": decision.person, "decision": decision.get_verb_display()}
    note(decision.case, "entered_paper", by=by, text=f"{signed}\n{decision.opinion}".strip(), tone=decision.tone)


def _is_signed(step):
    return step.mode == Mode.ANY or not step.seats.filter(decision=None, handed_to=None).exists()


def finish_step(case, step, decision):
    """Close a step that is decided; after the last one the case is approved, and only then.

    decision: the Decision or Ruling that closed it.
    """
    others = people_asked(case)
    step.status = Step.Status.DONE
    step.save(update_fields=["status"])
    forget_badges(*others, school=case.school)
    if ask_next(case) is None:
        close(case, Case.FLOW.target("agree", case.status), decision=decision)
        note(case, "approved", by=None, tone="success")
