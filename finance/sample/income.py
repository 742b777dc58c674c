"""What besides fees brings the sample school income, and what was given to it."""

from finance.sample.agreements import make_agreements
from finance.sample.gifts import make_compensation, make_fund, make_gifts, make_savings
from finance.sample.meters import make_meters
from logistics import clock


def make_income(sample):
    """Two terms; a current one that has hardly begun adds nothing yet."""
    last, current = ([day for day in sample.days(term) if day < clock.today()] for term in sample.terms)
    current = current if len(current) > 30 else []
    make_agreements(sample, last, current)
    make_meters(sample, last, current)
    make_compensation(sample, last, current)
    make_gifts(sample, last, current)
    make_savings(sample, last, current)
    make_fund(sample, current or last)
