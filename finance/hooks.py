"""What purchases contribute to shared pages, approvals and the summary."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import finance.income_hooks  # noqa: F401 (it registers at the seams)
from finance import claim_contributions as claims
from finance import (
    claim_facts,
    claim_statements,
    facts,
    fee_hooks,
    fee_statements,
    goods,
    goods_statements,
    money_jobs,
    money_statements,
    sample,
    services,
    statements,
)
from finance.imports import budget, suppliers  # noqa: F401 (they register their plans)
from finance.jobs import papers_running_out
from finance.models import BudgetSource, PurchaseRequest, Supplier
from finance.month_publication import published_months
from finance.sample import fees as fees_sample
from finance.sample.accounts import close_months
from finance.selectors import bands
from finance.services import letters
from logistics import hooks
from logistics.pages.columns import as_text

ASKING_ROLES = [
    "principal", "party_secretary", "vice_principal", "director", "admin", "head", "accountant", "clerk", "cashier",
    "asset_keeper", "it", "doctor", "duty_leader", "buyer", "acceptor", "storekeeper", "repairer", "canteen_manager",
    "food_safety_director", "food_safety_officer", "safety_officer", "life_teacher", "class_teacher", "teacher",
]  # fmt: skip
SEEING_ALL = [
    "principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier", "buyer",
]  # fmt: skip


KEEPING = {
    "finance.view_supplier": [*SEEING_ALL, "canteen_manager", "acceptor", "storekeeper"],
    "finance.keep_supplier": ["director", "buyer", "clerk", "canteen_manager"],
    "finance.ban_supplier": ["director", "vice_principal"],
    "finance.view_budgetline": SEEING_ALL,
    "finance.keep_budget": ["accountant", "clerk"],
    "finance.view_moneyentry": [
        "principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier",
    ],
    "finance.keep_books": ["accountant", "clerk", "director"],
    "finance.deposit_money": ["accountant", "clerk", "cashier"],
    "finance.close_month": ["accountant", "clerk"],
    "finance.audit_month": ["principal", "party_secretary", "director"],
    "finance.publish_month": ["principal", "director"],
}  # fmt: skip


@hooks.role_grants.register(order=30)
def grants():
    """Everyone may ask; the office and the money people see all; the buyer records purchases, they the payments."""
    granted = {role: ["finance.ask_purchase"] for role in ASKING_ROLES}
    for role in SEEING_ALL:
        granted[role].append("finance.view_purchaserequest")
    for role in ("buyer", "director", "clerk"):
        granted[role].append("finance.record_purchase")
    for role in ("accountant", "clerk", "cashier"):
        granted[role].append("finance.record_payment")
    for permission, roles in KEEPING.items():
        for role in roles:
            granted[role].append(permission)
    return granted


@hooks.menu.register(order=35)
def menu():
    group = gettext_lazy("Purchasing")
    yield hooks.MenuEntry(
        group, gettext_lazy("Purchases"), "finance:purchase_list", "shopping-cart", "finance.ask_purchase"
    )
    yield from goods.menu(group)
    yield hooks.MenuEntry(group, gettext_lazy("Suppliers"), "finance:supplier_list", "store", "finance.view_supplier")
    yield hooks.MenuEntry(group, gettext_lazy("Budget"), "finance:budgetline_list", "wallet", "finance.view_budgetline")


@hooks.menu.register(order=38)
def menu_of_books():
    group, seen = gettext_lazy("Books and accounts"), "finance.view_moneyentry"
    yield hooks.MenuEntry(group, gettext_lazy("Accounts"), "finance:books", "landmark", seen)
    yield hooks.MenuEntry(group, gettext_lazy("Money entries"), "finance:moneyentry_list", "scroll-text", seen)
    yield hooks.MenuEntry(group, gettext_lazy("Closing of months"), "finance:closing_list", "lock", seen)


@hooks.loggable.register(order=30)
def loggable():
    yield hooks.MenuEntry(
        gettext_lazy("Finance"), gettext_lazy("Ask for a purchase"), "finance:purchase_create", "shopping-cart",
        "finance.ask_purchase",
    )  # fmt: skip


@hooks.tasks.register(order=30)
def to_buy(user):
    """What is approved waits for the buyer."""
    if user.has_perm("finance.record_purchase"):
        yield _waiting(user, PurchaseRequest.Status.APPROVED, _("Buy"), "shopping-cart")


def _waiting(user, status, label, icon):
    def task(request):
        return hooks.Task(
            title=request.title,
            text=_("%(number)s · %(amount)s yuan")
            % {"number": request.number, "amount": as_text(request.amount, "money")},
            url=request.get_absolute_url(),
            icon=icon,
            action_label=label,
        )

    requests = PurchaseRequest.objects.visible_to(user).filter(status=status)
    return hooks.Waiting(requests.order_by("approved_on", "pk"), task)


@hooks.stats.register(order=30)
def stats(user):
    """For those who see all purchases: what is under way and what waits for payment."""
    if not user.has_perm("finance.view_purchaserequest"):
        return
    requests, url = PurchaseRequest.objects.visible_to(user), reverse("finance:purchase_list")
    for status, label in (("pending", _("Purchases in approval")), ("bought", _("Purchases to be paid"))):
        yield hooks.Stat(label, requests.filter(status=status).count(), url=f"{url}?status={status}")


@hooks.search.register(order=30)
def search(user, text):
    if user.has_perm("finance.ask_purchase"):
        yield from purchases_found(user, text)
    if user.has_perm("finance.view_supplier"):
        for supplier in Supplier.objects.visible_to(user).search(text)[:5]:
            yield hooks.Hit(supplier.name, supplier.supplies, supplier.get_absolute_url(), icon="store")


def purchases_found(user, text):
    for request in PurchaseRequest.objects.visible_to(user).search(text)[:5]:
        yield hooks.Hit(
            f"{request.number} {request.title}".strip(),
            _("%(amount)s yuan · %(status)s")
            % {"amount": as_text(request.amount, "money"), "status": request.get_status_display()},
            request.get_absolute_url(),
            icon="shopping-cart",
            exact=bool(request.number) and request.number == text.upper(),
        )


hooks.new_school.register(order=40)(services.make_books)

# --- approvals --------------------------------------------------------------------------------------------------------


@hooks.approval_kinds.register(order=10)
def purchases():
    yield hooks.ApprovalKind(
        services.KIND,
        gettext_lazy("Purchase"),
        shipped_route,
        categories=tuple(PurchaseRequest.Kind.choices),
        funds=tuple(BudgetSource.choices),
    )


def shipped_route(school, day):
    """The default route of DOMAIN CH-03 and CH-04, cut by the school's bands (rule buy.bands)."""
    small, middle, _large = bands(school, day)
    return [
        hooks.ShippedStep(),
        hooks.ShippedStep(("director",), _("checks stock and price")),
        hooks.ShippedStep(("accountant", "clerk"), _("checks budget and source of funds"), small),
        hooks.ShippedStep(("vice_principal",), "", small),
        hooks.ShippedStep(("principal",), "", middle),
    ]


@hooks.approval_outcomes.register("finance.PurchaseRequest")
def follow_the_decision(case):
    services.take_outcome(case)


@hooks.approval_lines.register("finance.PurchaseRequest")
def lines_to_cut(request):
    return [
        hooks.ApprovalLine(
            str(line.pk), f"{line.name} {line.spec}".strip(), line.quantity, line.measure_word, line.amount
        )
        for line in request.lines.all()
    ]


hooks.approval_facts.register("finance.PurchaseRequest")(facts.facts_of)
hooks.statements.register(order=30)(statements.purchases_made)
hooks.statements.register(order=31)(statements.purchases_compared)
hooks.statements.register(order=32)(statements.budget_used)
hooks.statements.register(order=36)(money_statements.money_moved)
hooks.statements.register(order=37)(money_statements.deposits_made)
hooks.statements.register(order=38)(money_statements.months_closed)
hooks.reminders.register()(papers_running_out)
hooks.reminders.register()(money_jobs.cash_to_pay_in)
hooks.reminders.register()(money_jobs.months_to_be_closed)
hooks.proof_columns.register("finance.PurchaseRequest")(statements.proof_columns)
hooks.proof_columns.register("finance.BudgetLine")(statements.budget_columns)
hooks.proof_columns.register("finance.BudgetEntry")(statements.entry_columns)
hooks.proof_columns.register("finance.SupplierPaper")(statements.paper_columns)
hooks.sample_parts.register(order=60)(sample.make)
hooks.proof_columns.register("finance.MoneyEntry")(money_statements.entry_columns)
hooks.proof_columns.register("finance.MonthClosing")(money_statements.closing_columns)
hooks.proof_columns.register("finance.Reconciliation")(money_statements.reconciliation_columns)
hooks.public_sections.register(order=20)(published_months)
hooks.sample_parts.register(order=95)(close_months)

# --- orders and deliveries --------------------------------------------------------------------------------------------

hooks.role_grants.register(order=31)(goods.grants)
hooks.tasks.register(order=31)(goods.tasks)
hooks.late.register(order=30)(goods.late)
hooks.stats.register(order=31)(goods.stats)
hooks.search.register(order=31)(goods.search)
hooks.reminders.register()(goods.late_orders)
hooks.reminders.register()(goods.unsigned_deliveries)
hooks.goods_destinations.register(order=10)(goods.goods_destinations)
hooks.statements.register(order=33)(goods_statements.orders_placed)
hooks.statements.register(order=34)(goods_statements.deliveries_accepted)
hooks.proof_columns.register("finance.PurchaseOrder")(goods_statements.order_columns)
hooks.proof_columns.register("finance.Acceptance")(goods_statements.acceptance_columns)
hooks.proof_columns.register("finance.AcceptanceLine")(goods_statements.line_columns)

# --- claims, advances and batches -------------------------------------------------------------------------------------

hooks.role_grants.register(order=31)(claims.grants)
hooks.menu.register(order=36)(claims.menu)
hooks.loggable.register(order=31)(claims.loggable)
hooks.tasks.register(order=29)(claims.tasks)
hooks.late.register(order=25)(claims.late)
hooks.search.register(order=31)(claims.search)
hooks.reminders.register()(claims.reminders)
hooks.approval_kinds.register(order=11)(claims.approval_kinds)
hooks.approval_facts.register("finance.Claim")(claim_facts.facts_of_claims)
hooks.approval_facts.register("finance.Advance")(claim_facts.facts_of_advances)
hooks.approval_outcomes.register("finance.Claim")(claims.take_claim)
hooks.approval_outcomes.register("finance.Advance")(claims.take_advance)
hooks.statements.register(order=33)(claim_statements.claims_signed)
hooks.statements.register(order=34)(claim_statements.money_paid)
hooks.proof_columns.register("finance.Claim")(claim_statements.claim_columns)
hooks.proof_columns.register("finance.Payment")(claim_statements.payment_columns)
hooks.proof_columns.register("finance.Invoice")(claim_statements.invoice_columns)
hooks.proof_columns.register("finance.Advance")(claim_statements.advance_columns)

# --- fees and the public page -----------------------------------------------------------------------------------------

hooks.role_grants.register(order=31)(fee_hooks.grants)
hooks.menu.register(order=36)(fee_hooks.menu)
hooks.menu.register(order=91)(fee_hooks.set_up_menu)
hooks.tasks.register(order=31)(fee_hooks.to_collect)
hooks.tasks.register(order=32)(fee_hooks.to_publish)
hooks.tasks.register(order=33)(fee_hooks.cash_to_pay_in)
hooks.late.register(order=31)(fee_hooks.cash_late_to_pay_in)
hooks.reminders.register()(fee_hooks.fees_to_settle)
hooks.search.register(order=31)(fee_hooks.search)
hooks.public_sections.register(order=10)(fee_hooks.published_fees)
hooks.statements.register(order=33)(fee_statements.fees_collected)
hooks.statements.register(order=34)(fee_statements.fees_settled)
hooks.statements.register(order=35)(fee_statements.no_stray_charges)
hooks.ticks.register()(letters.renew_letters)
hooks.sample_parts.register(order=62)(fees_sample.make)
for label, columns in fee_statements.PROOFS.items():
    hooks.proof_columns.register(label)(columns)
