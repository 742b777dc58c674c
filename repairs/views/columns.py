"""Columns in which repairs are listed."""

from django.utils.translation import gettext_lazy as _

from logistics.pages.columns import Column

COLUMNS = [
    Column(_("Repair"), lambda repair: str(repair), link=True, wide=True),
    Column(_("Number"), "number", kind="code", phone=False),
    Column(_("State"), "get_status_display", kind="badge"),
    Column(_("Campus"), "campus", path="campus__name"),
    Column(_("Trade"), "trade", path="trade__name", phone=False),
    Column(_("Reported by"), "reported_by_text", phone=False),
    Column(_("Repairer"), "assigned_to"),
    Column(_("Reported"), "reported_at", kind="moment"),
]

OWN_COLUMNS = [COLUMNS[0], COLUMNS[2], COLUMNS[6], COLUMNS[7]]

PROOF_COLUMNS = [
    Column(_("Number"), "number", kind="code", link=True),
    Column(_("Place"), lambda repair: repair.place.full_label(), wide=True),
    Column(_("Trade"), "trade"),
    Column(_("Object"), lambda repair: f"{repair.kind or ''} {repair.quantity_text}".strip()),
    Column(_("State"), "get_status_display", kind="badge"),
    Column(_("Reported"), "reported_at", kind="moment"),
    Column(_("Finished"), "finished_at", kind="moment"),
]

PART_COLUMNS = [
    Column(_("Part"), "kind", primary=True),
    Column(_("Quantity"), lambda part: f"{part.quantity.normalize():f} {part.kind.measure_word}"),
    Column(_("Unit price"), "unit_price", kind="money"),
]
