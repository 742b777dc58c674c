"""What contracts contribute to shared pages and the summary: tasks, what is late, reminders, search, statements."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.jobs import contracts as jobs
from finance.models import Contract
from finance.panels.income import money_text
from finance.statements import contracts as statements
from logistics import clock, hooks
from logistics.pages.dates import full_day_text

RECORD = "finance.record_purchase"


@hooks.tasks.register(order=31)
def tasks(user):
    """Contracts of government procurement that are to be published or filed, their day not past."""
    if not user.has_perm(RECORD):
        return
    rows = Contract.objects.visible_to(user).select_related("order__supplier")
    rows = rows.exclude(pk__in=Contract.objects.overdue(clock.today()).values("pk"))
    yield hooks.Waiting(rows.to_publish().order_by("publish_by", "pk"), _to_publish)
    yield hooks.Waiting(rows.to_file().exclude(published_on=None).order_by("file_by", "pk"), _to_file)


@hooks.late.register(order=30)
def late(user):
    """Contracts that should have been published or filed by now."""
    if not user.has_perm(RECORD):
        return
    rows = Contract.objects.visible_to(user).overdue(clock.today()).select_related("order__supplier")
    yield hooks.Waiting(rows.order_by("publish_by", "pk"), _overdue)


def _to_publish(contract):
    text = _("to be published by %(day)s") % {"day": full_day_text(contract.publish_by)}
    return _task(contract, text, reverse("finance:contract_publish", args=[contract.pk]), "megaphone", "warning")


def _to_file(contract):
    text = _("to be filed by %(day)s") % {"day": full_day_text(contract.file_by)}
    return _task(contract, text, reverse("finance:contract_file", args=[contract.pk]), "archive", "warning")


def _overdue(contract):
    if contract.published_on is None and contract.publish_by < clock.today():
        text = _("was to be published by %(day)s") % {"day": full_day_text(contract.publish_by)}
    else:
        text = _("was to be filed by %(day)s") % {"day": full_day_text(contract.file_by)}
    return _task(contract, text, contract.get_absolute_url(), "clock-alert", "danger")


def _task(contract, text, url, icon, tone):
    words = f"{contract.order.supplier.name} · {text}"
    return hooks.Task(contract.title, words, url, icon, tone, action_label=pgettext("contract", "Enter"))


@hooks.search.register(order=31)
def search(user, text):
    """Contracts by number, title, order and supplier."""
    if not user.has_perm("finance.ask_purchase"):
        return
    for contract in Contract.objects.visible_to(user).search(text)[:5]:
        facts = {"amount": money_text(contract.amount), "status": contract.standing[0]}
        yield hooks.Hit(
            f"{contract.number} {contract.title}", _("%(amount)s · %(status)s") % facts, contract.get_absolute_url(),
            icon="file-pen-line", exact=contract.number.upper() == text.upper(),
        )  # fmt: skip


hooks.reminders.register()(jobs.contracts_to_publish)
hooks.reminders.register()(jobs.contracts_to_file)
hooks.reminders.register()(jobs.contracts_ending)
hooks.reminders.register()(jobs.bonds_to_return)
hooks.statements.register(order=33)(statements.contracts_signed)
hooks.proof_columns.register("finance.Contract")(statements.contract_columns)
hooks.proof_columns.register("finance.ContractSupplement")(statements.supplement_columns)
