"""The school's own roster from Excel: a row a day, some days or a week of the term, a column a shift, and back again."""

import re
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.db import record_id
from logistics.duties.models import Roster
from logistics.duties.selectors.turns import TurnsOfDays
from logistics.duties.services import replace_turns
from logistics.errors import RuleError
from logistics.exchange.imports.names import Names
from logistics.exchange.plans import Family, ImportPlan, Outcome, RowResult, register_family
from logistics.exchange.reading import ImportColumn
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.people.models import User
from logistics.school.calendar import days_between
from logistics.school.models import Term

PREFIX = "roster"
KEEP = "duties.keep_roster"
SLOT = "slot-"
ONE_SHIFT = gettext_lazy("On duty")
WEEK = re.compile(r"\D*(\d{1,2})\D*")
SEPARATORS = re.compile(r"[、,，;；/\s]+")
A_DAY, SIX_DAYS = timedelta(days=1), timedelta(days=6)
LONGEST_ROW = 62
FARTHEST = timedelta(days=730)


def plan_for(school, key):
    """Return the plan of one roster of a school, None when it has no such roster."""
    roster = Roster.objects.of_school(school).filter(pk=record_id(key)).first()
    if roster is None:
        return None
    return ImportPlan(
        kind=f"{PREFIX}-{roster.pk}",
        title=roster.name,
        columns=columns_of(roster),
        check=lambda school, rows: Check(roster).judge_all(rows),
        apply=lambda school, results, by: apply(roster, results, by=by),
        permission=KEEP,
        note=str(
            _("One row a day, some days, or a week of the term; several names with 、 between. For the days of a row, the "
              "roster is then exactly what the row says.")
        ),
        samples=sample_rows(roster),
        list_url=roster.get_absolute_url(),
    )  # fmt: skip


register_family(Family(PREFIX, KEEP, plan_for))


def columns_of(roster):
    """Return the columns: the days, then one for each shift."""
    shifts = [
        ImportColumn(f"{SLOT}{slot}", slot or ONE_SHIFT, aliases=() if slot else ("值班人员", "值班人", "姓名", "人员"))
        for slot in roster.slots_or_one
    ]
    return [
        ImportColumn("week", gettext_lazy("Week of the term"), aliases=("周次", "周", "教学周")),
        ImportColumn("first_on", gettext_lazy("Day"), "date", aliases=("日期", "开始日期", "起始日期", "从")),
        ImportColumn("last_on", gettext_lazy("Up to the day"), "date", aliases=("至", "结束日期", "截止日期", "到")),
        *shifts,
    ]


def sample_rows(roster):
    names = [_("Zhang San")] * len(roster.slots_or_one)
    return [("3", "", "", *names), ("", "2026-10-01", "2026-10-02", *names)]


class Check:
    """Judges the rows of a workbook for one roster; fetches what it needs once."""

    def __init__(self, roster):
        self.roster = roster
        people = User.objects.working_at(roster.school)
        self.people = Names(_("people"), people, lambda person: person.name, lambda person: person.phone)
        terms = Term.objects.of_school(roster.school).filter(ends_on__gte=clock.today())
        self.term = terms.order_by("starts_on").first()
        self.taken = {}

    def judge_all(self, rows):
        read = [self.read(row) for row in rows]
        spans = [turns[0] for _row, turns, _why in read if turns]
        there = None
        if spans:
            there = TurnsOfDays(self.roster, min(first for first, _last in spans), max(last for _first, last in spans))
        return [self.result(row, turns, why, there) for row, turns, why in read]

    def read(self, row):
        """Return (row, ((first day, last day), {slot: [person]}) or None, why it cannot be read)."""
        try:
            first, last = self.days(row.values)
            self.once(row.number, first, last)
            return row, ((first, last), {slot: self.named(row, slot) for slot in self.roster.slots_or_one}), ""
        except RuleError as error:
            return row, None, error.message

    def days(self, values):
        first, last = values["first_on"], values["last_on"]
        if first is None:
            monday = self.monday_of(values["week"])
            return monday, monday + SIX_DAYS
        last = last or first
        if max(abs(first - clock.today()), abs(last - clock.today())) > FARTHEST:
            raise RuleError(_("This day is too far away. Check the year."))
        if last < first:
            raise RuleError(_("Choose a last day that is not before the first."))
        if (last - first).days >= LONGEST_ROW:
            raise RuleError(_("A row holds at most %(days)d days.") % {"days": LONGEST_ROW})
        return first, last

    def monday_of(self, text):
        found = WEEK.fullmatch(text or "")
        if not found:
            raise RuleError(_("Give a day or a week of the term."))
        if self.term is None:
            raise RuleError(_("No term is set up for the time ahead. Give days instead of weeks."))
        first = self.term.starts_on - timedelta(days=self.term.starts_on.weekday())
        monday = first + timedelta(weeks=int(found[1]) - 1)
        if not first <= monday <= self.term.ends_on:
            raise RuleError(_("This term has no week %(week)s.") % {"week": found[1]})
        return monday

    def once(self, number, first, last):
        for day in days_between(first, last):
            before = self.taken.setdefault(day, number)
            if before != number:
                raise RuleError(_("%(day)s stands in row %(row)s already.") % {"day": f"{day:%Y-%m-%d}", "row": before})

    def named(self, row, slot):
        text = row.values[f"{SLOT}{slot}"] or ""
        return list(dict.fromkeys(self.people.get(name) for name in SEPARATORS.split(text) if name))

    def result(self, row, turns, why, there):
        if turns is None:
            return RowResult(row.number, Outcome.ERROR, why)
        (first, last), by_slot = turns
        if all(
            there.people(day, slot) == set(people)
            for day in days_between(first, last)
            for slot, people in by_slot.items()
        ):
            return RowResult(row.number, Outcome.SAME)
        changed = any(there.people(day, slot) for day in days_between(first, last) for slot in by_slot)
        values = {"first_on": first, "last_on": last, "turns": by_slot}
        return RowResult(row.number, Outcome.CHANGED if changed else Outcome.NEW, _words(first, last, by_slot), values)


def _words(first, last, by_slot):
    days = f"{first:%m-%d}" if first == last else f"{first:%m-%d}–{last:%m-%d}"
    names = [f"{slot} {'、'.join(person.name for person in people) or '—'}".strip() for slot, people in by_slot.items()]
    return f"{days} {'；'.join(names)}"


def apply(roster, results, *, by):
    """Let the roster be what the rows say, for the days of each."""
    for row in results:
        first, last = row.values["first_on"], row.values["last_on"]
        turns = [
            {"person": person, "first_on": first, "last_on": last, "slot": slot}
            for slot, people in row.values["turns"].items()
            for person in people
        ]
        replace_turns(roster, turns, start=first, end=last, by=by)


def workbook_of(roster, first, last, title):
    """Return an open XLSX of the roster, a row a day, that may be brought in again."""
    turns = TurnsOfDays(roster, first, last)
    columns = [SheetColumn(_("Day"), "date"), SheetColumn(_("Weekday"))]
    columns += [SheetColumn(str(slot or ONE_SHIFT), width=18) for slot in roster.slots_or_one]
    rows = [
        [day, turns.weekday(day), *("、".join(turns.names(day, slot)) for slot in roster.slots_or_one)]
        for day in turns.days
    ]
    return write_workbook([Sheet(roster.name, f"{roster.school.name}{roster.name}", columns, rows, subtitle=title)])
