"""Parts and materials built in."""

from django.utils.translation import gettext as _

from logistics.errors import RuleError
from repairs.models import PartUsed
from repairs.models.repair import LARGEST_QUANTITY


def add_parts(repair, parts):
    """Write down parts used. parts: [{"kind", "quantity", "unit_price"}], the price may be missing."""
    PartUsed.objects.bulk_create(parts_for(repair, parts))


def parts_for(repair, parts):
    """Return the parts not yet saved, checked."""
    for part in parts:
        if not 0 < part["quantity"] <= LARGEST_QUANTITY:
            raise RuleError(_("Enter a quantity between 0 and 9999."), field="parts")
        if part["kind"].school_id != repair.school_id:
            raise RuleError(_("This belongs to another school."), field="parts")
    return [
        PartUsed(repair=repair, kind=part["kind"], quantity=part["quantity"], unit_price=part.get("unit_price"))
        for part in parts
    ]
