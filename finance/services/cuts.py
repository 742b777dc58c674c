"""Applying what signers cut from a request: the lines stay as asked, the cuts stand beside them, the amount follows."""

from decimal import Decimal

from finance.models import LineCut
from logistics import clock
from logistics.history.services import note
from logistics.pages.columns import as_text


def apply_cuts(request, lines):
    """Let ``request``, whose last signature is being given, hold only what was approved; its caller saves it.

    lines: the approvals.selectors.LineNow of its lines, whose keys are those that ``hooks.approval_lines`` gave them.
    """
    asked, now = {str(line.pk): line for line in request.lines.all()}, clock.now()
    cuts = [
        LineCut(
            line=asked[left.line.key], asked=left.line.quantity, quantity=left.quantity, amount=left.amount,
            reason=reason_of(left.cuts[-1]), at=now,
        )
        for left in lines
        if left.cuts
    ]  # fmt: skip
    if not cuts:
        return
    LineCut.objects.bulk_create(cuts)
    request.asked_amount, request.amount = request.amount, sum((left.amount for left in lines), Decimal(0))
    note(request, "cut", by=None, text=", ".join(words_of(cut) for cut in cuts))


def reason_of(cut):
    """Return who cut a line last and why, as it stands on the request."""
    return f"{cut.by.name}：{cut.reason}"[:260]


def words_of(cut):
    facts = (cut.line.name, as_text(cut.asked, "number"), as_text(cut.quantity, "number"), cut.line.measure_word)
    return "{} {} → {} {}".format(*facts)
