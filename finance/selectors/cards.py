"""What is paid by official card (公务卡强制结算目录), rules claim.card, claim.card.hint, claim.card.items, claim.card.min."""

from dataclasses import dataclass

from finance.models import Claim
from logistics.rules.selectors import in_force

FULL_WIDTH = str.maketrans("（）", "()")


@dataclass(frozen=True)
class CardDue:
    """``item`` of the list that goes by card; ``exempt`` are the cases in which it does not."""

    item: str
    exempt: list


def card_due(claim, day):
    """Return the CardDue of a claim paid in cash for what the official card is for, None for all else.

    What it is for says its budget line, or its title where it has none. Small sums, and what the title names as exempt,
    are left alone.
    """
    rule = _rules_of(claim.school, day)
    if claim.way != Claim.Way.CASH or not rule("claim.card.hint") or claim.amount < rule("claim.card.min"):
        return None
    title, exempt = _plain(claim.title), rule("claim.card")
    spent_on = _plain(claim.budget_line.item) if claim.budget_line_id else title
    item = next((item for item in rule("claim.card.items") if _plain(item) in spent_on), None)
    if item is None or any(_plain(word) in title for word in exempt):
        return None
    return CardDue(item, exempt)


def _rules_of(school, day):
    return lambda key: in_force(key, school=school, on=day)


def _plain(text):
    """Return a text with brackets of one kind."""
    return text.translate(FULL_WIDTH)
