"""How complete the ledgers are: the month as a grid, week by week, by person and campus."""

from datetime import date
from itertools import groupby

from django.http import FileResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from logistics import clock
from logistics.db import record_id
from logistics.duties.models import Duty, Expected
from logistics.duties.selectors import completeness
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.pages.dates import month_text
from logistics.pages.lists import TemplatePage
from logistics.pages.parts import Action
from logistics.paper.charts import LineChart, Series
from logistics.people.models import User
from logistics.school.calendar import week_of
from logistics.school.models import Campus, Place, Term
from logistics.school.month import WEEKDAYS

SEE = "duties.view_expected"
STATUS = Expected.Status
NOBODY = "null"  # what the filter of a list calls an empty relation

# The sign in a cell, so that colour is never alone.
SIGNS = {
    STATUS.DONE: "✓",
    STATUS.LATE: pgettext_lazy("sign of a late entry", "L"),
    STATUS.MISSING: "✗",
    STATUS.WAITING: "·",
    STATUS.EXTRA: "+",
    STATUS.LIFTED: "—",
}
LEGEND = [STATUS.DONE, STATUS.LATE, STATUS.MISSING, STATUS.WAITING, STATUS.LIFTED, STATUS.EXTRA]
TABS = [
    (gettext_lazy("Month"), "duties:completeness_month"),
    (gettext_lazy("Week by week"), "duties:completeness_weeks"),
    (gettext_lazy("By person"), "duties:completeness_people"),
    (gettext_lazy("Places come to"), "duties:coverage"),
    (gettext_lazy("Fading"), "duties:fade"),
]
KEPT = ["term", "campus", "area"]


class TermPage(TemplatePage):
    """A page about one term of the school, one campus or all, one area or all."""

    model = Expected
    permission_required = SEE
    url_name = ""
    areas = Duty.Area

    @cached_property
    def terms(self):
        return list(Term.objects.of_school(self.school))

    @cached_property
    def term(self):
        """The term that the address names, else the present one, else the latest; None when the school has none."""
        key = self.request.GET.get("term", "")
        named = next((term for term in self.terms if term.key == key), None)
        today = clock.today()
        present = next((term for term in self.terms if term.covers_from <= today <= term.covers_to), None)
        return named or present or next(iter(self.terms), None)

    @cached_property
    def campuses(self):
        return list(Campus.objects.of_school(self.school))

    @cached_property
    def campus(self):
        key = record_id(self.request.GET.get("campus", ""))
        return next((campus for campus in self.campuses if campus.pk == key), None)

    @cached_property
    def area(self):
        area = self.request.GET.get("area", "")
        return area if area in self.areas else ""

    @property
    def last_day(self):
        """The last day of the term that has come."""
        return min(clock.today(), self.term.covers_to)

    def rows(self):
        """What is due in the term, within what this person may see."""
        rows = self.get_queryset().of_school(self.school)
        rows = rows.filter(due_on__range=(self.term.covers_from, self.term.covers_to))
        rows = rows.filter(campus=self.campus) if self.campus else rows
        return rows.filter(duty__area=self.area) if self.area else rows

    def get_breadcrumbs(self):
        return [(_("Duties"), reverse("duties:duty_list"))]

    def get_context(self):
        query = self.kept_query()
        context = {
            "tabs": [(label, f"{reverse(name)}{query}", name == self.url_name) for label, name in TABS],
            "terms": self.terms,
            "term": self.term,
            "campuses": self.campuses,
            "campus": self.campus,
            "areas": self.areas.choices,
            "area": self.area,
            "kept": [],
            "legend": [(status, SIGNS[status], status.label) for status in LEGEND],
        }
        return {**context, **self.get_part()} if self.term else context

    def kept_query(self):
        kept = {name: self.request.GET[name] for name in KEPT if self.request.GET.get(name)}
        return f"?{urlencode(kept)}" if kept else ""

    def get_part(self):
        """Return what this page adds for its term."""
        raise TypeError(f"{type(self).__name__} must say what it shows")

    @cached_property
    def _list_url(self):
        facts = {"campus": self.campus.pk if self.campus else "", "area": self.area}
        kept = urlencode({name: value for name, value in facts.items() if value})
        return f"{reverse('duties:expected_list')}?{kept}{'&' if kept else ''}"

    def proof_url(self, **filters):
        """Return the list behind a cell."""
        return self._list_url + urlencode(filters)

    def counts_of(self, tally, **filters):
        """Return what a line says of a tally; every number opens its list."""
        return {
            "tally": tally,
            "done_url": self.proof_url(state=STATUS.DONE, **filters),
            "late_url": self.proof_url(state=STATUS.LATE, **filters),
            "missing_url": self.proof_url(state=STATUS.MISSING, **filters),
        }


def span(start, end):
    """Return the filters of the list for days from ``start`` to ``end``."""
    return {"due_on_min": f"{start:%Y-%m-%d}", "due_on_max": f"{end:%Y-%m-%d}"}


class Words:
    """A tally in words, for whoever cannot see its colour; the labels are translated once a page."""

    def __init__(self):
        self._labels = [(status, str(status.label)) for status in LEGEND]
        self._between = _(", ")

    def of(self, tally):
        counts = tally.counts
        return self._between.join(f"{label} {counts[status]}" for status, label in self._labels if counts[status])


class Month(TermPage):
    """Duties down, days across: done, late, missing, or why nothing was due. ``duty`` in the address: its places down."""

    template_name = "duties/completeness_month.html"
    url_name = "duties:completeness_month"
    title = gettext_lazy("Completeness")

    def get(self, request, *args, **kwargs):
        if request.GET.get("format") == "xlsx" and self.term:
            return self.workbook()
        return super().get(request, *args, **kwargs)

    @cached_property
    def duty(self):
        """The one duty whose places stand in the lines, or None."""
        key = record_id(self.request.GET.get("duty", ""))
        return Duty.objects.visible_to(self.request.user).of_school(self.school).filter(pk=key).first() if key else None

    @cached_property
    def first(self):
        return completeness.month_within(self.term, self.request.GET.get("month", ""))

    @cached_property
    def days(self):
        return completeness.days_of_month(self.first)

    @cached_property
    def tallied(self):
        """The lines of the month by duty, or by place of the one duty."""
        rows = self.rows().filter(due_on__range=(self.days[0], self.days[-1]))
        if self.duty:
            return completeness.tallied(rows.filter(duty=self.duty), "place", "due_on")
        return completeness.tallied(rows, "duty", "due_on")

    @cached_property
    def groups(self):
        """Return [(heading, [(what the line is about or None, its name, Line)])]."""
        if self.duty:
            places = Place.objects.filter(pk__in=[key for key in self.tallied if key]).order_by("label")
            named = [(place.pk, str(place)) for place in places]
            if None in self.tallied:
                named.append((None, str(self.duty.campus or _("whole school"))))
            return [("", [(key, name, self.tallied[key]) for key, name in named])]
        duties = completeness.duties_named(self.tallied)
        return [
            (Duty.Area(area).label, [(duty, duty.name, self.tallied[duty.pk]) for duty in group])
            for area, group in groupby(duties, key=lambda duty: duty.area)
        ]

    def get_part(self):
        closed = completeness.ClosedDays(self.school, self.days, campus=self.campus and self.campus.pk)
        whys = {day: closed.why(day) for day in self.days}
        words = Words()
        month = f"{self.first:%Y-%m}"
        return {
            "kept": [("month", month), *([("duty", self.duty.pk)] if self.duty else [])],
            "duty": self.duty,
            "all_url": f"?{self._query(month=month, duty='')}",
            "title": _("%(year)d-%(month)02d") % {"year": self.first.year, "month": self.first.month},
            "before": self._neighbour(-1),
            "after": self._neighbour(1),
            "days": [(day, WEEKDAYS[day.weekday()], whys[day], day == clock.today()) for day in self.days],
            "weeks": self._weeks(),
            "columns": len(self.days) + 2,
            "groups": [
                (heading, [self._line(about, name, line, closed, words) for about, name, line in lines])
                for heading, lines in self.groups
            ],
            "total": self.counts_of(
                completeness.summed(self.tallied.values()).total,
                **self._duty_filter(self.duty),
                **span(self.days[0], self.days[-1]),
            ),
            "excel": Action(_("Excel"), f"?{self._query(format='xlsx', month=month)}", icon="download"),
        }

    def _line(self, about, name, line, closed, words):
        duty = self.duty or about
        filters = self._place_filter(about) if self.duty else self._duty_filter(duty)
        return {
            "name": name,
            "url": "" if self.duty else f"?{self._query(duty=duty.pk, month=f'{self.first:%Y-%m}')}",
            "cells": [self._cell(line, day, closed.why_of(duty, day), filters, words) for day in self.days],
            "total": line.total,
        }

    def _cell(self, line, day, why, filters, words):
        if day not in line.cells:
            return {"state": "closed" if why else "none", "words": why}
        tally = line.cells[day]
        url = self.proof_url(**filters, **span(day, day))
        return {"state": tally.state, "sign": SIGNS[tally.state], "words": words.of(tally), "url": url}

    def _duty_filter(self, duty):
        return {"duty": duty.pk} if duty else {}

    def _place_filter(self, place):
        return {"duty": self.duty.pk, "place": place or NOBODY}

    def _weeks(self):
        """Return [(week or None, number of days)] over the columns."""
        numbered = [week_of(self.term, day) for day in self.days]
        return [(week, len(list(days))) for week, days in groupby(numbered)]

    def _neighbour(self, step):
        number = self.first.year * 12 + self.first.month - 1 + step
        other = date(number // 12, number % 12 + 1, 1)
        first, last = self.term.covers_from.replace(day=1), self.term.covers_to.replace(day=1)
        return f"?{self._query(month=f'{other:%Y-%m}')}" if first <= other <= last else ""

    def _query(self, **more):
        kept = {name: self.request.GET.get(name, "") for name in [*KEPT, "duty"]}
        return urlencode({name: value for name, value in {**kept, **more}.items() if value})

    def workbook(self):
        facts = {"school": self.school, "month": month_text(self.first)}
        title = _("%(school)s: completeness of the ledgers, %(month)s") % facts
        judged = [str(STATUS(status).label) for status in (STATUS.DONE, STATUS.LATE, STATUS.MISSING)]
        columns = [
            SheetColumn(_("Area")),
            SheetColumn(_("Duty")),
            *(SheetColumn(str(day.day), "mark", width=4) for day in self.days),
            *(SheetColumn(label, "number") for label in (_("To be done"), *judged)),
        ]
        rows = (
            [str(heading), name, *self._signs(line), line.total.due, *line.total.judged]
            for heading, lines in self.groups
            for _about, name, line in lines
        )
        signs = "　".join(f"{SIGNS[status]} {status.label}" for status in LEGEND)
        sheet = Sheet(name=f"{self.first:%Y-%m}", title=title, columns=columns, rows=rows, subtitle=signs)
        return FileResponse(write_workbook([sheet]), as_attachment=True, filename=f"{title}.xlsx")

    def _signs(self, line):
        return [str(SIGNS[line.cells[day].state]) if day in line.cells else "" for day in self.days]


class Weeks(TermPage):
    """Duties down, weeks of the term across: done of what was due; and the share in time as a curve."""

    template_name = "duties/completeness_weeks.html"
    url_name = "duties:completeness_weeks"
    title = gettext_lazy("Completeness week by week")

    @cached_property
    def spans(self):
        return completeness.spans_of(self.term, self.last_day)

    def get_part(self):
        rows = self.rows().filter(due_on__lte=self.spans[-1].end) if self.spans else self.rows().none()
        lines = completeness.by_span(completeness.tallied(rows, "duty", "due_on"), self.spans)
        words = Words()
        duties = completeness.duties_named(lines)
        return {
            "spans": self.spans,
            "columns": len(self.spans) + 2,
            "groups": [
                (Duty.Area(area).label, [self._line(duty, lines[duty.pk], words) for duty in group])
                for area, group in groupby(duties, key=lambda duty: duty.area)
            ],
            "curve": self._curve(completeness.summed(lines.values())) if lines else None,
        }

    def _line(self, duty, line, words):
        cells = [self._cell(duty, line, each, words) for each in self.spans]
        return {"name": duty.name, "url": duty.get_absolute_url(), "cells": cells, "total": line.total}

    def _cell(self, duty, line, each, words):
        tally = line.cells.get(each.start)
        if tally is None or not tally.counted:
            return {"state": "none", "words": ""}
        url = self.proof_url(duty=duty.pk, **span(each.start, each.end))
        return {
            "state": tally.state,
            "sign": f"{tally.fulfilled}/{tally.counted}",
            "words": words.of(tally),
            "url": url,
        }

    def _curve(self, whole):
        known = [each for each in self.spans if each.week and each.start in whole.cells and whole.cells[each.start].due]
        series = Series(
            _("done in time, %"),
            [round(whole.cells[each.start].on_time_share) for each in known],
            [self.proof_url(**span(each.start, each.end)) for each in known],
        )
        labels = [_("week %(week)d") % {"week": each.week} for each in known]
        return LineChart(_("Done in time, in percent, by week of the term"), labels, [series], heading=_("Week"))


class People(TermPage):
    """Whose turn it was, and what became of it; and the same by campus."""

    template_name = "duties/completeness_people.html"
    url_name = "duties:completeness_people"
    title = gettext_lazy("Completeness by person")

    def get_part(self):
        days = span(self.term.covers_from, self.last_day)
        people = completeness.tallied(self.rows().filter(due_on__lte=self.last_day), "person", "campus")
        names = dict(User.objects.filter(pk__in=[key for key in people if key]).values_list("pk", "name"))
        persons = [
            {"name": names.get(key, _("nobody on duty")), **self.counts_of(line.total, person=key or NOBODY, **days)}
            for key, line in people.items()
        ]
        campuses = {campus.pk: campus.name for campus in self.campuses}
        by_campus = completeness.summed(people.values()).cells
        return {
            "people": sorted(persons, key=lambda each: (*_worst_first(each["tally"]), each["name"])),
            "by_campus": [
                {
                    "name": campuses.get(key, _("whole school")),
                    **self.counts_of(tally, **{**days, "campus": key or NOBODY}),
                }
                for key, tally in sorted(by_campus.items(), key=lambda each: each[0] or 0)
            ],
        }


def _worst_first(tally):
    return (-tally.missing, -tally.late, -tally.due)
