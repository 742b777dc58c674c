"""What the catalogue contributes to shared pages."""

from django.utils.translation import gettext_lazy as _

from logistics import hooks
from logistics.catalogue.services import add_shipped_kinds


@hooks.role_grants.register(order=10)
def grants():
    """The office and the storekeeper know how things are called and counted."""
    return {role: ["catalogue.change_kind"] for role in ("admin", "director", "storekeeper")}


@hooks.new_school.register(order=20)
def furnish(school):
    add_shipped_kinds(school, by=None)


@hooks.menu.register(order=91)
def menu():
    yield hooks.MenuEntry(_("Set-up"), _("Kinds"), "catalogue:kind_list", "shapes", "catalogue.change_kind")
