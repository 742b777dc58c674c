"""Rounds on the phone: begin, walk from place to place, finish; and what became of them."""

from collections import defaultdict

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import hooks
from logistics.checks import services
from logistics.checks.filters import RoundFilter
from logistics.checks.forms.rounds import CorrectForm, DropForm, FinishForm, PointForm, SkipForm, StartForm
from logistics.checks.models import Answer, Finding, Item, Point, Round, Template
from logistics.checks.selectors import rounds as asking
from logistics.checks.selectors.templates import current_version, limits_text, sections_of
from logistics.db import record_id
from logistics.errors import WrongState
from logistics.pages.changes import ActionPage, CreatePage, FormPage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.forms import SchoolForm
from logistics.pages.lists import ListPage, TemplatePage
from logistics.pages.parts import Action
from logistics.pages.submissions import new_key
from logistics.people.models import User
from logistics.school.models import Place, Sticker

LIST = "checks:round_list"
POINT = "__point__"  # where the primary key of a place comes to stand in markup made for all places


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


# --- beginning --------------------------------------------------------------------------------------------------------


class RoundBegin(TemplatePage):
    """Which checklist: what I have under way first, then all in use, by area."""

    model = Template
    template_name = "checks/round_begin.html"
    permission_required = "checks.walk_round"
    title = gettext_lazy("Begin a check")

    def get_breadcrumbs(self):
        return [(_("Check register"), reverse(LIST))]

    def get_context(self):
        areas = defaultdict(list)
        for template in self.get_queryset().of_school(self.school).in_use().order_by("area", "name"):
            areas[template.get_area_display()].append(template)
        return {"areas": list(areas.items()), "open": open_rounds(Round.objects.walkable_by(self.request.user))}


def open_rounds(rounds):
    """Return rounds under way with how far they are: ``done`` of ``total`` places."""
    found = list(rounds.for_lists().prefetch_related("points").order_by("-started_at")[:10])
    for round in found:
        points = list(round.points.all())
        round.total, round.done = len(points), sum(point.is_done for point in points)
    return found


class RoundStart(CreatePage):
    """Begin a round of one checklist."""

    model = Template
    template_name = "checks/round_start.html"
    form_class = StartForm
    permission_required = "checks.walk_round"
    label = gettext_lazy("Begin the check")
    done_text = ""

    @cached_property
    def version(self):
        version = current_version(self.object)
        if version is None or not self.object.active:
            raise Http404
        return version

    def get_record(self):
        return self.version

    def get_title(self):
        return str(self.object)

    def get_breadcrumbs(self):
        return [(_("Begin a check"), reverse("checks:round_begin"))]

    def get_context(self, form):
        open_now = Round.objects.walkable_by(self.request.user).filter(template=self.object)
        sections = sections_of(self.version)
        return {
            **super().get_context(form),
            "object": None,
            "version": self.version,
            "open": open_rounds(open_now),
            "sections": sections,
            "item_count": len(asking.items_of(sections)),
        }

    def perform(self, form):
        return services.start_round(self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, result):
        return reverse("checks:round_walk", args=[result.pk])


class Here(TemplatePage):
    """Whoever is signed in and scanned the code at a door: the checks under way, due or usual here."""

    model = Place
    template_name = "checks/here.html"
    permission_required = "checks.walk_round"

    @cached_property
    def place(self):
        stickers = Sticker.objects.filter(place__school=self.school, place__active=True, revoked_at=None)
        return get_object_or_404(stickers.select_related("place__campus"), token=self.kwargs["token"]).place

    def get_title(self):
        return str(self.place)

    def get_subtitle(self):
        return str(self.place.campus)

    def get_context(self):
        user, place = self.request.user, self.place
        waiting = Point.objects.undone().filter(place=place, round__in=Round.objects.walkable_by(user))
        doors = hooks.public_doors.get(place)
        return {
            "token": self.kwargs["token"],
            "points": waiting.select_related("round__template", "round__started_by").order_by("-round__started_at"),
            "usual": asking.templates_usual_at(place, user),
            "place": place,
            "doors": list(doors(place)) if doors else [],
        }


# --- walking ----------------------------------------------------------------------------------------------------------


class WalkPage(FormPage):
    """A page of a round under way. Whatever form of it is sent, the answer to something wrong is the whole walk."""

    permission_required = "checks.walk_round"
    template_name = "checks/round_walk.html"
    done_text = ""

    @property
    def round(self):
        return self.object

    def get(self, request, *args, **kwargs):
        return redirect(self.walk_url())

    def walk_url(self, step=""):
        return reverse("checks:round_walk", args=[self.round.pk]) + (f"#{step}" if step else "")

    def get_title(self):
        return str(self.round.template)

    def get_breadcrumbs(self):
        return [(_("Check register"), reverse(LIST))]

    def get_record(self):
        return self.object

    def show(self, form):
        return render(self.request, self.template_name, self.get_context(form))

    def get_context(self, form):
        round = self.round
        sections = sections_of(round.version)
        blank = self._blank(PointForm, Point(round=round), asking.asked_at_points(round.version, sections))
        finish = (
            form
            if isinstance(form, FinishForm)
            else self._blank(FinishForm, round, asking.asked_once(round.version, sections))
        )
        points = asking.points_of(round)
        people = self._people(sections)
        asked = render_to_string("checks/_sections.html", {"rows": blank.rows(), "pid": POINT, "people": people})
        steps = [self._step(point, form, asked) for point in points]
        newest = current_version(round.template)
        return {
            "round": round,
            "version": round.version,
            "page": {**self.page_facts(), "number": round.number},
            "steps": steps,
            "several": asking.walks_several(round.version),
            "here": self._here(form, points),
            "blank_rows": blank.rows(),
            "finish": finish,
            "finish_rows": finish.rows(),
            "newer": newest if newest and newest.pk != round.version_id else None,
            "people": people,
            "moved_on": round.status != Round.Status.OPEN,
            "form": form,
            **findings_context(round, self.request.user),
        }

    def _blank(self, form_class, record, sections):
        return form_class(
            school=self.school, user=self.request.user, record=record, sections=sections, auto_id=f"p{POINT}_%s"
        )

    def _step(self, point, form, asked):
        """Return a place with the form it is signed by: what came back with errors, else a fresh one.

        asked: the items as they stand at a place nobody has touched, rendered once for all of them.
        """
        mine = form is not None and form.record == point
        sent = form if mine and isinstance(form, PointForm) else None
        skip = form if mine and isinstance(form, SkipForm) else None
        facts = {"school": self.school, "user": self.request.user, "record": point}
        return {
            "point": point,
            "rows": sent.rows() if sent else [],
            "asked": mark_safe(asked.replace(POINT, str(point.pk))),
            "key": sent["submission_key"].value() if sent else new_key(),
            "failed": sent,
            "skip": skip or SkipForm(**facts, auto_id=f"s{point.pk}_%s"),
        }

    def _here(self, form, points):
        """Return the step that is open: the one that came back, else the first to do, else the end."""
        if isinstance(form, FinishForm):
            return "finish"
        if form is not None and isinstance(form.record, Point):
            return str(form.record.pk)
        point = asking.next_point(points)
        return str(point.pk) if point else "finish"

    def _people(self, sections):
        kinds = {item.kind for item in asking.items_of(sections)}
        return list(User.objects.working_at(self.school)) if Item.Kind.PERSON in kinds else []


def findings_context(round, user):
    """Return what was found so far, each with the ways to go on from it."""
    found = asking.findings_of(round)
    photos = asking.photos_of_answers([finding.answer for finding in found])
    after = asking.fix_photos_of(found)
    for finding in found:
        finding.photos, finding.after = photos.get(finding.answer_id, []), after.get(finding.pk, [])
        finding.ways = ways_on(finding, user)
    return {"findings": found}


def ways_on(finding, user):
    """Return the Actions by which this person may go on from an open finding."""
    if finding.status != Finding.Status.OPEN or not user.has_perm("checks.walk_round"):
        return []
    fix = Action(_("Fixed on the spot"), reverse("checks:finding_fix", args=[finding.pk]), icon="circle-check")
    return [
        fix,
        *[
            Action(way.label, reverse("checks:finding_follow_up", args=[finding.pk, key]), icon=way.icon)
            for key, way in services.findings.ways().items()
            if not way.permission or user.has_perm(way.permission)
        ],
    ]


class RoundWalk(WalkPage):
    """The whole round as one page, which needs no network once it is open (DESIGN 17)."""

    model = Round
    queryset = Round.objects.for_lists().select_related("version__template")

    def get_queryset(self):
        own = Round.objects.visible_to(self.request.user) | Round.objects.walkable_by(self.request.user)
        return self.queryset.filter(pk__in=own.values("pk"))

    def get(self, request, *args, **kwargs):
        if self.round.status != Round.Status.OPEN:
            return redirect(self.round)
        return self.show(None)

    def post(self, request, *args, **kwargs):
        return redirect(self.walk_url())


class RoundFindings(RoundWalk):
    """What was found so far, fetched by the open walk when a place has arrived."""

    template_name = "checks/_findings.html"

    def get(self, request, *args, **kwargs):
        facts = findings_context(self.round, request.user)
        return render(request, self.template_name, {"round": self.round, **facts})


class PointPage(WalkPage):
    """A move at one place of a round."""

    model = Point
    queryset = Point.objects.select_related(
        "place", "signed_by", "round__template", "round__version__template", "round__place", "round__campus",
        "round__started_by", "round__finished_by",
    )  # fmt: skip

    def get_queryset(self):
        mine = Round.objects.visible_to(self.request.user) | Round.objects.walkable_by(self.request.user)
        return self.queryset.filter(round__in=mine.values("pk"))

    @property
    def round(self):
        return self.object.round

    def get_success_url(self, result):
        return self.walk_url(result.pk)


class PointSign(PointPage):
    form_class = PointForm

    def get_form(self, data=None, files=None):
        return self.form_class(data, files, auto_id=f"p{self.object.pk}_%s", **self.get_form_facts())

    def perform(self, form):
        return services.sign_point(
            self.object,
            answers=form.answers(),
            token=form.cleaned_data["token"],
            written_at=form.written_at,
            by=self.request.user,
        )


class PointSkip(PointPage):
    form_class = SkipForm

    def perform(self, form):
        return services.skip_point(
            self.object, reason=form.cleaned_data["reason"], written_at=form.written_at, by=self.request.user
        )


class ScanForm(SchoolForm):
    """The code at the door was scanned; the token came with the address of the page."""


class PointScan(PointPage):
    """From the page of a scanned door to its place in the round."""

    form_class = ScanForm

    def perform(self, form):
        return services.scan_point(self.object, token=self.request.POST.get("token", "")[:40], by=self.request.user)

    def show(self, form):
        for error in form.non_field_errors():
            messages.error(self.request, error)
        return redirect(self.walk_url(self.object.pk))


class RoundFinish(WalkPage):
    """The last tap: the round is signed as a whole."""

    model = Round
    queryset = RoundWalk.queryset
    form_class = FinishForm
    done_text = gettext_lazy("The check is signed.")

    get_queryset = RoundWalk.get_queryset

    def perform(self, form):
        return services.finish_round(
            self.object,
            answers=form.answers(),
            remark=form.cleaned_data["remark"],
            late_reason=form.cleaned_data["late_reason"],
            written_at=form.written_at,
            by=self.request.user,
        )


# --- afterwards -------------------------------------------------------------------------------------------------------


class RoundAction(ActionPage):
    model = Round
    queryset = Round.objects.for_lists()


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


class RoundCountersign(RoundAction):
    permission_required = "checks.countersign_round"
    label, url_name, move = gettext_lazy("Countersign"), "checks:round_countersign", "countersign"
    icon, tone = "signature", "primary"
    subtitle = gettext_lazy("You read the check and sign it as the second person.")
    done_text = gettext_lazy("Countersigned.")

    def get_queryset(self):
        return super().get_queryset().within(self.request.user, self.permission_required)

    @classmethod
    def applies(cls, record, user):
        return record.finished_by_id != user.pk

    def perform(self, form):
        return services.countersign_round(self.object, by=self.request.user)


class RoundsToSign(ListPage):
    """What waits for my second signature: read, tick, sign."""

    model = Round
    queryset = Round.objects.for_lists()
    permission_required = "checks.countersign_round"
    title = gettext_lazy("Checks to countersign")
    columns = COLUMNS
    empty_title = gettext_lazy("Nothing waits for your signature")

    def get_queryset(self):
        return self.queryset.filter(pk__in=asking.to_countersign(self.request.user).values("pk"))

    def get_breadcrumbs(self):
        return [(_("Check register"), reverse(LIST))]

    def get_bulk_actions(self):
        return [Action(_("Countersign"), reverse("checks:round_countersign_many"), icon="signature", tone="primary")]


class RoundCountersignMany(RoundsToSign):
    """Sign the ticked rows; each row that moved on meanwhile is named."""

    def get(self, request, *args, **kwargs):
        return redirect("checks:rounds_to_sign")

    def post(self, request, *args, **kwargs):
        chosen = [pk for pk in map(record_id, request.POST.getlist("pk")) if pk]
        signed = 0
        for round in self.get_queryset().filter(pk__in=chosen):
            try:
                services.countersign_round(round, by=request.user)
                signed += 1
            except WrongState as error:
                messages.error(request, f"{round.number}: {error}")
        messages.success(request, _("%(count)d checks countersigned.") % {"count": signed})
        return redirect("checks:rounds_to_sign")


class AnswerCorrect(UpdatePage):
    """Enter what is right beside a wrong answer."""

    model = Answer
    queryset = Answer.objects.select_related("item__section", "round__template", "point__place", "by", "corrects")
    permission_required = "checks.walk_round"
    form_class = CorrectForm
    label, url_name, icon = gettext_lazy("Correct"), "checks:answer_correct", "pencil"
    done_text = gettext_lazy("Corrected. The earlier answer stays readable.")

    @classmethod
    def applies(cls, record, user):
        """The keepers correct; while the round is under way, so does whoever entered the answer."""
        if record.round.status == Round.Status.DROPPED:
            return False
        return user.has_perm("checks.correct_round") or (
            record.by_id == user.pk and record.round.status == Round.Status.OPEN
        )

    def get_initial(self):
        answer = self.object
        return {"result": answer.result, "number": answer.number, "text": answer.text, "person": answer.person_id}

    def get_title(self):
        return str(self.object.item)

    def get_subtitle(self):
        where = self.object.point.place if self.object.point_id else None
        return " · ".join(str(part) for part in (where, self.object.round) if part)

    def get_breadcrumbs(self):
        return [(str(self.object.round), self.get_cancel_url())]

    def get_cancel_url(self):
        return reverse("checks:round_detail", args=[self.object.round_id])

    def perform(self, form):
        facts = {name: value for name, value in form.cleaned_data.items() if value is not None}
        return services.correct_answer(self.object, by=self.request.user, **facts)

    def get_success_url(self, result):
        return f"{self.get_cancel_url()}#answer-{result.pk}"


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
