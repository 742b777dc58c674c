"""What accounts, money entries and closed months contribute to shared pages and jobs."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.jobs import money as jobs
from finance.models import Account, Books
from finance.month_publication import published_months
from finance.sample.accounts import close_months
from finance.statements import money as statements
from logistics import hooks

KEEPING = {
    "finance.view_moneyentry": [
        "principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier",
    ],
    "finance.keep_books": ["accountant", "clerk", "director"],
    "finance.deposit_money": ["accountant", "clerk", "cashier"],
    "finance.close_month": ["accountant", "clerk"],
    "finance.audit_month": ["principal", "party_secretary", "director"],
    "finance.publish_month": ["principal", "director"],
}  # fmt: skip


@hooks.role_grants.register(order=32)
def grants():
    """The money people see every entry; who may close a month, audit it and publish it are three."""
    granted = {}
    for permission, roles in KEEPING.items():
        for role in roles:
            granted.setdefault(role, []).append(permission)
    return granted


@hooks.menu.register(order=38)
def menu_of_books():
    group, seen = gettext_lazy("Books and accounts"), "finance.view_moneyentry"
    yield hooks.MenuEntry(group, gettext_lazy("Accounts"), "finance:books", "landmark", seen)
    yield hooks.MenuEntry(group, gettext_lazy("Money entries"), "finance:moneyentry_list", "scroll-text", seen)
    yield hooks.MenuEntry(group, gettext_lazy("Closing of months"), "finance:closing_list", "lock", seen)


@hooks.tasks.register(order=34)
def to_set_up(user):
    """A school without an account has not said yet where its books are (独立核算 or 集中核算)."""
    if user.active_school and user.has_perm("finance.keep_books"):
        without = Books.objects.of_school(user.active_school).exclude(school__in=Account.objects.values("school"))
        yield hooks.Waiting(without, _set_up_task)


def _set_up_task(books):
    return hooks.Task(
        title=_("Set up the books"),
        text=_("Say whether the school keeps its books itself or at an accounting centre, and open its accounts."),
        url=books.get_absolute_url(), icon="landmark", action_label=_("Set up"),
    )  # fmt: skip


hooks.new_school.register(order=40)(services.make_books)
hooks.statements.register(order=36)(statements.money_moved)
hooks.statements.register(order=37)(statements.deposits_made)
hooks.statements.register(order=38)(statements.months_closed)
hooks.statements.register(order=38)(statements.months_reported)
hooks.reminders.register()(jobs.cash_to_pay_in)
hooks.reminders.register()(jobs.months_to_be_closed)
hooks.proof_columns.register("finance.MoneyEntry")(statements.entry_columns)
hooks.proof_columns.register("finance.MonthClosing")(statements.closing_columns)
hooks.proof_columns.register("finance.Reconciliation")(statements.reconciliation_columns)
hooks.public_sections.register(order=20)(published_months)
hooks.sample_parts.register(order=95)(close_months)
