"""Purchases of the sample school: two terms of what a primary school buys, with what goes wrong now and then."""

from decimal import Decimal

from finance.sample.accounts import enter_months, open_accounts
from finance.sample.passing import set_route
from finance.sample.setup import adjust_budget, enter_suppliers, open_budget
from finance.sample.stories import make_term, make_waiting
from finance.sample.supplies import SUPPLIES
from logistics import clock
from logistics.approvals import services as approvals


def make(sample):
    """Two terms; in the current one something waits at every desk, a large item for days with the principal."""
    approvals.set_wishes(
        sample.school, by=None, principal_request_to=sample.person("party_secretary"), small_amount=Decimal(500),
        flag_after_days=2,
    )  # fmt: skip
    last, current = ([day for day in sample.days(term) if day < clock.today()] for term in sample.terms)
    open_accounts(sample, sample.terms[0].covers_from)
    enter_months(sample, sample.terms[0].covers_from)
    enter_suppliers(sample, last)
    open_budget(sample, last, current)
    set_route(sample, last)
    make_term(sample, last, SUPPLIES)
    adjust_budget(sample, (current or last)[0])
    if current:
        make_term(sample, current, SUPPLIES[3:] + SUPPLIES[:3])
    make_waiting(sample, current or last)
