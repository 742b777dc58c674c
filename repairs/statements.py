"""What repairs say in the term summary (DOMAIN R-01 … R-62, §8.3). Merged and withdrawn reports are no jobs."""

from django.db.models import F, Q
from django.utils.translation import gettext as _

from logistics import clock
from logistics.reports.statements import (
    BarsOf,
    Breakdown,
    Claim,
    Comparison,
    Figure,
    Problem,
    Rate,
    Section,
    Sentence,
    Statement,
    TableOf,
)
from repairs.models import PartUsed, Repair
from repairs.selectors import moment_school_days_ago, repeated_within, settings_of, trades_of, with_time_taken

KINDS_NAMED = 8
PARTS_NAMED = 12


def jobs_of(school, period, scope):
    return (
        Repair.objects.of_school(school)
        .jobs()
        .reported_in(period, scope)
        .select_related("place__campus", "trade", "kind", "campus")
    )


def repairs_total(school, period, scope):
    """Total, done, rate, trades, the term before, and small jobs (R-01, R-06, R-11, R-22, R-26, R-46)."""
    jobs = jobs_of(school, period, scope)
    unit = _("jobs")
    reported = Figure("reported", _("repairs reported"), jobs, unit=unit)
    done = Figure("done", _("repairs done"), jobs.finished(), unit=unit)
    small = Figure("small", _("small jobs"), jobs.filter(after_the_fact=True, imported=False), unit=_("times"))
    unfinished = Figure("unfinished", _("not yet repaired"), jobs.unfinished(), unit=unit)
    rejected = Figure("rejected", _("reports not accepted"), jobs.filter(status=Repair.Status.REJECTED), unit=unit)
    scrapped = Figure(
        "scrap_advised", _("scrapping advised"), jobs.filter(status=Repair.Status.SCRAP_ADVISED), unit=unit
    )
    trades = Breakdown("trade", _("Repairs by trade"), jobs, by="trade", names="trade__name", unit=unit)
    campuses = Breakdown("campus", _("Repairs by campus"), jobs, by="campus", names="campus__name", unit=unit)
    rate = Rate("rate", _("rate of completion"), done, reported)
    return Statement(
        "repairs.total",
        Section.REPAIRS,
        sentences=[
            Sentence(
                _(
                    "%(period)s %(reported)s of repair were received and %(done)s finished, a rate of %(rate)s, "
                    "among them %(trades)s."
                ),
                period=period.name, reported=reported, done=done, rate=rate, trades=trades, when=reported,
            ),
            Sentence(
                _("The number of repairs: %(change)s."),
                change=_compared(reported, school, period, scope),
                when=reported,
            ),
            Sentence(_("%(small)s of small jobs were done on the spot."), small=small, when=small),
            Sentence(_("%(scrapped)s ended with the advice to scrap."), scrapped=scrapped, when=scrapped),
        ],
        claims=[
            Claim(
                "all_done",
                _("Every repair reported was finished; nothing was left over."),
                jobs.unfinished(),
                when=reported,
                breach=_("%(count)s reported are not yet repaired."),
                direction=_("Finish what is left over first, and tell the reporters when."),
                unit=unit,
                label=_("not yet repaired"),
            )
        ],
        figures=[unfinished, rejected],
        charts=[BarsOf(trades), BarsOf(campuses)],
    )  # fmt: skip


def _compared(reported, school, period, scope):
    earlier = period.previous()
    before = None
    if earlier is not None:
        before = Figure(
            "reported.before", _("repairs reported before"), jobs_of(school, earlier, scope), unit=reported.unit
        )
    return Comparison("reported.change", reported, before, period)


def repairs_by_kind(school, period, scope):
    """Of each trade what was repaired, in the measure word of its kind: 门 12 张、窗 15 页 (R-02 … R-17, R-21)."""
    done = jobs_of(school, period, scope).finished()
    trades = {trade.pk: trade for trade in trades_of(school)}
    kinds = Breakdown.of_each(
        trades,
        done.filter(kind__isnull=False),
        per="trade",
        key=lambda trade: f"trade{trade}.kind",
        label=lambda trade: _("%(trade)s: what was repaired") % {"trade": trades[trade].name},
        by="kind",
        names="kind__name",
        units="kind__measure_word",
        measure="quantity",
        limit=KINDS_NAMED,
    )
    return Statement(
        "repairs.kinds",
        Section.REPAIRS,
        sentences=[_trade_in_words(trade, done.filter(trade=trade), kinds[pk]) for pk, trade in trades.items()],
        tables=[
            TableOf(
                _("What was repaired"),
                [_("Trade"), _("Object"), _("Quantity")],
                [(trade.name, kinds[pk]) for pk, trade in trades.items()],
            )
        ],
    )


def _trade_in_words(trade, rows, kinds):
    return Sentence(
        _("%(trade)s: %(count)s finished, among them %(kinds)s."),
        trade=trade.name,
        count=Figure(f"trade{trade.pk}", _("%(trade)s: repairs done") % {"trade": trade.name}, rows, unit=_("jobs")),
        kinds=kinds,
        when=kinds,
    )


def parts_used(school, period, scope):
    """Parts and materials by measure word (R-03 … R-20), and what a repair costs (F-40)."""
    jobs = jobs_of(school, period, scope).finished()
    parts = PartUsed.objects.filter(repair__in=jobs.order_by().values("pk")).select_related("kind", "repair__place")
    kinds = Breakdown(
        "part", _("Parts and materials used"), parts, by="kind", names="kind__name", units="kind__measure_word",
        measure="quantity", limit=PARTS_NAMED,
    )  # fmt: skip
    money = {"measure": "cost", "unit": _("yuan"), "kind": "money"}
    cost = Figure("cost", _("cost of repairs"), jobs.filter(cost__gt=0), **money)
    each = Figure("cost.each", _("average cost of a repair"), jobs.filter(cost__gt=0), how="average", **money)
    return Statement(
        "repairs.parts",
        Section.REPAIRS,
        sentences=[
            Sentence(_("%(parts)s were replaced."), parts=kinds, when=kinds),
            Sentence(_("The repairs cost %(cost)s."), cost=cost, when=cost),
            Sentence(_("One that cost something came to %(each)s on average."), each=each, when=cost),
        ],
        tables=[TableOf(kinds.label, [_("Part"), _("Quantity")], kinds)],
    )


def causes_and_executors(school, period, scope):
    """Why things broke and who mended them (R-08, R-36, R-38, R-40, R-41, R-58)."""
    jobs = jobs_of(school, period, scope)
    done, unit = jobs.finished(), _("jobs")
    causes = Breakdown("cause", _("Causes"), done.exclude(cause=""), by="cause", unit=unit)
    executors = Breakdown("executor", _("Who did the work"), done, by="executor", unit=unit)
    own = Figure("own", _("done by own staff"), done.filter(executor=Repair.Executor.OWN), unit=unit)
    finished = Figure("finished", _("repairs done"), done, unit=unit)
    found = jobs.filter(source__in=[Repair.Source.PATROL, Repair.Source.CHECK])
    patrol = Figure("patrol", _("found on patrol or inspection"), found, unit=unit)
    return Statement(
        "repairs.causes",
        Section.REPAIRS,
        sentences=[
            Sentence(_("As to causes, %(causes)s."), causes=causes, when=causes),
            Sentence(
                _("Own staff did %(own)s, %(share)s of all (%(executors)s)."),
                own=own, share=Rate("own_share", _("share of own staff"), own, finished), executors=executors, when=own,
            ),
            Sentence(_("%(patrol)s were found by ourselves on patrol or inspection."), patrol=patrol, when=patrol),
        ],
        charts=[BarsOf(causes)],
    )  # fmt: skip


def response(school, period, scope):
    """From report to notice to done, waits and jobs entered after the work left out (R-18, R-24, R-25, R-45, R-61)."""
    jobs = jobs_of(school, period, scope).filter(after_the_fact=False)
    unit = _("jobs")
    told = jobs.filter(assigned_at__isnull=False)
    same_day = told.filter(assigned_at__date=F("reported_at__date"))
    notified = Figure("notified", _("repairers notified"), told, unit=unit)
    notified_same_day = Figure("same_day", _("notified the same day"), same_day, unit=unit)
    timed = with_time_taken(jobs.finished())
    hours = Figure("hours", _("average time to repair"), timed, measure="took", how="average", unit=_("hours"))
    median = Figure("hours.median", _("median time to repair"), timed, measure="took", how="median", unit=_("hours"))
    teaching = jobs.filter(affects_teaching=True)
    handled = Figure("teaching", _("repairs that lessons suffered from"), teaching, unit=unit)
    late = _late(jobs, school, period)
    overdue = Figure("late", _("late repairs"), late, unit=unit)
    return Statement(
        "repairs.response",
        Section.REPAIRS,
        sentences=[
            Sentence(
                _("The repairer was notified the same day in %(same_day)s of %(notified)s (%(rate)s)."),
                same_day=notified_same_day, notified=notified,
                rate=Rate("same_day_rate", _("rate of notice the same day"), notified_same_day, notified),
                when=notified,
            ),
            Sentence(
                _(
                    "A repair took %(hours)s on average, the median %(median)s; waits for parts or outside help are "
                    "left out."
                ),
                hours=hours, median=median, when=hours,
            ),
        ],
        claims=[
            Claim(
                "same_day_kept",
                _("The repairer was always notified the same day; no problem stayed overnight."),
                told.exclude(assigned_at__date=F("reported_at__date")),
                when=notified,
                breach=_("In %(count)s the repairer was not notified the same day."),
                direction=_("Accept and assign every report on its day, with stand-ins when somebody is away."),
                unit=unit,
                label=_("not notified the same day"),
            ),
            Claim(
                "teaching_kept",
                _("Whatever lessons suffered from was dealt with the same day."),
                teaching.filter(Q(finished_at=None) | ~Q(finished_at__date=F("reported_at__date"))),
                when=handled,
                breach=_("%(count)s that lessons suffered from were not finished the same day."),
                direction=_("Put what lessons suffer from first, with a stand-in room or device until it is mended."),
                unit=unit,
                label=_("not finished the same day"),
            ),
        ],
        problems=[
            Problem(
                "late",
                Sentence(_("%(late)s were solved too slowly or are still open beyond the time set."), late=overdue),
                when=overdue,
                direction=_("Look at late repairs every week and keep common parts in store."),
            )
        ],
    )  # fmt: skip


def _late(jobs, school, period):
    """Open at the end of the period for longer than the school allows; waits are nobody's delay."""
    end = min(period.end, clock.today())
    moment = moment_school_days_ago(school, settings_of(school).late_days, end)
    unfinished = jobs.unfinished().exclude(status=Repair.Status.WAITING)
    return unfinished.filter(reported_at__lt=moment) if moment else unfinished.none()


def satisfaction(school, period, scope):
    """The reporters' word: confirmed, stars, reopened; acceptance by default apart (R-26)."""
    jobs = jobs_of(school, period, scope).filter(after_the_fact=False)
    done, unit = jobs.filter(status=Repair.Status.DONE), _("jobs")
    confirmed = Figure("confirmed", _("confirmed by the reporters"), done.filter(default_accepted=False), unit=unit)
    by_default = Figure("by_default", _("accepted by default"), done.filter(default_accepted=True), unit=unit)
    rated = done.filter(rating__isnull=False)
    stars = Figure("stars", _("average stars"), rated, measure="rating", how="average", unit=_("stars"))
    middle = Figure("stars.median", _("median of the stars"), rated, measure="rating", how="median", unit=_("stars"))
    names = {number: _("%(number)d stars") % {"number": number} for number in range(1, 6)}
    ratings = Breakdown("rating", _("Ratings"), rated, by="rating", names=names, unit=unit, order="by")
    reopened = Figure("reopened", _("repairs reopened"), jobs.filter(reopened__gt=0), unit=unit)
    closed = Figure("closed", _("repairs closed"), done, unit=unit)
    return Statement(
        "repairs.satisfaction",
        Section.REPAIRS,
        sentences=[
            Sentence(
                _("Reporters confirmed %(confirmed)s; %(by_default)s were accepted by default and are counted apart."),
                confirmed=confirmed, by_default=by_default, when=closed,
            ),
            Sentence(
                _("Those who rated gave %(stars)s on average, the median %(median)s."),
                stars=stars, median=middle, when=stars,
            ),
            Sentence(_("%(reopened)s were reopened and repaired again."), reopened=reopened, when=reopened),
        ],
        figures=[Figure("rated", _("repairs rated"), rated, unit=unit)],
        charts=[BarsOf(ratings)],
    )  # fmt: skip


def repeated(school, period, scope):
    """The same fault at the same place, again and again (R-42, R-57)."""
    settings = settings_of(school)
    jobs = jobs_of(school, period, scope)
    again = repeated_within(jobs, settings)
    count = Figure("repeated", _("repeated faults"), again, unit=_("jobs"))
    facts = {"count": settings.repeat_count, "weeks": settings.repeat_weeks}
    direction = _(
        "Look for the cause where a fault comes %(count)d times within %(weeks)d weeks, and replace instead of mending."
    )
    return Statement(
        "repairs.repeated",
        Section.REPAIRS,
        problems=[
            Problem(
                "repeated",
                Sentence(_("%(repeated)s were faults that keep coming back at the same place."), repeated=count),
                when=count,
                direction=direction % facts,
            )
        ],
        figures=[count],
    )


STATEMENTS = [
    repairs_total,
    repairs_by_kind,
    parts_used,
    causes_and_executors,
    response,
    satisfaction,
    repeated,
]
