"""Buildings and rooms from a workbook: one row a building or a room."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.errors import RuleError
from logistics.exchange import staging
from logistics.exchange.imports.names import Names, require_at_most
from logistics.exchange.plans import Outcome, StagedPlan
from logistics.exchange.reading import ImportColumn
from logistics.school.models import Campus, Place
from logistics.school.services import change_place

MOST = 50_000

# Every row with its campus, what it names, and the sentence on why that cannot be.
NAMED = f"""
SELECT sheet.row, sheet.kind, coalesce(campuses.id, %(only)s) AS campus_id, coalesce(sheet.room, sheet.building) AS name,
    CASE WHEN sheet.room IS NULL THEN '' ELSE coalesce(sheet.building, '') END AS building,
    CASE
        WHEN campuses.fault <> '' THEN campuses.fault
        WHEN coalesce(campuses.id, %(only)s) IS NULL THEN %(no_campus)s
        WHEN sheet.building IS NULL AND sheet.room IS NULL THEN %(nothing)s
        WHEN (sheet.kind = 'building') <> (sheet.room IS NULL) THEN %(mixed)s
        ELSE ''
    END AS fault
FROM {staging.SHEET} AS sheet
    LEFT JOIN unnest(%(campuses)s::text[], %(campus_ids)s::bigint[], %(campus_faults)s::text[])
        AS campuses (name, id, fault) ON campuses.name = sheet.campus
"""
JUDGED = f"""
WITH named AS (
    SELECT *, min(row) OVER (PARTITION BY fault = '', campus_id, building, name) AS first_row FROM ({NAMED}) AS sheet
), there AS (
    SELECT place.id, place.campus_id, place.name, place.kind, place.label, coalesce(parent.name, '') AS building
    FROM school_place AS place LEFT JOIN school_place AS parent ON parent.id = place.parent_id
    WHERE place.school_id = %(school)s
)
SELECT named.row, named.kind, named.campus_id, named.name, named.building, campus.name AS campus, there.id AS place_id,
    there.label, there.kind AS kind_so_far,
    CASE WHEN named.fault = '' AND first_row < named.row THEN format(%(twice)s, first_row) ELSE named.fault END AS fault,
    CASE
        WHEN named.fault <> '' OR first_row < named.row THEN 'error'
        WHEN there.id IS NULL THEN 'new'
        WHEN there.kind = named.kind THEN 'same'
        WHEN 'building' IN (there.kind, named.kind) THEN 'error'
        ELSE 'changed'
    END AS outcome
FROM named
    LEFT JOIN school_campus AS campus ON campus.id = named.campus_id
    LEFT JOIN there
        ON there.campus_id = named.campus_id AND there.building = named.building AND there.name = named.name
"""
# The buildings that new rows name, by themselves or around a room, and that are not there.
BUILDINGS = f"""(
    SELECT campus_id, CASE WHEN kind = 'building' THEN name ELSE building END AS name, min(row) AS row
    FROM {staging.JUDGED} WHERE outcome = 'new' AND (kind = 'building' OR building <> '') GROUP BY 1, 2
) AS wanted
WHERE NOT EXISTS (
    SELECT FROM school_place AS place
    WHERE place.campus_id = wanted.campus_id AND place.name = wanted.name AND place.kind = 'building'
)
ORDER BY row"""
ROOMS = f"""(SELECT * FROM {staging.JUDGED} WHERE outcome = 'new' AND kind <> 'building') AS room
LEFT JOIN school_place AS parent
    ON parent.campus_id = room.campus_id AND parent.name = room.building AND parent.kind = 'building'
ORDER BY room.row"""


def check(school):
    """Judge every row against the places there are."""
    require_at_most(range(staging.count_rows()), MOST)
    campuses = list(Campus.objects.of_school(school))
    look_up = Names(_("campuses"), campuses, lambda campus: campus.name)
    names = staging.distinct("campus")
    found = [_campus_or_fault(look_up, name) for name in names]
    return JUDGED, {
        "school": school.pk,
        "only": campuses[0].pk if len(campuses) == 1 else None,
        "campuses": names,
        "campus_ids": [campus and campus.pk for campus, _fault in found],
        "campus_faults": [fault for _campus, fault in found],
        "no_campus": _("Write the campus."),
        "nothing": _("Write the building, the room, or both."),
        "mixed": _("A building has no room in its row; a room needs another kind than building."),
        "twice": _("The same stands in row %(row)s already.") % {"row": "%s"},
    }


def _campus_or_fault(look_up, name):
    try:
        return look_up.get(name), ""
    except RuleError as error:
        return None, str(error)


def sentence(facts):
    """Return what is to be said about a judged row."""
    if facts["fault"]:
        return facts["fault"]
    if facts["outcome"] == Outcome.NEW:
        return " ".join(filter(None, [facts["campus"], facts["building"], facts["name"]]))
    words = {"place": facts["label"], "kind": Place.Kind(facts["kind_so_far"]).label}
    if facts["outcome"] == Outcome.CHANGED:
        return _("%(place)s: so far %(kind)s") % words
    return _("%(place)s is there already as %(kind)s.") % words


def apply(school, table, *, by):
    """Write the new places, buildings before their rooms, and the kinds that changed."""
    name = {"name": "wanted.name", "label": "wanted.name", "campus": "wanted.campus_id"}
    staging.insert_from(BUILDINGS, Place, name, {}, {"school": school.pk, "kind": Place.Kind.BUILDING})
    room = {"name": "room.name", "campus": "room.campus_id", "kind": "room.kind", "parent": "parent.id"}
    room["label"] = "concat_ws(' ', parent.name, room.name)"
    staging.insert_from(ROOMS, Place, room, {}, {"school": school.pk})
    kinds = {facts["place_id"]: facts["kind"] for facts in staging.judged(Outcome.CHANGED)}
    for place in Place.objects.of_school(school).select_related("parent").filter(pk__in=kinds):
        change_place(place, name=place.name, parent=place.parent, kind=kinds[place.pk], by=by)


def choices(school):
    return {"campus": [campus.name for campus in Campus.objects.of_school(school)]}


PLAN = StagedPlan(
    kind="places",
    title=gettext_lazy("Places"),
    columns=[
        ImportColumn("campus", gettext_lazy("Campus"), max_length=40, aliases=("校区", "所属校区")),
        ImportColumn("building", gettext_lazy("Building"), max_length=40, aliases=("楼栋", "楼", "建筑", "楼宇")),
        ImportColumn("room", gettext_lazy("Room"), max_length=40, aliases=("房间", "室", "房间号", "场所")),
        ImportColumn(
            "kind",
            gettext_lazy("Kind of place"),
            choices=Place.Kind.choices,
            required=True,
            aliases=("类型", "类别", "场所类型"),
        ),
    ],
    check=check,
    apply=apply,
    sentence=sentence,
    permission="school.manage_school",
    note=gettext_lazy(
        "One row a building or a room. A building leaves the room empty; a room in the open leaves the building empty. "
        "A building that is not there yet is made."
    ),
    choices=choices,
    samples=[("南校区", "教学楼", "101", Place.Kind.CLASSROOM.label)],
)
