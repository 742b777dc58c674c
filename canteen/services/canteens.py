"""Setting up the canteens of a school."""

from django.utils.translation import gettext as _

from canteen.models import Canteen
from logistics.db import lock, refusing
from logistics.errors import RuleError
from logistics.history.services import change, note


@change
def add_canteen(school, *, campus, name, by, place=None):
    """Add a canteen to a campus; ``place``: where it stands there."""
    _require_own(school, campus)
    _require_there(campus.pk, place)
    with _one_of_a_name():
        canteen = Canteen.objects.create(school=school, campus=campus, name=name, place=place)
    note(canteen, "created", by=by)
    return canteen


@change
def change_canteen(canteen, *, name, active, by, place=None):
    """Rename a canteen, say where it stands, or take it out of use; its records stay."""
    canteen = lock(canteen)
    _require_there(canteen.campus_id, place)
    canteen.name, canteen.active, canteen.place = name, active, place
    with _one_of_a_name():
        canteen.save(update_fields=["name", "active", "place"])
    note(canteen, "changed", by=by)
    return canteen


def _require_own(school, campus):
    if campus.school_id != school.pk:
        raise RuleError(_("This campus belongs to another school."), field="campus")


def _require_there(campus, place):
    if place is not None and place.campus_id != campus:
        raise RuleError(_("This place is on another campus."), field="place")


def _one_of_a_name():
    return refusing(
        "one_canteen_of_a_name_in_a_school", _("This school has a canteen of this name already."), field="name"
    )
