"""What purchases contribute to shared pages, approvals and the summary."""

from django.utils.translation import gettext_lazy as _

from finance import services
from finance.selectors import bands
from logistics import hooks


@hooks.approval_kinds.register(order=10)
def purchases():
    yield hooks.ApprovalKind(services.KIND, _("Purchase"), shipped_route)


def shipped_route(school, day):
    """The default route of DOMAIN CH-03 and CH-04, cut by the bands of the school (RULES §4 buy.bands)."""
    small, middle, _large = bands(school, day)
    return [
        hooks.ShippedStep(),
        hooks.ShippedStep(("director",), str(_("checks stock and price"))),
        hooks.ShippedStep(("accountant", "clerk"), str(_("checks budget and source of funds")), small),
        hooks.ShippedStep(("vice_principal",), "", small),
        hooks.ShippedStep(("principal",), "", middle),
    ]


@hooks.approval_outcomes.register("finance.PurchaseRequest")
def follow_the_decision(case):
    services.take_outcome(case)
