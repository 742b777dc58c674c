"""Columns in which repairs are listed."""

from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, Left, Length, NullIf
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from logistics.pages.columns import Column

# What Repair.subject says, for data files that the database writes.
TEXT = TextField()
SHORT = When(LessThanOrEqual(Length("description"), 20), then=F("description"))
WHOLE_WORDS = Func(Left("description", 20), Value(r"[\s(（]*[A-Za-z0-9_./-]*$"), Value(""), function="REGEXP_REPLACE")
CUT = Coalesce(NullIf(WHOLE_WORDS, Value("")), Left("description", 19), output_field=TEXT)
BRIEF = Case(SHORT, default=Concat(CUT, Value("…"), output_field=TEXT), output_field=TEXT)
SUBJECT = Coalesce("kind__name", BRIEF, output_field=TEXT)

COLUMNS = [
    Column(
        _("Repair"),
        lambda repair: str(repair),
        link=True,
        wide=True,
        path=Concat("place__label", Value(" · "), SUBJECT, output_field=TEXT),
    ),
    Column(_("Number"), "number", kind="code", phone=False),
    Column(_("State"), "get_status_display", kind="badge"),
    Column(_("Campus"), "campus", path="campus__name"),
    Column(_("Trade"), "trade", path="trade__name", phone=False),
    Column(
        _("Reported by"),
        "reported_by_text",
        phone=False,
        path=Coalesce("reporter__name", "reporter_name", output_field=TEXT),
    ),
    Column(_("Repairer"), "assigned_to", path="assigned_to__name"),
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
