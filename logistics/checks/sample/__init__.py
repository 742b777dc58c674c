"""Two terms of checks of the sample school, at their usual rhythm, with what went wrong; all through the services."""

from logistics.checks.sample.plans import Planner
from logistics.checks.sample.walking import Maker
from logistics.checks.services.shipped import install_shipped


def make(sample):
    """Bring in what fits, set the routes, then walk two terms in the order of days."""
    with sample.at(sample.terms[0].covers_from, "09:00"):
        install_shipped(sample.school)
    maker = Maker(sample)
    maker.set_routes()
    current = sample.terms[1]
    plans = sorted(Planner(sample).plans(), key=lambda plan: (plan.day, plan.time))
    for plan in plans:
        if plan.day < current.starts_on:
            maker.walk(plan)
    maker.ask_one_thing_more(current)
    for plan in plans:
        if plan.day >= current.starts_on:
            maker.walk(plan)
    maker.leave_a_draft(current)
