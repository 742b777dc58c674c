"""Classes of pupils from a workbook: one row a class."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.errors import RuleError
from logistics.exchange.imports.names import Names, Seen, require_at_most
from logistics.exchange.plans import ImportPlan, Outcome, RowResult, judge_rows
from logistics.exchange.reading import ImportColumn
from logistics.people.models import User
from logistics.school import services
from logistics.school.models import Campus, Place, SchoolClass

MOST = 1000
HIGHEST_GRADE = 12


def check(school, rows):
    """Judge every row against the classes there are."""
    require_at_most(rows, MOST)
    return judge_rows(rows, _Judge(school).result)


class _Judge:
    """Everything the rows of one workbook are compared with, fetched once."""

    def __init__(self, school):
        self.seen = Seen()
        campuses = list(Campus.objects.of_school(school))
        self.only = campuses[0] if len(campuses) == 1 else None
        self.campuses = Names(_("campuses"), campuses, lambda campus: campus.name)
        rooms = list(Place.objects.of_school(school).rooms())
        self.rooms = {
            campus.pk: Names(
                _("rooms"),
                [room for room in rooms if room.campus_id == campus.pk],
                lambda room: room.label,
                lambda room: room.name,
            )
            for campus in campuses
        }
        teachers = User.objects.working_at(school)
        self.teachers = Names(
            _("people"),
            teachers,
            lambda person: person.name,
            lambda person: person.phone,
            lambda person: person.username,
        )
        self.there = {(found.campus_id, found.name): found for found in SchoolClass.objects.of_school(school)}

    def result(self, row):
        cells = row.values
        campus = self.campuses.get(cells["campus"]) or self.only
        if campus is None:
            raise RuleError(_("Write the campus."))
        if not 1 <= cells["grade"] <= HIGHEST_GRADE:
            raise RuleError(_("A grade is a number from 1 to 12."))
        self.seen.once((campus.pk, cells["name"]), row.number)
        room, teacher = self.rooms[campus.pk].get(cells["room"]), self.teachers.get(cells["teacher"])
        values = {
            "campus": campus.pk,
            "grade": cells["grade"],
            "name": cells["name"],
            "room": room and room.pk,
            "class_teacher": teacher and teacher.pk,
        }
        found = self.there.get((campus.pk, cells["name"]))
        if found is None:
            return RowResult(row.number, Outcome.NEW, f"{campus} {cells['name']}", values)
        values["room"] = values["room"] or found.room_id
        values["class_teacher"] = values["class_teacher"] or found.class_teacher_id
        values["class"] = found.pk
        before = (found.grade, found.room_id, found.class_teacher_id)
        if before == (values["grade"], values["room"], values["class_teacher"]):
            return RowResult(row.number, Outcome.SAME, values=values)
        return RowResult(row.number, Outcome.CHANGED, f"{campus} {cells['name']}", values)


def apply(school, results, *, by):
    """Add the new classes and change the others."""
    campuses = Campus.objects.of_school(school).in_bulk()
    rooms = Place.objects.of_school(school).in_bulk([row.values["room"] for row in results if row.values["room"]])
    teachers = User.objects.in_bulk([row.values["class_teacher"] for row in results if row.values["class_teacher"]])
    classes = SchoolClass.objects.of_school(school).select_related("campus").in_bulk()
    for row in results:
        cells = row.values
        facts = {
            "grade": cells["grade"],
            "name": cells["name"],
            "room": rooms.get(cells["room"]),
            "class_teacher": teachers.get(cells["class_teacher"]),
        }
        if row.outcome == Outcome.NEW:
            services.add_class(campuses[cells["campus"]], **facts, by=by)
        else:
            services.change_class(classes[cells["class"]], **facts, by=by)


def choices(school):
    return {"campus": [campus.name for campus in Campus.objects.of_school(school)]}


PLAN = ImportPlan(
    kind="classes",
    title=gettext_lazy("Classes"),
    columns=[
        ImportColumn("campus", gettext_lazy("Campus"), aliases=("校区",)),
        ImportColumn("grade", gettext_lazy("Grade"), kind="number", required=True, aliases=("年级",)),
        ImportColumn("name", gettext_lazy("Class"), required=True, max_length=40, aliases=("班级", "班级名称")),
        ImportColumn("room", gettext_lazy("Room"), aliases=("教室", "房间")),
        ImportColumn("teacher", gettext_lazy("Class teacher"), aliases=("班主任",)),
    ],
    check=check,
    apply=apply,
    permission="school.manage_school",
    note=gettext_lazy(
        "One row a class. The grade is a number from 1 to 12. Write a room like the list of places has it, and a class "
        "teacher by name or, when several share the name, by mobile number."
    ),
    choices=choices,
    samples=[("", 3, "三（2）班", "教学楼 302", "李梅")],
)
