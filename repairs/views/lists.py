"""Lists of repairs: all, my own, the board, today's round, what keeps coming back."""

from collections import defaultdict
from datetime import timedelta
from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.attachments.models import Attachment
from logistics.db import record_id
from logistics.pages.changes import FormPage
from logistics.pages.lists import ListPage, TemplatePage
from logistics.pages.parts import Action
from logistics.people.models import User
from repairs import papers, services
from repairs.filters import VIEWS, RepairFilter
from repairs.forms.work import BulkAssignForm
from repairs.models import Repair
from repairs.selectors import age_of, late_repairs, repairers_by_load, repeat_places, settings_of
from repairs.views.columns import COLUMNS, OWN_COLUMNS

BOARD_COLUMN_LIMIT = 40


class RepairList(ListPage):
    """Every repair within reach."""

    model = Repair
    queryset = Repair.objects.for_lists()
    permission_required = "repairs.view_repair"
    filterset_class = RepairFilter
    columns = COLUMNS
    reads = [
        "number", "status", "campus", "place", "trade", "kind", "description", "reporter", "reporter_name",
        "assigned_to", "reported_at",
    ]  # fmt: skip
    title = gettext_lazy("Repair register")
    empty_title = gettext_lazy("No repairs yet")
    empty_text = gettext_lazy("Report a fault, or put QR stickers on the doors so that everybody can.")

    def get(self, request, *args, **kwargs):
        if request.GET.get("format") == "xlsx":
            return self.workbook()
        return super().get(request, *args, **kwargs)

    def workbook(self):
        """The ledger (维修台账) of the rows in sight, with the title of the school."""
        rows = self.get_filterset().qs
        return FileResponse(
            papers.ledger_workbook(self.school, rows), as_attachment=True, filename=papers.ledger_name(self.school)
        )

    def get_primary(self):
        return Action(_("Report a fault"), reverse("repairs:repair_create"), icon="plus", tone="primary")

    def get_views(self):
        here = self.request.GET.get("view", "")
        views = [(_("All"), reverse("repairs:repair_list"), not here)]
        return views + [(label, f"?view={key}", here == key) for key, label in VIEWS.items()]

    def get_bulk_actions(self):
        if not self.request.user.has_perm("repairs.assign_repair"):
            return []
        return [Action(_("Assign together"), reverse("repairs:repair_bulk_assign"), icon="user-plus", tone="primary")]

    def get_exports(self):
        query = self.request.GET.copy()
        query["format"] = "xlsx"
        ledger = Action(_("Repair ledger (Excel)"), f"?{query.urlencode()}", icon="file-spreadsheet")
        return [ledger, *super().get_exports()]


class MyRepairs(ListPage):
    """What I reported or joined, and what became of it."""

    model = Repair
    columns = OWN_COLUMNS
    title = gettext_lazy("My reports")
    empty_title = gettext_lazy("You have reported nothing yet")
    empty_text = gettext_lazy("Something broken? Report it in three taps.")

    def get_queryset(self):
        return super().get_queryset().mine(self.request.user).for_lists()

    def get_primary(self):
        return Action(_("Report a fault"), reverse("repairs:repair_create"), icon="plus", tone="primary")


class RepairBulkAssign(FormPage):
    """Send one repairer to several repairs. The first sending brings the selected rows, the second the person."""

    model = Repair
    form_class = BulkAssignForm
    permission_required = "repairs.assign_repair"
    label = gettext_lazy("Assign together")
    done_text = gettext_lazy("The repairer is sent.")

    def get_queryset(self):
        return super().get_queryset().within(self.request.user, self.permission_required)

    def post(self, request, *args, **kwargs):
        if "pks" in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        form.initial["pks"] = ",".join(pk for pk in request.POST.getlist("pk") if record_id(pk))
        return self.show(form)

    def get_breadcrumbs(self):
        return [(_("Repair register"), reverse("repairs:repair_list"))]

    def get_context(self, form):
        pks = [pk for pk in str(form["pks"].value() or "").split(",") if record_id(pk)]
        count = self.get_queryset().filter(pk__in=pks).count()
        subtitle = _("%(count)d repairs are selected.") % {"count": count}
        context = super().get_context(form)
        return {**context, "page": {**context["page"], "subtitle": subtitle}}

    def perform(self, form):
        repairs = list(self.get_queryset().filter(pk__in=form.cleaned_data["pks"]))
        for repair in repairs:
            services.assign_repair(repair, person=form.cleaned_data["person"], by=self.request.user)

    def get_success_url(self, result):
        return f"{reverse('repairs:repair_list')}?view=working"


class RepairBoard(TemplatePage):
    """Open repairs by state, with their age at the edge; on the phone one column under the other."""

    model = Repair
    template_name = "repairs/board.html"
    permission_required = "repairs.view_repair"
    title = gettext_lazy("Board")
    COLUMNS = [
        (gettext_lazy("To accept"), "accept", [Repair.Status.REPORTED]),
        (gettext_lazy("To assign"), "assign", [Repair.Status.ACCEPTED]),
        (gettext_lazy("In hand"), "working", [Repair.Status.ASSIGNED, Repair.Status.IN_PROGRESS]),
        (gettext_lazy("Waiting for parts"), "waiting", [Repair.Status.WAITING]),
        (gettext_lazy("To be confirmed"), "confirm", [Repair.Status.TO_CONFIRM]),
    ]

    def get_breadcrumbs(self):
        return [(_("Repair register"), reverse("repairs:repair_list"))]

    def get_context(self):
        repairs = list(self.get_queryset().open().for_lists().order_by("-urgent", "reported_at", "pk"))
        late = set(late_repairs(self.school).values_list("pk", flat=True))
        thumbs = first_photos(repairs)
        groups = defaultdict(list)
        for repair in repairs:
            repair.days, repair.thumb = age_of(repair), thumbs.get(repair.pk)
            repair.age = "late" if repair.pk in late else "due" if repair.days >= 1 else "fresh"
            groups[repair.status].append(repair)
        columns = []
        for title, key, states in self.COLUMNS:
            found = [repair for state in states for repair in groups[state]]
            columns.append(
                {
                    "title": title,
                    "count": len(found),
                    "repairs": found[:BOARD_COLUMN_LIMIT],
                    "url": f"{reverse('repairs:repair_list')}?view={key}",
                    "more": max(len(found) - BOARD_COLUMN_LIMIT, 0),
                }
            )
        return {"columns": columns}


def first_photos(repairs):
    """Return {pk: address of the first small photo} in one query."""
    files = Attachment.objects.filter(
        record_type=ContentType.objects.get_for_model(Repair),
        record_id__in=[repair.pk for repair in repairs],
        purpose="before",
    ).pictures()
    return {photo.record_id: photo.thumb_url for photo in files.order_by("-pk")}


class RepairRound(TemplatePage):
    """Today's round of one repairer in walking order, with one tap to take a job and one to finish it."""

    model = Repair
    template_name = "repairs/round.html"
    title = gettext_lazy("Today's round")

    def get(self, request, *args, **kwargs):
        if not (request.user.has_perm("repairs.work_repair") or request.user.has_perm("repairs.assign_repair")):
            raise PermissionDenied
        if request.GET.get("format") == "pdf":
            return papers.round_pdf(self.person, self.jobs())
        return super().get(request, *args, **kwargs)

    @cached_property
    def person(self):
        """Return whose round it is: my own, or for those who send people anybody's, first who has most in hand."""
        me, wanted = self.request.user, self.kwargs.get("person")
        sends = me.has_perm("repairs.assign_repair")
        if wanted is None and sends and not self.in_hand.filter(assigned_to=me).exists():
            return repairers_by_load(self.school).last() or me
        if wanted is None or wanted == me.pk:
            return me
        if not sends:
            raise PermissionDenied
        return get_object_or_404(User.objects.visible_to(me), pk=wanted)

    @property
    def in_hand(self):
        return Repair.objects.of_school(self.school).filter(status__in=Repair.IN_HAND)

    def jobs(self):
        jobs = self.in_hand.filter(assigned_to=self.person).for_lists()
        return jobs.select_related("place__parent").order_by(
            "-urgent", "campus", "place__parent__label", "place__label", "reported_at", "pk"
        )

    def get_context(self):
        jobs = list(self.jobs())
        thumbs = first_photos(jobs)
        for job in jobs:
            job.thumb, job.days = thumbs.get(job.pk), age_of(job)
        urgent = [job for job in jobs if job.urgent]
        walk = [job for job in jobs if not job.urgent]
        groups = [(_("Urgent"), urgent)] if urgent else []
        where = lambda job: f"{job.campus} {job.place.parent.name if job.place.parent_id else ''}".strip()  # noqa: E731
        groups += [(name, list(here)) for name, here in groupby(walk, key=where)]
        free = []
        if self.request.user.has_perm("repairs.work_repair"):
            free = list(
                self.get_queryset()
                .filter(status=Repair.Status.ACCEPTED)
                .for_lists()
                .order_by("-urgent", "reported_at")[:20]
            )
        query = f"{self.request.path}?format=pdf"
        return {
            "groups": groups,
            "count": len(jobs),
            "free": free,
            "people": repairers_by_load(self.school).reverse()
            if self.request.user.has_perm("repairs.assign_repair")
            else [],
            "person": self.person,
            "own": self.person == self.request.user,
            "page": {**self.page_facts(), "exports": [Action(_("Print the round"), query, icon="printer")]},
        }


class Repeats(TemplatePage):
    """Places where the same fault keeps coming back."""

    model = Repair
    template_name = "repairs/repeats.html"
    permission_required = "repairs.view_repair"
    title = gettext_lazy("Repeated faults")

    def get_subtitle(self):
        settings = settings_of(self.school)
        return _("The same object at the same place, %(count)d times or more within %(weeks)d weeks.") % {
            "count": settings.repeat_count,
            "weeks": settings.repeat_weeks,
        }

    def get_breadcrumbs(self):
        return [(_("Repair register"), reverse("repairs:repair_list"))]

    def get_context(self):
        seen = set(
            self.get_queryset()
            .filter(reported_at__gt=clock.now() - timedelta(weeks=settings_of(self.school).repeat_weeks))
            .values_list("pk", flat=True)
        )
        groups = [group for group in repeat_places(self.school) if all(repair.pk in seen for repair in group[2])]
        return {"groups": groups}
