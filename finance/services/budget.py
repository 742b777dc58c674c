"""The budget of a year: opening lines, adjusting them, and judging what is asked against what is left."""

from django.utils.translation import gettext as _

from finance.models import BudgetEntry, BudgetLine
from finance.selectors import room_in
from finance.services.lines import check_amount
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock, refusing
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.pages.columns import as_text


@change
def open_line(school, *, year, source, item, amount, by, code="", department=None, note_text=""):
    """Open a line of the budget with its first amount (Decimal in yuan, zero or more).

    Raises RuleError when the year has this line already.
    """
    check_amount(amount, _("the amount"), field="amount")
    if department is not None and department.school_id != school.pk:
        raise RuleError(_("This belongs to another school."), field="department")
    if abs(year - clock.today().year) > 10:
        raise RuleError(_("This year cannot be right. Check it."), field="year")
    with _one_a_year():
        line = BudgetLine.objects.create(
            school=school, year=year, source=source, code=code.strip(), item=item.strip(), department=department,
            note=note_text.strip(), created_at=clock.now(),
        )  # fmt: skip
    BudgetEntry.objects.create(line=line, kind=BudgetEntry.Kind.OPENING, amount=amount, by=by, at=clock.now())
    note(line, "opened", by=by, text=_("%(amount)s yuan") % {"amount": as_text(amount, "money")})
    return line


@change
def change_line(line, *, item, by, code="", note_text=""):
    """Change the words of a line; its year, funds, department and money stay."""
    line = lock(line)
    line.item, line.code, line.note = item.strip(), code.strip(), note_text.strip()
    with _one_a_year():
        line.save(update_fields=["item", "code", "note", "search_text"])
    note(line, "changed", by=by)
    return line


@change
def adjust_line(line, *, amount, reason, by, photos=()):
    """Add to a line, or with a negative amount take from it; the line keeps at least what is paid or granted.

    The decision behind it is a file. Raises RuleError when less would be left than was promised.
    """
    line = lock(line)
    check_amount(abs(amount), _("the amount"), field="amount")
    if not amount:
        raise RuleError(_("Write by how much: more than 0 to add, less than 0 to take away."), field="amount")
    room = room_in(line)
    if amount < 0 and room.left_of_what_is_decided + amount < 0:
        facts = {"left": as_text(max(room.left_of_what_is_decided, 0), "money")}
        message = _("Only %(left)s yuan are neither paid nor granted. Take at most that much.") % facts
        raise RuleError(message, field="amount")
    entry = BudgetEntry.objects.create(
        line=line, kind=BudgetEntry.Kind.ADJUSTMENT, amount=amount, reason=reason.strip(), by=by, at=clock.now()
    )
    claim(entry, photos, purpose="evidence", by=by)
    note(line, "adjusted", by=by, text=f"{amount:+,.2f} {entry.reason}")
    return line


def _one_a_year():
    message = _("This year has a line for this item out of these funds.")
    return refusing("one_budget_line_of_an_item_a_year", message, field="item")


def check_line(school, line, department):
    """Refuse a budget line of another school, year or department."""
    if line.school_id != school.pk:
        raise RuleError(_("This belongs to another school."), field="budget_line")
    if line.department_id and (department is None or line.department_id != department.pk):
        message = _("This line belongs to %(department)s. Choose another one.") % {"department": line.department}
        raise RuleError(message, field="budget_line")


def judge_at_submitting(request):
    """Say whether ``request`` goes over its line, which stays locked until the transaction ends.

    Raises RuleError when it does and gives no reason.
    """
    if request.budget_line_id is None:
        return False
    line = lock(request.budget_line)
    year = clock.today().year
    if line.year != year:
        message = _("The line is of the budget of %(year)s. Choose one of this year.") % {"year": line.year}
        raise RuleError(message, field="budget_line")
    left = room_in(line, besides=request).left
    if request.amount <= left:
        return False
    if not request.over_reason:
        message = _("Only %(left)s yuan are left of “%(line)s”. Ask for less, or write why more is needed.")
        raise RuleError(message % {"left": as_text(left, "money"), "line": line.item}, field="over_reason")
    return True


def judge_at_decision(request, amount):
    """Say whether granting ``amount`` goes over the line of ``request``, which stays locked until the transaction ends.

    Raises RuleError when the line was used up since the request was submitted and nothing explains it.
    """
    if request.budget_line_id is None:
        return False
    line = lock(request.budget_line)
    left = room_in(line, besides=request).left_of_what_is_decided
    if amount > left and not request.over_reason:
        facts = {"line": line.item, "left": as_text(left, "money"), "amount": as_text(amount, "money")}
        message = _(
            "“%(line)s” was used up meanwhile: %(left)s yuan are left, %(amount)s are asked for. Send the request back to be "
            "explained as over budget, or adjust the budget first."
        )
        raise RuleError(message % facts)
    return request.over_budget or amount > left
