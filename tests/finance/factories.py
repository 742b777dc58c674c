"""Purchases in each of their states, made through the services in a school with its line of command."""

from decimal import Decimal

from finance import services
from finance.selectors import lines_to_order
from logistics import clock
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


def supplier(office, name="城南照明批发部", **facts):
    return services.enter_supplier(office.school, name=name, by=office.director, **facts)


def budget_line(office, amount="1000", **facts):
    """A line of this year out of public funds, for the whole school unless said otherwise."""
    return services.open_line(
        office.school,
        **{
            "year": clock.today().year, "source": "public", "item": "办公费", "amount": Decimal(amount),
            "by": office.accountant, **facts,
        },
    )  # fmt: skip


def quote(request, seller, total="5000", **facts):
    return services.record_quote(request, supplier=seller, total=Decimal(total), by=request.requested_by, **facts)


def order(office, request, *, seller=None, lines=None, by=None, **facts):
    """Order everything a request may still have, today and in small purchase, unless said otherwise."""
    things = lines or {each.pk: (each.left, each.unit_price) for each in lines_to_order(request)}
    return services.place_order(
        request, supplier=seller or services.supplier_named(office.school, "顺发五金水暖店", by=office.director), lines=things,
        by=by or office.director, **{"channel": "retail", "ordered_on": clock.today(), **facts},
    )  # fmt: skip


def deliver(office, placed, *signers, delivered=None, by=None, **facts):
    """Write down that all of an order came, looked at by the teacher and the head unless said otherwise.

    delivered: {name of a thing: quantity, or dict of the facts of its line}.
    """
    lines = {}
    for each in placed.lines.select_related("line").with_arrivals():
        came = (delivered or {}).get(each.line.name, None if delivered else each.to_come)
        if came is not None:
            lines[each.pk] = came if isinstance(came, dict) else {"delivered": Decimal(came)}
    return services.write_acceptance(
        placed, lines=lines, signers=signers or [office.head], by=by or office.teacher,
        **{"on": clock.today(), "looked_at": ["appearance"], **facts},
    )  # fmt: skip


def accept(office, placed, **facts):
    """Deliver and sign by everybody who is asked."""
    acceptance = deliver(office, placed, **facts)
    for seat in acceptance.seats.filter(signed_at=None).select_related("person"):
        services.sign_acceptance(acceptance, by=seat.person)
    acceptance.refresh_from_db()
    return acceptance
