"""Where checks never came, and what was let go: places by building, faded duties, announced and unannounced scores."""

from itertools import groupby

from django.db.models import Avg, Count, F
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.checks.models import Round, Template
from logistics.duties.selectors import completeness, fade
from logistics.duties.selectors.coverage import coverage_of
from logistics.duties.views.completeness import SEE, TermPage
from logistics.pages.dates import full_day_text
from logistics.paper.charts import LineChart, Series
from logistics.school.models import Place


class Coverage(TermPage):
    """Places by building: how often checks came to them this term, and when last. ``only=never``: where none came."""

    template_name = "duties/coverage.html"
    url_name = "duties:coverage"
    title = gettext_lazy("Places that checks came to")
    areas = Template.Area

    def get_part(self):
        covered = coverage_of(
            self._places(), self.term.covers_from, self.last_day, area=self.area, seen=self._checks_in_sight()
        )
        only_never = self.request.GET.get("only") == "never"
        shown = [each for each in covered if not (only_never and each.times)]
        query, never = self.kept_query(), sum(not each.times for each in covered)
        more = f"{query}&only=never" if query else "?only=never"
        address = reverse("duties:coverage")
        return {
            "kept": [("only", "never")] if only_never else [],
            "views": [
                (_("All places"), f"{address}{query}", not only_never, len(covered)),
                (_("Not come to this term"), f"{address}{more}", only_never, never),
            ],
            "buildings": [
                {"name": name, "places": [self._place(each) for each in group], "never": _missed(group)}
                for name, group in _by_building(shown)
            ],
            "count": len(covered),
            "never": never,
            "share": 100 * (len(covered) - never) / len(covered) if covered else None,
        }

    def _places(self):
        places = Place.objects.of_school(self.school).within(self.request.user, SEE)
        return places.filter(campus=self.campus) if self.campus else places

    def _place(self, covered):
        return {
            "place": covered.place,
            "times": covered.times,
            "days": (clock.today() - covered.last_on).days if covered.last_on else None,
            "state": "come" if covered.times else "before" if covered.last_on else "never",
            "last": full_day_text(covered.last_on) if covered.last_on else "",
            "url": self._checks_url(covered.place) if covered.listed == covered.times else "",
        }

    def _checks_in_sight(self):
        """Return the checks that the register shows this reader; a place leads there only when they are all it counts."""
        user = self.request.user
        return Round.objects.visible_to(user) if user.has_perm("checks.view_round") else Round.objects.none()

    def _checks_url(self, place):
        facts = {"came_to": place.pk, "day_min": self.term.covers_from, "day_max": self.last_day}
        return f"{reverse('checks:round_list')}?{urlencode({**facts, **({'area': self.area} if self.area else {})})}"


def _by_building(covered):
    """Return [(campus and building, [Covered])]."""
    named = groupby(covered, key=lambda each: (each.place.campus, each.place.parent))
    return [
        (f"{campus} · {building}" if building else _("%(campus)s, outdoors") % {"campus": campus}, list(group))
        for (campus, building), group in named
    ]


def _missed(covered):
    return sum(not each.times for each in covered)


class Fading(TermPage):
    """Duties that were let go in the second half of the term, and scores of announced and unannounced checks."""

    template_name = "duties/fade.html"
    url_name = "duties:fade"
    title = gettext_lazy("What faded in the course of the term")

    def get_part(self):
        rows = self.rows()
        fades = fade.fades_of(rows, self.term, school=self.school)
        duties = {duty.pk: duty for duty in completeness.duties_named([each.duty_id for each in fades])}
        weeks = [each for each in completeness.spans_of(self.term, self.last_day) if each.week]
        days = completeness.tallied(rows.filter(duty__in=duties), "duty", "due_on")
        weekly = completeness.by_span(days, weeks)
        middle = fade.middle_of(self.term, clock.today())
        return {
            "fades": [
                {
                    "duty": duties[each.duty_id],
                    "fade": each,
                    "chart": self._curve(weeks, fade.curve_of(weekly[each.duty_id], weeks)),
                }
                for each in fades
            ],
            "begun": self.term.starts_on < clock.today(),
            "middle": full_day_text(middle),
            "scores": self._scores(),
        }

    def _curve(self, weeks, shares):
        """Return the share done in time over two weeks each, week by week; weeks with nothing due are left out."""
        known = [(each.week, share) for each, share in zip(weeks, shares, strict=True) if share is not None]
        labels = [_("week %(week)d") % {"week": week} for week, _share in known]
        series = Series(_("done in time, %"), [round(share) for _week, share in known])
        return LineChart(_("Done in time, average of two weeks, in percent"), labels, [series], heading=_("Week"))

    def _scores(self):
        """Return [(checklist, announced, unannounced)] with (count, average) each or None; one query."""
        rounds = Round.objects.visible_to(self.request.user).of_school(self.school).finished().exclude(announced="")
        rounds = rounds.filter(day__range=(self.term.covers_from, self.last_day), full_score__gt=0)
        rounds = rounds.filter(campus=self.campus) if self.campus else rounds
        grouped = (
            rounds.order_by()
            .values("template__name", "announced")
            .annotate(count=Count("pk"), average=Avg(100 * F("score") / F("full_score")))
        )
        scores = {}
        for group in grouped:
            found = scores.setdefault(group["template__name"], {})
            found[group["announced"]] = (group["count"], group["average"])
        return [(name, found.get("announced"), found.get("unannounced")) for name, found in sorted(scores.items())]
