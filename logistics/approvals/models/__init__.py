"""Routes, and the cases that travel them."""

from logistics.approvals.models.absence import Absence
from logistics.approvals.models.case import Case, Seat, Step
from logistics.approvals.models.decision import Copy, Decision, LineCut, Ruling, Urge
from logistics.approvals.models.route import Body, Route, RouteStep
from logistics.approvals.models.wishes import OpinionPhrases, SchoolWishes

__all__ = [
    "Absence",
    "Body",
    "Case",
    "Copy",
    "Decision",
    "LineCut",
    "OpinionPhrases",
    "Route",
    "RouteStep",
    "Ruling",
    "SchoolWishes",
    "Seat",
    "Step",
    "Urge",
]
