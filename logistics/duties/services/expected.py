"""What people may say about a thing due: why it was late or missing, and that it is not due after all."""

from django.utils.translation import gettext as _

from logistics.db import lock
from logistics.duties.models import Expected
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.pages.frame import forget_badges

EXPLAINING = {Expected.Status.LATE: "explain_late", Expected.Status.MISSING: "explain_missing"}


@change
def explain(expecteds, *, reason, by):
    """Say why these were late or not done; one reason may cover an absence. All of them or none; returns them."""
    reason = _required(reason)
    rows = [lock(row) for row in expecteds]
    for row in rows:
        move = EXPLAINING.get(row.status)
        if move is None:
            raise RuleError(_("%(expected)s was done in time and needs no reason.") % {"expected": row})
        row.status = Expected.FLOW.target(move, row.status)
        row.reason = reason
        row.save(update_fields=["reason"])
        note(row, "explained", by=by, text=reason)
    forget_badges(*{row.person for row in rows if row.person_id})
    return rows


@change
def lift(expecteds, *, reason, by):
    """Say that these are not due after all, and why; they stay readable. All of them or none; returns them."""
    reason = _required(reason)
    rows = [lock(row) for row in expecteds]
    for row in rows:
        row.status = Expected.FLOW.target("lift", row.status)
        row.reason, row.lifted_by = reason, by
        row.save(update_fields=["status", "reason", "lifted_by"])
        note(row, "lifted", by=by, text=reason)
    return rows


def _required(reason):
    reason = reason.strip()
    if not reason:
        raise RuleError(_("Say why."), field="reason")
    return reason
