"""Putting something up for approval, taking it back, asking to hurry."""

from django.utils.translation import gettext as _

from logistics import clock, hooks
from logistics.approvals import messages
from logistics.approvals.models import Case, Seat, Step, Urge
from logistics.approvals.selectors import case_of, people_asked, plan_route
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.notices.services import send
from logistics.pages.frame import forget_badges


@change
def submit(subject, *, kind, amount, by, department=None, title, summary="", category="", fund=""):
    """Put ``subject`` (a record with ``school``, perhaps ``number``) up for approval and ask the first people.

    amount: Decimal in yuan. category, fund: slugs that the kind registered; a route may ask for more signatures by them.
    A subject that was sent back goes on with its case as a further revision, number, files
    and history kept. Returns the Case. Raises RuleError naming the gap when somebody is missing on the route, and
    when the subject waits for approval already.
    """
    plan = plan_route(subject.school, kind, amount, by=by, department=department, category=category, fund=fund)
    if not plan.is_whole:
        raise RuleError(" ".join(plan.gaps))
    case = case_of(subject)
    facts = {
        "number": getattr(subject, "number", ""),
        "title": title,
        "summary": summary,
        "amount": amount,
        "department": department,
        "category": category,
        "fund": fund,
        "submitted_at": clock.now(),
    }
    if case is not None and case.status == Case.Status.RETURNED:
        case = _open_revision(case, facts, by)
    else:
        case = _open_case(subject, kind, facts, by)
    _copy_steps(case, plan)
    note(case, "submitted" if case.revision == 1 else "submitted_again", by=by, text=_yuan(case.amount))
    ask_next(case)
    return case


def _open_case(subject, kind, facts, by):
    with refusing("one_pending_case_per_subject", _("This is already waiting for approval.")):
        return Case.objects.create(subject=subject, school=subject.school, kind=kind, asked_by=by, **facts)


def _open_revision(case, facts, by):
    case = lock(case)
    case.status = Case.FLOW.target("submit", case.status)
    if case.asked_by_id != by.pk:
        raise RuleError(_("Only %(person)s, who asked, may submit it again.") % {"person": case.asked_by})
    for name, value in facts.items():
        setattr(case, name, value)
    case.revision += 1
    case.decided_at = None
    case.save(update_fields=[*facts, "status", "revision", "decided_at", "search_text"])
    return case


def _copy_steps(case, plan):
    for position, planned in enumerate(plan.steps, start=1):
        step = Step.objects.create(
            case=case,
            revision=case.revision,
            position=position,
            label=planned.label,
            duty=planned.duty,
            note=planned.note,
            mode=planned.mode,
            kind=planned.kind,
            body=planned.body,
        )
        Seat.objects.bulk_create(
            [Seat(step=step, case=case, person=person, requester=case.asked_by) for person in planned.people]
        )


def ask_next(case):
    """Open the next step and tell its people; return the step, or None when nobody is left to sign."""
    step = case.steps.filter(revision=case.revision, status=Step.Status.WAITING).order_by("position").first()
    if step is None:
        return None
    step.case = case
    step.status, step.asked_at = Step.Status.CURRENT, clock.now()
    step.save(update_fields=["status", "asked_at"])
    people = people_asked(case)
    ask = messages.asks_for_signature if step.kind == Step.Kind.SIGN else messages.asks_for_ruling
    send(people, ask(step), school=case.school)
    forget_badges(*people, school=case.school)
    return step


def close(case, status, *, decision=None):
    """End a pending case, let its subject take the outcome, and tell the requester."""
    people = people_asked(case)
    case.status, case.decided_at = status, clock.now()
    case.save(update_fields=["status", "decided_at"])
    case.steps.filter(status__in=[Step.Status.WAITING, Step.Status.CURRENT]).update(status=Step.Status.SKIPPED)
    take_outcome = hooks.approval_outcomes.get(case.content_type.model_class())
    if take_outcome is not None:
        take_outcome(case)
    if decision is not None:
        send([case.asked_by], messages.tells_outcome(case, decision), school=case.school)
    forget_badges(*people, school=case.school)


@change
def withdraw(case, *, by, reason=""):
    """Take a case back before anybody signed; final, the requester may ask anew."""
    case = lock(case)
    status = Case.FLOW.target("withdraw", case.status)
    if case.asked_by_id != by.pk:
        raise RuleError(_("Only %(person)s, who asked, may withdraw it.") % {"person": case.asked_by})
    if not may_be_withdrawn(case):
        raise WrongState(_("Somebody has signed already. Ask the next signer to send it back."))
    close(case, status)
    note(case, "withdrew", by=by, text=reason)
    return case


def may_be_withdrawn(case):
    """Say whether a pending case carries no signature and no collective decision yet in this revision."""
    signed = case.decisions.filter(seat__step__revision=case.revision).exists()
    return not signed and not case.rulings.filter(step__revision=case.revision).exists()


@change
def urge(case, *, by):
    """Ask those whose signature is due to hurry; once a day."""
    case = lock(case)
    Case.FLOW.target("urge", case.status)
    if case.asked_by_id != by.pk:
        raise RuleError(_("Only %(person)s, who asked, may urge it.") % {"person": case.asked_by})
    today = clock.today()
    with refusing("a_case_is_urged_once_a_day", _("You have asked today already. Try again tomorrow, or phone.")):
        Urge.objects.create(case=case, on=today, by=by)
    people = people_asked(case)
    send(people, messages.urges(case, today), school=case.school)
    note(case, "urged", by=by, text=_(", ").join(person.name for person in people))
    return case


def _yuan(amount):
    return _("%(amount)s yuan") % {"amount": f"{amount:,.2f}"}
