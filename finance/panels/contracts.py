"""Small tables and sentences about contracts."""

from dataclasses import replace

from django.urls import reverse
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
TAKEN_BACK = [
    *SUPPLEMENTS,
    Column(gettext_lazy("State"), lambda each: standing_of(each)[0], kind="badge"),
    Column(gettext_lazy("What was entered wrongly"), lambda each: "" if each.stands else each.withdrawal.reason),
]


def standing_of(supplement):
    """Return (words, tone) of whether a supplement stands."""
    return (_("counts"), "success") if supplement.stands else (_("taken back"), "neutral")


def supplements_panel(contract, *, may_withdraw=False):
    """Return the supplements of a contract, those taken back struck through; None where it has none.

    may_withdraw: one that stands leads to the page that takes it back.
    """
    supplements = list(contract.supplements.select_related("by", "withdrawal"))
    if not supplements:
        return None
    columns = SUPPLEMENTS if all(each.stands for each in supplements) else TAKEN_BACK
    rows = [_supplement_row(each, columns, may_withdraw) for each in supplements]
    total = _("Contract and supplements together %(total)s") % {"total": money_text(contract.total)}
    note = _("Open a supplement to take it back.") if any(row.url for row in rows) else ""
    return Panel(_("Supplementary contracts"), columns, rows, total=total, note=note)


def _supplement_row(supplement, columns, may_withdraw):
    if not supplement.stands:
        return replace(make_row(supplement, columns, url=""), tone="gone")
    url = reverse("finance:supplement_withdraw", args=[supplement.pk]) if may_withdraw else ""
    return make_row(supplement, columns, url=url)


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
    if contract.bond_is_out and (contract.status == contract.Status.ENDED or contract.ends_on < clock.today()):
        facts = {"bond": money_text(contract.bond)}
        yield "warning", _("The contract is over, and no return of the bond (%(bond)s) is entered.") % facts
    if contract.bond_back_reason:
        facts = {"kept": money_text(contract.bond - contract.bond_back), "reason": contract.bond_back_reason}
        yield "warning", _("%(kept)s of the bond were kept: %(reason)s") % facts
    if paid is not None and paid > contract.total:
        facts = {"paid": money_text(paid), "total": money_text(contract.total)}
        yield "danger", _("%(paid)s were paid, more than contract and supplements come to (%(total)s).") % facts
