"""Handing accepted goods over to where they are used, kept or stored; apps above register further destinations."""

from django.utils.translation import gettext as _

from finance.models import Acceptance, HandOver
from finance.selectors.acceptance import destination_of
from finance.services.lines import check_amount
from logistics import clock
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.hooks import Received
from logistics.pages.columns import as_text


@change
def hand_over(acceptance, *, to, quantities, by, **facts):
    """Hand accepted goods over; return the HandOvers.

    to: key of a Destination, which takes ``facts``. quantities: {AcceptanceLine pk: Decimal}; 0 and None stay.
    Raises RuleError for more than was accepted and is not handed over yet.
    """
    acceptance = lock(acceptance)
    Acceptance.FLOW.target("hand_over", acceptance.status)
    destination = destination_of(to)
    waiting = {line.pk: line for line in acceptance.lines.select_related("order_line__line").waiting()}
    chosen = {pk: quantity for pk, quantity in quantities.items() if quantity}
    if not chosen:
        raise RuleError(_("Write how many of at least one thing are handed over."), field="quantities")
    made = []
    for pk, quantity in chosen.items():
        line = waiting.get(pk)
        if line is None:
            raise RuleError(_("Everything of a line is handed over already. Look at it again."), field="quantities")
        _check_quantity(line, quantity)
        for received in destination.receive(line, quantity, by=by, **facts):
            made.append(_write(acceptance, line, destination, received, by))
    note(acceptance, "handed_over", by=by, text=_words(made))
    return made


@change
def take_goods_back(handing, *, reason, by):
    """Take handed-over goods back by a hand-over of the opposite quantity; then they may be handed over anew.

    The destination undoes what the goods became there, such as a card. Raises WrongState when it was taken back already.
    """
    acceptance = lock(handing.line.acceptance)
    handing = HandOver.objects.select_related("line__order_line__line").get(pk=handing.pk)
    if handing.corrects_id or hasattr(handing, "corrected_by"):
        raise WrongState(_("This was taken back already."))
    if not reason.strip():
        raise RuleError(_("Write down why."), field="reason")
    destination = destination_of(handing.destination)
    if destination.give_back is not None:
        destination.give_back(handing, reason=reason.strip(), by=by)
    red = HandOver.objects.create(
        school=handing.school, line=handing.line, destination=handing.destination, quantity=-handing.quantity,
        to=handing.to, person=handing.person, record=handing.record, corrects=handing, reason=reason.strip(), by=by,
        at=clock.now(),
    )  # fmt: skip
    note(acceptance, "taken_back", by=by, text=f"{_words([handing])} {red.reason}", tone="danger")
    return red


def issue_directly(line, quantity, *, by, person, department=None):
    """直接领用: goods that are used at once; whoever takes them answers for them."""
    to = person.name
    if department:
        to = _("%(person)s (%(department)s)") % {"person": person.name, "department": department.name}
    return [Received(quantity, to, person=person)]


def _check_quantity(line, quantity):
    thing = line.order_line.line
    check_amount(quantity, thing.name, field="quantities")
    if quantity > line.waits:
        facts = {"name": thing.name, "left": f"{as_text(line.waits, 'number')} {thing.measure_word}"}
        raise RuleError(_("%(name)s: only %(left)s are left to hand over.") % facts, field="quantities")


def _write(acceptance, line, destination, received, by):
    return HandOver.objects.create(
        school=acceptance.school, line=line, destination=destination.key, quantity=received.quantity, to=received.to,
        person=received.person, record=received.record, by=by, at=clock.now(),
    )  # fmt: skip


def _words(made):
    """扫把 60 把 → 张老师."""
    texts = []
    for handing in made:
        thing = handing.line.order_line.line
        texts.append(f"{thing.name} {as_text(handing.quantity, 'number')} {thing.measure_word} → {handing.to}")
    shown = _(", ").join(texts[:3])
    return _("%(shown)s and %(more)s more") % {"shown": shown, "more": len(texts) - 3} if len(texts) > 3 else shown
