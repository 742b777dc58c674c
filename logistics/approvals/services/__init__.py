"""Every change to cases, routes and wishes."""

from logistics.approvals.services.absences import end_stand_in, set_stand_in
from logistics.approvals.services.cases import submit, urge, withdraw
from logistics.approvals.services.decisions import agree, decide, refuse, send_back, sign_on_paper
from logistics.approvals.services.lines import cut_lines
from logistics.approvals.services.routes import end_route, set_phrases, set_route, set_wishes, withdraw_route
from logistics.approvals.services.rulings import enter_ruling
from logistics.approvals.services.seats import add_signer, hand_over, send_copies

__all__ = [
    "add_signer",
    "agree",
    "cut_lines",
    "decide",
    "end_route",
    "end_stand_in",
    "enter_ruling",
    "hand_over",
    "refuse",
    "send_back",
    "send_copies",
    "set_phrases",
    "set_route",
    "set_stand_in",
    "set_wishes",
    "sign_on_paper",
    "submit",
    "urge",
    "withdraw",
    "withdraw_route",
]
