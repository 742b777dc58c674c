"""What the rules contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from logistics import hooks


@hooks.menu.register(order=92)
def menu():
    yield hooks.MenuEntry(_("Set-up"), _("Rules"), "rules:rule_list", "scale", "school.manage_school")
