"""What the summary contributes to shared pages and jobs."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from logistics import hooks
from logistics.hooks import MenuEntry
from logistics.pages.columns import Column
from logistics.reports import checks, duties, sample, services

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


hooks.statements.register(order=70)(duties.duties_by_section)
for section in checks.AREAS:
    hooks.statements.register(order=71)(partial(checks.checks_of_section, section))
hooks.statements.register(order=72)(checks.checks_total)
hooks.statements.register(order=73)(duties.duties_total)


@hooks.proof_columns.register("school.Place")
def proof_columns_of_places():
    return [
        Column(_("Place"), "label", link=True),
        Column(_("Campus"), "campus"),
        Column(_("Kind"), "get_kind_display"),
    ]
