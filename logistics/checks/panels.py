"""Small lists of checks on the pages of other records, also of apps above."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from logistics.checks.models import Finding, Round
from logistics.checks.selectors.templates import current_version
from logistics.checks.views.columns import COLUMNS
from logistics.pages.columns import Column, make_row
from logistics.pages.parts import Action, Panel

PANEL_ROWS = 5


def rounds_of_template(template, user):
    """The last checks with a checklist, and the way to begin one."""
    actions = []
    if user.has_perm("checks.walk_round") and template.active and current_version(template):
        url = reverse("checks:round_start", args=[template.pk])
        actions = [Action(_("Begin a check"), url, icon="clipboard-check")]
    found = Round.objects.visible_to(user).filter(template=template)
    yield _panel(found, f"?template={template.pk}", actions)


def rounds_at_place(place, user):
    """The last checks of a room: made there, or coming by."""
    came_by = Q(pk__in=place.check_points.exclude(signed_at=None).values("round"))
    found = Round.objects.visible_to(user).filter(Q(place=place) | came_by)
    if found.exists():
        yield _panel(found, f"?place={place.pk}")


def _panel(rounds, query, actions=()):
    columns = [COLUMNS[0], COLUMNS[2], COLUMNS[4], COLUMNS[5], COLUMNS[7]]
    rows = [make_row(round, columns) for round in rounds.for_lists()[:PANEL_ROWS]]
    address = f"{reverse('checks:round_list')}{query}"
    return Panel(_("Checks"), columns, rows, url=address, empty=_("No checks yet"), actions=list(actions))


def check_behind(work, user):
    """Which check found what this record mends; nothing for a record that came another way."""
    found = Finding.objects.filter(work_type=ContentType.objects.get_for_model(work), work_id=work.pk)
    found = list(found.select_related("round__template", "answer__by"))
    if not found:
        return
    seen = set(Finding.objects.visible_to(user).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    columns = [
        Column(_("What was found"), "text", link=True),
        Column(_("Check"), "round"),
        Column(_("Found by"), lambda finding: str(finding.answer.by)),
        Column(_("Found at"), "found_at", kind="moment"),
    ]
    yield Panel(
        _("Found by a check"), columns, [make_row(each, columns, url=None if each.pk in seen else "") for each in found]
    )
