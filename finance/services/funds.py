"""Earmarked funds: entering them, what draws on them, and judging whether it was on purpose."""

from django.utils.translation import gettext as _

from finance.models import BudgetLine, BudgetSource, Claim, EarmarkedFund, FundFinding
from finance.services.lines import check_amount
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.pages.columns import as_text
from logistics.school.services import require_school_day

JUDGED = ["approved", "bought", "paid"]
LONGEST = 366 * 10  # days a grant may run


@change
def enter_fund(school, *, name, document, purpose, amount, granted_on, deadline, by, photos=()):
    """Enter a grant with its document. Raises RuleError for amounts and days that cannot be, and for one entered already."""
    require_school_day(school, granted_on, field="granted_on")
    check_amount(amount, _("the amount"), field="amount")
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field="amount")
    if not 0 <= (deadline - granted_on).days <= LONGEST:
        raise RuleError(_("Choose a deadline within ten years after the grant."), field="deadline")
    with refusing("one_fund_of_a_document", _("This fund is entered already."), field="name"):
        fund = EarmarkedFund.objects.create(
            school=school, name=name.strip(), document=document.strip(), purpose=purpose.strip(), amount=amount,
            granted_on=granted_on, deadline=deadline, created_at=clock.now(),
        )  # fmt: skip
    claim(fund, photos, purpose="scan", by=by)
    note(fund, "entered", by=by, text=_("%(amount)s yuan") % {"amount": as_text(amount, "money")})
    return fund


@change
def draw_on_fund(fund, *, line, by):
    """Let a budget line of earmarked funds draw on the grant; together such lines plan no more than was granted."""
    fund, line = lock(fund), lock(line)
    if line.school_id != fund.school_id:
        raise RuleError(_("This belongs to another school."), field="line")
    if line.source != BudgetSource.EARMARKED:
        raise RuleError(_("Only a line out of earmarked funds can draw on it."), field="line")
    if line.fund_id is not None:
        raise RuleError(_("This line draws on a fund already."), field="line")
    planned = sum(
        each.planned
        for each in BudgetLine.objects.with_use().filter(pk__in=[line.pk, *fund.lines.values_list("pk", flat=True)])
    )
    if planned > fund.amount:
        facts = {"planned": as_text(planned, "money"), "granted": as_text(fund.amount, "money")}
        message = _("With this line %(planned)s yuan would be planned, but %(granted)s were granted.") % facts
        raise RuleError(message, field="line")
    line.fund = fund
    line.save(update_fields=["fund"])
    note(fund, "drawn", by=by, text=str(line))
    return fund


@change
def flag_spending(fund, *, use, reason, by):
    """Find a use of the fund to be off its purpose (不符用途); nobody judges a use of their own.

    use: a PurchaseRequest, or a Claim without a purchase, that draws on the fund.
    """
    fund = lock(fund)
    is_claim = isinstance(use, Claim)
    draws = use.budget_line is not None and use.budget_line.fund_id == fund.pk and use.status in JUDGED
    if not draws or is_claim and use.purchase_id:
        raise RuleError(_("Choose a purchase, or a claim without one, that draws on this fund."), field="use")
    if by.pk == (use.claimed_by_id if is_claim else use.requested_by_id):
        raise RuleError(_("You asked for this yourself; somebody else judges it."), field="use")
    if use.fund_findings.standing().exists():
        raise RuleError(_("This is found off purpose already."), field="use")
    FundFinding.objects.create(
        fund=fund, **{"claim" if is_claim else "request": use}, reason=reason.strip(), by=by, at=clock.now()
    )
    note(fund, "flagged", by=by, text=f"{use.number} {reason.strip()}", tone="danger")
    return fund


@change
def clear_finding(finding, *, reason, by):
    """Clear a finding with a further one that says why; both stay readable."""
    fund = lock(finding.fund)
    if finding.clears_id or hasattr(finding, "cleared_by"):
        raise WrongState(_("This finding was cleared already."))
    FundFinding.objects.create(
        fund=fund, request=finding.request, claim=finding.claim, reason=reason.strip(), clears=finding, by=by,
        at=clock.now(),
    )  # fmt: skip
    note(fund, "cleared", by=by, text=reason.strip())
    return fund
