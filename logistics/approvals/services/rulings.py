"""Entering what a meeting decided or an office outside replied."""

from django.utils.translation import gettext as _

from logistics import clock
from logistics.approvals.models import Case, Decision, Ruling, Step
from logistics.approvals.selectors import step_for_ruling
from logistics.approvals.services.cases import close
from logistics.approvals.services.decisions import finish_step
from logistics.approvals.services.seating import check_step
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note


@change
def enter_ruling(case, *, verb, held_on, files, by, opinion="", attended="", number="", sent_on=None, step=None):
    """Enter what the meeting or office asked now decided (三重一大: minutes; bureau: the scanned reply).

    held_on: the day of the meeting, or of the reply. files: tokens of the minutes or the scan, at least one. A meeting
    takes ``attended``; an office takes ``number`` and ``sent_on``. Raises RuleError for the requester, and for days that
    do not fit; WrongState when no body is asked now.
    """
    case = lock(case)
    Case.FLOW.target(verb, case.status)
    if case.asked_by_id == by.pk:
        raise RuleError(_("Nobody decides their own request."))
    asked = step_for_ruling(case)
    if asked is None:
        raise WrongState(_("No meeting and no office outside is asked now."))
    check_step(asked.pk, step)
    facts = {"attended": attended.strip(), "number": number.strip(), "sent_on": sent_on}
    _check_days(case, asked, held_on, sent_on)
    facts = _checked(asked, verb, opinion.strip(), files, facts)
    ruling = Ruling.objects.create(
        step=asked,
        case=case,
        requester=case.asked_by,
        kind=asked.kind,
        body=asked.body,
        verb=verb,
        opinion=opinion.strip(),
        held_on=held_on,
        entered_by=by,
        entered_at=clock.now(),
        **facts,
    )
    claim(ruling, files, purpose="minutes" if asked.kind == Step.Kind.MEETING else "reply", by=by, field="files")
    words = f"{asked.label}{_(': ')}{ruling.get_verb_display()}\n{ruling.opinion}".strip()
    note(case, "entered_ruling", by=by, text=words, tone=ruling.tone)
    if verb == Decision.Verb.AGREE:
        finish_step(case, asked, ruling)
    else:
        close(case, Case.FLOW.target(verb, case.status), decision=ruling)
    return case


def _check_days(case, step, held_on, sent_on):
    if not clock.day_of(case.submitted_at) <= held_on <= clock.today():
        raise RuleError(_("Choose a day from the request to today."), field="held_on")
    if step.kind == Step.Kind.OUTSIDE and (sent_on is None or sent_on > held_on):
        raise RuleError(_("Give the day it was sent, no later than the reply."), field="sent_on")


def _checked(step, verb, opinion, files, facts):
    """Return the facts that this kind of step keeps; refuse when one is missing."""
    if not files:
        raise RuleError(_("Attach the minutes or the scanned reply."), field="files")
    if verb != Decision.Verb.AGREE and not opinion:
        raise RuleError(_("Write a word on why, so that the requester knows what to do."), field="opinion")
    if step.kind == Step.Kind.MEETING:
        if not facts["attended"]:
            raise RuleError(_("Write who attended."), field="attended")
        return {"attended": facts["attended"]}
    if not facts["number"]:
        raise RuleError(_("Give the number of the reply."), field="number")
    return {"number": facts["number"], "sent_on": facts["sent_on"]}
