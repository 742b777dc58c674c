"""The facts of a school, its campuses, departments and classes."""

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.school.models import Campus, Department, School, SchoolClass
from logistics.school.services.calendar import tell_calendar_changed


@change
def create_school(*, code, name, by, **facts):
    """Create a school with nothing in it."""
    school = School.objects.create(code=code, name=name, created_at=clock.now(), **facts)
    note(school, "created", by=by)
    return school


@change
def change_school(school, *, by, name, stage, boards, phone="", duty_phone=""):
    """Change the facts of a school that stand on its pages and papers."""
    school = lock(school)
    boarded = school.boards
    school.name, school.stage, school.boards = name, stage, boards
    school.phone, school.duty_phone = phone, duty_phone
    school.save(update_fields=["name", "stage", "boards", "phone", "duty_phone"])
    note(school, "changed", by=by)
    terms = school.terms.aggregate(first=Min("covers_from"), last=Max("covers_to"))
    if boards != boarded and terms["first"]:
        tell_calendar_changed(school, terms["first"], terms["last"])
    return school


# --- campuses ---------------------------------------------------------------------------------------------------------


@change
def add_campus(school, *, name, by, kind=Campus.Kind.CAMPUS):
    """Add a campus or unit."""
    with _one_campus_of_a_name():
        campus = Campus.objects.create(school=school, name=name, kind=kind)
    note(campus, "created", by=by)
    return campus


@change
def change_campus(campus, *, name, kind, by):
    """Change what a campus is called and what it is."""
    campus = lock(campus)
    campus.name, campus.kind = name, kind
    with _one_campus_of_a_name():
        campus.save(update_fields=["name", "kind"])
    note(campus, "changed", by=by)
    return campus


def _one_campus_of_a_name():
    return refusing(
        "one_campus_of_a_name_in_a_school", _("This school has a campus of this name already."), field="name"
    )


# --- departments and classes ------------------------------------------------------------------------------------------


@change
def add_department(school, *, name, by, kind=Department.Kind.OFFICE, head=None):
    """Add an office or grade group; ``head`` signs for it."""
    with _one_department_of_a_name():
        department = Department.objects.create(school=school, name=name, kind=kind, head=head)
    note(department, "created", by=by)
    return department


@change
def change_department(department, *, name, kind, head, by):
    """Change what a department is called, what it is and who signs for it."""
    department = lock(department)
    department.name, department.kind, department.head = name, kind, head
    with _one_department_of_a_name():
        department.save(update_fields=["name", "kind", "head"])
    note(department, "changed", by=by)
    return department


@change
def name_head(department, *, head, by):
    """Name who signs for a department; ``head`` may be None."""
    department = lock(department)
    department.head = head
    department.save(update_fields=["head"])
    note(department, "changed", by=by)
    return department


def _one_department_of_a_name():
    return refusing(
        "one_department_of_a_name_in_a_school", _("This school has a department of this name already."), field="name"
    )


@change
def add_class(campus, *, grade, name, by, room=None, class_teacher=None):
    """Add a class of pupils."""
    _require_room_of(campus, room)
    with _one_class_of_a_name():
        school_class = SchoolClass.objects.create(
            school=campus.school, campus=campus, grade=grade, name=name, room=room, class_teacher=class_teacher
        )
    note(school_class, "created", by=by)
    return school_class


@change
def change_class(school_class, *, grade, name, by, room=None, class_teacher=None):
    """Change a class: its grade and name, its room, its class teacher."""
    school_class = lock(school_class)
    _require_room_of(school_class.campus, room)
    school_class.grade, school_class.name = grade, name
    school_class.room, school_class.class_teacher = room, class_teacher
    with _one_class_of_a_name():
        school_class.save(update_fields=["grade", "name", "room", "class_teacher"])
    note(school_class, "changed", by=by)
    return school_class


def _require_room_of(campus, room):
    if room is not None and room.campus_id != campus.pk:
        raise RuleError(_("This room is on another campus."), field="room")


def _one_class_of_a_name():
    return refusing("one_class_of_a_name_on_a_campus", _("This campus has a class of this name already."), field="name")
