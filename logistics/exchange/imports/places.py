"""Buildings and rooms from a workbook: one row a building or a room."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.errors import RuleError
from logistics.exchange.imports.names import Names, Seen, require_at_most
from logistics.exchange.plans import ImportPlan, Outcome, RowResult
from logistics.exchange.reading import ImportColumn
from logistics.school.models import Campus, Place
from logistics.school.services import change_place

MOST = 10_000


def check(school, rows):
    """Judge every row against the places there are."""
    require_at_most(rows, MOST)
    campuses = Campus.objects.of_school(school)
    look_up = Names(_("campuses"), campuses, lambda campus: campus.name)
    only = campuses[0] if len(campuses) == 1 else None
    there = {_key(place.campus_id, place.parent, place.name): place for place in _places(school)}
    seen = Seen()
    for row in rows:
        try:
            yield _judge(row, look_up, only, there, seen)
        except RuleError as error:
            yield RowResult(row.number, Outcome.ERROR, str(error))


def _places(school):
    return Place.objects.of_school(school).select_related("parent")


def _key(campus_pk, parent, name):
    return campus_pk, (parent.name if parent else ""), name


def _judge(row, look_up, only, there, seen):
    cells = row.values
    campus = look_up.get(cells["campus"]) or only
    if campus is None:
        raise RuleError(_("Write the campus."))
    building, room = cells["building"] or "", cells["room"] or ""
    kind = cells["kind"] or (Place.Kind.CLASSROOM if room else Place.Kind.BUILDING)
    if not building and not room:
        raise RuleError(_("Write the building, the room, or both."))
    if (kind == Place.Kind.BUILDING) != (not room):
        raise RuleError(_("A building has no room in its row; a room needs another kind than building."))
    name = room or building
    key = (campus.pk, building if room else "", name)
    seen.once(key, row.number)
    values = {"campus": campus.pk, "building": building if room else "", "name": name, "kind": kind}
    place = there.get(key)
    if place is None:
        return RowResult(
            row.number, Outcome.NEW, f"{campus} {building if room else ''} {name}".replace("  ", " "), values
        )
    if place.kind != kind:
        if place.kind == Place.Kind.BUILDING or kind == Place.Kind.BUILDING:
            raise RuleError(_("%(place)s is there already as %(kind)s.") % _words(place))
        message = _("%(place)s: so far %(kind)s") % _words(place)
        return RowResult(row.number, Outcome.CHANGED, message, {**values, "place": place.pk})
    return RowResult(row.number, Outcome.SAME, values=values)


def _words(place):
    return {"place": place.label, "kind": place.get_kind_display()}


def apply(school, results, *, by):
    """Write the new places, buildings before their rooms, and the kinds that changed."""
    campuses = {campus.pk: campus for campus in Campus.objects.of_school(school)}
    new = [result.values for result in results if result.outcome == Outcome.NEW]
    parents = {(place.campus_id, place.name): place for place in _places(school).filter(kind=Place.Kind.BUILDING)}
    wanted = [
        (cells["campus"], cells["name"]) for cells in new if not cells["building"] and cells["kind"] == "building"
    ]
    wanted += [(cells["campus"], cells["building"]) for cells in new if cells["building"]]
    buildings = [
        Place(school=school, campus=campuses[campus], kind=Place.Kind.BUILDING, name=name, label=name)
        for campus, name in dict.fromkeys(wanted)
        if (campus, name) not in parents
    ]
    for building in Place.objects.bulk_create(buildings):
        parents[building.campus_id, building.name] = building
    Place.objects.bulk_create(
        [_room(school, campuses, parents, cells) for cells in new if cells["kind"] != Place.Kind.BUILDING]
    )
    changed = {result.values["place"]: result.values for result in results if result.outcome == Outcome.CHANGED}
    for place in _places(school).filter(pk__in=changed):
        change_place(place, name=place.name, parent=place.parent, kind=changed[place.pk]["kind"], by=by)


def _room(school, campuses, parents, cells):
    parent = parents[cells["campus"], cells["building"]] if cells["building"] else None
    label = f"{parent.name} {cells['name']}" if parent else cells["name"]
    return Place(
        school=school,
        campus=campuses[cells["campus"]],
        parent=parent,
        kind=cells["kind"],
        name=cells["name"],
        label=label,
    )


def choices(school):
    return {"campus": [campus.name for campus in Campus.objects.of_school(school)]}


PLAN = ImportPlan(
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
    permission="school.manage_school",
    note=gettext_lazy(
        "One row a building or a room. A building leaves the room empty; a room in the open leaves the building empty. "
        "A building that is not there yet is made."
    ),
    choices=choices,
    samples=[("南校区", "教学楼", "101", Place.Kind.CLASSROOM.label)],
)
