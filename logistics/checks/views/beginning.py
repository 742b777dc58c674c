"""Where a round begins: the choice of a checklist, its start, the scanned door."""

from collections import defaultdict

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import hooks
from logistics.checks import services
from logistics.checks.forms.rounds import StartForm
from logistics.checks.models import Point, Round, Template
from logistics.checks.selectors import rounds as asking
from logistics.checks.selectors.templates import current_version, sections_of
from logistics.checks.views.columns import LIST
from logistics.pages.changes import CreatePage
from logistics.pages.lists import TemplatePage
from logistics.school.models import Place, Sticker


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
