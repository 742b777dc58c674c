"""What purchases contribute to shared pages, approvals and the summary."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import sample, services
from finance.facts import purchases as facts
from finance.hooks.goods import menu as menu_of_goods
from finance.imports import budget, suppliers  # noqa: F401 (they register their plans)
from finance.jobs.purchases import papers_running_out
from finance.models import BudgetSource, PurchaseRequest, Supplier
from finance.selectors import bands
from finance.statements import purchases as statements
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
    yield from menu_of_goods(group)
    yield hooks.MenuEntry(group, gettext_lazy("Suppliers"), "finance:supplier_list", "store", "finance.view_supplier")
    yield hooks.MenuEntry(group, gettext_lazy("Budget"), "finance:budgetline_list", "wallet", "finance.view_budgetline")


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
hooks.reminders.register()(papers_running_out)
hooks.proof_columns.register("finance.PurchaseRequest")(statements.proof_columns)
hooks.proof_columns.register("finance.BudgetLine")(statements.budget_columns)
hooks.proof_columns.register("finance.BudgetEntry")(statements.entry_columns)
hooks.proof_columns.register("finance.SupplierPaper")(statements.paper_columns)
hooks.sample_parts.register(order=60)(sample.make)
