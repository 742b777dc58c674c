"""What the hazards contribute to shared pages, reports and the sample school."""

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from logistics import clock, hooks
from logistics.pages.columns import Column, make_row
from logistics.pages.parts import Panel
from logistics.people.selectors import holders
from logistics.people.shipped_roles import ROLES
from logistics.reports.statements import (
    BarsOf,
    Breakdown,
    Claim,
    Comparison,
    Figure,
    Problem,
    Rate,
    Section,
    Sentence,
    Statement,
)
from safety import sample
from safety.forms import FromCheckForm
from safety.models import Hazard
from safety.services import report_hazard

GROUP = pgettext_lazy("menu", "Safety")


@hooks.role_grants.register()
def grants():
    """Anybody reports; the officer and the director judge, and leaders accept."""
    granted = {key: ["safety.report_hazard"] for key, _name, _superior in ROLES}
    readers = ["principal", "party_secretary", "admin", "guard", "doctor", "bureau", "inspector"]
    for key in readers:
        granted[key] = [*granted[key], "safety.view_hazard"]
    for key in ["vice_principal", "duty_leader"]:
        granted[key] = [*granted[key], "safety.view_hazard", "safety.accept_hazard"]
    for key in ["safety_officer", "director"]:
        granted[key] = [*granted[key], "safety.view_hazard", "safety.assign_hazard", "safety.accept_hazard"]
    return granted


@hooks.menu.register(order=60)
def menu():
    yield hooks.MenuEntry(
        GROUP, gettext_lazy("Hazards"), "safety:hazard_list", "shield-alert", "safety.report_hazard", badge=waiting
    )


def waiting(user):
    """Yield what a person is to rectify, to judge, to accept and to close."""
    hazards = Hazard.objects.for_lists().order_by("due_on", "pk")
    mine = hazards.filter(responsible=user, status=Hazard.Status.ASSIGNED)
    yield mine.of_school(user.active_school) if user.active_school else mine
    if user.has_perm("safety.assign_hazard"):
        yield hazards.within(user, "safety.assign_hazard").filter(status=Hazard.Status.FOUND)
    if user.has_perm("safety.accept_hazard"):
        others = hazards.within(user, "safety.accept_hazard").exclude(rectified_by=user)
        yield others.filter(status=Hazard.Status.RECTIFIED)
        yield others.filter(status=Hazard.Status.ACCEPTED)


def _verbs():
    return {
        Hazard.Status.FOUND: _("Judge and assign"),
        Hazard.Status.ASSIGNED: _("Rectify"),
        Hazard.Status.RECTIFIED: _("Accept the rectification"),
        Hazard.Status.ACCEPTED: _("Close the hazard"),
    }


def _task(hazard, tone):
    when = _("by %(day)s") % {"day": f"{hazard.due_on:%m-%d}"} if hazard.due_on else ""
    return hooks.Task(
        Truncator(hazard.description).chars(60),
        " · ".join(part for part in (hazard.place.full_label(), hazard.marks) if part),
        hazard.get_absolute_url(),
        icon="shield-alert",
        tone=tone,
        when=when,
        action_label=_verbs()[hazard.status],
    )


@hooks.loggable.register(order=20)
def loggable():
    yield hooks.MenuEntry(
        GROUP, gettext_lazy("Report a hazard"), "safety:hazard_report", "triangle-alert", "safety.report_hazard"
    )


@hooks.tasks.register(order=20)
def tasks(user):
    """What waits for this person and is not overdue."""
    overdue = Hazard.objects.overdue(clock.today())
    for rows in waiting(user):
        yield hooks.Waiting(rows.exclude(pk__in=overdue.values("pk")), _task_in_time)


def _task_in_time(hazard):
    return _task(hazard, "warning" if hazard.level == Hazard.Level.MAJOR else "info")


@hooks.late.register(order=20)
def late(user):
    overdue = Hazard.objects.overdue(clock.today()).for_lists().order_by("due_on", "pk")
    mine = overdue.filter(responsible=user)
    if user.has_perm("safety.assign_hazard"):
        mine = overdue.within(user, "safety.assign_hazard")
    yield hooks.Waiting(mine, _task_overdue)


def _task_overdue(hazard):
    return _task(hazard, "danger")


@hooks.stats.register(order=50)
def stats(user):
    if user.has_perm("safety.view_hazard"):
        address = reverse("safety:hazard_list")
        hazards = Hazard.objects.within(user, "safety.view_hazard")
        yield hooks.Stat(_("Hazards not closed"), hazards.open().count(), url=f"{address}?look=open")
        overdue = hazards.overdue(clock.today()).count()
        yield hooks.Stat(_("Hazards overdue"), overdue, url=f"{address}?look=overdue", tone="danger")


@hooks.search.register(order=50)
def search(user, text):
    for hazard in Hazard.objects.visible_to(user).search(text).select_related("place")[:5]:
        yield hooks.Hit(
            f"{hazard.number} {Truncator(hazard.description).chars(40)}",
            hazard.place.label,
            hazard.get_absolute_url(),
            icon="shield-alert",
            exact=hazard.number == text.upper(),
        )


@hooks.follow_ups.register(order=20)
def follow_ups():
    """What a check found not in order may be a hazard."""
    yield hooks.FollowUp(
        "hazard", gettext_lazy("Report a hazard"), "shield-alert", "safety.report_hazard", report_finding, FromCheckForm
    )


def report_finding(finding, *, by, category, place=None, interim=""):
    return report_hazard(
        finding.place or place,
        category=category,
        interim=interim,
        description=finding.text,
        source=Hazard.Source.CHECK,
        by=by,
    )


@hooks.panels.register("repairs.Repair")
def hazards_of_a_repair(repair, user):
    """The hazard a repair came from."""
    hazards = list(Hazard.objects.visible_to(user).filter(repair=repair).for_lists())
    if hazards:
        columns = [
            Column(_("Number"), "number", kind="code"),
            Column(_("What is dangerous"), "description", primary=True),
            Column(_("State"), "state_text", kind="badge"),
        ]
        yield Panel(_("Reported for repair from the hazard"), columns, [make_row(each, columns) for each in hazards])


# --- every morning ----------------------------------------------------------------------------------------------------


@hooks.reminders.register()
def hazards_due(today):
    """Hazards whose last day is today: to whoever is responsible."""
    due = Hazard.objects.filter(status=Hazard.Status.ASSIGNED, due_on=today)
    for hazard in due.select_related("place", "responsible", "school"):
        yield hooks.Reminder(
            key=f"hazard-due:{hazard.pk}:{today}",
            to=hazard.responsible,
            text=_("To be rectified today: hazard %(number)s, %(what)s.") % {"number": hazard.number, "what": hazard},
            url=hazard.get_absolute_url(),
            school=hazard.school,
        )


@hooks.reminders.register()
def hazards_overdue(today):
    """Hazards past their last day: once for each last day, to whoever is responsible and to those who assign."""
    overdue = Hazard.objects.overdue(today).select_related("place__campus", "responsible", "school")
    for hazard in overdue:
        text = _("Overdue since %(day)s: hazard %(number)s, %(what)s.") % {
            "day": f"{hazard.due_on:%m-%d}",
            "number": hazard.number,
            "what": hazard,
        }
        for person in {hazard.responsible, *holders(hazard.school, "safety.assign_hazard", place=hazard.place)}:
            yield hooks.Reminder(
                key=f"hazard-overdue:{hazard.pk}:{hazard.due_on}",
                to=person,
                text=text,
                url=hazard.get_absolute_url(),
                school=hazard.school,
            )


# --- the summary ------------------------------------------------------------------------------------------------------


@hooks.proof_columns.register("safety.Hazard")
def columns():
    return [
        Column(_("Number"), "number", kind="code"),
        Column(_("What is dangerous"), "description", link=True),
        Column(_("Place"), "place.full_label", path="place__label"),
        Column(_("Category"), "get_category_display"),
        Column(_("Found at"), "found_at", kind="date"),
        Column(_("To be rectified by"), "due_on", kind="date"),
        Column(_("State"), "state_text", kind="badge"),
    ]


@hooks.statements.register(order=70)
def hazards_found(school, period, scope):
    """共排查出隐患x处，整改x处，整改率…% (DOMAIN S-21, S-22, S-33; CH-14)."""
    hazards = Hazard.objects.of_school(school).for_lists().found_in(period, scope)
    as_of = min(period.end, clock.today())
    unit = _("spots")
    found = Figure("found", _("hazards found"), hazards, unit=unit)
    done = Figure("rectified", _("hazards rectified"), hazards.put_right(), unit=unit)
    major = Figure("major", _("major hazards"), hazards.filter(level=Hazard.Level.MAJOR), unit=unit)
    closed = Figure("closed", _("hazards closed"), hazards.filter(status=Hazard.Status.CLOSED), unit=unit)
    overdue = Figure("overdue", _("hazards overdue"), hazards.overdue(as_of), unit=unit)
    repeated = Figure("repeated", _("repeated hazards"), hazards.filter(repeats__isnull=False), unit=unit)
    late = Figure("late", _("hazards rectified late"), hazards.rectified_late(), unit=unit)
    rate = Rate("rate", _("rate of rectification"), done, found)
    categories = Breakdown("category", _("Hazards by category"), hazards, by="category", unit=unit)
    before = period.previous()
    found_before = before and Figure(
        "found_before", found.label, Hazard.objects.of_school(school).found_in(before, scope), unit=unit
    )
    return Statement(
        "safety.hazards",
        Section.SAFETY,
        sentences=[
            Sentence(
                _("%(found)s hazards were found, %(done)s rectified, a rate of %(rate)s; among them %(categories)s."),
                found=found, done=done, rate=rate, categories=categories, when=found,
            ),
            Sentence(
                _("The number found is %(change)s."), change=Comparison("found_change", found, found_before, period),
                when=found,
            ),
            Sentence(_("%(closed)s were checked again and closed."), closed=closed, when=closed),
            Sentence(
                _("%(major)s major hazards were handled with person, measure, money, last day and plan named."),
                major=major, when=major,
            ),
        ],
        claims=[
            Claim(
                "safety.all_rectified",
                _("All hazards found were rectified and accepted."),
                hazards.exclude(status__in=Hazard.PUT_RIGHT),
                when=found,
                breach=_("%(count)s hazards are not yet rectified and accepted."),
                direction=_("Finish the open hazards one by one, with a name and a day for each."),
                unit=unit,
            )
        ],
        problems=[
            Problem(
                "safety.overdue",
                Sentence(_("%(overdue)s hazards are past their last day."), overdue=overdue),
                when=overdue,
                direction=_("Look after the last days every week and ask early for money and hands."),
            ),
            Problem(
                "safety.late",
                Sentence(_("%(late)s hazards were rectified after their last day."), late=late),
                when=late,
                direction=_("Set last days that can be kept, and ask for more time before they pass."),
            ),
            Problem(
                "safety.repeated",
                Sentence(_("%(repeated)s hazards came up again at the same place."), repeated=repeated),
                when=repeated,
                direction=_("Where a hazard came back, mend its cause and not only the damage."),
            ),
        ],
        charts=[BarsOf(categories)],
    )  # fmt: skip


hooks.sample_parts.register(order=70)(sample.make)
