"""Pupils: entered, changed, moved to another class, left."""

from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note, note_keys
from logistics.school.models import Pupil

LATEST = 365  # days: nobody is entered to join or leave later than this


@change
def enter_pupil(school_class, *, name, number, joined_on, by, relief=""):
    """Enter a pupil. Raises RuleError for a student number that is there already."""
    _require_near(joined_on, "joined_on")
    pupil = Pupil(school_id=school_class.school_id, school_class=school_class, created_at=clock.now())
    pupil.name, pupil.number, pupil.joined_on, pupil.relief = name.strip(), number.strip(), joined_on, relief
    with _one_pupil_of_a_number():
        pupil.save()
    note(pupil, "entered", by=by)
    return pupil


@change
def enter_pupils(school, rows, *, by):
    """Enter many pupils at once. rows: dicts with school_class, name, number, joined_on, relief."""
    now = clock.now()
    with _one_pupil_of_a_number():
        pupils = Pupil.objects.bulk_create(
            [Pupil(school=school, created_at=now, **{"relief": "", **row}) for row in rows], batch_size=2000
        )
    keys = ", ".join(f"({pupil.pk})" for pupil in pupils)
    if pupils:
        note_keys(Pupil, f"SELECT * FROM (VALUES {keys}) AS fresh (key)", "entered", by=by)
    return pupils


@change
def change_pupil(pupil, *, name, number, relief, by):
    """Change what a pupil is called, the number, and the relief."""
    pupil = lock(pupil)
    pupil.name, pupil.number, pupil.relief = name.strip(), number.strip(), relief
    with _one_pupil_of_a_number():
        pupil.save(update_fields=["name", "number", "relief", "search_text"])
    note(pupil, "changed", by=by)
    return pupil


@change
def move_pupil(pupil, *, school_class, by, reason=""):
    """Put a pupil into another class of the school."""
    pupil = lock(pupil)
    if pupil.left_on:
        raise WrongState(_("This pupil has left the school."))
    if school_class.school_id != pupil.school_id or school_class.pk == pupil.school_class_id:
        raise RuleError(_("Choose another class of this school."), field="school_class")
    pupil.school_class = school_class
    pupil.save(update_fields=["school_class"])
    note(pupil, "moved", by=by, text=f"{school_class} {reason}".strip())
    return pupil


@change
def leave_school(pupil, *, left_on, by, left_for=""):
    """Write down a pupil's last day here."""
    pupil = lock(pupil)
    if pupil.left_on:
        raise WrongState(_("This pupil has left the school."))
    if left_on < pupil.joined_on:
        raise RuleError(_("Choose a day that is not before the pupil joined."), field="left_on")
    if left_on > clock.today():
        raise RuleError(_("Choose today or an earlier day."), field="left_on")
    pupil.left_on, pupil.left_for = left_on, left_for.strip()
    pupil.save(update_fields=["left_on", "left_for"])
    note(pupil, "left", by=by, text=pupil.left_for)
    return pupil


def _require_near(day, field):
    if (day - clock.today()).days > LATEST:
        raise RuleError(_("This day is too far away. Check the year."), field=field)


def _one_pupil_of_a_number():
    return refusing(
        "one_pupil_of_a_number_in_a_school", _("There is a pupil with this student number already."), field="number"
    )
