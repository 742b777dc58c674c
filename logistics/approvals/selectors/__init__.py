"""Questions about routes, and about what waits for whom."""

from logistics.approvals.selectors.cases import (
    case_of,
    decided_on,
    phrases_of,
    seats_waiting,
    subjects_shown_to,
    wait_of,
    wishes_of,
)
from logistics.approvals.selectors.plans import Plan, PlannedStep, plan_route
from logistics.approvals.selectors.routes import RouteInForce, kind_of, kinds, route_in_force

__all__ = [
    "Plan",
    "PlannedStep",
    "RouteInForce",
    "case_of",
    "decided_on",
    "kind_of",
    "kinds",
    "phrases_of",
    "plan_route",
    "route_in_force",
    "seats_waiting",
    "subjects_shown_to",
    "wait_of",
    "wishes_of",
]
