"""Small tables and sentences about contracts."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.panels.income import money_text
from logistics import clock
from logistics.pages.columns import Column, make_row
from logistics.pages.dates import full_day_text
from logistics.pages.parts import Panel

SUPPLEMENTS = [
    Column(gettext_lazy("Signed on"), "signed_on", kind="date"),
    Column(gettext_lazy("What is added and why"), "reason", primary=True),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Written down by"), "by.name", phone=False),
]


def supplements_panel(contract):
    """Return the supplements of a contract, and what may still be added."""
    rows = [make_row(each, SUPPLEMENTS, url="") for each in contract.supplements.select_related("by")]
    total = _("Contract and supplements together %(total)s") % {"total": money_text(contract.total)}
    return Panel(_("Supplementary contracts"), SUPPLEMENTS, rows, total=total)


def alerts_of(contract, paid):
    """Return [(tone, sentence)] of what a reader should see first; paid: yuan paid for it, None where nobody can say."""
    return [
        *_alert_of_day(contract.publish_by, contract.published_on, *PUBLISHING),
        *_alert_of_day(contract.file_by, contract.filed_on, *FILING),
        *_alerts_of_signing(contract),
        *_alerts_of_money(contract, paid),
    ]


PUBLISHING = (
    gettext_lazy("It was to be published by %(day)s. Publish it now and enter the day."),
    gettext_lazy("Published on %(on)s, later than %(day)s."),
)
FILING = (
    gettext_lazy("It was to be filed by %(day)s. File it now and enter the day."),
    gettext_lazy("Filed on %(on)s, later than %(day)s."),
)


def _alert_of_day(due_on, on, overdue, late):
    if due_on is None or (on or clock.today()) <= due_on:
        return
    if on is None:
        yield "danger", overdue % {"day": full_day_text(due_on)}
    else:
        yield "warning", late % {"day": full_day_text(due_on), "on": full_day_text(on)}


def _alerts_of_signing(contract):
    if contract.late_reason:
        facts = {"day": full_day_text(contract.sign_by), "reason": contract.late_reason}
        yield "warning", _("Signed later than %(day)s: %(reason)s") % facts


def _alerts_of_money(contract, paid):
    if contract.amount != contract.order.amount:
        facts = {"contract": money_text(contract.amount), "order": money_text(contract.order.amount)}
        yield "warning", _("The contract says %(contract)s, the order %(order)s. Check which is right.") % facts
    if paid is not None and paid > contract.total:
        facts = {"paid": money_text(paid), "total": money_text(contract.total)}
        yield "danger", _("%(paid)s were paid, more than contract and supplements come to (%(total)s).") % facts
