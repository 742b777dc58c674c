"""What claims, advances and batches contribute to shared pages, approvals and jobs."""

from datetime import time, timedelta

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.facts import claims as facts
from finance.messages.money import advance_is_overdue, claim_waits
from finance.models import Advance, Books, BudgetSource, Claim, ClaimSignature, Invoice
from finance.selectors.claims import KIND, Seat, people_asked, purchases_to_claim
from finance.services.advances import ADVANCE_KIND
from finance.services.books import ONE_PEN
from finance.statements import claims as statements
from logistics import clock, hooks
from logistics.pages.columns import as_text
from logistics.people.selectors import holders
from logistics.school.models import School

ASKING = [
    "principal", "party_secretary", "vice_principal", "director", "admin", "head", "accountant", "clerk", "cashier",
    "asset_keeper", "it", "doctor", "duty_leader", "buyer", "acceptor", "storekeeper", "repairer", "canteen_manager",
    "food_safety_director", "food_safety_officer", "safety_officer", "life_teacher", "class_teacher", "teacher",
]  # fmt: skip
GRANTS = {
    "finance.make_claim": ASKING,
    "finance.draw_advance": ASKING,
    "finance.view_claim": ["principal", "party_secretary", "vice_principal", "director", "accountant", "clerk", "cashier"],
    "finance.sign_acceptance": ["acceptor", "storekeeper", "asset_keeper", "director", "it", "doctor"],
    "finance.review_claim": ["accountant", "clerk"],
    "finance.pay_claim": ["cashier", "accountant", "clerk"],
    "finance.send_claims": ["clerk", "accountant"],
}  # fmt: skip
WAITS = 3  # days until those who sign are reminded of a claim


def grants():
    """Whoever works here may claim and draw advances; acceptors, the accountants and the cashier do their parts."""
    granted = {}
    for permission, roles in GRANTS.items():
        for role in roles:
            granted.setdefault(role, []).append(permission)
    return granted


def menu():
    group = gettext_lazy("Reimbursement")
    yield hooks.MenuEntry(group, gettext_lazy("Claims"), "finance:claim_list", "receipt", "finance.make_claim")
    yield hooks.MenuEntry(group, gettext_lazy("Invoices"), "finance:invoice_list", "file-text", "finance.make_claim")
    yield hooks.MenuEntry(group, gettext_lazy("Advances"), "finance:advance_list", "hand-coins", "finance.draw_advance")
    yield hooks.MenuEntry(
        group, gettext_lazy("Batches for the centre"), "finance:batch_list", "send", "finance.send_claims",
        applies=keeps_books_at_a_centre,
    )  # fmt: skip


def keeps_books_at_a_centre(school):
    """Whether claims go to an accounting centre (集中核算), or went there in earlier days."""
    return Books.objects.filter(school=school, mode=Books.Mode.CENTRAL).exists() or school.claim_batches.exists()


def loggable():
    yield hooks.MenuEntry(
        gettext_lazy("Finance"), gettext_lazy("Claim reimbursement"), "finance:claim_create", "receipt", "finance.make_claim"
    )  # fmt: skip


def tasks(user):
    """What waits for one's signature, for payment, and what was bought and is not claimed yet."""
    claims = Claim.objects.select_related("claimed_by")
    for seat in (Seat.ACCEPTOR, Seat.REVIEWER):
        yield _waiting(claims.asked_of(user, seat), _("Sign the claim"), "pen-line")
    if user.has_perm("finance.pay_claim"):
        to_pay = Claim.objects.visible_to(user).filter(status=Claim.Status.APPROVED)
        yield _waiting(to_pay.select_related("claimed_by"), _("Pay"), "banknote")
        yield hooks.Waiting(
            Advance.objects.visible_to(user).filter(status=Advance.Status.APPROVED).select_related("person"),
            lambda advance: hooks.Task(
                advance.purpose, _advance_text(advance), advance.get_absolute_url(), "hand-coins",
                action_label=_("Pay out"),
            ),
        )  # fmt: skip
    returned = Claim.objects.of_school(user.active_school).filter(claimed_by=user, status=Claim.Status.RETURNED)
    yield _waiting(
        returned.select_related("claimed_by") if user.active_school else returned.none(), _("Change"), "pencil"
    )
    if user.active_school and user.has_perm("finance.make_claim"):
        mine = purchases_to_claim().of_school(user.active_school).filter(bought_by=user)
        yield hooks.Waiting(mine, _claim_task)


def _waiting(claims, label, icon):
    def task(claim):
        text = _("%(amount)s yuan · %(asked_by)s") % {
            "amount": as_text(claim.amount, "money"), "asked_by": claim.claimed_by.name,
        }  # fmt: skip
        return hooks.Task(claim.title, text, claim.get_absolute_url(), icon, action_label=label)

    return hooks.Waiting(claims.order_by("submitted_on", "pk"), task)


def _claim_task(request):
    text = _("%(number)s · %(amount)s yuan") % {
        "number": request.number, "amount": as_text(request.amount, "money"),
    }  # fmt: skip
    url = f"{reverse('finance:claim_create')}?purchase={request.pk}"
    return hooks.Task(request.title, text, url, "receipt", action_label=_("Claim it"))


def _advance_text(advance):
    return _("%(amount)s yuan · %(asked_by)s") % {
        "amount": as_text(advance.amount, "money"), "asked_by": advance.person.name,
    }  # fmt: skip


def late(user):
    """One's own advances that should have been settled."""
    advances = Advance.objects.filter(person=user).overdue(clock.today())
    if user.active_school:
        advances = advances.of_school(user.active_school)

    def task(advance):
        text = _("%(amount)s yuan, to be settled by %(day)s") % {
            "amount": as_text(advance.outstanding, "money"), "day": as_text(advance.due_on, "date"),
        }  # fmt: skip
        return hooks.Task(
            advance.purpose, text, advance.get_absolute_url(), "hand-coins", "danger", action_label=_("Settle")
        )

    yield hooks.Waiting(advances.order_by("due_on", "pk"), task)


def search(user, text):
    if not user.has_perm("finance.make_claim"):
        return
    for claim in Claim.objects.visible_to(user).search(text)[:5]:
        yield hooks.Hit(
            f"{claim.number} {claim.title}".strip(), _("%(amount)s yuan · %(status)s")
            % {"amount": as_text(claim.amount, "money"), "status": claim.get_status_display()},
            claim.get_absolute_url(), icon="receipt", exact=bool(claim.number) and claim.number == text.upper(),
        )  # fmt: skip
    for invoice in Invoice.objects.visible_to(user).search(text)[:5]:
        yield hooks.Hit(invoice.number, invoice.seller, invoice.get_absolute_url(), icon="file-text")


def approval_kinds():
    funds = tuple(BudgetSource.choices)
    yield hooks.ApprovalKind(KIND, gettext_lazy("Reimbursement"), one_pen_route, funds=funds)
    yield hooks.ApprovalKind(ADVANCE_KIND, gettext_lazy("Advance"), one_pen_route, funds=funds)


def one_pen_route(school, day):
    """一支笔: one step, of the role that the school named in its books (DOMAIN T-11)."""
    books = Books.objects.of_school(school).select_related("one_pen").first()
    key = books.one_pen.key if books is not None and books.one_pen else ONE_PEN
    return [hooks.ShippedStep((key,), _("one pen"))]


def take_claim(case):
    services.take_claim_outcome(case)


def take_advance(case):
    services.take_advance_outcome(case)


def reminders(today):
    """Yield a Reminder of each advance overdue, to its person and the cashier, and of claims that wait for a signature."""
    yield from _of_advances(today)
    yield from _of_claims(today)
    yield from _of_purchases(today)


def _of_advances(today):
    for school in School.objects.filter(pk__in=Advance.objects.overdue(today).values("school")):
        payers = list(holders(school, "finance.pay_claim"))
        for advance in Advance.objects.of_school(school).overdue(today).select_related("person"):
            week = (today - advance.due_on).days // 7
            key, url = f"advance-overdue:{advance.pk}:{week}", advance.get_absolute_url()
            for person in dict.fromkeys([advance.person, *payers]):
                yield hooks.Reminder(key, person, advance_is_overdue(advance), url, school=school)


def _of_claims(today):
    """Once a seat and revision, to whoever may give the signature that a claim has waited for."""
    before = clock.at(today - timedelta(days=WAITS - 1), time.min)
    for seat in (Seat.ACCEPTOR, Seat.REVIEWER):
        signed = ClaimSignature.objects.filter(
            claim=OuterRef("pk"), revision=OuterRef("revision"), seat=Seat.before(seat)
        )
        waiting = (
            Claim.objects.waiting_for(seat).annotate(since=Subquery(signed.values("at")[:1])).filter(since__lt=before)
        )
        for claim in waiting.select_related("school", "purchase", "campus", "department"):
            days = (today - clock.day_of(claim.since)).days
            key, text = f"claim-waits:{claim.pk}:{claim.revision}:{seat}", claim_waits(claim, days)
            for person in people_asked(claim, seat):
                yield hooks.Reminder(key, person, text, claim.get_absolute_url(), school=claim.school)


def _of_purchases(today):
    """Once, to whoever bought something and has not claimed it a week later."""
    old = purchases_to_claim().filter(bought_on__range=(today - timedelta(days=60), today - timedelta(days=7)))
    for request in old.select_related("school", "bought_by"):
        facts = {"number": request.number, "title": request.title}
        text = _("%(number)s %(title)s was bought and is not claimed yet.") % facts
        url = f"{reverse('finance:claim_create')}?purchase={request.pk}"
        yield hooks.Reminder(f"to-claim:{request.pk}", request.bought_by, text, url, school=request.school)


hooks.role_grants.register(order=31)(grants)
hooks.menu.register(order=36)(menu)
hooks.loggable.register(order=31)(loggable)
hooks.tasks.register(order=29)(tasks)
hooks.late.register(order=25)(late)
hooks.search.register(order=31)(search)
hooks.reminders.register()(reminders)
hooks.approval_kinds.register(order=11)(approval_kinds)
hooks.approval_facts.register("finance.Claim")(facts.facts_of_claims)
hooks.approval_facts.register("finance.Advance")(facts.facts_of_advances)
hooks.approval_outcomes.register("finance.Claim")(take_claim)
hooks.approval_outcomes.register("finance.Advance")(take_advance)
hooks.statements.register(order=34)(statements.claims_signed)
hooks.statements.register(order=34)(statements.money_paid)
hooks.proof_columns.register("finance.Claim")(statements.claim_columns)
hooks.proof_columns.register("finance.Payment")(statements.payment_columns)
hooks.proof_columns.register("finance.Invoice")(statements.invoice_columns)
hooks.proof_columns.register("finance.Advance")(statements.advance_columns)
