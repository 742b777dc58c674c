"""Questions about purchases, budget and suppliers."""

from finance.selectors.budget import Room, lines_to_choose, room_in, room_of
from finance.selectors.likes import Asked, Split, similar_requests, split_of
from finance.selectors.prices import last_prices, most_above, percent_above, prices_of_things
from finance.selectors.purchases import bands, department_of, quotes_needed, spending_for
from finance.selectors.suppliers import ban_on, suppliers_to_choose

__all__ = [
    "Asked",
    "Room",
    "Split",
    "ban_on",
    "bands",
    "department_of",
    "last_prices",
    "lines_to_choose",
    "most_above",
    "percent_above",
    "prices_of_things",
    "quotes_needed",
    "room_in",
    "room_of",
    "similar_requests",
    "spending_for",
    "split_of",
    "suppliers_to_choose",
]
