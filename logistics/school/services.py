"""Setting up a school: campuses, places, departments, classes, terms."""

from datetime import timedelta

from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import refusing
from logistics.errors import RuleError
from logistics.history.services import change
from logistics.school.models import Campus, Department, Place, School, SchoolClass, Sticker, Term
from logistics.school.selectors import term_on


@change
def create_school(*, code, name, by, **facts):
    """Create a school with nothing in it."""
    return School.objects.create(code=code, name=name, created_at=clock.now(), **facts)


@change
def add_campus(school, *, name, by, kind=Campus.Kind.CAMPUS):
    """Add a campus or unit."""
    with refusing(
        "one_campus_of_a_name_in_a_school", _("This school has a campus of this name already."), field="name"
    ):
        return Campus.objects.create(school=school, name=name, kind=kind)


@change
def add_place(campus, *, name, by, kind=Place.Kind.CLASSROOM, parent=None):
    """Add a building, or a room in one."""
    if parent is not None and parent.campus_id != campus.pk:
        raise RuleError(_("The building stands on another campus."), field="parent")
    label = f"{parent.name} {name}" if parent else name
    with refusing("one_place_of_a_name_in_a_building", _("There is a place of this name here already."), field="name"):
        return Place.objects.create(
            school=campus.school, campus=campus, parent=parent, kind=kind, name=name, label=label
        )


@change
def add_department(school, *, name, by, kind=Department.Kind.OFFICE, head=None):
    """Add an office or grade group; ``head`` signs for it."""
    with refusing(
        "one_department_of_a_name_in_a_school", _("This school has a department of this name already."), field="name"
    ):
        return Department.objects.create(school=school, name=name, kind=kind, head=head)


@change
def name_head(department, *, head, by):
    """Name who signs for a department; ``head`` may be None."""
    department.head = head
    department.save(update_fields=["head"])
    return department


@change
def add_class(campus, *, grade, name, by, room=None, class_teacher=None):
    """Add a class of pupils."""
    with refusing("one_class_of_a_name_on_a_campus", _("This campus has a class of this name already."), field="name"):
        return SchoolClass.objects.create(
            school=campus.school, campus=campus, grade=grade, name=name, room=room, class_teacher=class_teacher
        )


@change
def add_term(school, *, school_year, number, starts_on, ends_on, by, covers_from=None, covers_to=None):
    """Add a term. Unless said otherwise its records begin the day after the term before and end with its lessons."""
    before = Term.objects.of_school(school).filter(covers_to__lt=starts_on).first()
    if covers_from is None:
        covers_from = before.covers_to + timedelta(days=1) if before else starts_on
    with refusing("terms_of_a_school_do_not_overlap", _("These days belong to another term already."), field="starts_on"):
        return Term.objects.create(
            school=school,
            school_year=school_year,
            number=number,
            starts_on=starts_on,
            ends_on=ends_on,
            covers_from=covers_from,
            covers_to=covers_to or ends_on,
        )


@change
def sticker_of(place, *, by):
    """Return the valid sticker of a place, made when there is none."""
    sticker, _made = Sticker.objects.get_or_create(
        place=place, revoked_at=None, defaults={"created_at": clock.now()}
    )
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
