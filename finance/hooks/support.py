"""What subsidies, audits, applications for money, wages and enrolment days contribute to shared pages and jobs."""

from itertools import islice

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.facts.published import published_donations, published_subsidies
from finance.imports import subsidies as imported  # noqa: F401 (it registers its plan)
from finance.jobs import support as reminders
from finance.messages import support as messages
from finance.models import Audit, AuditFinding, GrantApplication, Subsidy, SubsidyPayment
from finance.sample.support import make_support
from finance.statements import audits as audit_statements
from finance.statements import economy
from finance.statements import grants as grant_statements
from finance.statements import subsidies as subsidy_statements
from finance.statements import wages as wage_statements
from logistics import clock, hooks

FEES, INCOME = gettext_lazy("Fees and pupils"), gettext_lazy("Other income")
BOOKS = gettext_lazy("Books and accounts")
SEEING = ["principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier"]
GRANTS = {
    "finance.view_subsidy": SEEING,
    "finance.keep_subsidy": ["director", "accountant", "clerk"],
    "finance.pay_subsidy": ["accountant", "clerk", "cashier"],
    "finance.view_audit": SEEING,
    "finance.keep_audit": ["director", "accountant", "clerk"],
    "finance.view_grantapplication": SEEING,
    "finance.keep_grant": ["director", "accountant", "clerk"],
    "finance.view_wagemonth": ["principal", "party_secretary", "vice_principal", "director", "accountant", "clerk"],
    "finance.confirm_wages": ["accountant", "clerk"],
    "finance.plan_fee_day": ["director", "clerk"],
}


def grants():
    """Those who see the money see all of it; the office makes lists and plans, the money people pay and confirm."""
    granted = {}
    for permission, roles in GRANTS.items():
        for role in roles:
            granted.setdefault(role, []).append(permission)
    return granted


def fee_menu():
    entry = hooks.MenuEntry
    yield entry(FEES, gettext_lazy("Enrolment days"), "finance:feeday_list", "calendar-check", "finance.collect_fee")
    yield entry(FEES, gettext_lazy("Subsidies"), "finance:subsidy_list", "heart-handshake", "finance.view_subsidy")


def income_menu():
    yield hooks.MenuEntry(
        INCOME,
        gettext_lazy("Applications for money"),
        "finance:grant_list",
        "landmark",
        "finance.view_grantapplication",
    )


def books_menu():
    entry = hooks.MenuEntry
    yield entry(BOOKS, gettext_lazy("Payment of wages"), "finance:wagemonth_list", "wallet", "finance.view_wagemonth")
    yield entry(BOOKS, gettext_lazy("Audits from outside"), "finance:audit_list", "search-check", "finance.view_audit")


# --- what waits -------------------------------------------------------------------------------------------------------


def to_do(user):
    """Findings of one's own; lists that may be paid; cash that nobody signed for; grants that are no fund yet."""
    today = clock.today()
    yield hooks.Waiting(_own_findings(user).filter(due_on__gte=today), _finding_task)
    if user.has_perm("finance.pay_subsidy"):
        ready = Subsidy.objects.visible_to(user).ready()
        yield hooks.Waiting(ready.order_by("posted_until", "pk"), _pay_task)
        unsigned = SubsidyPayment.objects.visible_to(user).unsigned().select_related("subsidy", "school_class")
        yield hooks.Waiting(unsigned.order_by("on", "pk"), _sign_task)
    if user.has_perm("finance.keep_fund"):
        loose = GrantApplication.objects.visible_to(user).filter(status="granted", fund=None)
        yield hooks.Waiting(loose.order_by("decided_on", "pk"), _fund_task)


def overdue(user):
    """Findings whose day has passed: one's own, and all for whoever keeps the audits."""
    yield hooks.Waiting(_own_findings(user).filter(due_on__lt=clock.today()), _finding_task)


def _own_findings(user):
    mine = Q(responsible=user.pk)
    if user.has_perm("finance.keep_audit"):
        mine |= Q(due_on__lt=clock.today())
    findings = AuditFinding.objects.visible_to(user).open().filter(mine)
    return findings.select_related("audit").order_by("due_on", "pk")


def _finding_task(finding):
    is_late = finding.due_on < clock.today()
    return hooks.Task(
        title=finding.text, text=messages.finding_due(finding), url=finding.get_absolute_url(), icon="search-check",
        tone="danger" if is_late else "warning", action_label=_("Put right"),
    )  # fmt: skip


def _pay_task(subsidy):
    return hooks.Task(
        title=subsidy.name, text=messages.subsidy_payable(subsidy),
        url=reverse("finance:subsidy_pay", args=[subsidy.pk]), icon="heart-handshake", action_label=_("Pay the subsidy"),
    )  # fmt: skip


def _sign_task(payment):
    return hooks.Task(
        title=str(payment), text=_("Paid in cash; the signed list is missing."), url=payment.get_absolute_url(),
        icon="file-check", tone="warning", action_label=_("Put the signed list in"),
    )  # fmt: skip


def _fund_task(application):
    return hooks.Task(
        title=application.name, text=_("Granted, and not yet an earmarked fund."),
        url=reverse("finance:grant_fund", args=[application.pk]), icon="target", action_label=_("Make it a fund"),
    )  # fmt: skip


# --- search -----------------------------------------------------------------------------------------------------------

SEARCHED = [
    (Subsidy, "finance.view_subsidy", "heart-handshake"),
    (GrantApplication, "finance.view_grantapplication", "landmark"),
    (Audit, "finance.view_audit", "search-check"),
]


def search(user, text):
    return islice(_found(user, text), 5)


def _found(user, text):
    for model, permission, icon in SEARCHED:
        if user.has_perm(permission):
            for record in model.objects.visible_to(user).search(text)[:2]:
                exact = record.number == text.upper()
                yield hooks.Hit(str(record), record.number, record.get_absolute_url(), icon=icon, exact=exact)


hooks.role_grants.register(order=34)(grants)
hooks.menu.register(order=36)(fee_menu)
hooks.menu.register(order=37)(income_menu)
hooks.menu.register(order=38)(books_menu)
hooks.tasks.register(order=34)(to_do)
hooks.late.register(order=34)(overdue)
hooks.search.register(order=34)(search)
hooks.reminders.register()(reminders.findings_due)
hooks.reminders.register()(reminders.wages_to_confirm)
hooks.reminders.register()(reminders.subsidies_to_pay)
hooks.public_sections.register(order=30)(published_subsidies)
hooks.public_sections.register(order=40)(published_donations)
hooks.statements.register(order=36)(subsidy_statements.enrolment_days)
hooks.statements.register(order=36)(subsidy_statements.subsidies_paid)
hooks.statements.register(order=32)(economy.purchases_economical)
hooks.statements.register(order=39)(economy.means_kept)
hooks.statements.register(order=39)(economy.spent_per_pupil)
hooks.statements.register(order=46)(grant_statements.money_won)
hooks.statements.register(order=47)(wage_statements.wages_paid)
hooks.statements.register(order=48)(audit_statements.audited)
hooks.statements.register(order=49)(economy.four_persists)
hooks.sample_parts.register(order=66)(make_support)
for statements in (subsidy_statements, grant_statements, wage_statements, audit_statements, economy):
    for label, columns in statements.PROOFS.items():
        hooks.proof_columns.register(label)(columns)
