"""The forms of approvals."""

from logistics.approvals.forms.absences import AbsenceForm
from logistics.approvals.forms.cases import (
    OPINION_LENGTH,
    AddSignerForm,
    AgreeForm,
    CopiesForm,
    CutForm,
    HandOverForm,
    PaperForm,
    PhrasesForm,
    ReasonForm,
    RulingForm,
    WithdrawForm,
)
from logistics.approvals.forms.routes import EndRouteForm, RouteForm, TryForm, WishesForm, rearranged

__all__ = [
    "OPINION_LENGTH",
    "AbsenceForm",
    "AddSignerForm",
    "AgreeForm",
    "CopiesForm",
    "CutForm",
    "EndRouteForm",
    "HandOverForm",
    "PaperForm",
    "PhrasesForm",
    "ReasonForm",
    "RouteForm",
    "RulingForm",
    "TryForm",
    "WishesForm",
    "WithdrawForm",
    "rearranged",
]
