"""Last term's repairs from the school's own workbook, so that comparisons work from the first day."""

import json
import re
from collections import defaultdict
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.catalogue.models import Kind
from logistics.exchange import plans, staging
from logistics.exchange.plans import StagedPlan
from logistics.exchange.reading import ImportColumn
from logistics.people.models import User
from logistics.school.models import Place
from repairs.models.repair import LARGEST_QUANTITY, LONGEST_DESCRIPTION
from repairs.selectors import trades_of
from repairs.services.importing import import_jobs

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


# Why a row cannot be written: the sentence, and the cell that it quotes.
FAULTS = {
    "no_place": (
        gettext_lazy("There is no place “%(name)s”. Write building and room as in the list of places."), "place"
    ),
    "several_places": (gettext_lazy("“%(name)s” is on several campuses. Write the campus in front."), "place"),
    "closed_place": (gettext_lazy("This place is no longer in use. Choose another."), ""),
    "to_come": (gettext_lazy("Choose today or an earlier day."), ""),
    "no_term": (
        gettext_lazy("This day belongs to no term of the school. Check the year, or set up the term first."), ""
    ),
    "days": (gettext_lazy("It was finished before it was reported. Check the two days."), ""),
    "no_trade": (gettext_lazy("There is no trade “%(name)s”."), "trade"),
    "nothing_said": (gettext_lazy("Choose the object or write a few words on what is wrong."), ""),
    "too_long": (gettext_lazy("At most 1000 characters: shorten the description."), ""),
    "quantity": (gettext_lazy("Enter a quantity between 0 and 9999."), ""),
}  # fmt: skip

SAID = "concat_ws('；', sheet.description, CASE WHEN kinds.id IS NULL THEN sheet.kind END)"
# Every row with what its names mean, and why it cannot be written. The names that stand in the workbook were looked up
# before: places, objects, workers and parts come as lists beside each other.
RESOLVED = f"""
SELECT sheet.row, sheet.day, sheet.place, sheet.trade, sheet.finished_on, places.id AS place_id,
    kinds.id AS kind_id, kinds.name AS kind_name,
    coalesce(trades.id, kinds.trade_id, %(last_trade)s) AS trade_id, workers.id AS worker_id,
    round(coalesce(sheet.quantity, 1), 2) AS quantity, coalesce(parts.pieces, '[]')::jsonb AS pieces,
    {SAID} AS said,
    left(concat_ws('；', sheet.result, parts.rest,
        CASE WHEN sheet.worker <> '' AND workers.id IS NULL THEN format(%(worker)s, sheet.worker) END), 500) AS done,
    CASE
        WHEN places.fault <> '' THEN places.fault
        WHEN sheet.day > %(today)s OR sheet.finished_on > %(today)s THEN 'to_come'
        WHEN NOT EXISTS (
            SELECT FROM school_term AS term
            WHERE term.school_id = %(school)s AND sheet.day BETWEEN term.covers_from AND term.covers_to
        ) THEN 'no_term'
        WHEN sheet.finished_on < sheet.day THEN 'days'
        WHEN trades.id IS NULL AND (sheet.trade IS NOT NULL OR %(last_trade)s IS NULL) THEN 'no_trade'
        WHEN sheet.kind IS NULL AND sheet.description IS NULL THEN 'nothing_said'
        WHEN length({SAID}) > %(longest)s THEN 'too_long'
        WHEN NOT round(coalesce(sheet.quantity, 1), 2) BETWEEN 0.01 AND %(most)s OR parts.fault THEN 'quantity'
        ELSE ''
    END AS fault
FROM {staging.SHEET} AS sheet
    JOIN unnest(%(places)s::text[], %(place_ids)s::bigint[], %(place_faults)s::text[]) AS places (name, id, fault)
        ON places.name = sheet.place
    LEFT JOIN unnest(%(trades)s::text[], %(trade_ids)s::bigint[]) AS trades (name, id) ON trades.name = sheet.trade
    LEFT JOIN unnest(%(kinds)s::text[], %(kind_ids)s::bigint[], %(kind_trades)s::bigint[]) AS kinds (name, id, trade_id)
        ON kinds.name = sheet.kind
    LEFT JOIN unnest(%(workers)s::text[], %(worker_ids)s::bigint[]) AS workers (name, id) ON workers.name = sheet.worker
    LEFT JOIN unnest(%(parts)s::text[], %(pieces)s::text[], %(rests)s::text[], %(part_faults)s::boolean[])
        AS parts (text, pieces, rest, fault) ON parts.text = sheet.parts
"""
JUDGED = f"""
WITH resolved AS ({RESOLVED}), known AS (
    SELECT DISTINCT place_id, (reported_at AT TIME ZONE %(zone)s)::date AS day, coalesce(kind_id, 0) AS kind_id, description
    FROM repairs_repair WHERE school_id = %(school)s AND imported
)
SELECT resolved.*, place.label AS place_label,
    CASE WHEN fault <> '' THEN 'error' WHEN known.day IS NOT NULL THEN 'same' ELSE 'new' END AS outcome
FROM resolved
    LEFT JOIN school_place AS place ON place.id = resolved.place_id
    LEFT JOIN known ON known.place_id = resolved.place_id AND known.day = resolved.day
        AND known.kind_id = coalesce(resolved.kind_id, 0) AND known.description = resolved.said
"""


def check(school):
    """Judge every row; the same row brought in twice is left alone."""
    return JUDGED, {
        "school": school.pk,
        "today": clock.today(),
        "zone": timezone.get_current_timezone_name(),
        "longest": LONGEST_DESCRIPTION,
        "most": LARGEST_QUANTITY,
        "worker": _("Repairer: %(name)s") % {"name": "%s"},
        **_places(school),
        **_trades_and_kinds(school),
        **_workers(school),
        **_parts(school),
    }


def _places(school):
    """Return what the places named in the workbook are: with or without their campus, spaces left aside."""
    known = defaultdict(list)
    for place in Place.objects.of_school(school).select_related("campus"):
        for name in {_plain(place.full_label()), _plain(place.label)}:
            known[name].append(place)
    names = staging.distinct("place")
    found = [known[_plain(name)] for name in names]
    return {
        "places": names,
        "place_ids": [places[0].pk if places else None for places in found],
        "place_faults": [_fault_of(places) for places in found],
    }


def _fault_of(places):
    if len(places) != 1:
        return "several_places" if places else "no_place"
    return "" if places[0].active else "closed_place"


def _trades_and_kinds(school):
    """Return the trades in use, and the objects with the trade that each is usual for."""
    trades = list(trades_of(school))
    kinds = list(Kind.objects.of_school(school).filter(family=Kind.Family.OBJECT).prefetch_related("trades"))
    return {
        "trades": [trade.name for trade in trades],
        "trade_ids": [trade.pk for trade in trades],
        "last_trade": trades[-1].pk if trades else None,
        "kinds": [kind.name for kind in kinds],
        "kind_ids": [kind.pk for kind in kinds],
        "kind_trades": [_usual_trade(kind, trades) for kind in kinds],
    }


def _usual_trade(kind, trades):
    usual = {trade.pk for trade in kind.trades.all()}
    return next((trade.pk for trade in trades if trade.pk in usual), None)


def _workers(school):
    people = {person.name: person.pk for person in User.objects.of_school(school)}
    return {"workers": list(people), "worker_ids": list(people.values())}


def _parts(school):
    """Return what the texts on parts mean."""
    kinds = {kind.name: kind for kind in Kind.objects.of_school(school).filter(family=Kind.Family.PART)}
    texts = staging.distinct("parts")
    read = [parts_of(text, kinds) for text in texts]
    pieces = [[{"kind": part["kind"].pk, "quantity": str(part["quantity"])} for part in parts] for parts, _rest in read]
    return {
        "parts": texts,
        "pieces": list(map(json.dumps, pieces)),
        "rests": [rest or None for _pieces, rest in read],
        "part_faults": [any(part["quantity"] > LARGEST_QUANTITY for part in parts) for parts, _rest in read],
    }


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


def sentence(facts):
    """Return what is to be said about a judged row."""
    if not facts["fault"]:
        return f"{facts['place_label']} {facts['kind_name'] or facts['said']}"
    message, cell = FAULTS[facts["fault"]]
    return message % {"name": facts[cell] or ""} if cell else str(message)


def apply(school, table, *, by):
    """Write the new rows, in the caller's transaction."""
    import_jobs(school, table, by=by)


def _plain(name):
    return re.sub(r"\s+", "", name)


PLAN = plans.register(
    StagedPlan(
        kind=KIND,
        title=gettext_lazy("Repairs of earlier terms"),
        columns=COLUMNS,
        check=check,
        apply=apply,
        sentence=sentence,
        permission="repairs.set_up_repairs",
        note=gettext_lazy("One row a repair. They count as jobs, not in response times."),
    )
)
