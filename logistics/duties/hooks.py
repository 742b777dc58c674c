"""What duties contribute to shared pages and jobs."""

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from logistics import clock, hooks
from logistics.duties import imports, sample, services  # noqa: F401 (imports registers its plan)
from logistics.duties.models import NOTE, DutyNote, Expected, ShiftSwap
from logistics.duties.selectors import my_late, my_open, start_url
from logistics.duties.selectors.completeness import share_text
from logistics.duties.selectors.fade import fades_of
from logistics.duties.services.notes import entry_of
from logistics.pages.columns import Column
from logistics.pages.dates import moment_text
from logistics.school.selectors import term_on

GROUP = pgettext_lazy("menu", "Duties")
SEE = "duties.view_expected"
FADES_KEPT = 600  # seconds
LEADERS = ["principal", "vice_principal", "party_secretary", "duty_leader", "safety_officer", "bureau", "inspector"]


@hooks.role_grants.register()
def grants():
    """The director sets duties and rosters; leaders see what is due and missing."""
    see = ["duties.view_expected"]
    keep = [*see, "duties.manage_duty", "duties.keep_roster"]
    return {**dict.fromkeys(LEADERS, see), "director": keep, "admin": keep}


@hooks.menu.register(order=52)
def menu():
    yield hooks.MenuEntry(GROUP, gettext_lazy("My duties"), "duties:expected_mine", "list-checks")
    yield hooks.MenuEntry(GROUP, gettext_lazy("What is due"), "duties:expected_list", "calendar-check", SEE)
    yield hooks.MenuEntry(GROUP, gettext_lazy("Completeness"), "duties:completeness_month", "calendar-check-2", SEE)
    yield hooks.MenuEntry(GROUP, gettext_lazy("Duties"), "duties:duty_list", "clipboard-list", SEE)
    yield hooks.MenuEntry(GROUP, gettext_lazy("Rosters"), "duties:roster_list", "calendar-clock")
    yield hooks.MenuEntry(GROUP, gettext_lazy("Notes on duties"), "duties:dutynote_list", "notebook-pen", SEE)


@hooks.loggable.register(order=40)
def loggable():
    yield hooks.MenuEntry(
        GROUP, gettext_lazy("Note what was done"), "duties:dutynote_create", "notebook-pen", "people.log_work"
    )


# --- the clock --------------------------------------------------------------------------------------------------------


@hooks.ticks.register(order=30)
def tick():
    services.tick()


@hooks.reminders.register(order=10)
def reminders(today):
    return services.morning_reminders(today)


# --- completeness, for those who see what is due of everybody ---------------------------------------------------------


@hooks.stats.register(order=5)
def stats(user):
    """This week's share done in time and what is missing, and the duties that fade."""
    if not user.has_perm(SEE) or user.active_school is None:
        return
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    week = Expected.objects.visible_to(user).of_school(user.active_school).filter(due_on__range=(monday, today))
    counts = week.judged().aggregate(
        due=Count("pk"),
        done=Count("pk", filter=Q(status=Expected.Status.DONE)),
        missing=Count("pk", filter=Q(status=Expected.Status.MISSING)),
    )
    if counts["due"]:
        share = share_text(counts["done"], counts["due"])
        yield hooks.Stat(_("Done in time this week"), share, unit="%", url=reverse("duties:completeness_month"))
        address = f"{reverse('duties:expected_list')}?state=missing&due_on_min={monday}&due_on_max={today}"
        yield hooks.Stat(_("Not done this week"), counts["missing"], url=address, tone="danger")
    faded = cache.get_or_set(f"faded:{user.pk}:{user.active_school.pk}:{today}", lambda: _faded(user), FADES_KEPT)
    if faded:
        yield hooks.Stat(_("Duties that fade this term"), faded, url=reverse("duties:fade"), tone="warning")


def _faded(user):
    """How many duties fade in the term of today."""
    school, today = user.active_school, clock.today()
    term = term_on(school, today)
    if term is None:
        return 0
    return len(fades_of(Expected.objects.visible_to(user).of_school(school), term, school=school, day=today))


# --- records and days -------------------------------------------------------------------------------------------------


@hooks.logged.register()
def fulfil(entry):
    services.fulfil(entry)


@hooks.unlogged.register()
def withdraw(record):
    services.withdraw(record)


@hooks.calendar_changed.register()
def count_again(school, start, end):
    services.count_again(school, start, end)


@hooks.day_entries.register()
def done(school, start, end):
    """How many things due were done on these days: they stay, and count as done beyond what was due."""
    count = Expected.objects.of_school(school).fulfilled().filter(due_on__range=(start, end)).count()
    if count:
        yield _("duties done"), count


@hooks.duty_subjects.register(order=90)
def subjects():
    yield hooks.DutySubject(
        key=NOTE,
        label=_("Note of what was done"),
        details=lambda school: [],
        start_url=_note_url,
        entries=_notes,
        icon="notebook-pen",
    )


def _note_url(detail, place):
    where = f"&place={place.pk}" if place else ""
    return f"{reverse('duties:dutynote_create')}?duty={detail}{where}"


def _notes(schools, start, end):
    notes = DutyNote.objects.standing().filter(school__in=schools, day__range=(start, end))
    for note in notes.select_related("school", "duty", "campus", "place", "by", "corrects"):
        yield entry_of(note)


# --- for each person --------------------------------------------------------------------------------------------------


@hooks.tasks.register(order=20)
def tasks(user):
    """What is due of the person today or before."""
    today = clock.today()
    yield hooks.Waiting(my_open(user).filter(due_on__lte=today), _task)


def _task(row):
    return hooks.Task(
        row.duty.name,
        row.place.full_label() if row.place_id else _("Due by %(time)s") % {"time": moment_text(row.due_at)},
        start_url(row) or row.get_absolute_url(),
        icon="list-checks",
        when=row.due_at,
        action_label=_("Begin"),
    )


@hooks.tasks.register(order=21)
def swaps(user):
    """Swaps of turns that somebody proposed to the person."""
    proposed = ShiftSwap.objects.visible_to(user).filter(other=user, status=ShiftSwap.Status.PROPOSED)
    yield hooks.Waiting(proposed.select_related("roster", "asked_by"), _swap_task)


def _swap_task(swap):
    return hooks.Task(
        _("%(name)s proposes to swap turns") % {"name": swap.asked_by},
        str(swap.roster),
        swap.get_absolute_url(),
        icon="arrow-left-right",
        when=swap.asked_at,
        action_label=_("Answer it"),
    )


@hooks.late.register(order=20)
def late(user):
    """What the person missed or still has to explain."""
    count = my_late(user).count()
    if count:
        yield hooks.Task(
            _("Not done, or late without a reason: %(count)d") % {"count": count},
            _("Enter it late, or say why."),
            f"{reverse('duties:expected_mine')}?state=late",
            icon="list-x",
            tone="danger",
            action_label=_("Mend"),
        )


hooks.sample_parts.register(order=80)(sample.make)


@hooks.proof_columns.register("duties.Expected")
def proof_columns():
    return [
        Column(_("Duty"), "duty", link=True, path="duty__name"),
        Column(_("Due"), "due_at", kind="moment"),
        Column(_("Place"), lambda row: str(row.place or row.campus or ""), path="place__label", brings=["campus"]),
        Column(_("Whose turn"), "who_text", path="person__name"),
        Column(_("State"), "get_status_display", kind="badge"),
        Column(_("Done at"), "done_at", kind="moment", phone=False),
        Column(_("Reason"), "reason", phone=False),
    ]
