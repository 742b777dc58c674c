"""Signing claims: the acceptor, the reviewer, and what the one-pen approval means for a claim."""

from django.utils.translation import gettext as _

from finance.messages import money as messages
from finance.models import Claim, ClaimSignature
from finance.selectors.claims import KIND, Seat, decides_alone, having_seat, seat_due, seat_labels, signs_as
from finance.services.budget import judge_at_decision
from finance.services.claims import release
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.models import Case
from logistics.approvals.selectors import decided_on
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.notices.services import send

Verb = ClaimSignature.Verb


@change
def sign_claim(claim, *, by, verb=Verb.AGREE, word="", seat=None):
    """Give the next of the three signatures: agree, return for changes, or refuse (goods do not match the invoice).

    Somebody away is stood in for, as approvals know it (代). seat: the seat the person had before them; another one means
    the page was stale. After the reviewer the one-pen approver is asked. Raises RuleError for whoever may not sign, signs twice, or gives no reason where one is needed.
    """
    claim, word = lock(claim), word.strip()
    Claim.FLOW.target("sign", claim.status)
    due = seat_due(claim)
    if due is None or (seat is not None and seat != due):
        raise WrongState(_("This claim has changed since you opened it. Look at it again, then sign."))
    stands_for = _principal(claim, due, by)
    if verb != Verb.AGREE and not word:
        raise RuleError(_("Write a word on why, so that the handler knows what to do."), field="word")
    with refusing("nobody_signs_a_claim_twice", _signed_already()):
        ClaimSignature.objects.create(
            claim=claim, revision=claim.revision, seat=due, signer=by, stands_for=stands_for, verb=verb, word=word,
            at=clock.now(),
        )  # fmt: skip
    signed_as = _signed_as(claim, due, stands_for)
    if verb != Verb.AGREE:
        return _end(claim, verb, word, signed_as, by)
    note(claim, "signed", by=by, text=f"{signed_as} {word}".strip(), tone="success")
    if due == Seat.REVIEWER:
        _ask_the_one_pen(claim)
    return claim


def take_claim_outcome(case):
    """Let the claim follow the decision of its case; runs inside the deciding transaction."""
    claim = lock(case.subject)
    claim.status = Claim.FLOW.target(case.move, claim.status)
    if case.status == Case.Status.APPROVED:
        _require_a_further_person(claim, case)
        claim.approved_on = max(decided_on(case), claim.submitted_on)
        if claim.purchase_id is None:
            judge_at_decision(claim, claim.amount)
    if case.status == Case.Status.REFUSED:
        claim.refusal = _last_word(case)
    claim.save(update_fields=["status", "approved_on", "refusal"])
    if claim.status in (Claim.Status.REFUSED, Claim.Status.WITHDRAWN):
        release(claim)
    note(claim, case.status, by=None, tone=case.tone)


def _principal(claim, seat, by):
    """Return for whom ``by`` stands in at a seat, None for themselves; RuleError for whoever may not sign there."""
    if claim.claimed_by_id == by.pk:
        raise RuleError(_("You handle this claim; somebody else signs it now."))
    if by.pk in having_seat(claim):
        raise RuleError(_signed_already())
    person = signs_as(claim, seat, by)
    if person is None:
        raise RuleError(_("It is not yours to sign this claim as %(seat)s.") % {"seat": seat_labels(claim)[seat]})
    if decides_alone(claim, by) or decides_alone(claim, person):
        raise RuleError(_("You give the last approval of this claim, so somebody else signs here."))
    return person if person.pk != by.pk else None


def _signed_as(claim, seat, stands_for):
    label = seat_labels(claim)[seat]
    return _("%(seat)s, for %(person)s") % {"seat": label, "person": stands_for} if stands_for else label


def _signed_already():
    return _("You have signed this claim already: the three signatures are of three people.")


def _end(claim, verb, word, signed_as, by):
    claim.status = Claim.FLOW.target(f"sign_{verb}", claim.status)
    claim.refusal = word if verb == Verb.REFUSE else ""
    claim.save(update_fields=["status", "refusal"])
    if verb == Verb.REFUSE:
        release(claim)
    refused = verb == Verb.REFUSE
    note(
        claim,
        "refused" if refused else "sent_back",
        by=by,
        text=f"{signed_as}：{word}",
        tone="danger" if refused else "info",
    )
    send([claim.claimed_by], messages.claim_came_back(claim, word, by), school=claim.school)
    return claim


def _ask_the_one_pen(claim):
    claim.status = Claim.FLOW.target("sign_last", claim.status)
    claim.save(update_fields=["status"])
    approvals.submit(
        claim, kind=KIND, amount=claim.amount, by=claim.claimed_by, department=claim.department, title=claim.title,
        summary=claim.reason, fund=claim.budget_source,
    )  # fmt: skip


def _require_a_further_person(claim, case):
    """Nobody signs twice: whoever has one of the three seats does not give the last approval as well, nor a stand-in."""
    decided = case.decisions.filter(seat__step__revision=case.revision).values_list("person", "stands_for")
    if having_seat(claim) & {person for people in decided for person in people}:
        raise RuleError(_("You have signed this claim before; its last approval is another person's."))


def _last_word(case):
    last = case.decisions.order_by("pk").last()
    return (last.opinion if last else "")[:300] or _("not approved")
