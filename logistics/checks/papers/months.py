"""A month of a checklist on one sheet: a row an item, a column a day."""

from calendar import monthrange
from collections import defaultdict
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from logistics.checks.models import Answer, Finding, Item
from logistics.checks.papers.parts import MARKS, Mark, frame, outcome
from logistics.checks.selectors.templates import current_version, draft_of, sections_of
from logistics.pages.columns import number_text
from logistics.pages.dates import month_text
from logistics.paper.document import Table
from logistics.paper.pdf import render_pdf
from logistics.paper.slips import SignatureCell, Slip

WORST_FIRST = [Answer.Result.FAIL, Answer.Result.PASS, Answer.Result.NOTED, Answer.Result.NOT_APPLICABLE]


def month_pdf(template, *, month, place, rounds):
    """Return the sheet of a month: a row an item, a column a day, who walked, and what was found below.

    month: its first day. place: only what was seen there; None takes all. rounds: those the reader may see.
    """
    sheet = MonthSheet(template, month, place, rounds)
    title = _("%(title)s, month sheet") % {"title": sheet.version.title}
    context = {
        **frame(template.school, sheet.version, number="", date=month_text(month)),
        "document_name": title,
        "where": place.full_label() if place else _("all places"),
        "days": sheet.days,
        "sections": sheet.sections(),
        "walkers": [sheet.walkers(day) for day in sheet.days],
        "counts": [sheet.counts[day] or "" for day in sheet.days] if max(sheet.counts.values(), default=0) > 1 else [],
        "findings": sheet.findings(),
        "total": len(sheet.rounds),
        "slip": Slip(facts=[], signatures=[SignatureCell(_("Filled in by")), SignatureCell(_("Head of the office"))]),
    }
    return render_pdf("checks/month_print.html", context)


class MonthSheet:
    """Gathers a month of rounds. Items of an older version of that month stand after those of the newest."""

    def __init__(self, template, month, place, rounds):
        last = monthrange(month.year, month.month)[1]
        self.days = [date(month.year, month.month, day) for day in range(1, last + 1)]
        self.place = place
        rounds = rounds.filter(template=template, day__range=(self.days[0], self.days[-1])).finished()
        if place is not None:
            rounds = rounds.filter(Q(place=place) | Q(points__place=place)).distinct()
        self.rounds = list(rounds.select_related("version__template", "finished_by").order_by("day", "started_at"))
        self.versions = self._versions(template)
        self.version = self.versions[0]
        self.counts = defaultdict(int)
        for round in self.rounds:
            self.counts[round.day] += 1
        self.marks = self._marks()

    def _versions(self, template):
        used = {round.version_id: round.version for round in self.rounds}
        return sorted(used.values(), key=lambda version: -version.number) or [
            current_version(template) or draft_of(template)
        ]

    def _marks(self):
        """Return {(item text, day): (result, number)}: the worst of the day, the last value."""
        answers = Answer.objects.standing().filter(round__in=self.rounds)
        if self.place is not None:
            answers = answers.filter(Q(point__place=self.place) | Q(point=None))
        found = {}
        days = {round.pk: round.day for round in self.rounds}
        for pk, text, result, number in answers.order_by("pk").values_list("round", "item__text", "result", "number"):
            key = (text, days[pk])
            worst, value = found.get(key, (result, None))
            found[key] = (min(worst, result, key=WORST_FIRST.index), value if number is None else number)
        return found

    def sections(self):
        """Return [(title, [(text, [Mark a day])])]."""
        seen = set()
        found = []
        for version in self.versions:
            for section in sections_of(version):
                lines = []
                for item in section.items.all():
                    if item.text not in seen and item.kind in (Item.Kind.JUDGED, Item.Kind.NUMBER):
                        seen.add(item.text)
                        lines.append((item, [self._mark(item, day) for day in self.days]))
                if lines:
                    found.append((section.title, lines))
        return found

    def _mark(self, item, day):
        result, number = self.marks.get((item.text, day), (None, None))
        if result is None:
            return Mark()
        text = MARKS[result] if number is None else number_text(number).replace(",", "")
        return Mark(text, bad=result == Answer.Result.FAIL)

    def walkers(self, day):
        """Return the letters of the names of those who walked on a day, to stand one below the other."""
        names = dict.fromkeys(str(round.finished_by) for round in self.rounds if round.day == day)
        return [list(name) for name in names][:1]

    def findings(self):
        rows = Finding.objects.counting().filter(round__in=self.rounds)
        if self.place is not None:
            rows = rows.filter(Q(place=self.place) | Q(place=None))
        rows = rows.select_related("place", "round", "handled_by").prefetch_related("work").order_by("round__day", "pk")
        columns = [_("Day"), _("Place"), _("What was found"), _("What came of it"), _("Handled by")]
        return Table(
            columns,
            [
                [
                    f"{finding.round.day:%m-%d}",
                    str(finding.place or "—"),
                    finding.text,
                    outcome(finding),
                    str(finding.handled_by or ""),
                ]
                for finding in rows
            ],
        )
