"""Two terms of repairs of the sample school, with the facts of source 000.3; everything through the services.

The texts are what its people wrote, so they are Chinese here.
"""

from repairs.sample.findings import mend_findings  # noqa: F401 (a later part, once checks have reported)
from repairs.sample.maker import Maker
from repairs.sample.troubles import make_today, troubles

SHARE_OF_THIS_TERM = 0.6


def make_repairs(sample):
    """Make trades, rules and settings, then two terms day by day with what went wrong, and what is open today."""
    maker = Maker(sample)
    maker.set_up()
    last, current = sample.terms
    maker.make_term(last, 1)
    maker.make_term(current, SHARE_OF_THIS_TERM, troubles(maker, current))
    make_today(maker, current)
