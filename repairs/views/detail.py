"""One repair: its facts, what may be done with it, and its slip."""

from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.panels.income import compensation_panels
from finance.selectors import spending_for
from logistics import hooks
from logistics.attachments.selectors import photos_of
from logistics.checks.panels import check_behind
from logistics.notices.messages import share_text
from logistics.pages.columns import Column, make_row
from logistics.pages.details import DetailPage
from logistics.pages.parts import Action, Panel
from repairs import messages, papers
from repairs.forms.work import CommentForm
from repairs.models import Repair
from repairs.selectors import open_wait, repeats_of, settings_of
from repairs.views import moves
from repairs.views.columns import COLUMNS, PART_COLUMNS
from repairs.views.compensation import RepairCompensation
from repairs.views.steps import steps_of

MERGED_SHOWN = 10


class RepairDetail(DetailPage):
    """Everything about one repair; the next step on top."""

    model = Repair
    history_beside = True
    queryset = Repair.objects.for_lists().select_related(
        "place__campus", "entered_by", "confirmed_by", "merged_into__place", "merged_into__kind", "asset", "school"
    )
    template_name = "repairs/repair_detail.html"
    actions = [
        moves.RepairAccept,
        moves.RepairTake,
        moves.RepairStart,
        moves.RepairComplete,
        moves.RepairConfirm,
        moves.RepairAssign,
        moves.RepairResume,
        moves.RepairHold,
        moves.RepairReopen,
        moves.RepairBuy,
        moves.RepairOutside,
        moves.RepairUrge,
        moves.RepairAdd,
        moves.RepairSort,
        moves.RepairMerge,
        moves.RepairComment,
        moves.RepairWithdraw,
        moves.RepairReject,
        moves.RepairAdviseScrap,
        RepairCompensation,
    ]
    groups = [
        (
            gettext_lazy("The report"),
            [
                Column(gettext_lazy("Place"), lambda repair: repair.place.full_label()),
                Column(gettext_lazy("Object"), lambda repair: f"{repair.kind or ''} {repair.quantity_text}".strip()),
                Column(gettext_lazy("What is wrong"), "description", kind="long", wide=True),
                Column(gettext_lazy("Trade"), "trade"),
                Column(gettext_lazy("Cause"), "get_cause_display"),
                Column(gettext_lazy("Reported by"), "reported_by_text"),
                Column(gettext_lazy("Phone"), "phone", kind="phone"),
                Column(gettext_lazy("Convenient time"), "get_preferred_time_display"),
                Column(gettext_lazy("How it came"), "get_source_display"),
                Column(gettext_lazy("Entered by"), "entered_by"),
                Column(gettext_lazy("Property card"), "asset"),
                Column(gettext_lazy("Reported"), "reported_at", kind="moment"),
            ],
        ),
        (
            gettext_lazy("The work"),
            [
                Column(gettext_lazy("Repairer"), "assigned_to"),
                Column(gettext_lazy("Repairer's phone"), "assigned_to.phone", kind="phone"),
                Column(gettext_lazy("Somebody sent"), "assigned_at", kind="moment"),
                Column(gettext_lazy("Started"), "started_at", kind="moment"),
                Column(gettext_lazy("Finished"), "finished_at", kind="moment"),
                Column(gettext_lazy("What was done"), "result", wide=True),
                Column(
                    gettext_lazy("Done by"),
                    lambda repair: f"{repair.get_executor_display()} {repair.executor_name}".strip(),
                ),
                Column(gettext_lazy("Labour in minutes"), "labour_minutes", kind="number"),
                Column(gettext_lazy("Cost in yuan"), "cost", kind="money"),
                Column(gettext_lazy("Confirmed"), "confirmed_at", kind="moment"),
                Column(gettext_lazy("Confirmed by"), lambda repair: confirmation_of(repair)),
                Column(gettext_lazy("Stars"), lambda repair: "★" * (repair.rating or 0)),
                Column(gettext_lazy("Times reopened"), lambda repair: repair.reopened or None, kind="number"),
                Column(gettext_lazy("Report ended"), "ended_at", kind="moment"),
                Column(gettext_lazy("Reason"), "end_reason", wide=True),
            ],
        ),
    ]

    def get_breadcrumbs(self):
        if self.request.user.has_perm("repairs.view_repair"):
            return [(_("Repair register"), reverse("repairs:repair_list"))]
        return [(_("My reports"), reverse("repairs:repair_mine"))]

    def get_actions(self):
        actions, taken = [], False
        offered = [page for page in self.actions if page.is_offered(self.request.user, self.object)]
        for page in sorted(offered, key=lambda page: self.rank(page)):
            tone = page.tone if not (taken and page.tone == "primary") else "secondary"
            taken = taken or tone == "primary"
            method = "post" if page.one_tap else "get"
            actions.append(Action(page.label, page.url_for(self.object), icon=page.icon, tone=tone, method=method))
        slip = Action(_("Print the slip"), reverse("repairs:repair_slip", args=[self.object.pk]), icon="printer")
        return [*actions, slip]

    def rank(self, page):
        """Let assigning come behind the work once somebody is sent."""
        return page is moves.RepairAssign and self.object.assigned_to_id is not None

    def get_stepper(self):
        return steps_of(self.object)

    def get_timeline(self):
        """Name the person behind what was done without an account."""
        words = {str(Repair.VERBS[verb]) for verb in ("reported", "confirmed", "reopened")}
        name = self.object.reported_by_text
        return [
            replace(entry, who=name, detail="" if entry.detail == name else entry.detail)
            if entry.who == _("system") and entry.text in words
            else entry
            for entry in super().get_timeline()
        ]

    def get_photos(self):
        return photos_of(self.object)

    def get_panels(self):
        repair = self.object
        parts = list(repair.parts.select_related("kind"))
        if parts:
            yield Panel(_("Parts used"), PART_COLUMNS, [make_row(part, PART_COLUMNS, url="") for part in parts])
        merged = list(repair.merged_repairs.for_lists()[:MERGED_SHOWN])
        if merged:
            yield Panel(_("Merged into this one"), COLUMNS[:3], [make_row(other, COLUMNS[:3]) for other in merged])
        requests = list(spending_for(repair))
        if requests:
            yield Panel(_("Requests for this repair"), SPENDING, [make_row(request, SPENDING) for request in requests])
        yield from compensation_panels(repair, self.request.user)
        yield from check_behind(repair, self.request.user)
        contribute = hooks.panels.get(repair)
        yield from contribute(repair, self.request.user) if contribute else ()

    def get_context(self):
        repair, user = self.object, self.request.user
        repeats = repeats_of(repair)
        settings = settings_of(repair.school)
        repeated = repeats.count() if repair.kind_id and user.has_perm("repairs.view_repair") else 0
        context = super().get_context()
        context["panels"] = list(context["panels"])
        return {
            **context,
            "wait": open_wait(repair),
            "repeated": repeated if repeated >= settings.repeat_count else 0,
            "repeat_weeks": settings.repeat_weeks,
            "joined": list(repair.joined.select_related("person")),
            "share": share_text(messages.for_group(repair)),
            "comment_form": CommentForm(school=self.school, user=user, record=repair),
            "comment_url": reverse("repairs:repair_comment", args=[repair.pk]),
        }


SPENDING = [
    Column(gettext_lazy("Request"), "title", link=True),
    Column(gettext_lazy("State"), "get_status_display", kind="badge"),
    Column(gettext_lazy("Amount in yuan"), "amount", kind="money"),
]


def confirmation_of(repair):
    """Return who confirmed a repair in words."""
    if repair.status != Repair.Status.DONE:
        return ""
    if repair.default_accepted:
        return _("accepted by default")
    if repair.confirmed_by_id:
        return str(repair.confirmed_by)
    return _("entered after the work") if repair.after_the_fact else repair.reported_by_text


class RepairSlip(DetailPage):
    """The slip (报修单) as PDF."""

    model = Repair
    queryset = RepairDetail.queryset

    def get(self, request, *args, **kwargs):
        response = HttpResponse(papers.slip_pdf(self.object), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{self.object.number}.pdf"'
        return response
