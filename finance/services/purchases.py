"""Asking for purchases and carrying them through approval."""

from django.utils.translation import gettext as _

from finance.models import PurchaseRequest
from finance.selectors import Asked, quotes_needed, split_of
from finance.services.budget import check_line, judge_at_decision, judge_at_submitting
from finance.services.cuts import apply_cuts
from finance.services.lines import checked_lines, total_of, write_lines
from finance.services.suppliers import require_not_banned
from logistics import clock, hooks
from logistics.approvals import services as approvals
from logistics.approvals.models import Case
from logistics.approvals.selectors import case_of, decided_on, lines_now
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.numbers.services import next_number

KIND = "purchase"


@change
def request_spending(
    *, school, by, title, reason, lines, department=None, kind=PurchaseRequest.Kind.GOODS, source=None, emergency=False,
    campus=None, budget_source=PurchaseRequest.BudgetSource.PUBLIC, budget_line=None, over_reason="", seller=None,
    photos=(),
):  # fmt: skip
    """Ask for a purchase and put it up for approval at once.

    lines: dicts with name, spec, quantity, measure_word, unit_price (Decimals of two places). source: the record it is
    for; it hears of the outcome through ``hooks.spending_outcomes``. budget_line: where the money is planned, which then
    says the source of funds; over_reason: why, when it asks for more than is left there. seller: the Supplier meant.
    Raises RuleError when a line makes no sense, the budget has no room and nothing says why, the supplier is
    blacklisted, or nobody can sign.
    """
    request = draft_request(
        school, by=by, title=title, reason=reason, lines=lines, department=department, kind=kind, source=source,
        emergency=emergency, campus=campus, budget_source=budget_source, budget_line=budget_line, over_reason=over_reason,
        seller=seller, photos=photos,
    )  # fmt: skip
    return submit_request(request, by=by)


@change
def draft_request(school, *, by, title, reason, lines, source=None, photos=(), **facts):
    """Write a request down without submitting it; facts as in ``request_spending``."""
    lines = checked_lines(lines)
    facts = _checked(school, facts)
    request = PurchaseRequest.objects.create(
        school=school,
        requested_by=by,
        title=title.strip(),
        reason=reason.strip(),
        amount=total_of(lines),
        source=source,
        created_at=clock.now(),
        **facts,
    )
    write_lines(request, lines)
    claim(request, photos, purpose="quote", by=by, field="photos")
    note(request, "drafted", by=by)
    return request


@change
def change_request(request, *, by, title, reason, lines, photos=(), **facts):
    """Change a draft, or a request that was sent back; its number and files stay."""
    lines = checked_lines(lines)
    facts = _checked(request.school, facts)
    request = _lock_own(request, "change", by)
    _check_ordered_stay(request, lines)
    request.title, request.reason, request.amount = title.strip(), reason.strip(), total_of(lines)
    for name, value in facts.items():
        setattr(request, name, value)
    if not request.orders.exists():
        request.lines.all().delete()
        write_lines(request, lines)
    request.save(update_fields=["title", "reason", "amount", *facts, "search_text"])
    claim(request, photos, purpose="quote", by=by, field="photos")
    note(request, "changed", by=by)
    return request


@change
def submit_request(request, *, by):
    """Put a draft or a request that was sent back up for approval; the first time gives it its number.

    Now it is judged: against its budget line, against like purchases near it, and how many quotes it needs.
    Raises RuleError naming the gap when somebody is missing on the route, and as ``request_spending`` does.
    """
    request = _lock_own(request, "submit", by)
    today = clock.today()
    require_not_banned(request.seller, today, field="seller")
    request.over_budget = judge_at_submitting(request)
    split = split_of(Asked.from_request(request), today)
    request.split_sum, request.split_limit = (split.total, split.limit) if split else (None, None)
    request.quotes_needed = quotes_needed(request.school, request.amount, today)
    request.status = PurchaseRequest.FLOW.target("submit", request.status)
    request.requested_on = request.requested_on or today
    request.number = request.number or next_number(request.school, "CG", on=today)
    request.save(
        update_fields=[
            "status", "requested_on", "number", "over_budget", "split_sum", "split_limit", "quotes_needed", "search_text",
        ]
    )  # fmt: skip
    approvals.submit(
        request, kind=KIND, amount=request.amount, by=by, department=request.department, title=request.title,
        summary=request.reason, category=request.kind, fund=request.budget_source,
    )  # fmt: skip
    note(request, "submitted", by=by)
    return request


@change
def withdraw_request(request, *, by, reason=""):
    """Take a request back before anybody signed it."""
    if request.bought_on:
        raise RuleError(_("It is bought already, so it stays to be approved afterwards."))
    PurchaseRequest.FLOW.target("withdraw", request.status)
    approvals.withdraw(case_of(request), by=by, reason=reason)
    request.refresh_from_db()
    return request


@change
def drop_request(request, *, by):
    """Give up a draft, or a request that was sent back."""
    request = _lock_own(request, "drop", by)
    if request.bought_on:
        raise RuleError(_("It is bought already, so it stays to be approved afterwards."))
    request.status = PurchaseRequest.FLOW.target("drop", request.status)
    request.save(update_fields=["status"])
    note(request, "dropped", by=by)
    _tell_source(request)
    return request


def take_outcome(case):
    """Let the request follow the decision of its case; runs inside the deciding transaction."""
    request = lock(case.subject)
    request.status = PurchaseRequest.FLOW.target(case.move, request.status)
    if case.status == Case.Status.APPROVED:
        apply_cuts(request, lines_now(case))
        request.over_budget = judge_at_decision(request, request.amount)
        request.approved_on = max(decided_on(case), request.requested_on)
        if request.bought_on:
            request.status = PurchaseRequest.Status.BOUGHT
    request.save(update_fields=["status", "approved_on", "amount", "asked_amount", "over_budget"])
    note(request, case.status, by=None, tone=case.tone)
    _tell_source(request)


def _tell_source(request):
    """Tell the record a request was made for what became of it; a request sent back is still under way."""
    told = {"approved", "bought", "refused", "withdrawn"}
    if request.source is None or request.status not in told:
        return
    take = hooks.spending_outcomes.get(request.source)
    if take is not None:
        take(request)


def _checked(school, facts):
    """Return the facts of a request, its source of funds as its budget line says; RuleError for what does not fit."""
    for name in ("department", "campus", "seller"):
        if facts.get(name) is not None and facts[name].school_id != school.pk:
            raise RuleError(_("This belongs to another school."), field=name)
    require_not_banned(facts.get("seller"), clock.today(), field="seller")
    line = facts.get("budget_line")
    if line is None:
        return facts
    check_line(school, line, facts.get("department"))
    return {**facts, "budget_source": line.source}


def _check_ordered_stay(request, lines):
    """Refuse other lines once something is ordered: an emergency is bought before it is approved."""
    if not request.orders.exists():
        return
    there = list(request.lines.values("name", "spec", "quantity", "measure_word", "unit_price"))
    if lines != there:
        raise RuleError(_("It is ordered already, so the lines stay. Explain it under the reason."), field="lines")


def _lock_own(request, move, by):
    request = lock(request)
    PurchaseRequest.FLOW.target(move, request.status)
    if request.requested_by_id != by.pk:
        raise RuleError(_("Only %(person)s, who asked, may do this.") % {"person": request.requested_by})
    return request
