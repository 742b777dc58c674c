"""Ending a request because the thing is there already (避免重复采购)."""

from django.utils.translation import gettext as _

from finance.models import AvoidedPurchase, PurchaseRequest
from finance.services.purchases import drop_request, withdraw_request
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of
from logistics.errors import RuleError
from logistics.history.services import change, note


@change
def use_what_is_there(request, *, instead, by):
    """End a request because ``instead`` is used, and count what it would have cost; return the AvoidedPurchase.

    Whoever asked gives up a draft, or takes the request back before anybody signed; who is asked to sign refuses it with
    these words. Raises WrongState and RuleError as those do.
    """
    instead = instead.strip()
    if not instead:
        raise RuleError(_("Write what is used instead."), field="instead")
    if request.requested_by_id != by.pk:
        words = _("Use what is there, not to be bought: %(instead)s") % {"instead": instead}
        approvals.decide(case_of(request), verb="refuse", by=by, opinion=words)
    elif request.status == PurchaseRequest.Status.PENDING:
        withdraw_request(request, by=by, reason=instead)
    else:
        drop_request(request, by=by)
    avoided = AvoidedPurchase.objects.create(
        request=request, instead=instead, amount=request.amount, on=clock.today(), by=by, at=clock.now()
    )
    note(request, "avoided", by=by, text=instead)
    return avoided
