"""What repairs contribute to shared pages and jobs."""

from datetime import time, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock, hooks
from logistics.checks.panels import rounds_at_place
from logistics.pages.columns import Column, make_row
from logistics.pages.parts import Action, Panel
from repairs import imports, sample, services, statements  # noqa: F401 (imports registers its plan)
from repairs.forms.report import FromCheckForm
from repairs.jobs import accept_silence
from repairs.models import Repair
from repairs.selectors import age_of, late_repairs
from repairs.views.columns import COLUMNS, PROOF_COLUMNS

OFFICE = ["view_repair", "assign_repair", "enter_repair", "set_up_repairs"]
PANEL_ROWS = 5
WEEKS_OF_TREND = 8


@hooks.role_grants.register(order=20)
def grants():
    """Everybody reports; the office sends people, repairers and the IT person work, guards write down calls."""
    granted = {
        "director": OFFICE,
        "admin": OFFICE,
        "repairer": ["view_repair", "work_repair"],
        "it": ["view_repair", "work_repair"],
        **dict.fromkeys(
            ["guard", "life_teacher", "duty_leader", "safety_officer", "clerk"], ["view_repair", "enter_repair"]
        ),
        **dict.fromkeys(
            [
                "principal",
                "party_secretary",
                "vice_principal",
                "asset_keeper",
                "storekeeper",
                "head",
                "bureau",
                "inspector",
            ],
            ["view_repair"],
        ),
    }
    return {role: [f"repairs.{name}" for name in names] for role, names in granted.items()}


@hooks.menu.register(order=20)
def menu():
    group = gettext_lazy("Repairs")
    yield hooks.MenuEntry(group, gettext_lazy("Report a fault"), "repairs:repair_create", "megaphone")
    yield hooks.MenuEntry(group, gettext_lazy("My reports"), "repairs:repair_mine", "list-checks", badge=to_confirm)
    yield hooks.MenuEntry(
        group,
        gettext_lazy("Today's round"),
        "repairs:repair_round",
        "footprints",
        "repairs.work_repair",
        badge=sent_to_me,
    )
    yield hooks.MenuEntry(
        group,
        gettext_lazy("Repair register"),
        "repairs:repair_list",
        "wrench",
        "repairs.view_repair",
        badge=to_dispatch,
    )
    yield hooks.MenuEntry(group, gettext_lazy("Board"), "repairs:repair_board", "kanban", "repairs.view_repair")
    yield hooks.MenuEntry(
        group, gettext_lazy("Set up repairs"), "repairs:setup", "settings-2", "repairs.set_up_repairs"
    )


def to_confirm(user):
    yield _to_confirm(user)


def _to_confirm(user):
    return Repair.objects.visible_to(user).mine(user).filter(status=Repair.Status.TO_CONFIRM)


def sent_to_me(user):
    yield _sent_to(user)


def _sent_to(user):
    states = [Repair.Status.ASSIGNED, Repair.Status.IN_PROGRESS]
    return Repair.objects.visible_to(user).filter(assigned_to=user, status__in=states)


def to_dispatch(user):
    if user.has_perm("repairs.assign_repair"):
        yield _to_dispatch(user)


def _to_dispatch(user):
    states = [Repair.Status.REPORTED, Repair.Status.ACCEPTED]
    return Repair.objects.visible_to(user).within(user, "repairs.assign_repair").filter(status__in=states)


@hooks.loggable.register(order=10)
def loggable():
    group = gettext_lazy("Repairs")
    yield hooks.MenuEntry(group, gettext_lazy("Report a fault"), "repairs:repair_create", "megaphone")
    yield hooks.MenuEntry(
        group, gettext_lazy("Report for a caller"), "repairs:repair_enter", "phone-incoming", "repairs.enter_repair"
    )
    yield hooks.MenuEntry(
        group, gettext_lazy("Enter a finished job"), "repairs:repair_book", "clipboard-check", "repairs.work_repair"
    )
    yield hooks.MenuEntry(
        group, gettext_lazy("Enter a day's results"), "repairs:repair_grid", "table-2", "repairs.enter_repair"
    )


@hooks.tasks.register(order=10)
def tasks(user):
    """Jobs I am sent to, reports that wait for somebody to be sent, repairs I am to confirm."""
    yield hooks.Waiting(_sent_to(user).for_lists().order_by("-urgent", "reported_at"), _next_tap)
    if user.has_perm("repairs.assign_repair"):
        yield hooks.Waiting(_to_dispatch(user).for_lists().order_by("-urgent", "reported_at"), _next_tap)
    yield hooks.Waiting(_to_confirm(user).for_lists(), _next_tap)


def _next_tap(repair):
    states = Repair.Status
    taps = {
        states.REPORTED: _("Accept the report"),
        states.ACCEPTED: _("Send somebody"),
        states.ASSIGNED: _("Take the job"),
        states.IN_PROGRESS: _("Job finished"),
        states.TO_CONFIRM: _("Confirm and rate"),
    }
    return _task(repair, taps[repair.status], icon="star" if repair.status == states.TO_CONFIRM else "wrench")


def _task(repair, action, icon="wrench", tone=""):
    return hooks.Task(
        title=str(repair),
        text=f"{repair.number} · {repair.campus}",
        url=repair.get_absolute_url(),
        icon="siren" if repair.urgent else icon,
        tone=tone or ("danger" if repair.urgent else "neutral"),
        when=repair.reported_at,
        action_label=action,
    )


@hooks.late.register(order=10)
def late(user):
    """Repairs open beyond the time set: to those who send people, and to whoever is sent."""
    if user.active_school is None or not (
        user.has_perm("repairs.assign_repair") or user.has_perm("repairs.work_repair")
    ):
        return
    found = late_repairs(user.active_school).filter(pk__in=Repair.objects.visible_to(user).values("pk"))
    if not user.has_perm("repairs.assign_repair"):
        found = found.filter(assigned_to=user)
    yield hooks.Waiting(found.for_lists().order_by("reported_at"), _late_task)


def _late_task(repair):
    return _task(repair, _("open for %(days)d days") % {"days": age_of(repair)}, tone="warning")


@hooks.stats.register(order=10)
def stats(user):
    if not user.has_perm("repairs.view_repair") or user.active_school is None:
        return
    repairs = Repair.objects.visible_to(user)
    address = reverse("repairs:repair_list")
    since = clock.today() - timedelta(days=6)
    counts = repairs.aggregate(
        open=Count("pk", filter=Q(status__in=Repair.UNFINISHED)),
        week=Count("pk", filter=Q(reported_at__gte=clock.at(since, time.min))),
        **{f"week{number}": _in_week(number) for number in range(WEEKS_OF_TREND)},
    )
    trend = [counts[f"week{number}"] for number in reversed(range(WEEKS_OF_TREND))]
    yield hooks.Stat(_("Open repairs"), counts["open"], url=f"{address}?view=open")
    yield hooks.Stat(_("Reported in 7 days"), counts["week"], url=f"{address}?reported_min={since}", trend=trend)


def _in_week(number):
    end = clock.now() - timedelta(weeks=number)
    return Count("pk", filter=Q(reported_at__gt=end - timedelta(weeks=1), reported_at__lte=end))


@hooks.search.register(order=10)
def search(user, text):
    for repair in Repair.objects.visible_to(user).search(text).for_lists()[:5]:
        yield hooks.Hit(
            f"{repair.number} {repair}",
            f"{repair.campus} · {repair.get_status_display()}",
            repair.get_absolute_url(),
            icon="wrench",
            exact=repair.number == text.upper(),
        )


@hooks.reminders.register(order=10)
def open_too_long(today):
    """Each morning, to whoever is sent to a late repair; the others stand on the home page of the office."""
    schools = Repair.objects.unfinished().order_by().values_list("school", flat=True).distinct()
    for school in Repair._meta.get_field("school").related_model.objects.filter(pk__in=list(schools)):
        for repair in late_repairs(school, today).filter(assigned_to__isnull=False).for_lists():
            yield hooks.Reminder(
                key=f"repair-late:{repair.pk}:{today}",
                to=repair.assigned_to,
                text=_("%(number)s %(what)s is open for %(days)d days.")
                % {"number": repair.number, "what": repair, "days": age_of(repair)},
                url=repair.get_absolute_url(),
            )


@hooks.ticks.register(order=50)
def default_acceptance():
    accept_silence()


@hooks.spending_outcomes.register("repairs.Repair")
def request_decided(request):
    services.hear_of_request(request.source, request=request)


@hooks.attachment_access.register("repairs.Repair")
def photos_of_followed(record, request):
    """Whoever knows the code of a report sees its photos."""
    return record.follow_code in request.session.get("repairs_followed", [])


@hooks.proof_columns.register("repairs.Repair")
def proof_columns():
    return PROOF_COLUMNS


@hooks.proof_columns.register("repairs.PartUsed")
def proof_columns_of_parts():
    return [
        Column(_("Part"), "kind"),
        Column(_("Quantity"), lambda part: f"{part.quantity.normalize():f} {part.kind.measure_word}"),
        Column(
            _("Repair"),
            lambda part: f"{part.repair.number} {part.repair.place.label}",
            primary=True,
            brings=["repair__place"],
        ),
    ]


@hooks.follow_ups.register(order=10)
def follow_ups():
    """What a check found not in order may be reported for repair."""
    yield hooks.FollowUp("repair", gettext_lazy("Report for repair"), "wrench", "", report_finding, FromCheckForm)


def report_finding(finding, *, by, trade, place=None, kind=None, urgent=False):
    return services.report_repair(
        finding.place or place,
        trade=trade,
        kind=kind,
        urgent=urgent,
        description=finding.text,
        source=Repair.Source.CHECK,
        by=by,
    )


@hooks.panels.register("school.Place")
def repairs_at_place(place, user):
    """The repairs of a room or building, and the checks of it."""
    found = Repair.objects.visible_to(user).filter(Q(place=place) | Q(place__parent=place))
    panel = _panel(found, f"?place={place.pk}", reverse("repairs:repair_create") + f"?place={place.pk}")
    if user.has_perm("repairs.set_up_repairs"):
        stickers = reverse("repairs:stickers") + f"?place={place.pk}"
        panel.actions.append(Action(_("Print stickers"), stickers, icon="qr-code"))
    yield panel
    yield from rounds_at_place(place, user)


@hooks.panels.register("assets.Asset")
def repairs_of_asset(asset, user):
    """The repairs that point to a card."""
    found = Repair.objects.visible_to(user).filter(asset=asset)
    yield _panel(found, "", reverse("repairs:repair_create") + f"?asset={asset.pk}")


@hooks.public_doors.register("assets.Asset")
def report_a_thing(asset):
    """Whoever scanned a label may report the thing, unless it is off the books."""
    if asset.status not in asset.ENDED:
        url = reverse("repairs_public:report", args=[asset.token])
        yield Action(_("Report a fault"), url, icon="megaphone", tone="primary")


@hooks.public_doors.register("school.Place")
def report_here(place):
    """Whoever scanned a door may report a fault there."""
    sticker = place.stickers.filter(revoked_at=None).first()
    if sticker is not None:
        url = f"{reverse('repairs_public:report', args=[sticker.token])}?report=1"
        yield Action(_("Report a fault"), url, icon="megaphone")


@hooks.new_school.register(order=30)
def furnish(school):
    services.add_shipped_trades(school, by=None)


def _panel(repairs, query, report_url):
    columns = [COLUMNS[0], COLUMNS[2], COLUMNS[7]]
    rows = [make_row(repair, columns) for repair in repairs.for_lists()[:PANEL_ROWS]]
    return Panel(
        _("Repairs"),
        columns,
        rows,
        empty=_("No repairs yet"),
        url=f"{reverse('repairs:repair_list')}{query}" if query else "",
        actions=[Action(_("Report a fault"), report_url, icon="megaphone")],
    )


for _position, _statement in enumerate(statements.STATEMENTS):
    hooks.statements.register(order=20 + _position)(_statement)

hooks.sample_parts.register(order=60)(sample.make_repairs)
hooks.sample_parts.register(order=76)(sample.mend_findings)
