"""Keeping the kinds of a school."""

from django.utils.translation import gettext as _

from logistics.catalogue.models import Kind
from logistics.catalogue.shipped import KINDS
from logistics.db import lock, refusing
from logistics.history.services import change, note


@change
def add_shipped_kinds(school, *, by):
    """Give a school the usual kinds with their usual measure words."""
    Kind.objects.bulk_create(
        [
            Kind(school=school, family=family, name=name, measure_word=measure_word)
            for family, rows in KINDS.items()
            for name, measure_word in rows
        ],
        ignore_conflicts=True,
    )


@change
def add_kind(school, *, family, name, measure_word, by):
    """Add one kind of part, object or work."""
    with refusing("one_kind_of_a_name_in_a_family", _("This kind is in the list already."), field="name"):
        kind = Kind.objects.create(school=school, family=family, name=name, measure_word=measure_word)
    note(kind, "created", by=by)
    return kind


@change
def change_kind(kind, *, name, measure_word, active, by):
    """Change how a school calls and counts a kind."""
    kind = lock(kind)
    kind.name, kind.measure_word, kind.active = name, measure_word, active
    with refusing("one_kind_of_a_name_in_a_family", _("This kind is in the list already."), field="name"):
        kind.save(update_fields=["name", "measure_word", "active"])
    note(kind, "changed", by=by)
    return kind
