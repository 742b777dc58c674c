"""What rounds found, and how it goes on."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.attachments.selectors import photos_of
from logistics.checks import services
from logistics.checks.filters import FindingFilter
from logistics.checks.forms.rounds import FixForm
from logistics.checks.models import Finding, Round
from logistics.checks.views.columns import LIST
from logistics.checks.views.walking import ways_on
from logistics.pages.changes import ActionPage, NothingToAsk
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action


def work_state(finding):
    """Return the record a finding led to and where it stands, "" when it led to none."""
    work = finding.work
    if work is None:
        return finding.measure
    state = getattr(work, "state_text", None) or work.get_status_display()
    return f"{work.number} · {state}"


ROWS = Finding.objects.select_related("round__template", "round__campus", "place__campus", "handled_by")


class FindingList(ListPage):
    """Everything that was not in order, and what became of it."""

    model = Finding
    queryset = ROWS.prefetch_related("work")
    title = gettext_lazy("Findings of checks")
    filterset_class = FindingFilter
    ordering = ["-found_at", "-pk"]
    empty_title = gettext_lazy("Nothing found yet")
    empty_text = gettext_lazy("What a check finds not in order appears here, with what was done about it.")
    columns = [
        Column(gettext_lazy("What was found"), "text", link=True, wide=True),
        Column(gettext_lazy("Place"), lambda finding: str(finding.place or "")),
        Column(gettext_lazy("Checklist"), "round.template", path="round__template__name", phone=False),
        Column(gettext_lazy("Found at"), "found_at", kind="moment"),
        Column(gettext_lazy("How it went on"), work_state),
        Column(gettext_lazy("State"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return [(_("Check register"), reverse(LIST))]

    def get_views(self):
        here, asked = reverse("checks:finding_list"), self.request.GET.get("status", "")
        return [
            (_("All"), here, not asked),
            *[(label, f"{here}?status={value}", asked == value) for value, label in Finding.Status.choices],
        ]


class FindingAction(ActionPage):
    """A decision on an open finding, by whoever walks checks."""

    model = Finding
    queryset = ROWS.select_related("round__school", "answer__item")
    permission_required = "checks.walk_round"

    def get_queryset(self):
        user = self.request.user
        rounds = Round.objects.visible_to(user) | Round.objects.walkable_by(user)
        return self.queryset.filter(Q(round__in=rounds.values("pk")))

    def get_breadcrumbs(self):
        return [(str(self.object.round), self.get_cancel_url())]

    def get_cancel_url(self):
        """Return to the walk while it lasts, else to the check."""
        if self.object.round.status == Round.Status.OPEN:
            return reverse("checks:round_walk", args=[self.object.round_id]) + "#finish"
        return self.object.round.get_absolute_url()

    def get_success_url(self, result):
        return self.get_cancel_url()


class FindingFix(FindingAction):
    form_class = FixForm
    label, url_name, move = gettext_lazy("Fixed on the spot"), "checks:finding_fix", "fix"
    icon = "circle-check"
    done_text = gettext_lazy("Written down.")

    def perform(self, form):
        return services.fix_on_the_spot(self.object, by=self.request.user, **form.cleaned_data)


class FindingFollowUp(FindingAction):
    """Open the record of another ledger: a repair, a hazard."""

    move = "hand_on"

    @cached_property
    def way(self):
        way = services.findings.ways().get(self.kwargs["way"])
        if way is None:
            raise Http404
        if way.permission and not self.request.user.has_perm(way.permission):
            raise PermissionDenied
        return way

    @property
    def form_class(self):
        return self.way.form or NothingToAsk

    @property
    def label(self):
        return self.way.label

    def get(self, request, *args, **kwargs):
        if not Finding.FLOW.allows("hand_on", self.object.status):
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def perform(self, form):
        return services.follow_up(self.object, way=self.way.key, by=self.request.user, **form.cleaned_data)

    def get_done_text(self):
        finding = Finding.objects.get(pk=self.object.pk)
        return _("Handed on: %(work)s") % {"work": finding.work}


class FindingDetail(DetailPage):
    model = Finding
    history_beside = True
    queryset = ROWS.select_related("answer__item__section", "answer__by")
    groups = [
        (
            gettext_lazy("What was found"),
            [
                Column(gettext_lazy("What was found"), "text", wide=True),
                Column(gettext_lazy("Place"), lambda finding: finding.place and finding.place.full_label()),
                Column(gettext_lazy("Check"), "round"),
                Column(gettext_lazy("Found by"), lambda finding: str(finding.answer.by)),
                Column(gettext_lazy("Found at"), "found_at", kind="moment"),
            ],
        ),
        (
            gettext_lazy("How it went on"),
            [
                Column(gettext_lazy("Measure taken"), "measure", wide=True),
                Column(gettext_lazy("Handed on to"), "work"),
                Column(gettext_lazy("Where that stands"), lambda finding: work_state(finding) if finding.work else ""),
                Column(gettext_lazy("Handled by"), lambda finding: str(finding.handled_by or "")),
                Column(gettext_lazy("Handled at"), "handled_at", kind="moment"),
            ],
        ),
    ]

    def get_breadcrumbs(self):
        return [(_("Findings of checks"), reverse("checks:finding_list"))]

    def get_actions(self):
        return [
            Action(way.label, way.url, icon=way.icon, tone="primary" if number == 1 else "secondary")
            for number, way in enumerate(ways_on(self.object, self.request.user))
        ]

    def get_photos(self):
        return [*photos_of(self.object.answer), *photos_of(self.object)]
