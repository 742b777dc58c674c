"""Rounds under way on the phone: from place to place, then the signature."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.checks import services
from logistics.checks.forms.rounds import FinishForm, PointForm, SkipForm
from logistics.checks.models import Finding, Item, Point, Round
from logistics.checks.selectors import rounds as asking
from logistics.checks.selectors.templates import current_version, sections_of
from logistics.checks.views.columns import LIST
from logistics.pages.changes import FormPage
from logistics.pages.forms import SchoolForm
from logistics.pages.parts import Action
from logistics.pages.submissions import new_key
from logistics.people.models import User

POINT = "__point__"  # where the primary key of a place comes to stand in markup made for all places


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
