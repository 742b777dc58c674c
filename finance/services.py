"""Asking for purchases, carrying them through approval, buying and paying."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from finance.models import PurchaseLine, PurchaseRequest
from logistics import clock, hooks
from logistics.approvals import services as approvals
from logistics.approvals.models import Case
from logistics.approvals.selectors import case_of, decided_on
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.school.services import require_school_day

KIND = "purchase"
CENT = Decimal("0.01")
LIMIT = Decimal(10) ** 10
MOST_LINES = 60


@change
def request_spending(
    *, school, by, title, reason, lines, department=None, kind=PurchaseRequest.Kind.GOODS, source=None, emergency=False,
    campus=None, budget_source=PurchaseRequest.BudgetSource.PUBLIC, photos=(),
):  # fmt: skip
    """Ask for a purchase and put it up for approval at once.

    lines: dicts with name, spec, quantity, measure_word, unit_price (Decimals of two places). source: the record it is
    for; it hears of the outcome through ``hooks.spending_outcomes``. Raises RuleError when a line makes no sense or
    nobody can sign.
    """
    request = draft_request(
        school, by=by, title=title, reason=reason, lines=lines, department=department, kind=kind, source=source,
        emergency=emergency, campus=campus, budget_source=budget_source, photos=photos,
    )  # fmt: skip
    return submit_request(request, by=by)


@change
def draft_request(school, *, by, title, reason, lines, source=None, photos=(), **facts):
    """Write a request down without submitting it; facts as in ``request_spending``."""
    lines = checked_lines(lines)
    _check_reach(school, facts)
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
    _write_lines(request, lines)
    claim(request, photos, purpose="quote", by=by, field="photos")
    note(request, "drafted", by=by)
    return request


@change
def change_request(request, *, by, title, reason, lines, photos=(), **facts):
    """Change a draft, or a request that was sent back; its number and files stay."""
    lines = checked_lines(lines)
    _check_reach(request.school, facts)
    request = _lock_own(request, "change", by)
    request.title, request.reason, request.amount = title.strip(), reason.strip(), total_of(lines)
    for name, value in facts.items():
        setattr(request, name, value)
    request.lines.all().delete()
    _write_lines(request, lines)
    request.save(update_fields=["title", "reason", "amount", *facts, "search_text"])
    claim(request, photos, purpose="quote", by=by, field="photos")
    note(request, "changed", by=by)
    return request


@change
def submit_request(request, *, by):
    """Put a draft or a request that was sent back up for approval; the first time gives it its number.

    Raises RuleError naming the gap when somebody is missing on the route.
    """
    request = _lock_own(request, "submit", by)
    today = clock.today()
    request.status = PurchaseRequest.FLOW.target("submit", request.status)
    request.requested_on = request.requested_on or today
    request.number = request.number or next_number(request.school, "CG", on=today)
    request.save(update_fields=["status", "requested_on", "number", "search_text"])
    approvals.submit(
        request, kind=KIND, amount=request.amount, by=by, department=request.department, title=request.title,
        summary=request.reason,
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
    move = {
        Case.Status.APPROVED: "approve",
        Case.Status.RETURNED: "return",
        Case.Status.REFUSED: "refuse",
        Case.Status.WITHDRAWN: "withdraw",
    }[case.status]
    request.status = PurchaseRequest.FLOW.target(move, request.status)
    if case.status == Case.Status.APPROVED:
        request.approved_on = max(decided_on(case), request.requested_on)
        if request.bought_on:
            request.status = PurchaseRequest.Status.BOUGHT
    request.save(update_fields=["status", "approved_on"])
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


@change
def record_purchase(request, *, bought_on, supplier, by, bought_by=None):
    """Write down when, by whom and where it was bought; before the approval only an emergency may be.

    Raises RuleError for a day after today, outside every term, or before the approval.
    """
    request = lock(request)
    require_school_day(request.school, bought_on, field="bought_on")
    if request.bought_on:
        raise WrongState(_("The purchase is recorded already."))
    move = "buy_first" if request.emergency and request.approved_on is None else "buy"
    status = PurchaseRequest.FLOW.target(move, request.status) or request.status
    if not request.emergency and bought_on < request.approved_on:
        raise RuleError(
            _("It was approved on %(day)s; it may be bought from that day on. Choose a later day.")
            % {"day": request.approved_on},
            field="bought_on",
        )
    request.status, request.bought_on = status, bought_on
    request.bought_first = request.approved_on is None or bought_on < request.approved_on
    request.bought_by, request.supplier = bought_by or by, supplier.strip()
    request.save(update_fields=["status", "bought_on", "bought_first", "bought_by", "supplier", "search_text"])
    note(request, "bought", by=by, text=request.supplier)
    return request


@change
def record_payment(request, *, paid_on, paid_amount, by):
    """Write down when and how much was paid; another amount than approved is shown as a deviation.

    Raises RuleError for a day after today, outside every term, or before purchase or approval.
    """
    request = lock(request)
    status = PurchaseRequest.FLOW.target("pay", request.status)
    require_school_day(request.school, paid_on, field="paid_on")
    if paid_on < max(request.bought_on, request.approved_on):
        raise RuleError(_("It is paid after approval and purchase. Choose a later day."), field="paid_on")
    _check_amount(paid_amount, _("the amount paid"), field="paid_amount")
    request.status, request.paid_on, request.paid_amount = status, paid_on, paid_amount
    request.save(update_fields=["status", "paid_on", "paid_amount"])
    note(request, "paid", by=by, text=_("%(amount)s yuan") % {"amount": f"{paid_amount:,.2f}"})
    return request


# --- lines and their sum ----------------------------------------------------------------------------------------------


def checked_lines(lines):
    """Return the lines that say something, cleaned; RuleError names the first one that makes no sense."""
    kept = [_cleaned(line) for line in lines if any(line.get(name) for name in ("name", "quantity", "unit_price"))]
    if not kept:
        raise RuleError(_("Write down at least one thing to buy."), field="lines")
    if len(kept) > MOST_LINES:
        message = _("Keep to %(most)s lines; make another request for the rest.") % {"most": MOST_LINES}
        raise RuleError(message, field="lines")
    for number, line in enumerate(kept, start=1):
        _check_line(number, line)
    if total_of(kept) >= LIMIT:
        raise RuleError(_("The sum is too large. Check quantities and prices."), field="lines")
    return kept


def _cleaned(line):
    return {
        "name": (line.get("name") or "").strip(),
        "spec": (line.get("spec") or "").strip(),
        "quantity": line.get("quantity"),
        "measure_word": (line.get("measure_word") or "").strip() or _("piece"),
        "unit_price": line.get("unit_price"),
    }


def _check_line(number, line):
    where = {"number": number}
    if not line["name"]:
        raise RuleError(_("Line %(number)s: write what is to be bought.") % where, field="lines")
    if line["quantity"] is None or line["quantity"] <= 0:
        raise RuleError(_("Line %(number)s: write a quantity of more than 0.") % where, field="lines")
    if line["unit_price"] is None:
        raise RuleError(_("Line %(number)s: write the price of one, an estimate will do.") % where, field="lines")
    if _places(line["quantity"]) > 2:
        raise RuleError(_("Line %(number)s: keep the quantity to two decimals.") % where, field="lines")
    if line["quantity"] >= 10**7:
        raise RuleError(_("Line %(number)s: the quantity is too large. Check it.") % where, field="lines")
    _check_amount(line["unit_price"], _("Line %(number)s: the price") % where, field="lines")


def _check_amount(amount, what, *, field):
    facts = {"what": what}
    if amount < 0:
        raise RuleError(_("%(what)s must not be negative.") % facts, field=field)
    if _places(amount) > 2:
        raise RuleError(_("%(what)s: keep to two decimals (fen).") % facts, field=field)
    if amount >= LIMIT:
        raise RuleError(_("%(what)s is too large. Check the figure.") % facts, field=field)


def _places(number):
    return max(0, -Decimal(number).as_tuple().exponent)


def total_of(lines):
    """Return the sum of checked lines, each rounded to the cent as the database does."""
    sums = [(line["quantity"] * line["unit_price"]).quantize(CENT, ROUND_HALF_UP) for line in lines]
    return sum(sums, Decimal("0.00"))


def _write_lines(request, lines):
    PurchaseLine.objects.bulk_create(
        [
            PurchaseLine(request=request, school=request.school, position=position, **line)
            for position, line in enumerate(lines, start=1)
        ]
    )


def _check_reach(school, facts):
    for name in ("department", "campus"):
        if facts.get(name) is not None and facts[name].school_id != school.pk:
            raise RuleError(_("This belongs to another school."), field=name)


def _lock_own(request, move, by):
    request = lock(request)
    PurchaseRequest.FLOW.target(move, request.status)
    if request.requested_by_id != by.pk:
        raise RuleError(_("Only %(person)s, who asked, may do this.") % {"person": request.requested_by})
    return request
