"""Routes, and the cases that travel them."""

from logistics.approvals.models.case import Case, Decision, Seat, Step, Urge
from logistics.approvals.models.route import Route, RouteStep
from logistics.approvals.models.wishes import OpinionPhrases, SchoolWishes

__all__ = ["Case", "Decision", "OpinionPhrases", "Route", "RouteStep", "SchoolWishes", "Seat", "Step", "Urge"]
