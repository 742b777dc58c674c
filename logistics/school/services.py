"""Setting up a school: campuses, places, departments, classes, terms."""

import re
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.school.models import Campus, Department, Place, School, SchoolClass, Sticker, Term
from logistics.school.selectors import term_on

MOST_ROOMS_AT_ONCE = 200
LONGEST_NAME = 40
LONGEST_TERM = 366
NUMBER_RANGE = re.compile(r"([^\d\s]*)(\d{1,5})[-—–~～至](\d{1,5})")


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
    school.name, school.stage, school.boards = name, stage, boards
    school.phone, school.duty_phone = phone, duty_phone
    school.save(update_fields=["name", "stage", "boards", "phone", "duty_phone"])
    note(school, "changed", by=by)
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


# --- places -----------------------------------------------------------------------------------------------------------


@change
def add_place(campus, *, name, by, kind=Place.Kind.CLASSROOM, parent=None):
    """Add a building, or a room in one."""
    place = Place(school=campus.school, campus=campus, parent=parent, kind=kind, name=name)
    _put_in_order(place)
    with _one_place_of_a_name():
        place.save()
    note(place, "created", by=by)
    return place


@change
def add_rooms(campus, *, names, by, kind=Place.Kind.CLASSROOM, parent=None):
    """Add several rooms at once; ``names`` reads like "101-112、201-205、音乐教室". Returns them.

    Raises RuleError when the names cannot be read or a room of one of them is there already; then none is added.
    """
    wanted = room_names(names)
    there = set(Place.objects.filter(campus=campus, parent=parent, name__in=wanted).values_list("name", flat=True))
    if there:
        listed = "、".join(name for name in wanted if name in there)
        raise RuleError(_("These are there already: %(names)s.") % {"names": listed}, field="names")
    return [add_place(campus, name=name, kind=kind, parent=parent, by=by) for name in wanted]


def room_names(text):
    """Return the names that ``text`` stands for: "101-103、音乐教室" means 101, 102, 103 and 音乐教室, each once."""
    names = []
    for piece in re.split(r"[\s,，、;；]+", text.strip()):
        found = NUMBER_RANGE.fullmatch(piece)
        names += _numbers(*found.groups()) if found else [piece]
    names = list(dict.fromkeys(filter(None, names)))
    if not names:
        raise RuleError(_("Write at least one room, like 101-112."), field="names")
    if len(names) > MOST_ROOMS_AT_ONCE:
        raise RuleError(_("At most %(count)s rooms at once.") % {"count": MOST_ROOMS_AT_ONCE}, field="names")
    if any(len(name) > LONGEST_NAME for name in names):
        raise RuleError(_("A room name has at most 40 letters. Separate rooms by commas."), field="names")
    return names


def _numbers(before, first, last):
    if int(last) < int(first) or int(last) - int(first) >= MOST_ROOMS_AT_ONCE:
        raise RuleError(_("“%(range)s” is no range of room numbers.") % {"range": f"{first}-{last}"}, field="names")
    return [f"{before}{number:0{len(first)}d}" for number in range(int(first), int(last) + 1)]


@change
def change_place(place, *, name, kind, by, parent=None):
    """Change what a place is called, what it is and where it stands; the rooms of a building follow its name."""
    place = lock(place)
    place.name, place.kind, place.parent = name, kind, parent
    if kind != Place.Kind.BUILDING and place.rooms.exists():
        raise RuleError(_("There are rooms in this building, so it stays a building."), field="kind")
    _put_in_order(place)
    with _one_place_of_a_name():
        place.save(update_fields=["name", "kind", "parent", "label"])
    place.rooms.update(label=Concat(Value(f"{place.name} "), "name"))
    note(place, "changed", by=by)
    return place


@change
def take_place_out_of_use(place, *, by):
    """Let a place, and the rooms in it, be chosen no more; its records stay."""
    return _use_place(place, False, "taken_out_of_use", by)


@change
def take_place_into_use(place, *, by):
    """Let a place, and the rooms in it, be chosen again."""
    return _use_place(place, True, "taken_into_use", by)


def _use_place(place, active, verb, by):
    place = lock(place)
    if place.active == active:
        raise WrongState(_("This has been done already."))
    place.active = active
    place.save(update_fields=["active"])
    place.rooms.update(active=active)
    note(place, verb, by=by)
    return place


def _put_in_order(place):
    """Check that a place may stand where it is said to, and write its label."""
    parent = place.parent
    if parent is not None and parent.campus_id != place.campus_id:
        raise RuleError(_("The building stands on another campus."), field="parent")
    if parent is not None and (parent.kind != Place.Kind.BUILDING or place.kind == Place.Kind.BUILDING):
        raise RuleError(_("Only rooms stand in a building, and only in a building."), field="parent")
    place.label = f"{parent.name} {place.name}" if parent else place.name


def _one_place_of_a_name():
    return refusing("one_place_of_a_name_in_a_building", _("There is a place of this name here already."), field="name")


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


# --- terms ------------------------------------------------------------------------------------------------------------


@change
def add_term(school, *, school_year, number, starts_on, ends_on, by, covers_from=None, covers_to=None):
    """Add a term. Unless said otherwise its records begin the day after the term before and end with its lessons."""
    before = Term.objects.of_school(school).filter(covers_to__lt=starts_on).first()
    if covers_from is None:
        covers_from = before.covers_to + timedelta(days=1) if before else starts_on
    term = Term(
        school=school,
        school_year=school_year,
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        covers_from=covers_from,
        covers_to=covers_to or ends_on,
    )
    _require_order(term)
    with _terms_in_order():
        term.save()
    note(term, "created", by=by)
    return term


@change
def change_term(term, *, starts_on, ends_on, covers_from, covers_to, by):
    """Change the days of a term. What was logged on a day belongs to the term that covers the day now."""
    term = lock(term)
    term.starts_on, term.ends_on, term.covers_from, term.covers_to = starts_on, ends_on, covers_from, covers_to
    _require_order(term)
    with _terms_in_order():
        term.save(update_fields=["starts_on", "ends_on", "covers_from", "covers_to"])
    note(term, "changed", by=by)
    return term


def _require_order(term):
    """Refuse days out of order, each with the sentence that fits."""
    if term.ends_on <= term.starts_on:
        raise RuleError(_("The lessons end after they begin. Check the two days."), field="ends_on")
    if (term.ends_on - term.starts_on).days > LONGEST_TERM:
        raise RuleError(_("A term is not longer than a year. Check the year."), field="ends_on")
    if not term.school_year <= term.starts_on.year <= term.school_year + 1:
        raise RuleError(_("These lessons do not begin in this school year. Check the year."), field="starts_on")
    if term.covers_from > term.starts_on:
        raise RuleError(_("Records count from the first day of lessons at the latest."), field="covers_from")
    if term.covers_to < term.ends_on:
        raise RuleError(_("Records count to the last day of lessons at least."), field="covers_to")


@contextmanager
def _terms_in_order():
    with (
        refusing(
            "terms_of_a_school_do_not_overlap", _("These days belong to another term already."), field="starts_on"
        ),
        refusing("one_term_of_a_number_in_a_school_year", _("This term is there already."), field="number"),
    ):
        yield


# --- stickers and days ------------------------------------------------------------------------------------------------


@change
def sticker_of(place, *, by):
    """Return the valid sticker of a place, made when there is none."""
    sticker, _made = Sticker.objects.get_or_create(place=place, revoked_at=None, defaults={"created_at": clock.now()})
    return sticker


@change
def revoke_sticker(place, *, by):
    """Make every sticker of a place worthless; the next print carries a new code."""
    place.stickers.filter(revoked_at=None).update(revoked_at=clock.now())


def require_school_day(school, day, *, field):
    """Refuse a day after today, or one that no term of the school covers."""
    if day > clock.today():
        raise RuleError(_("Choose today or an earlier day."), field=field)
    if term_on(school, day) is None:
        raise RuleError(
            _("This day belongs to no term of the school. Check the year, or set up the term first."), field=field
        )
