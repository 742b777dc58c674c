"""What lists of checks show."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.checks.models import Round
from logistics.pages.columns import Column

LIST = "checks:round_list"


def score_text(round):
    """Return the score as people read it, "" where the checklist gives none."""
    if round.score is None:
        return ""
    return _("%(score)s of %(full)s") % {"score": f"{round.score:g}", "full": f"{round.full_score:g}"}


def failed_text(round):
    if round.status not in Round.COUNTED:
        return ""
    return str(round.failed) if round.failed else _("none")


COLUMNS = [
    Column(gettext_lazy("Checklist"), "template", link=True, path="template__name"),
    Column(gettext_lazy("Number"), "number", kind="code", phone=False),
    Column(gettext_lazy("Day"), "day", kind="date"),
    Column(gettext_lazy("Where it was"), lambda round: str(round.place or round.campus or "")),
    Column(gettext_lazy("Walked by"), "started_by", path="started_by__name"),
    Column(gettext_lazy("Not in order"), failed_text, labelled=True),
    Column(gettext_lazy("Score"), score_text, labelled=True, phone=False),
    Column(gettext_lazy("State"), "get_status_display", kind="badge"),
]
