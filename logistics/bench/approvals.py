"""The inbox of approvals with thousands of cases in history, beside the Django admin's list of the same cases."""

from datetime import timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from finance.models import PurchaseRequest
from logistics import clock
from logistics.approvals.models import Case as ApprovalCase
from logistics.approvals.models import Decision, Seat, Step
from logistics.bench.clients import client_of, get
from logistics.bench.lists import changelist
from logistics.bench.measuring import Case, show
from logistics.people.models import User
from repairs.models import Repair

CASES, WAITING = 5_000, 25
GOAL = 1.3  # as for any list of a table that has grown
ADMIN = "admin changelist of repairs"


def run(school, out, *, rounds):
    principal, director = (User.objects.get(username=name) for name in ("principal", "director"))
    client = client_of(principal)
    urls = {name: reverse(f"approvals:case_{name}") for name in ("list", "decided")}
    admin = get(client_of(User.objects.get(username="bench-keeper")), changelist(school))
    fill(school, principal, range(CASES - WAITING, CASES))
    [before, _admin] = show([Case("inbox before", get(client, urls["list"])), Case(ADMIN, admin)], out, rounds=rounds)
    fill(school, principal, range(CASES - WAITING))
    out.write(f"{CASES:,} approvals in history: {statements(client, urls['list'])} statements for the inbox\n")
    [inbox, *_others] = show(
        [
            Case("inbox of the principal", get(client, urls["list"]), ADMIN),
            Case("signed by the principal", get(client, urls["decided"]), ADMIN),
            Case("list of repairs", get(client_of(director), reverse("repairs:repair_list")), ADMIN),
            Case(ADMIN, admin),
        ],
        out,
        rounds=rounds,
    )
    out.write(f"Inbox with its history ÷ without: {inbox.median / before.median:.2f} (goal {GOAL})\n")


def statements(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def fill(school, principal, numbers):
    """Give the school cases signed by the principal, about repairs; the last ones wait, about purchases of the sample."""
    asked_by = User.objects.get(username="director")
    repairs, purchases = (ContentType.objects.get_for_model(model) for model in (Repair, PurchaseRequest))
    waiting = purchases_to_put_up(school)
    now = clock.now()
    cases = ApprovalCase.objects.bulk_create(
        [
            ApprovalCase(
                school=school, kind="purchase", title=f"采购 {number}",
                content_type=purchases if is_waiting(number) else repairs,
                object_id=waiting.pop() if is_waiting(number) else 10**9 + number,
                amount=Decimal(600), asked_by=asked_by, submitted_at=now - timedelta(hours=CASES - number),
                status="pending" if is_waiting(number) else "approved", decided_at=None if is_waiting(number) else now,
            )
            for number in numbers
        ],
        batch_size=1000,
    )  # fmt: skip
    steps = Step.objects.bulk_create(
        [
            Step(
                case=case, revision=1, position=1, label="校长", asked_at=case.submitted_at,
                status="current" if case.status == "pending" else "done",
            )
            for case in cases
        ],
        batch_size=1000,
    )  # fmt: skip
    seats = Seat.objects.bulk_create(
        [Seat(step=step, case=step.case, person=principal, requester=asked_by) for step in steps], batch_size=1000
    )
    Decision.objects.bulk_create(
        [
            Decision(
                seat=seat,
                case=seat.case,
                person=principal,
                requester=asked_by,
                verb="agree",
                opinion="同意。",
                decided_at=now,
            )
            for seat in seats
            if seat.case.status == "approved"
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE approvals_case, approvals_step, approvals_seat, approvals_decision")


def purchases_to_put_up(school):
    """Return the keys of purchases, with their lines, quotes and budgets, of which no other case waits."""
    under_way = ApprovalCase.objects.filter(status="pending").values("object_id")
    decided = PurchaseRequest.objects.of_school(school).exclude(pk__in=under_way)
    return list(decided.order_by("-pk").values_list("pk", flat=True)[:WAITING])


def is_waiting(number):
    return number >= CASES - WAITING
