"""Agreeing to less than was asked for, line by line."""

from decimal import Decimal

from django.utils.translation import gettext as _

from logistics import clock
from logistics.approvals.models import LineCut
from logistics.approvals.selectors import lines_now
from logistics.approvals.services.seating import seat_of
from logistics.db import lock
from logistics.errors import RuleError
from logistics.history.services import change, note


@change
def cut_lines(case, *, quantities, reason, by, step=None):
    """Lower the quantities of lines before agreeing; the case's amount follows, its steps stay as they are.

    quantities: {line key: Decimal}, lines left out stay as they are. Raises RuleError when nothing is lowered, when one
    would rise, when nothing at all would be left, and without a reason.
    """
    case = lock(case)
    seat = seat_of(case, "agree", by, step)
    lines = lines_now(case)
    changed = [
        (now, quantities[now.line.key]) for now in lines if quantities.get(now.line.key, now.quantity) != now.quantity
    ]
    _check(lines, changed, quantities, reason)
    cuts = [_cut(case, seat, now, quantity, " ".join(reason.split())[:200], by) for now, quantity in changed]
    LineCut.objects.bulk_create(cuts)
    case.amount -= sum((cut.amount_before - cut.amount for cut in cuts), Decimal(0))
    case.amount = max(case.amount, Decimal(0))
    case.save(update_fields=["amount"])
    note(case, "cut", by=by, text="\n".join([*(cut.words for cut in cuts), reason]), tone="info")
    return case


def _check(lines, changed, quantities, reason):
    if not changed:
        raise RuleError(_("Lower the quantity of a line first."))
    if any(not quantity.is_finite() or not 0 <= quantity < now.quantity for now, quantity in changed):
        raise RuleError(_("A quantity may only be lowered, down to nought."))
    if all(not quantities.get(now.line.key, now.quantity) for now in lines):
        raise RuleError(_("Nothing would be left. Send it back or do not agree instead."))
    if not reason.strip():
        raise RuleError(_("Write a word on why."), field="reason")


def _cut(case, seat, now, quantity, reason, by):
    return LineCut(
        case=case,
        revision=case.revision,
        seat=seat,
        key=now.line.key,
        text=now.line.text[:200],
        measure_word=now.line.measure_word,
        quantity_before=now.quantity,
        quantity=quantity,
        amount_before=now.amount,
        amount=now.amount_of(quantity),
        reason=reason,
        requester=case.asked_by,
        by=by,
        at=clock.now(),
    )
