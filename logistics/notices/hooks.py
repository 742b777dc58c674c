"""What notices contribute to shared pages and jobs."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logistics import hooks
from logistics.hooks import MenuEntry
from logistics.notices import sample, selectors, services


@hooks.menu.register(order=92)
def menu():
    yield MenuEntry(_("Set-up"), _("Group robots"), "notices:robot_list", "bot", "notices.manage_robot")
    yield MenuEntry(_("Set-up"), _("Sending log"), "notices:delivery_list", "send", "notices.view_delivery")


@hooks.unread.register()
def unread(user):
    return selectors.unread_count(user)


@hooks.late.register(order=80)
def unsent(user):
    """Whoever keeps the robots learns of messages that did not arrive."""
    if user.active_school is None or not user.has_perm("notices.manage_robot"):
        return
    count = selectors.unsent_count(user.active_school)
    if count:
        url = reverse("notices:delivery_list") + "?status=gave_up"
        title = gettext("Messages that did not arrive: %(count)d") % {"count": count}
        yield hooks.Task(title, gettext("Look at the reason and send them again."), url, icon="send", tone="warning")


@hooks.role_grants.register(order=10)
def grants():
    """Whoever keeps the school's settings keeps its robots and sees what was sent."""
    kept = ["notices.manage_robot", "notices.view_delivery"]
    return {"admin": kept, "director": kept}


@hooks.ticks.register(order=10)
def revive():
    services.revive_deliveries()


@hooks.ticks.register(order=20)
def morning():
    services.start_morning()


hooks.sample_parts.register(order=10)(sample.make_robot)
hooks.sample_parts.register(order=99)(sample.read_notices)
