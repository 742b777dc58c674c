"""Every change to cases, routes and wishes."""

from logistics.approvals.services.cases import submit, urge, withdraw
from logistics.approvals.services.decisions import agree, decide, refuse, send_back, sign_on_paper
from logistics.approvals.services.routes import set_phrases, set_route, set_wishes

__all__ = [
    "agree",
    "decide",
    "refuse",
    "send_back",
    "set_phrases",
    "set_route",
    "set_wishes",
    "sign_on_paper",
    "submit",
    "urge",
    "withdraw",
]
