"""Who bears how much of what was spent: shares to the cent, whose sums are exactly what was spent."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


class Overdrawn(Exception):
    """More was spent than those who were here had paid. ``left`` is what there was, in yuan."""

    def __init__(self, spending, left):
        super().__init__(f"{spending} with {left} left")
        self.spending, self.left = spending, left


@dataclass(frozen=True)
class Spent:
    """One spending as shares see it: ``amount`` in yuan, ``on`` the day that decides who was here."""

    on: object
    amount: Decimal
    record: object = None


def shares_of(paid, spendings):
    """Return {pupil: yuan spent for this pupil}.

    paid: {pupil: yuan}, pupils that know ``was_here_on``. spendings: Spent in the order they were made. Each is borne by
    those who were here that day, by what each has left, so nobody bears more than was paid. Cents that do not come out
    even go to the largest remainders, the earlier student number first. Raises Overdrawn.
    """
    left = {pupil: int(amount / CENT) for pupil, amount in paid.items()}
    spent = defaultdict(int)
    for spending in spendings:
        here = {pupil: cents for pupil, cents in left.items() if cents and pupil.was_here_on(spending.on)}
        for pupil, cents in _split(spending, here).items():
            left[pupil] -= cents
            spent[pupil] += cents
    return {pupil: spent[pupil] * CENT for pupil in paid}


def _split(spending, here):
    """Return {pupil: cents} of one spending among those who were here, by largest remainder."""
    cents, total = int(spending.amount / CENT), sum(here.values())
    if cents > total:
        raise Overdrawn(spending, total * CENT)
    parts = {pupil: divmod(cents * own, total) for pupil, own in here.items()}
    over = cents - sum(whole for whole, _rest in parts.values())
    first = set(sorted(here, key=lambda pupil: (-parts[pupil][1], pupil.number, pupil.pk))[:over])
    return {pupil: whole + (pupil in first) for pupil, (whole, _rest) in parts.items()}


def used_by_days(amount, *, first, last, left_on):
    """Return what a service of the days from ``first`` to ``last`` was worth to a pupil who left on ``left_on``."""
    if left_on is None or left_on >= last:
        return amount
    days = max((left_on - first).days + 1, 0)
    return (amount * days / ((last - first).days + 1)).quantize(CENT, ROUND_HALF_UP)
