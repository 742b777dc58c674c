"""What meters contribute to shared pages and the summary: menu, tasks, what is late, reminders, search, statements."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.jobs import meters as jobs
from finance.messages import meters as messages
from finance.models import Meter, MeterReading
from finance.selectors.meters import unread
from finance.statements import meters as statements
from logistics import clock, hooks
from logistics.rules.selectors import in_force

FINANCE, INCOME = gettext_lazy("Finance"), gettext_lazy("Other income")
SEEING = ["principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier"]
GRANTS = {
    "finance.view_meter": SEEING,
    "finance.keep_meter": ["director", "clerk"],
    "finance.read_meter": ["director", "clerk", "repairer"],
}


@hooks.role_grants.register(order=33)
def grants():
    """Whoever sees the money sees the charges; the office keeps the meters, repairers read them too."""
    granted = {}
    for permission, roles in GRANTS.items():
        for role in roles:
            granted.setdefault(role, []).append(permission)
    return granted


@hooks.menu.register(order=38)
def menu():
    yield hooks.MenuEntry(INCOME, gettext_lazy("Meters"), "finance:meter_list", "gauge", "finance.view_meter")
    yield hooks.MenuEntry(
        INCOME, gettext_lazy("Electricity and water"), "finance:reading_list", "plug-zap", "finance.view_meter"
    )


@hooks.loggable.register(order=33)
def loggable():
    yield hooks.MenuEntry(FINANCE, gettext_lazy("Read meters"), "finance:meter_sheet", "gauge", "finance.read_meter")


@hooks.tasks.register(order=34)
def to_read(user):
    """From the day of the month that rule meter.read.day names: one row while a meter is to be read."""
    if not user.has_perm("finance.read_meter"):
        return
    today = clock.today()
    waiting = unread(Meter.objects.visible_to(user), today)
    first = waiting.select_related("school").first()
    if first is None or today.day < in_force("meter.read.day", school=first.school, on=today):
        return
    yield hooks.Task(
        title=_("Read meters"), text=messages.meters_to_read(waiting.count(), today), url=reverse("finance:meter_sheet"),
        icon="gauge", action_label=_("Read meters"),
    )  # fmt: skip


@hooks.late.register(order=34)
def overdue(user):
    """Charges that are overdue: to whoever receives money, and to who is to pay."""
    rows = MeterReading.objects.visible_to(user).overdue(clock.today()).select_related("meter__place")
    if not user.has_perm("finance.record_income"):
        rows = rows.filter(person=user.pk)
    yield hooks.Waiting(rows.order_by("due_on", "pk"), lambda reading: _task(reading, user))


def _task(reading, user):
    own = reading.person_id == user.pk
    return hooks.Task(
        title=str(reading), text=messages.own_reading_due(reading) if own else messages.reading_due(reading),
        url=reading.get_absolute_url(), icon="plug-zap", tone="danger",
        action_label=_("Look at it") if own else _("Ask for it"),
    )  # fmt: skip


@hooks.search.register(order=34)
def search(user, text):
    """Meters by number, place and who pays."""
    if not (user.has_perm("finance.view_meter") or user.has_perm("finance.read_meter")):
        return
    for meter in Meter.objects.visible_to(user).search(text).select_related("place")[:5]:
        words = f"{meter.get_kind_display()} · {meter.payer}"
        exact = meter.number.upper() == text.upper()
        yield hooks.Hit(str(meter), words, meter.get_absolute_url(), icon="gauge", exact=exact)


hooks.reminders.register()(jobs.meters_to_read)
hooks.reminders.register()(jobs.readings_unpaid)
hooks.statements.register(order=42)(statements.meters_charged)
hooks.proof_columns.register("finance.Meter")(statements.meter_columns)
hooks.proof_columns.register("finance.MeterReading")(statements.reading_columns)
hooks.proof_columns.register("finance.MeterPayment")(statements.meter_payment_columns)
