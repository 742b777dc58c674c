"""Where agreements, compensation, donations, savings and funds meet shared pages: menu, tasks, search."""

from datetime import timedelta
from itertools import islice

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.messages import income as messages
from finance.models import Agreement, Compensation, Contribution, EarmarkedFund, Instalment, Saving, ScrapSale
from logistics import clock, hooks

FINANCE, INCOME = gettext_lazy("Finance"), gettext_lazy("Other income")
SEEING = ["principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier"]
GRANTS = {
    "finance.view_agreement": SEEING,
    "finance.keep_agreement": ["director", "clerk"],
    "finance.record_income": ["accountant", "clerk", "cashier"],
    "finance.view_scrapsale": [*SEEING, "storekeeper", "canteen_manager", "asset_keeper"],
    "finance.sell_scrap": ["director", "clerk", "storekeeper", "canteen_manager"],
    "finance.view_compensation": [*SEEING, "asset_keeper", "life_teacher", "class_teacher"],
    "finance.keep_compensation": ["director", "clerk", "asset_keeper"],
    "finance.waive_compensation": ["principal", "vice_principal", "director"],
    "finance.view_contribution": SEEING,
    "finance.keep_contribution": ["director", "clerk", "accountant"],
    "finance.view_saving": [*SEEING, "canteen_manager", "storekeeper"],
    "finance.keep_saving": ["director", "clerk", "canteen_manager"],
    "finance.view_earmarkedfund": SEEING,
    "finance.keep_fund": ["director", "accountant", "clerk"],
    "finance.flag_spending": ["principal", "party_secretary", "vice_principal", "accountant"],
}
SOON = timedelta(days=7)


def grants():
    """Those who see the money see all of it; the office draws up and demands, the money people receive."""
    granted = {}
    for permission, roles in GRANTS.items():
        for role in roles:
            granted.setdefault(role, []).append(permission)
    return granted


def menu():
    yield hooks.MenuEntry(
        INCOME, gettext_lazy("Agreements"), "finance:agreement_list", "handshake", "finance.view_agreement"
    )
    yield hooks.MenuEntry(
        INCOME, gettext_lazy("Scrap sold"), "finance:scrapsale_list", "scale", "finance.view_scrapsale"
    )
    yield hooks.MenuEntry(
        INCOME, gettext_lazy("Compensation"), "finance:compensation_list", "hammer", "finance.view_compensation"
    )
    yield hooks.MenuEntry(
        INCOME, gettext_lazy("Donations"), "finance:contribution_list", "gift", "finance.view_contribution"
    )
    yield hooks.MenuEntry(INCOME, gettext_lazy("Savings"), "finance:saving_list", "piggy-bank", "finance.view_saving")
    yield hooks.MenuEntry(
        INCOME, gettext_lazy("Earmarked funds"), "finance:fund_list", "target", "finance.view_earmarkedfund"
    )


def loggable():
    yield hooks.MenuEntry(
        FINANCE, gettext_lazy("Record a sale of scrap"), "finance:scrapsale_create", "scale", "finance.sell_scrap"
    )
    yield hooks.MenuEntry(
        FINANCE, gettext_lazy("Demand compensation"), "finance:compensation_create", "hammer",
        "finance.keep_compensation",
    )  # fmt: skip


# --- what waits -------------------------------------------------------------------------------------------------------


def to_receive(user):
    """Instalments of today and the next days wait for whoever receives money."""
    if user.has_perm("finance.record_income"):
        today = clock.today()
        due = _instalments_of(user).filter(dropped_on=None, due_on__range=(today, today + SOON), outstanding__gt=0)
        yield hooks.Waiting(due.order_by("due_on", "pk"), _instalment_task)


def overdue(user):
    """What is overdue: to whoever receives money, and to whoever draws agreements up and must demand it."""
    if user.has_perm("finance.record_income") or user.has_perm("finance.keep_agreement"):
        late = _instalments_of(user).filter(dropped_on=None, due_on__lt=clock.today(), outstanding__gt=0)
        yield hooks.Waiting(late.order_by("due_on", "pk"), _instalment_task)
    if user.has_perm("finance.record_income") or user.has_perm("finance.keep_compensation"):
        owed = Compensation.objects.visible_to(user).with_payments()
        owed = owed.filter(status=Compensation.Status.OPEN, due_on__lt=clock.today())
        yield hooks.Waiting(owed.order_by("due_on", "pk"), _compensation_task)


def _instalments_of(user):
    return Instalment.objects.visible_to(user).with_settled().select_related("agreement")


def _instalment_task(instalment):
    is_late = instalment.due_on < clock.today()
    return hooks.Task(
        title=str(instalment), text=messages.instalment_due(instalment), url=instalment.get_absolute_url(),
        icon="calendar-clock", tone="danger" if is_late else "neutral",
        action_label=_("Ask for it") if is_late else _("Receive"),
    )  # fmt: skip


def _compensation_task(compensation):
    return hooks.Task(
        title=str(compensation), text=messages.compensation_due(compensation), url=compensation.get_absolute_url(),
        icon="hammer", tone="danger", action_label=_("Ask for it"),
    )  # fmt: skip


def stats(user):
    """How much of what agreements let fall due is outstanding."""
    if not user.has_perm("finance.view_agreement"):
        return
    total = Instalment.objects.visible_to(user).overdue(clock.today()).aggregate(sum=Sum("outstanding"))["sum"]
    if total:
        url = f"{reverse('finance:instalment_list')}?standing=overdue"
        yield hooks.Stat(_("Rent outstanding"), f"{total:,.2f}", unit=_("yuan"), url=url)


# --- search -------------------------------------------------------------------------------------------------------

SEARCHED = [
    (Agreement, "finance.view_agreement", "handshake"),
    (Compensation, "finance.view_compensation", "hammer"),
    (Contribution, "finance.view_contribution", "gift"),
    (ScrapSale, "finance.view_scrapsale", "scale"),
    (Saving, "finance.view_saving", "piggy-bank"),
    (EarmarkedFund, "finance.view_earmarkedfund", "target"),
]


def search(user, text):
    return islice(_found(user, text), 5)


def _found(user, text):
    for model, permission, icon in SEARCHED:
        if not user.has_perm(permission):
            continue
        for record in model.objects.visible_to(user).search(text)[:2]:
            number = getattr(record, "number", "")
            exact = bool(number) and number == text.upper()
            yield hooks.Hit(str(record), number, record.get_absolute_url(), icon=icon, exact=exact)
