"""What purchases contribute to shared pages, approvals and the summary."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import facts, sample, services, statements
from finance.models import PurchaseRequest
from finance.selectors import bands
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
TASKS_SHOWN = 5


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
    return granted


@hooks.menu.register(order=35)
def menu():
    yield hooks.MenuEntry(
        gettext_lazy("Finance"), gettext_lazy("Purchases"), "finance:purchase_list", "shopping-cart",
        "finance.ask_purchase",
    )  # fmt: skip


@hooks.loggable.register(order=30)
def loggable():
    yield hooks.MenuEntry(
        gettext_lazy("Finance"), gettext_lazy("Ask for a purchase"), "finance:purchase_create", "shopping-cart",
        "finance.ask_purchase",
    )  # fmt: skip


@hooks.tasks.register(order=30)
def to_buy_and_to_pay(user):
    """What is approved waits for the buyer, what is bought for the payment."""
    if user.has_perm("finance.record_purchase"):
        yield from _tasks(user, PurchaseRequest.Status.APPROVED, _("Buy"), "shopping-cart")
    if user.has_perm("finance.record_payment"):
        yield from _tasks(user, PurchaseRequest.Status.BOUGHT, _("Pay"), "banknote")


def _tasks(user, status, label, icon):
    waiting = PurchaseRequest.objects.visible_to(user).filter(status=status)
    for request in waiting.order_by("approved_on", "pk")[:TASKS_SHOWN]:
        yield hooks.Task(
            title=request.title,
            text=_("%(number)s · %(amount)s yuan")
            % {"number": request.number, "amount": as_text(request.amount, "money")},
            url=request.get_absolute_url(),
            icon=icon,
            action_label=label,
        )


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
    if not user.has_perm("finance.ask_purchase"):
        return
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
    yield hooks.ApprovalKind(services.KIND, gettext_lazy("Purchase"), shipped_route)


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


hooks.approval_facts.register("finance.PurchaseRequest")(facts.facts_of)
hooks.statements.register(order=30)(statements.purchases_made)
hooks.proof_columns.register("finance.PurchaseRequest")(statements.proof_columns)
hooks.sample_parts.register(order=60)(sample.make)
