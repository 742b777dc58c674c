"""What became of rounds: the register, and one as it was made."""

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.checks import services
from logistics.checks.filters import RoundFilter
from logistics.checks.forms.rounds import DropForm
from logistics.checks.models import Round
from logistics.checks.selectors import rounds as asking
from logistics.checks.selectors.templates import limits_text
from logistics.checks.views.answers import AnswerCorrect
from logistics.checks.views.columns import COLUMNS, LIST, failed_text, score_text
from logistics.checks.views.signing import RoundAction, RoundCountersign
from logistics.checks.views.walking import findings_context
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action


class RoundList(ListPage):
    """The register of checks."""

    model = Round
    queryset = Round.objects.for_lists()
    title = gettext_lazy("Check register")
    filterset_class = RoundFilter
    columns = COLUMNS
    empty_title = gettext_lazy("No checks yet")
    empty_text = gettext_lazy("Begin one from a checklist, or scan the code at a door.")

    def get_primary(self):
        if not self.request.user.has_perm("checks.walk_round"):
            return None
        return Action(_("Begin a check"), reverse("checks:round_begin"), icon="clipboard-check", tone="primary")

    def get_views(self):
        here, asked = reverse(LIST), self.request.GET
        return [
            (_("All"), here, not (asked.get("status") or asked.get("failed"))),
            (_("Under way"), f"{here}?status=open", asked.get("status") == "open"),
            (_("To be countersigned"), f"{here}?status=to_sign", asked.get("status") == "to_sign"),
            (_("Something not in order"), f"{here}?failed=true", asked.get("failed") == "true"),
        ]


class RoundDrop(RoundAction):
    permission_required = "checks.walk_round"
    form_class = DropForm
    label, url_name, move = gettext_lazy("Break the check off"), "checks:round_drop", "drop"
    icon, danger = "circle-slash", True
    subtitle = gettext_lazy("It counts for nothing; what was signed stays readable.")

    @classmethod
    def applies(cls, record, user):
        return record.started_by_id == user.pk or user.has_perm("checks.correct_round")

    def perform(self, form):
        return services.drop_round(self.object, by=self.request.user, **form.cleaned_data)


class RoundDetail(DetailPage):
    """A check as it was made: what failed first, then place by place, corrections in sight."""

    model = Round
    queryset = Round.objects.for_lists().select_related("version", "school")
    template_name = "checks/round_detail.html"
    actions = [RoundCountersign, RoundDrop]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Checklist"), "template"),
                Column(gettext_lazy("Version"), "version.number"),
                Column(gettext_lazy("Day"), "day", kind="date"),
                Column(gettext_lazy("Campus"), lambda round: str(round.campus or "")),
                Column(gettext_lazy("Place"), "place"),
                Column(gettext_lazy("Announced or not"), "get_announced_display"),
                Column(gettext_lazy("Not in order"), failed_text),
                Column(gettext_lazy("Score"), score_text),
                Column(gettext_lazy("Begun by"), lambda round: str(round.started_by)),
                Column(gettext_lazy("Begun at"), "started_at", kind="moment"),
                Column(gettext_lazy("Walked and signed by"), lambda round: str(round.finished_by or "")),
                Column(gettext_lazy("Signed on the phone at"), "written_at", kind="moment"),
                Column(gettext_lazy("Received at"), "finished_at", kind="moment"),
                Column(gettext_lazy("Countersigned by"), lambda round: str(round.second or "")),
                Column(gettext_lazy("Countersigned at"), "seconded_at", kind="moment"),
                Column(gettext_lazy("Entered late because"), "late_reason", wide=True),
                Column(gettext_lazy("Broken off because"), "drop_reason", wide=True),
                Column(gettext_lazy("Remark"), "remark", wide=True),
            ],
        )
    ]

    @property
    def path(self):
        """Return the path with the second signature only where there is one."""
        round = self.object
        if round.second_id or round.status == Round.Status.TO_SIGN:
            return Round.PATH
        return [Round.Status.OPEN, Round.Status.FINISHED]

    def get_breadcrumbs(self):
        return [(_("Check register"), reverse(LIST))]

    def get_title(self):
        return str(self.object.template)

    def get_actions(self):
        actions = super().get_actions()
        round, user = self.object, self.request.user
        if user.has_perm("checks.walk_round") and Round.objects.walkable_by(user).filter(pk=round.pk).exists():
            url = reverse("checks:round_walk", args=[round.pk])
            actions = [Action(_("Go on with the check"), url, icon="footprints", tone="primary"), *actions]
        if round.status in Round.COUNTED:
            actions.append(Action(_("Print"), reverse("checks:round_print", args=[round.pk]), icon="printer"))
        return actions

    def get_context(self):
        return {
            **super().get_context(),
            "round": self.object,
            "late": self.object.late_reason,
            "visits": self.visits(),
            **findings_context(self.object, self.request.user),
        }

    def visits(self):
        """Return [{"point", "sections": [(section, [answer])]}], the whole round (point None) at the end.

        Each standing answer carries ``earlier``, those it replaced, newest first.
        """
        answers = asking.answers_of(self.object)
        for answer in answers:
            answer.limits = limits_text(answer.low, answer.high, answer.item.unit)
        photos = asking.photos_of_answers(answers)
        by_pk = {answer.pk: answer for answer in answers}
        found = defaultdict(lambda: defaultdict(list))
        for answer in answers:
            if hasattr(answer, "corrected_by"):
                continue
            answer.photos = photos.get(answer.pk, [])
            answer.earlier = list(_replaced(answer, by_pk))
            answer.correctable = AnswerCorrect.is_offered(self.request.user, _with_round(answer, self.object))
            found[answer.point_id][answer.item.section].append(answer)
        visits = [
            {"point": point, "sections": list(found[point.pk].items())} for point in asking.points_of(self.object)
        ]
        if None in found:
            visits.append({"point": None, "sections": list(found[None].items())})
        return visits


def _replaced(answer, by_pk):
    while answer.corrects_id:
        later, answer = answer, by_pk[answer.corrects_id]
        answer.replaced_by = later
        yield answer


def _with_round(answer, round):
    answer.round = round
    return answer
