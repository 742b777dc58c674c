"""Claims in each of their states, made through the services in a school with its line of command."""

from datetime import timedelta
from decimal import Decimal

from finance import services
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting
from tests.finance.factories import approve, ask


def staff(office):
    """Let the office have an acceptor and a cashier, and each of its people what claims need."""
    for key in ("acceptor", "cashier", "clerk"):
        if key not in office.people:
            office.appoint(key)
    office.grant("teacher", "finance.make_claim", "finance.draw_advance")
    office.grant("acceptor", "finance.sign_acceptance", "finance.make_claim")
    office.grant("accountant", "finance.review_claim", "finance.view_claim", "finance.make_claim")
    office.grant("cashier", "finance.pay_claim", "finance.view_claim", "finance.make_claim", "finance.draw_advance")
    office.grant("clerk", "finance.send_claims", "finance.view_claim", "finance.make_claim", "finance.pay_claim")
    return office


_numbers = iter(range(24312000000000000001, 24312000000000999999))


def invoice(office, amount="370", *, number=None, by=None, **facts):
    return services.enter_invoice(
        office.school,
        number=number or str(next(_numbers)),
        amount=Decimal(amount),
        by=by or office.teacher,
        **{"issued_on": clock.today(), "seller": "城南照明批发部", "kind": "electronic", **facts},
    )


def bought(office, amount="370", **facts):
    """A purchase approved and bought today."""
    request = approve(ask(office, **facts))
    return services.record_purchase(request, bought_on=clock.today(), supplier="甲店", by=office.teacher)


def draft(office, *amounts, by=None, **facts):
    """A claim of a journey unless a purchase is given; paid to the teacher by transfer."""
    by = by or office.teacher
    if "invoices" not in facts:
        facts["invoices"] = [invoice(office, amount, by=by) for amount in amounts or ["370"]]
    if "supplier" not in facts:
        facts.setdefault("person", by)
    return services.draft_claim(
        office.school, by=by, **{"title": "外出培训差旅费", "department": office.department, **facts}
    )


def submitted(office, *amounts, by=None, **facts):
    claim = draft(office, *amounts, by=by, **facts)
    return services.submit_claim(claim, by=claim.claimed_by)


def sign(claim, person, **facts):
    claim = services.sign_claim(claim, by=person, **facts)
    claim.refresh_from_db()
    return claim


def signed_by_three(office, claim):
    sign(claim, office.acceptor)
    return sign(claim, office.accountant)


def granted(office, *amounts, **facts):
    """A claim with all signatures."""
    claim = signed_by_three(office, submitted(office, *amounts, **facts))
    return decide(claim)


def decide(record, verb="agree", opinion="同意", by=None):
    """Give the one-pen decision that is due."""
    case = case_of(record)
    approvals.decide(case, verb=verb, by=by or seats_waiting(case).first().person, opinion=opinion)
    record.refresh_from_db()
    return record


def account(office, kind="bank", name="基本户"):
    found = office.school.accounts.filter(name=name).first()
    return found or services.open_account(
        office.school, kind=kind, name=name, balances=[("public", Decimal(100000))], by=office.accountant
    )


def pay(office, claim, amount=None, **facts):
    payment = services.pay_claim(
        claim, account=account(office), on=clock.today(), by=office.cashier,
        amount=Decimal(amount) if amount else None, **facts,
    )  # fmt: skip
    claim.refresh_from_db()
    return payment


def advance(office, amount="2000", *, by=None, due_in=10, **facts):
    return services.ask_advance(
        office.school, purpose="外出学习差旅费", amount=Decimal(amount), due_on=clock.today() + timedelta(days=due_in),
        by=by or office.teacher, department=office.department, **facts,
    )  # fmt: skip


def paid_out(office, amount="2000", **facts):
    drawn = decide(advance(office, amount, **facts))
    return services.pay_out_advance(drawn, account=account(office), on=clock.today(), by=office.cashier)
