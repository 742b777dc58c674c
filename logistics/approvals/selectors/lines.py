"""The lines of what is asked for, and what signers cut from them."""

from dataclasses import dataclass
from decimal import Decimal

from logistics import hooks

FEN = Decimal("0.01")


@dataclass(frozen=True)
class LineNow:
    """A line as it stands after the cuts so far. quantity, amount: what is left of ``line``; cuts: newest last."""

    line: hooks.ApprovalLine
    quantity: Decimal
    amount: Decimal
    cuts: tuple = ()

    def amount_of(self, quantity):
        """Return what a smaller quantity costs, in proportion to the whole line and never more than now."""
        if not self.line.quantity:
            return self.amount
        share = (Decimal(self.line.amount) * quantity / Decimal(self.line.quantity)).quantize(FEN)
        return min(share, self.amount)


def lines_now(case):
    """Return the LineNow of each line of a case that may be cut, [] when its subject offers none."""
    tell = hooks.approval_lines.get(case.content_type.model_class())
    if tell is None or case.subject is None:
        return []
    cuts = {}
    for cut in case.cuts.filter(revision=case.revision).select_related("by"):
        cuts.setdefault(cut.key, []).append(cut)
    return [_line_now(line, cuts.get(line.key, [])) for line in tell(case.subject)]


def _line_now(line, cuts):
    if not cuts:
        return LineNow(line, Decimal(line.quantity), Decimal(line.amount))
    return LineNow(line, cuts[-1].quantity, cuts[-1].amount, tuple(cuts))


def approved_lines(case):
    """Return {line key: quantity (Decimal)} of the lines that signers cut in this revision; {} while nobody cut."""
    cuts = case.cuts.filter(revision=case.revision).order_by("pk")
    return {cut.key: cut.quantity for cut in cuts}
