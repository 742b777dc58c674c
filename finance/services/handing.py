"""Handing accepted goods over to where they are used, kept or stored; apps above register further destinations."""

from django.utils.translation import gettext as _

from finance.models import Acceptance, HandOver
from finance.selectors.acceptance import destination_of
from finance.services.lines import check_amount
from logistics import clock
from logistics.db import lock
from logistics.errors import RuleError
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
