"""What approvals contribute to shared pages."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import hooks
from logistics.approvals.messages import asks_to_stand_in
from logistics.approvals.models import Absence, Case, Seat
from logistics.approvals.selectors import wait_of, wishes_of
from logistics.pages.columns import as_text
from logistics.people.shipped_roles import ROLES

OUTSIDERS = {"parents", "inspector", "bureau"}


def count_waiting(user):
    yield Case.objects.waiting_for(user)


@hooks.menu.register(order=15)
def menu():
    group = gettext_lazy("Approvals")
    yield hooks.MenuEntry(
        group, gettext_lazy("My approvals"), "approvals:case_list", "stamp", "approvals.take_part", count_waiting
    )
    yield hooks.MenuEntry(
        group, gettext_lazy("Stand-ins"), "approvals:absence_list", "user-round-check", "approvals.take_part"
    )
    yield hooks.MenuEntry(
        group, gettext_lazy("Approval routes"), "approvals:route_list", "route", "approvals.manage_route"
    )


@hooks.tasks.register(order=1)
def waiting_for_my_signature(user):
    """What waits for a signature comes first, longest waiting on top, overdue flagged."""
    seats = Seat.objects.asked_of(user).select_related("step", "person", "case__asked_by", "case__school")
    if user.active_school:
        seats = seats.filter(case__school=user.active_school)
    yield hooks.Waiting(seats.order_by("step__asked_at"), _sign_task)


def _sign_task(seat):
    days = wait_of(seat.step.asked_at)
    late = days >= wishes_of(seat.case.school).flag_after_days
    text = _("%(amount)s yuan · %(asked_by)s") % {
        "amount": as_text(seat.case.amount, "money"),
        "asked_by": seat.case.asked_by.name,
    }
    return hooks.Task(
        title=seat.case.title,
        text=_("%(text)s · has waited %(days)s days") % {"text": text, "days": days} if late else text,
        url=seat.case.get_absolute_url(),
        icon="stamp",
        tone="warning" if late else "info",
        when=seat.step.asked_at,
        action_label=_("Sign"),
    )


@hooks.tasks.register(order=2)
def waiting_for_a_ruling(user):
    """Whoever enters decisions of meetings and replies from outside sees what waits for one, the own requests left out."""
    if user.has_perm("approvals.enter_ruling") and user.active_school:
        cases = Case.objects.of_school(user.active_school).waiting_for_a_ruling().exclude(asked_by=user.pk)
        yield hooks.Waiting(cases.order_by("submitted_at"), _ruling_task)


def _ruling_task(case):
    return hooks.Task(
        title=case.title,
        text=_("%(amount)s yuan · waits for a collective decision or a reply")
        % {"amount": as_text(case.amount, "money")},
        url=case.get_absolute_url(),
        icon="landmark",
        tone="info",
        when=case.submitted_at,
        action_label=_("Enter"),
    )


@hooks.reminders.register(order=20)
def standing_in_begins(today):
    """On the first day of standing in."""
    beginning = Absence.objects.on(today).filter(starts_on=today).select_related("person", "stand_in", "school")
    for absence in beginning:
        message = asks_to_stand_in(absence)
        yield hooks.Reminder(
            key=f"{message.key}:{today}", to=absence.stand_in, text=message.text, url=message.url, school=absence.school
        )


@hooks.tasks.register(order=20)
def sent_back_to_me(user):
    """What was sent back waits for its requester."""
    cases = Case.objects.filter(asked_by=user.pk, status=Case.Status.RETURNED)
    if user.active_school:
        cases = cases.of_school(user.active_school)
    yield hooks.Waiting(cases, _change_task)


def _change_task(case):
    return hooks.Task(
        title=case.title,
        text=_("Sent back: change it and submit it again"),
        url=case.get_absolute_url(),
        icon="undo-2",
        tone="info",
        when=case.decided_at,
        action_label=_("Change"),
    )


@hooks.role_grants.register(order=15)
def grants():
    """Everyone of the school may ask and be asked; leaders see all cases, the office enters paper and sets routes."""
    granted = {key: ["approvals.take_part"] for key, _name, _superior in ROLES if key not in OUTSIDERS}
    for key in ("principal", "party_secretary", "vice_principal", "director", "accountant", "clerk", "admin"):
        granted[key].append("approvals.view_case")
    for key in ("director", "clerk", "admin", "accountant"):
        granted[key].append("approvals.enter_paper")
    for key in ("director", "principal", "admin"):
        granted[key].append("approvals.manage_route")
    for key in ("director", "clerk", "admin", "vice_principal"):
        granted[key].append("approvals.enter_ruling")
    for key in ("director", "clerk", "admin"):
        granted[key].append("approvals.set_stand_in")
    return granted
