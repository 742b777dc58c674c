"""Questions about routes, and about what waits for whom."""

from logistics.approvals.selectors.cases import (
    case_of,
    clerks_of_rulings,
    decided_on,
    desk_from,
    desk_of,
    desks,
    newcomers,
    people_asked,
    phrases_of,
    seat_for,
    seats_waiting,
    small_amount_of,
    step_for_ruling,
    stood_in_now,
    subjects_shown_to,
    wait_of,
    wishes_of,
)
from logistics.approvals.selectors.lines import approved_lines, lines_now
from logistics.approvals.selectors.plans import Plan, PlannedStep, plan_route
from logistics.approvals.selectors.routes import RouteInForce, kind_of, kinds, route_in_force

__all__ = [
    "Plan",
    "PlannedStep",
    "RouteInForce",
    "approved_lines",
    "case_of",
    "clerks_of_rulings",
    "decided_on",
    "desk_from",
    "desk_of",
    "desks",
    "kind_of",
    "kinds",
    "lines_now",
    "newcomers",
    "people_asked",
    "phrases_of",
    "plan_route",
    "route_in_force",
    "seat_for",
    "seats_waiting",
    "small_amount_of",
    "step_for_ruling",
    "stood_in_now",
    "subjects_shown_to",
    "wait_of",
    "wishes_of",
]
