"""Questions about purchases, budget and suppliers."""

from finance.selectors.acceptance import Accepted, accepted_of, signers_needed
from finance.selectors.budget import Room, lines_to_choose, room_beside_claim, room_in, room_of
from finance.selectors.chain import CHAIN_PARTS, ChainPart, chain_of
from finance.selectors.contracts import contracted_for, paid_for
from finance.selectors.likes import Asked, Split, near_procurement_limits, similar_requests, split_of
from finance.selectors.orders import lacks_quotes, lines_to_order, ordered_cost, prices_chosen, usual_channel
from finance.selectors.prices import bought_like, most_above, percent_above, prices_among, prices_of_things
from finance.selectors.purchases import bands, department_of, quotes_needed, spending_for
from finance.selectors.suppliers import ban_on, suppliers_to_choose

__all__ = [
    "Accepted",
    "Asked",
    "CHAIN_PARTS",
    "ChainPart",
    "Room",
    "Split",
    "accepted_of",
    "ban_on",
    "bands",
    "bought_like",
    "chain_of",
    "contracted_for",
    "department_of",
    "lacks_quotes",
    "lines_to_choose",
    "lines_to_order",
    "most_above",
    "near_procurement_limits",
    "ordered_cost",
    "paid_for",
    "percent_above",
    "prices_among",
    "prices_chosen",
    "prices_of_things",
    "quotes_needed",
    "room_beside_claim",
    "room_in",
    "room_of",
    "signers_needed",
    "similar_requests",
    "spending_for",
    "split_of",
    "suppliers_to_choose",
    "usual_channel",
]
