"""Last term's repairs from the school's own workbook, so that comparisons work from the first day."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.catalogue.models import Kind
from logistics.exchange import plans
from logistics.exchange.plans import ImportPlan, Outcome, RowResult
from logistics.exchange.reading import ImportColumn
from logistics.people.models import User
from logistics.school.models import Place, Term
from repairs.models import Repair
from repairs.selectors import trades_of
from repairs.services.reporting import import_jobs

KIND = "repairs"
PART = re.compile(r"(?P<name>.+?)[×xX*]?(?P<number>\d+(?:\.\d{1,2})?)\D*")

COLUMNS = [
    ImportColumn("day", gettext_lazy("Reported on"), "date", required=True, aliases=["日期", "报修日期", "报修时间"]),
    ImportColumn("place", gettext_lazy("Place"), required=True, aliases=["地点", "位置", "报修地点"], max_length=90),
    ImportColumn("trade", gettext_lazy("Trade"), aliases=["工种", "类别"], max_length=20),
    ImportColumn("kind", gettext_lazy("Object"), aliases=["维修对象", "对象", "项目"], max_length=40),
    ImportColumn("quantity", gettext_lazy("Quantity"), "decimal", aliases=["数量"]),
    ImportColumn(
        "description", gettext_lazy("What is wrong"), aliases=["故障描述", "报修内容", "内容"], max_length=1000
    ),
    ImportColumn("result", gettext_lazy("What was done"), aliases=["处理结果", "维修结果", "维修情况"], max_length=400),
    ImportColumn("finished_on", gettext_lazy("Finished on"), "date", aliases=["完成日期", "完成时间"]),
    ImportColumn("worker", gettext_lazy("Repairer"), aliases=["维修人", "维修人员", "维修工"], max_length=40),
    ImportColumn(
        "parts",
        gettext_lazy("Parts used"),
        aliases=["配件", "更换配件", "材料"],
        max_length=200,
        help=gettext_lazy("2 tubes: 灯管2根、开关1只"),
    ),
]


class Lookups:
    """What names in the workbook mean; fetched once."""

    def __init__(self, school):
        self.school = school
        places = list(Place.objects.of_school(school).select_related("campus"))
        self.places = {}
        for place in places:
            for name in (place.full_label(), place.label):
                self.places.setdefault(_plain(name), []).append(place)
        self.trades = {trade.name: trade for trade in trades_of(school)}
        kinds = Kind.objects.of_school(school).prefetch_related("trades")
        self.objects = {kind.name: kind for kind in kinds if kind.family == Kind.Family.OBJECT}
        self.parts = {kind.name: kind for kind in kinds if kind.family == Kind.Family.PART}
        self.workers = {person.name: person for person in User.objects.of_school(school)}
        self.terms = list(Term.objects.of_school(school))
        self.known = set(
            Repair.objects.of_school(school)
            .filter(imported=True)
            .values_list("place_id", "reported_at__date", "kind_id", "description")
        )


def check(school, rows):
    """Judge every row; the same row brought in twice is left alone."""
    found = Lookups(school)
    return [_judge(row, found) for row in rows]


def _judge(row, found):
    values = row.values
    places = found.places.get(_plain(values["place"]), [])
    error = _error_in(values, places, found)
    if error:
        return RowResult(row.number, Outcome.ERROR, error)
    place, trade = places[0], found.trades.get(values["trade"] or "")
    kind = found.objects.get(values["kind"] or "")
    words = [values["description"] or "", values["kind"] if values["kind"] and kind is None else ""]
    description = "；".join(filter(None, words))
    trade = trade or _usual_trade(kind, found)
    if (place.pk, values["day"], kind and kind.pk, description) in found.known:
        return RowResult(row.number, Outcome.SAME)
    parts, rest = parts_of(values["parts"] or "", found.parts)
    worker = found.workers.get(values["worker"] or "")
    result = [values["result"] or "", rest]
    if values["worker"] and worker is None:
        result.append(_("Repairer: %(name)s") % {"name": values["worker"]})
    return RowResult(
        row.number,
        Outcome.NEW,
        f"{place.label} {kind or description}",
        {
            "place": place,
            "day": values["day"],
            "finished_on": values["finished_on"],
            "trade": trade,
            "kind": kind,
            "quantity": values["quantity"] or Decimal(1),
            "description": description,
            "result": "；".join(filter(None, result))[:500],
            "worker": worker,
            "parts": parts,
        },
    )


def _error_in(values, places, found):
    """Return a sentence on what is wrong with a row, or an empty text."""
    day, finished = values["day"], values["finished_on"]
    if not places:
        return _("There is no place “%(name)s”. Write building and room as in the list of places.") % {
            "name": values["place"]
        }
    if len(places) > 1:
        return _("“%(name)s” is on several campuses. Write the campus in front.") % {"name": values["place"]}
    if day > clock.today() or (finished and finished > clock.today()):
        return _("Choose today or an earlier day.")
    if not any(term.covers_from <= day <= term.covers_to for term in found.terms):
        return _("This day belongs to no term of the school. Check the year, or set up the term first.")
    if finished and finished < day:
        return _("It was finished before it was reported. Check the two days.")
    if values["trade"] and values["trade"] not in found.trades:
        return _("There is no trade “%(name)s”.") % {"name": values["trade"]}
    if not values["kind"] and not values["description"]:
        return _("Choose the object or write a few words on what is wrong.")
    if values["quantity"] is not None and not 0 < values["quantity"] <= 9999:
        return _("Enter a quantity between 0 and 9999.")
    return ""


def _usual_trade(kind, found):
    """Return the trade the object is usual for, else the last one (其他)."""
    usual = {trade.pk for trade in kind.trades.all()} if kind else set()
    trades = list(found.trades.values())
    return next((trade for trade in trades if trade.pk in usual), trades[-1])


def parts_of(text, kinds):
    """Return ([{"kind", "quantity"}], what could not be understood) of a text like 灯管2根、开关1只."""
    parts, rest = [], []
    for piece in filter(None, re.split(r"[、，,;；\s]+", text)):
        match = PART.fullmatch(piece)
        if match and match["name"] in kinds and Decimal(match["number"]) > 0:
            parts.append({"kind": kinds[match["name"]], "quantity": Decimal(match["number"])})
        else:
            rest.append(piece)
    return parts, "、".join(rest)


def apply(school, results, *, by):
    """Write the new rows, in the caller's transaction."""
    reporter = {"reporter": None, "reporter_name": _("workbook")}
    import_jobs(school, [{**result.values, **reporter} for result in results], by=by)


def _plain(name):
    return re.sub(r"\s+", "", name)


PLAN = plans.register(
    ImportPlan(
        kind=KIND,
        title=gettext_lazy("Repairs of earlier terms"),
        columns=COLUMNS,
        check=check,
        apply=apply,
        permission="repairs.set_up_repairs",
        note=gettext_lazy("One row a repair. They count as jobs, not in response times."),
    )
)
