"""Accepting deliveries: written down and signed by one, signed by the others, sent back or taken back."""

from django.utils.translation import gettext as _

from finance.messages.money import asks_to_accept, delivery_sent_back
from finance.models import Acceptance, AcceptanceLine, AcceptanceSeat, PurchaseOrder
from finance.selectors import signers_needed
from finance.services.lines import check_amount
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.notices.services import send
from logistics.numbers.services import next_number
from logistics.pages.columns import as_text
from logistics.people.models import User
from logistics.school.services import require_school_day


@change
def write_acceptance(order, *, on, lines, signers, looked_at, by, remark="", photos=()):
    """Write down what came of an order and sign it; the other signers are asked at once.

    lines: {OrderLine pk: dict of delivered, refused (Decimals), reason, deviation, words}; nothing delivered does not
    count. signers: the people who sign beside ``by``. looked_at: keys of Acceptance.Look.
    Raises RuleError for more than is still to come, for too few people, and when all of them are buyers (rule accept.signers).
    """
    order = lock(order)
    PurchaseOrder.FLOW.target("accept", order.status)
    require_school_day(order.school, on, field="on")
    if on < order.ordered_on:
        raise RuleError(_("It cannot be accepted before it was ordered. Choose a later day."), field="on")
    if not looked_at:
        raise RuleError(_("Tick what was looked at."), field="looked_at")
    needed = signers_needed(order.school, on)
    people = _checked_signers(order, signers, by, needed)
    things = _checked_things(order, lines)
    acceptance = Acceptance.objects.create(
        school=order.school, number=next_number(order.school, "YS", on=clock.today()), order=order, on=on,
        looked_at=list(looked_at), note=remark.strip(), signers_needed=needed, by=by, at=clock.now(),
    )  # fmt: skip
    AcceptanceLine.objects.bulk_create(
        [AcceptanceLine(acceptance=acceptance, order_line=line, **facts) for line, facts in things]
    )
    AcceptanceSeat.objects.bulk_create(
        [
            AcceptanceSeat(acceptance=acceptance, person=person, signed_at=clock.now() if person == by else None)
            for person in people
        ]
    )
    claim(acceptance, photos, purpose="acceptance", by=by)
    note(acceptance, "written", by=by)
    send([person for person in people if person != by], asks_to_accept(acceptance), school=order.school)
    return acceptance


@change
def sign_acceptance(acceptance, *, by):
    """Sign a delivery; with the last signature it counts. Only who is named signs, and each once."""
    order = lock(acceptance.order)
    acceptance = lock(acceptance)
    Acceptance.FLOW.target("sign", acceptance.status)
    seat = _seat_of(acceptance, by)
    seat.signed_at = clock.now()
    seat.save(update_fields=["signed_at"])
    note(acceptance, "signed", by=by)
    if not acceptance.seats.filter(signed_at=None).exists():
        _count(acceptance, order)
    return acceptance


@change
def return_acceptance(acceptance, *, reason, by):
    """Do not sign: send a delivery back to whoever wrote it down, with a word; it no longer counts."""
    acceptance = _end(acceptance, "return", reason, lambda found: _seat_of(found, by))
    note(acceptance, "returned", by=by, text=acceptance.end_reason, tone="danger")
    send([acceptance.by], delivery_sent_back(acceptance, by), school=acceptance.school)
    return acceptance


@change
def withdraw_acceptance(acceptance, *, reason, by):
    """Take a delivery back that one wrote down wrongly, before the last signature."""

    def check(found):
        if found.by_id != by.pk:
            raise RuleError(_("Only %(person)s, who wrote it down, may do this.") % {"person": found.by})

    acceptance = _end(acceptance, "withdraw", reason, check)
    note(acceptance, "withdrawn", by=by, text=acceptance.end_reason)
    return acceptance


def _end(acceptance, move, reason, check):
    order = lock(acceptance.order)
    acceptance = lock(acceptance)
    acceptance.status = Acceptance.FLOW.target(move, acceptance.status)
    check(acceptance)
    if not reason.strip():
        raise RuleError(_("Write down why."), field="reason")
    acceptance.end_reason = reason.strip()
    acceptance.save(update_fields=["status", "end_reason"])
    _settle(order)
    return acceptance


def _count(acceptance, order):
    """The last signature is there: the goods are accepted, the order moves on."""
    acceptance.status, acceptance.signed_on = Acceptance.Status.SIGNED, clock.today()
    acceptance.save(update_fields=["status", "signed_on"])
    note(acceptance, "accepted", by=None, tone="success")
    _settle(order)
    note(order, "accepted", by=None, text=acceptance.number)
    note(order.request, "accepted", by=None, text=f"{order.number} {acceptance.number}")


def _settle(order):
    """Let an order of which something was accepted say whether all of it has come."""
    signed, waiting = order.acceptances.signed(), order.acceptances.filter(status=Acceptance.Status.WAITING)
    if not AcceptanceLine.objects.filter(acceptance__in=signed, quantity__gt=0).exists():
        return
    lines = order.lines.with_arrivals()
    whole = not waiting.exists() and all(line.to_come <= 0 for line in lines)
    order.status = PurchaseOrder.Status.ARRIVED if whole else PurchaseOrder.Status.PARTIAL
    order.save(update_fields=["status"])


def _seat_of(acceptance, by):
    seat = acceptance.seats.select_for_update().filter(person=by.pk).first()
    if seat is None:
        raise RuleError(_("Only those named as acceptors may sign this."))
    if seat.signed_at:
        raise WrongState(_("You have signed this already."))
    return seat


def _checked_signers(order, signers, by, needed):
    """Return ``by`` and the other signers, each once."""
    people = [by, *(person for person in signers if person.pk != by.pk)]
    people = list({person.pk: person for person in people}.values())
    here = User.objects.working_at(order.school).filter(pk__in=[person.pk for person in people]).count()
    if here < len(people):
        raise RuleError(_("Choose colleagues of this school."), field="signers")
    if len(people) < needed:
        raise RuleError(
            _("%(needed)s different people sign a delivery. Choose whoever looked at it with you.")
            % {"needed": needed},
            field="signers",
        )
    if all(person.pk in (order.buyer_id, order.placed_by_id) for person in people):
        raise RuleError(
            _("Whoever bought it does not accept it alone. Choose somebody who neither bought nor ordered it."),
            field="signers",
        )
    return people


def _checked_things(order, lines):
    """Return [(OrderLine, facts)] of what came; RuleError for more than is still to come."""
    there = {line.pk: line for line in order.lines.select_related("line").with_arrivals()}
    things = [
        (there[pk], _checked_facts(there[pk], **facts))
        for pk, facts in lines.items()
        if pk in there and facts["delivered"]
    ]
    if not things:
        raise RuleError(_("Write how many of at least one thing came."), field="lines")
    return things


def _checked_facts(line, *, delivered, refused=None, reason="", deviation="", words=""):
    name, refused = line.line.name, refused or 0
    facts = {"name": name, "to_come": f"{as_text(line.to_come, 'number')} {line.line.measure_word}"}
    check_amount(delivered, name, field="lines")
    check_amount(refused, name, field="lines")
    if delivered > line.to_come:
        raise RuleError(
            _("%(name)s: only %(to_come)s are still to come of this order. Send back what is too much.") % facts,
            field="lines",
        )
    if refused > delivered:
        raise RuleError(_("%(name)s: no more can be refused than was delivered.") % facts, field="lines")
    if refused and not reason.strip():
        raise RuleError(_("%(name)s: write why some of it is refused.") % facts, field="lines")
    if deviation and not words.strip():
        raise RuleError(_("%(name)s: write what differs.") % facts, field="lines")
    return {
        "delivered": delivered, "refused": refused, "reason": reason.strip() if refused else "", "deviation": deviation,
        "words": words.strip() if deviation else "",
    }  # fmt: skip
