"""What orders and deliveries contribute to shared pages: rights, menu, tasks, what is late, search, where goods may go."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from finance.forms.acceptance import IssueForm
from finance.messages.money import asks_to_accept, order_is_late
from finance.models import Acceptance, AcceptanceSeat, PurchaseOrder
from finance.services.handing import issue_directly
from finance.statements import goods as statements
from finance.statements import unified
from logistics import clock, hooks
from logistics.hooks import Reminder
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text

ACCEPT, HAND_OVER, RECORD = "finance.accept_goods", "finance.hand_over_goods", "finance.record_purchase"
ACCEPTING = ["acceptor", "storekeeper", "asset_keeper", "director", "buyer", "canteen_manager", "it", "doctor"]
HANDING = ["storekeeper", "asset_keeper", "director", "buyer"]


def grants():
    """Who accepts deliveries, and who hands accepted goods over."""
    granted = {role: [ACCEPT] for role in ACCEPTING}
    for role in HANDING:
        granted[role].append(HAND_OVER)
    return granted


def menu(group):
    yield hooks.MenuEntry(
        group, gettext_lazy("Purchase orders"), "finance:order_list", "clipboard-list", "finance.ask_purchase"
    )
    yield hooks.MenuEntry(
        group, gettext_lazy("Contracts"), "finance:contract_list", "file-pen-line", "finance.ask_purchase"
    )
    yield hooks.MenuEntry(
        group, gettext_lazy("Acceptances"), "finance:acceptance_list", "package-check", "finance.ask_purchase"
    )


# --- what is to do ----------------------------------------------------------------------------------------------------


def tasks(user):
    """Deliveries to sign, orders due today or taken along, and accepted goods that nobody has yet."""
    to_sign = Acceptance.objects.waiting_for(user.pk).select_related("order__request", "order__supplier", "by")
    yield hooks.Waiting(to_sign.order_by("at", "pk"), _to_sign)
    orders = PurchaseOrder.objects.visible_to(user).open().select_related("request", "supplier")
    if user.has_perm(ACCEPT):
        due = orders.exclude(expected_on__gt=clock.today()).exclude(acceptances__status="waiting")
        yield hooks.Waiting(due.order_by("ordered_on", "pk"), _to_accept)
    if user.has_perm(HAND_OVER):
        there = Acceptance.objects.visible_to(user).to_hand_over().select_related("order__request", "order__supplier")
        yield hooks.Waiting(there.order_by("signed_on", "pk"), _to_hand_over)


def _to_sign(acceptance):
    order = acceptance.order
    facts = {"supplier": order.supplier.name, "person": acceptance.by.name}
    return hooks.Task(
        order.request.title, _("Delivery of %(supplier)s, looked at by %(person)s") % facts,
        reverse("finance:acceptance_sign", args=[acceptance.pk]), "pen-line", "warning", action_label=pgettext("acceptance", "Sign"),
    )  # fmt: skip


def _to_accept(order):
    facts = {"number": order.number, "supplier": order.supplier.name}
    return hooks.Task(
        order.request.title, _("%(number)s · %(supplier)s") % facts,
        reverse("finance:acceptance_create", args=[order.pk]), "package-check", action_label=_("Accept"),
    )  # fmt: skip


def _to_hand_over(acceptance):
    facts = {"number": acceptance.number, "supplier": acceptance.order.supplier.name}
    return hooks.Task(
        acceptance.order.request.title, _("%(number)s · %(supplier)s") % facts, acceptance.get_absolute_url(),
        "hand-helping", action_label=_("Hand goods over"),
    )  # fmt: skip


def late(user):
    """The orders of this buyer that were to be there by now."""
    rows = PurchaseOrder.objects.visible_to(user).late(clock.today()).select_related("request", "supplier")
    yield hooks.Waiting(rows.filter(buyer=user.pk).order_by("expected_on", "pk"), _overdue)


def _overdue(order):
    facts = {"supplier": order.supplier.name, "day": full_day_text(order.expected_on)}
    return hooks.Task(
        order.request.title, _("%(supplier)s, was to come on %(day)s") % facts, order.get_absolute_url(), "clock-alert",
        "danger", action_label=_("Look"),
    )  # fmt: skip


def late_orders(today):
    """Yield a Reminder to the buyer of each late order, once a week while it lasts."""
    rows = PurchaseOrder.objects.late(today).select_related("request", "supplier", "buyer", "school")
    for order in rows.order_by("pk"):
        week = (today - order.expected_on).days // 7
        yield Reminder(
            key=f"order-late:{order.pk}:{week}",
            to=order.buyer,
            text=order_is_late(order, today),
            url=order.get_absolute_url(),
            school=order.school,
        )


def unsigned_deliveries(today):
    """Yield a Reminder a day to whoever has not signed a delivery by the day after it was written down."""
    seats = AcceptanceSeat.objects.filter(acceptance__status="waiting", signed_at=None, acceptance__on__lt=today)
    order = "acceptance__order"
    for seat in seats.select_related(
        "person", "acceptance__school", "acceptance__by", f"{order}__request", f"{order}__supplier"
    ):
        acceptance = seat.acceptance
        yield Reminder(
            key=f"acceptance-unsigned:{seat.pk}:{today}",
            to=seat.person,
            text=asks_to_accept(acceptance).text,
            url=acceptance.get_absolute_url(),
            school=acceptance.school,
        )


def search(user, text):
    """Orders and deliveries by number, supplier and what they are for."""
    if not user.has_perm("finance.ask_purchase"):
        return
    for model, icon in ((PurchaseOrder, "clipboard-list"), (Acceptance, "package-check")):
        for record in model.objects.visible_to(user).search(text)[:5]:
            yield hooks.Hit(
                f"{record.number} {_request_of(record).title}",
                record.get_status_display(),
                record.get_absolute_url(),
                icon=icon,
                exact=record.number == text.upper(),
            )


def _request_of(record):
    return record.request if isinstance(record, PurchaseOrder) else record.order.request


def goods_destinations():
    """直接领用; apps above add theirs."""
    yield hooks.Destination("direct", _("Issue directly"), "hand-helping", HAND_OVER, issue_directly, IssueForm)


def stats(user):
    """For whoever records purchases: what is still to come."""
    if user.has_perm(RECORD):
        count = PurchaseOrder.objects.visible_to(user).late(clock.today()).count()
        yield hooks.Stat(_("Late orders"), as_text(count, "number"), url=f"{reverse('finance:order_list')}?mark=late")


hooks.role_grants.register(order=31)(grants)
hooks.tasks.register(order=31)(tasks)
hooks.late.register(order=30)(late)
hooks.stats.register(order=31)(stats)
hooks.search.register(order=31)(search)
hooks.reminders.register()(late_orders)
hooks.reminders.register()(unsigned_deliveries)
hooks.goods_destinations.register(order=10)(goods_destinations)
hooks.statements.register(order=33)(statements.orders_placed)
hooks.statements.register(order=33)(statements.deliveries_accepted)
hooks.statements.register(order=33)(unified.purchases_unified)
hooks.proof_columns.register("finance.PurchaseOrder")(statements.order_columns)
hooks.proof_columns.register("finance.Acceptance")(statements.acceptance_columns)
hooks.proof_columns.register("finance.AcceptanceLine")(statements.line_columns)
