"""What people contribute to shared pages and jobs."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logistics import hooks
from logistics.pages.columns import Column
from logistics.people import services
from logistics.people.models import Appointment, User
from logistics.school.models import School

MANAGE = "people.manage_people"

LOGGING_ROLES = [
    "director", "admin", "asset_keeper", "it", "doctor", "duty_leader", "buyer", "acceptor", "storekeeper", "repairer",
    "canteen_manager", "food_safety_director", "food_safety_officer", "cook", "safety_officer", "guard", "life_teacher",
    "clerk",
]  # fmt: skip


@hooks.role_grants.register(order=10)
def grants():
    """Whoever logs the work of the office gets the page 填报; the administrator keeps people and places."""
    granted = {role: ["people.log_work"] for role in LOGGING_ROLES}
    granted["admin"] = [*granted["admin"], "school.manage_school", "people.manage_people"]
    granted["director"] = [*granted["director"], "school.manage_school", "people.manage_people"]
    granted["principal"] = ["school.manage_school"]
    return granted


@hooks.new_school.register(order=10)
def furnish(school):
    services.create_shipped_roles(school, by=None)


@hooks.proof_columns.register("people.User")
def proof_columns():
    return [Column(_("Name"), "name", primary=True)]


@hooks.menu.register(order=90)
def menu():
    yield hooks.MenuEntry(_("Set-up"), _("People"), "people:person_list", "users", MANAGE)


@hooks.search.register(order=90)
def people_found(user, text):
    """People of the school by name, login name or mobile number, for whoever manages them."""
    if not user.has_perm(MANAGE):
        return
    for person in User.objects.visible_to(user).filter(is_active=True).search(text)[:5]:
        yield hooks.Hit(
            title=person.name,
            text=" · ".join(filter(None, (person.username, person.phone))),
            url=reverse("people:person_detail", args=[person.pk]),
            icon="user-round",
            exact=text == person.phone,
        )


@hooks.tasks.register(order=3)
def colleagues_to_enter(user):
    """Whoever is alone in a school is led to the page where colleagues are entered."""
    if user.active_school is None or not user.has_perm(MANAGE):
        return
    others = Appointment.objects.filter(school=OuterRef("pk")).exclude(person=user)
    alone = School.objects.filter(~Exists(others), pk=user.active_school.pk)
    yield hooks.Waiting(alone, _colleagues_to_enter)


def _colleagues_to_enter(_school):
    return hooks.Task(
        gettext("Enter colleagues"),
        gettext("One by one, or all at once from Excel."),
        reverse("people:person_list"),
        icon="users-round",
        tone="info",
        action_label=gettext("Enter"),
    )
