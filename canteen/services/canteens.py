"""Setting up the canteens of a school."""

from django.utils.translation import gettext as _

from canteen.models import Canteen
from logistics.db import lock, refusing
from logistics.errors import RuleError
from logistics.history.services import change, note


@change
def add_canteen(school, *, campus, name, by):
    """Add a canteen to a campus."""
    _require_own(school, campus)
    with _one_of_a_name():
        canteen = Canteen.objects.create(school=school, campus=campus, name=name)
    note(canteen, "created", by=by)
    return canteen


@change
def change_canteen(canteen, *, name, active, by):
    """Rename a canteen, or take it out of use; its records stay."""
    canteen = lock(canteen)
    canteen.name, canteen.active = name, active
    with _one_of_a_name():
        canteen.save(update_fields=["name", "active"])
    note(canteen, "changed", by=by)
    return canteen


def _require_own(school, campus):
    if campus.school_id != school.pk:
        raise RuleError(_("This campus belongs to another school."), field="campus")


def _one_of_a_name():
    return refusing(
        "one_canteen_of_a_name_in_a_school", _("This school has a canteen of this name already."), field="name"
    )
