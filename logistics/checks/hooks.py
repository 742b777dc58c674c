"""What checks contribute to shared pages and jobs."""

from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from logistics import clock, hooks
from logistics.checks import panels, sample
from logistics.checks.models import Finding, Round, Template
from logistics.checks.selectors.rounds import SUBJECT, finished_between, q_late, to_countersign, under_way
from logistics.checks.services.shipped import install_shipped
from logistics.checks.views.columns import COLUMNS
from logistics.pages.columns import Column

GROUP = pgettext_lazy("menu", "Checks")


@hooks.role_grants.register(order=15)
def grants():
    """Who walks, who countersigns, who puts right; readers see all."""
    see, walk, sign, correct = (f"checks.{name}_round" for name in ("view", "walk", "countersign", "correct"))
    edit = "checks.manage_template"
    return {
        "director": [see, walk, sign, correct, edit],
        "admin": [see, walk, correct, edit],
        "safety_officer": [see, walk, sign, correct, edit],
        **dict.fromkeys(["canteen_manager", "food_safety_director"], [see, walk, sign]),
        **dict.fromkeys(["vice_principal", "duty_leader"], [see, walk, sign]),
        **dict.fromkeys(["food_safety_officer", "life_teacher", "doctor", "head"], [see, walk]),
        **dict.fromkeys(["guard", "repairer", "it", "asset_keeper", "storekeeper", "class_teacher"], [walk]),
        "principal": [see, sign],
        **dict.fromkeys(["party_secretary", "bureau", "inspector"], [see]),
    }


@hooks.menu.register(order=55)
def menu():
    yield hooks.MenuEntry(
        GROUP, gettext_lazy("Begin a check"), "checks:round_begin", "clipboard-check", "checks.walk_round"
    )
    yield hooks.MenuEntry(
        GROUP,
        gettext_lazy("Checks to countersign"),
        "checks:rounds_to_sign",
        "signature",
        "checks.countersign_round",
        badge=waiting_for_signature,
    )
    yield hooks.MenuEntry(
        GROUP, gettext_lazy("Check register"), "checks:round_list", "clipboard-list", "checks.view_round"
    )
    yield hooks.MenuEntry(
        GROUP, gettext_lazy("Findings of checks"), "checks:finding_list", "search-check", "checks.view_round"
    )
    yield hooks.MenuEntry(GROUP, gettext_lazy("Checklists"), "checks:template_list", "list-checks", "checks.walk_round")


def waiting_for_signature(user):
    yield to_countersign(user)


@hooks.loggable.register(order=15)
def loggable():
    yield hooks.MenuEntry(
        GROUP, gettext_lazy("Begin a check"), "checks:round_begin", "clipboard-check", "checks.walk_round"
    )


@hooks.tasks.register(order=15)
def tasks(user):
    """Rounds I have under way, checks that wait for my signature, findings nobody has decided on."""
    yield hooks.Waiting(_begun(user).exclude(q_late(clock.now())), _walk_task)
    yield hooks.Waiting(to_countersign(user).for_lists().order_by("finished_at"), _sign_task)
    yield hooks.Waiting(_undecided(user).select_related("place__campus", "round__template"), _finding_task)


def _begun(user):
    return under_way(user).for_lists().order_by("started_at")


def _sign_task(round):
    return hooks.Task(
        str(round.template),
        " · ".join(str(part) for part in (round.place or round.campus, round.finished_by) if part),
        round.get_absolute_url(),
        icon="signature",
        when=round.finished_at,
        action_label=_("Countersign"),
    )


def _finding_task(finding):
    return hooks.Task(
        Truncator(finding.text).chars(60),
        " · ".join(str(part) for part in (finding.place, finding.round.template) if part),
        finding.get_absolute_url(),
        icon="search-check",
        tone="warning",
        when=finding.found_at,
        action_label=_("Decide"),
    )


def _walk_task(round, tone="info"):
    return hooks.Task(
        str(round.template),
        " · ".join(str(part) for part in (round.place or round.campus, round.number) if part),
        reverse("checks:round_walk", args=[round.pk]),
        icon="footprints",
        tone=tone,
        when=round.started_at,
        action_label=_("Go on checking"),
    )


def _undecided(user):
    """Open findings of finished checks: a person's own, or all in reach for those who put checks right."""
    findings = Finding.objects.visible_to(user).open().filter(round__status__in=Round.COUNTED)
    if user.has_perm("checks.correct_round"):
        return findings
    return findings.filter(Q(round__finished_by=user) | Q(answer__by=user))


@hooks.late.register(order=15)
def late(user):
    """Rounds I left lying beyond their day."""
    yield hooks.Waiting(_begun(user).filter(q_late(clock.now())), partial(_walk_task, tone="danger"))


@hooks.stats.register(order=45)
def stats(user):
    if user.has_perm("checks.view_round"):
        since = clock.day_of(clock.now()).replace(day=1)
        rounds = Round.objects.within(user, "checks.view_round").finished().filter(day__gte=since)
        address = f"{reverse('checks:round_list')}?day_min={since:%Y-%m-%d}"
        yield hooks.Stat(_("Checks this month"), rounds.count(), url=address)
        open_findings = Finding.objects.within(user, "checks.view_round").open().count()
        yield hooks.Stat(_("Findings to decide"), open_findings, url=f"{reverse('checks:finding_list')}?status=open")


@hooks.search.register(order=45)
def search(user, text):
    for round in Round.objects.visible_to(user).search(text).for_lists()[:5]:
        yield hooks.Hit(
            f"{round.number} {round.template}",
            " · ".join(str(part) for part in (round.place or round.campus, round.started_by) if part),
            round.get_absolute_url(),
            icon="clipboard-check",
            exact=round.number == text.upper(),
        )


@hooks.duty_subjects.register(order=10)
def subjects():
    """Each checklist of a school may be a duty; ``detail`` is its primary key."""
    yield hooks.DutySubject(SUBJECT, gettext_lazy("a check"), details, start_url, finished_between)


def details(school):
    return [(str(pk), name) for pk, name in Template.objects.of_school(school).in_use().values_list("pk", "name")]


def start_url(detail, place):
    where = f"?place={place.pk}" if place else ""
    return reverse("checks:round_start", args=[int(detail)]) + where


@hooks.attachment_access.register("checks.Answer")
def sees_answer(answer, request):
    """Whoever walks a round with others sees the photos of its answers."""
    return Round.objects.walkable_by(request.user).filter(pk=answer.round_id).exists()


hooks.panels.register("checks.Template")(panels.rounds_of_template)


@hooks.proof_columns.register("checks.Round")
def proof_columns():
    return COLUMNS


@hooks.proof_columns.register("checks.Finding")
def proof_columns_of_findings():
    return [
        Column(_("What was found"), "text", link=True),
        Column(_("Check"), "round"),
        Column(_("Found at"), "found_at", kind="moment"),
        Column(_("State"), "get_status_display", kind="badge"),
    ]


@hooks.proof_columns.register("checks.Answer")
def proof_columns_of_answers():
    return [
        Column(_("What is looked at"), "item", primary=True),
        Column(_("Check"), "round"),
        Column(_("Result"), "get_result_display"),
        Column(_("Words"), "text"),
    ]


@hooks.new_school.register(order=40)
def furnish(school):
    install_shipped(school)


hooks.sample_parts.register(order=75)(sample.make)
