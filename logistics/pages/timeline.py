"""The history of one record: what people did, with the fields the database saw change."""

from itertools import groupby

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from logistics.history.models import Event
from logistics.pages.columns import as_text
from logistics.pages.parts import Entry

UNSHOWN = {"search_text", "grams", "pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id", "id"}
KINDS = {"DateTimeField": "moment", "DateField": "date", "DecimalField": "number"}


def timeline_of(record, *, limit=200):
    """Return the entries of a record, newest first."""
    changes = changes_by_context(record)
    verbs = getattr(type(record), "VERBS", {})
    return [
        Entry(
            at=event.at,
            who=str(event.by) if event.by else _("system"),
            text=str(verbs.get(event.verb) or COMMON_VERBS.get(event.verb, event.verb)),
            detail=str(event.details.get("text", "")),
            tone=event.details.get("tone", "neutral"),
            changes=changes.pop(event.context, []) if event.context else [],
        )
        for event in Event.objects.about(record)[:limit]
    ]


class _Verbs(dict):
    """Verbs every record knows, translated when they are read."""

    def get(self, verb, default=None):
        text = {
            "created": _("created"),
            "changed": _("changed the record"),
            "commented": _("commented"),
            "attached": _("added files"),
        }.get(verb)
        return text or default


COMMON_VERBS = _Verbs()


def changes_by_context(record):
    """Return {history context: [(field, before, after)]} from the versions the database kept of ``record``."""
    versions_model = _versions_model(type(record))
    if versions_model is None:
        return {}
    versions = versions_model.objects.filter(pgh_obj_id=record.pk).order_by("pgh_id")
    found = {}
    before = None
    for context, group in groupby(versions, key=lambda version: version.pgh_context_id):
        after = list(group)[-1]
        if before is not None:
            found[context] = _differences(before, after)
        before = after
    return found


def _versions_model(model):
    for related in apps.get_app_config(model._meta.app_label).get_models():
        if getattr(related, "pgh_tracked_model", None) is model:
            return related
    return None


def _differences(before, after):
    differences = []
    for field in after._meta.concrete_fields:
        if not _is_for_people(field) or getattr(before, field.attname) == getattr(after, field.attname):
            continue
        differences.append((str(field.verbose_name), _shown(before, field), _shown(after, field)))
    return differences


def _is_for_people(field):
    """Say whether the field was given a name that is translated; what has none is there for the machinery."""
    return field.attname not in UNSHOWN and isinstance(field.verbose_name, Promise)


def _shown(version, field):
    if field.choices:
        return str(getattr(version, f"get_{field.name}_display")())
    value = getattr(version, field.name if not field.is_relation else field.attname)
    if field.is_relation and value is not None:
        related = field.related_model._base_manager.filter(pk=value).first()
        return str(related or value)
    return as_text(value, KINDS.get(field.get_internal_type(), "text"))
