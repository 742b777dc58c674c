"""Purchases in each of their states, made through the services in a school with its line of command."""

from decimal import Decimal

from finance import services
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting


def line(name="LED灯管", quantity="20", unit_price="18.50", measure_word="支", spec="T8 18W"):
    return {
        "name": name, "spec": spec, "quantity": Decimal(quantity), "measure_word": measure_word,
        "unit_price": Decimal(unit_price),
    }  # fmt: skip


def ask(office, *lines, by=None, **facts):
    """Ask for a purchase and submit it; 370 yuan of lamp tubes unless said otherwise."""
    return services.request_spending(
        school=office.school,
        by=by or office.teacher,
        **{
            "title": "更换教室灯管", "reason": "一号楼灯管损坏二十支", "lines": lines or [line()],
            "department": office.department, **facts,
        },
    )  # fmt: skip


def draft(office, *lines, by=None, **facts):
    return services.draft_request(
        office.school, by=by or office.teacher, title="更换教室灯管", reason="一号楼", lines=lines or [line()],
        department=office.department, **facts,
    )  # fmt: skip


def sign(request, verb="agree", opinion="同意"):
    """Give the signature that is due."""
    case = case_of(request)
    return approvals.decide(case, verb=verb, by=seats_waiting(case).first().person, opinion=opinion)


def approve(request):
    """Give all signatures and return the request as it is then."""
    while case_of(request).status == "pending":
        sign(request)
    request.refresh_from_db()
    return request
