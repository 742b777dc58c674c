"""What the summary says of duties: what was due, what of it was done in time, late or not, and what faded.

Only what is judged counts: done in time, entered late, not done. Each section of the summary speaks of its own areas;
the duties every school is asked about have a sentence of their own there, the others a line in the annex.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from logistics.duties.models import Duty, Expected
from logistics.duties.selectors.fade import fades_of, judged_in_lessons
from logistics.reports.statements import Claim, Figure, Problem, Rate, Section, Sentence, Statement, TableOf
from logistics.school.calendar import week_of

AREA, RHYTHM, STATUS = Duty.Area, Duty.Rhythm, Expected.Status

AREAS = {
    Section.PREPARATION: [AREA.OTHER],
    Section.ASSETS: [AREA.PROPERTY],
    Section.CANTEEN: [AREA.CANTEEN],
    Section.SAFETY: [AREA.SAFETY, AREA.FIRE, AREA.EQUIPMENT, AREA.BUS],
    Section.HEALTH: [AREA.HEALTH, AREA.HYGIENE],
    Section.DORMITORY: [AREA.DORMITORY],
    Section.GREENING: [AREA.GROUNDS],
    Section.FINANCE: [AREA.FINANCE],
}
# Duties with a sentence of their own: those that inspections ask for first.
SPOKEN = {
    "PT-01", "PT-30", "PT-45", "PT-29", "PT-41", "PT-18", "PT-35", "PT-20", "PT-44", "PT-49", "PT-57", "PT-47",
}  # fmt: skip
MOST_OWN = 2  # so many duties a school named itself are told of in a section
BY_WEEK = {RHYTHM.WEEKDAYS, RHYTHM.WEEKLY, RHYTHM.FORTNIGHTLY, RHYTHM.TERM_WEEKS}
MOST_NAMED = 5
CHECK = "checks.round"


def judged_of(school, period, scope):
    return Expected.objects.of_school(school).due_in(period, scope).judged().for_lists()


class Clause(Sentence):
    """A piece of a sentence that is left out when it does not stand."""

    def pieces(self, *say):
        return super().pieces(*say) if self.stands else []


@dataclass
class Counts:
    """What became of some of the judged rows; ``key`` leads the keys of the figures, ``name`` their labels.

    rows: a function that makes them, since most are never listed.
    """

    key: str
    name: str
    rows: Callable
    counts: Counter = field(default_factory=Counter)

    def _figure(self, key, label, rows, count):
        title = _("%(whole)s: %(part)s") % {"whole": self.name, "part": label} if self.name else label
        return Figure(f"{self.key}{key}", title, rows, unit=_("times"), value=count)

    def _of(self, key, label, *statuses):
        count = sum(self.counts[status] for status in statuses)
        return self._figure(key, label, lambda: self.rows().filter(status__in=statuses), count)

    @cached_property
    def due(self):
        return self._figure("due", _("to be done"), self.rows, sum(self.counts.values()))

    @cached_property
    def fulfilled(self):
        return self._of("fulfilled", _("done"), STATUS.DONE, STATUS.LATE)

    @cached_property
    def done(self):
        return self._of("done", _("done in time"), STATUS.DONE)

    @cached_property
    def late(self):
        return self._of("late", _("late entry"), STATUS.LATE)

    @cached_property
    def missing(self):
        return self._of("missing", _("not done"), STATUS.MISSING)

    @property
    def is_perfect(self):
        return self.due.stands and self.counts[STATUS.DONE] == self.due.value

    @property
    def line(self):
        """The line of a table: name, due, in time, late, not done; what is nought needs no list."""
        cells = [self.due, self.done, self.late, self.missing]
        return [self.name, *(cell if cell.stands else "0" for cell in cells)]


@dataclass(frozen=True)
class Book:
    """A duty as the summary tells of it."""

    duty: Duty
    counts: Counts

    @property
    def is_check(self):
        return self.duty.subject == CHECK


class Gaps:
    """When a duty was not done: weeks of the term, months, or days. Proved by the rows that are missing."""

    kind = "days"
    unit = ""

    def __init__(self, counts, duty, period, days):
        self.key = f"{counts.key}gaps"
        self.label = self.title = _("%(whole)s: %(part)s") % {"whole": counts.name, "part": _("when it was not done")}
        self._missing, self._duty, self._period, self._days = counts.missing, duty, period, days

    @cached_property
    def days(self):
        return sorted(set(self._days().get(self._duty.pk, [])))

    @property
    def value(self):
        return [f"{day:%Y-%m-%d}" for day in self.days]

    @property
    def text(self):
        term = self._period.term
        if not self.days:
            return "—"
        weeks = [week_of(term, day) if term else None for day in self.days]
        between = pgettext("between numbers", ", ")
        if self._duty.rhythm in BY_WEEK and all(weeks):
            return _("weeks %(weeks)s") % {"weeks": between.join(str(week) for week in dict.fromkeys(weeks))}
        if self._duty.rhythm == RHYTHM.MONTHLY:
            names = list(dict.fromkeys(_month_text(day) for day in self.days))
        else:
            names = [
                pgettext("a day in prose", "%(month)d-%(day)d") % {"month": day.month, "day": day.day}
                for day in self.days
            ]
        more = pgettext("after some of the parts", " and others") if len(names) > MOST_NAMED else ""
        return between.join(names[:MOST_NAMED]) + more

    @property
    def stands(self):
        return self._missing.stands

    @property
    def proofs(self):
        return [self._missing]

    def figures(self):
        return [self._missing, self]


def _month_text(day):
    return pgettext("a month in prose", "month %(month)d") % {"month": day.month}


# --- each section -----------------------------------------------------------------------------------------------------


def duties_by_section(school, period, scope):
    """What was due in the areas of each section: together, by duty, and whether nothing was left out (R-01, PB-08)."""
    rows = judged_of(school, period, scope)
    books, days = books_of(rows), _missing_days(rows)
    for section, areas in AREAS.items():
        own = [book for book in books if book.duty.area in areas]
        if own:
            yield _of_section(section, own, rows.filter(duty__area__in=areas), period, days)


def _of_section(section, books, rows, period, days):
    whole = Counts("", "", lambda: rows, sum((book.counts.counts for book in books), Counter()))
    spoken = _spoken(books)
    return Statement(
        f"duties.{section}",
        section,
        sentences=[
            Sentence(
                _("%(due)s of regular work were due and %(done)s done in time, %(rate)s%(late)s%(missing)s."),
                due=whole.due,
                done=whole.done,
                rate=Rate("rate", _("share done in time"), whole.done, whole.due),
                late=Clause(_(", %(late)s entered late"), late=whole.late, when=whole.late),
                missing=Clause(_(", %(missing)s not done"), missing=whole.missing, when=whole.missing),
            ),
            *(_sentence(book, period, days) for book in spoken),
        ],
        claims=[_on_time(section, whole)],
        tables=[
            TableOf(
                _("%(section)s: other regular work") % {"section": section.label},
                [_("Duty"), _("Due, times"), _("In time"), _("late entry"), _("not done")],
                [book.counts.line for book in books if book not in spoken],
            )
        ],
    )


def books_of(rows):
    """Return [Book] of the duties that judged ``rows`` belong to, in their usual order; two queries."""
    counts = {}
    for duty, status, count in rows.order_by().values_list("duty", "status").annotate(Count("pk")):
        counts.setdefault(duty, Counter())[status] = count
    duties = Duty.objects.filter(pk__in=counts) if counts else []
    return [
        Book(duty, Counts(f"{duty.key or duty.pk}.", duty.name, partial(rows.filter, duty=duty.pk), counts[duty.pk]))
        for duty in duties
    ]


def _spoken(books):
    own = [book for book in books if not book.duty.key][:MOST_OWN]
    return [book for book in books if book.duty.key in SPOKEN or book in own]


def _missing_days(rows):
    """Return a function that gives {duty: [days it was not done]}; it asks once, when it is first called."""
    found = {}

    def days():
        if not found:
            found[None] = []
            for duty, day in rows.missing().order_by("due_on").values_list("duty", "due_on"):
                found.setdefault(duty, []).append(day)
        return found

    return days


def _sentence(book, period, days):
    """每周常规安全检查应查20次，实查18次，缺第9、14周。"""
    counts = book.counts
    wording = (
        _("%(duty)s: due %(due)s, made %(done)s%(late)s%(gaps)s%(perfect)s.")
        if book.is_check
        else _("%(duty)s: due %(due)s, done %(done)s%(late)s%(gaps)s%(perfect)s.")
    )
    return Sentence(
        wording,
        duty=counts.name,
        due=counts.due,
        done=counts.fulfilled,
        late=Clause(_(" (%(late)s late)"), late=counts.late, when=counts.late),
        gaps=Clause(_(", missing %(times)s"), times=Gaps(counts, book.duty, period, days), when=counts.missing),
        perfect=Clause(_(", none left out"), when=counts.is_perfect),
        when=counts.due,
    )


def _on_time(section, whole):
    area = section.label
    return Claim(
        "on_time",
        _("All regular work was done in time; nothing was left out."),
        whole.rows().filter(status__in=[STATUS.LATE, STATUS.MISSING]),
        when=whole.due,
        breach=Sentence(
            _("%(area)s: %(count)s of regular work were not done in time%(missing)s%(late)s."),
            area=area,
            missing=Clause(_(", %(missing)s not done"), missing=whole.missing, when=whole.missing),
            late=Clause(_(", %(late)s entered late"), late=whole.late, when=whole.late),
        ),
        direction=_("%(area)s: check every week what was not done, and name who makes up for it by when.")
        % {"area": area},
        unit=_("times"),
        label=_("not done in time"),
    )


# --- all together -----------------------------------------------------------------------------------------------------


def duties_total(school, period, scope):
    """All regular work by area, late entries with and without a reason, and what faded (PB-09 … PB-11)."""
    rows = judged_of(school, period, scope)
    unit = _("times")
    due = Figure("due", _("to be done"), rows, unit=unit)
    done = Figure("done", _("done in time"), rows.filter(status=STATUS.DONE), unit=unit)
    missing = Figure("missing", _("not done"), rows.missing(), unit=unit)
    late = rows.filter(status=STATUS.LATE)
    explained = Figure("late_explained", _("late with a reason"), late.exclude(reason=""), unit=unit)
    silent = Figure("late_silent", _("late without a reason"), late.filter(reason=""), unit=unit)
    return Statement(
        "duties.total",
        Section.SAFETY,
        sentences=[
            Sentence(
                _(
                    "%(period)s all regular work of logistics together was due %(due)s, of which %(done)s were done in "
                    "time, %(rate)s, and %(missing)s not done."
                ),
                period=period.name, due=due, done=done, missing=missing, when=due,
                rate=Rate("rate", _("share done in time"), done, due),
            ),
            Sentence(_("%(explained)s were entered late with the reason."), explained=explained, when=explained),
        ],
        problems=[
            Problem(
                "late_silent",
                Sentence(_("%(silent)s were entered late without a reason."), silent=silent),
                when=silent,
                direction=_("Whoever enters something late writes the reason beside it on the same day."),
            ),
            *_fade(rows, school, period),
        ],
        tables=[
            TableOf(
                _("Regular work by area"),
                [_("Area"), _("Due, times"), _("In time"), _("late entry"), _("not done")],
                [counts.line for counts in areas_of(rows)],
            )
        ],
    )  # fmt: skip


def areas_of(rows):
    """Return [Counts] of each area; one query."""
    found = {}
    for area, status, count in rows.order_by().values_list("duty__area", "status").annotate(Count("pk")):
        found.setdefault(area, Counter())[status] = count
    return [
        Counts(f"{area}.", area.label, partial(rows.filter, duty__area=area), found[area])
        for area in AREA
        if area in found
    ]


def _fade(rows, school, period):
    if period.term is None:
        return []
    fades = Fades(rows, school, period.term)
    return [
        Problem(
            "fade",
            Sentence(_("In the second half of the term these were kept up less: %(fades)s."), fades=fades),
            when=fades,
            direction=_("Look at what fades in the middle of every month, and let a second person check it."),
        )
    ]


class Fades:
    """The duties that were let go in the course of a term. Proved by what was due of them in the weeks of lessons."""

    key, kind, unit = "fade.duties", "duties", ""

    def __init__(self, rows, school, term):
        self.label = self.title = _("kept up less in the second half of the term")
        self._found = partial(fades_of, rows, term, school=school)
        self._rows = Figure("fade.rows", _("due of them"), lambda: self._proof(rows, term), unit=_("times"))

    @cached_property
    def fades(self):
        return self._found()

    @cached_property
    def names(self):
        return dict(Duty.objects.filter(pk__in=[each.duty_id for each in self.fades]).values_list("pk", "name"))

    def _proof(self, rows, term):
        return judged_in_lessons(rows, term).filter(duty__in=[each.duty_id for each in self.fades])

    @property
    def value(self):
        return [self.names[each.duty_id] for each in self.fades]

    @property
    def text(self):
        return pgettext("between parts", ", ").join(
            _("%(duty)s (in time %(first)s%%, then %(second)s%%)")
            % {"duty": self.names[each.duty_id], "first": each.first.share_text, "second": each.second.share_text}
            for each in self.fades
        )

    @property
    def stands(self):
        return bool(self.fades)

    @property
    def proofs(self):
        return [self._rows]

    def figures(self):
        return [self._rows, self]
