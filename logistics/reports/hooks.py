"""What the summary contributes to shared pages and jobs."""

from django.utils.translation import gettext_lazy as _

from logistics import hooks
from logistics.hooks import MenuEntry
from logistics.reports import sample, services

READERS = ["director", "admin", "principal", "vice_principal", "party_secretary", "bureau", "inspector"]
WRITERS = ["director", "admin"]


@hooks.menu.register(order=80)
def menu():
    yield MenuEntry(_("Reports"), _("Summary"), "reports:summary", "file-text", "reports.view_summary")
    yield MenuEntry(_("Reports"), _("Files of summaries"), "reports:export_list", "files", "reports.view_summary")


@hooks.role_grants.register()
def grants():
    """Leaders and whoever inspects read the summary; the director writes into it."""
    granted = {role: ["reports.view_summary"] for role in READERS}
    for role in WRITERS:
        granted[role] = ["reports.view_summary", "reports.edit_summary"]
    return granted


@hooks.ticks.register()
def renew_exports():
    """Files whose worker died are made by the next."""
    services.renew_exports()


hooks.sample_parts.register(order=90)(sample.make)
