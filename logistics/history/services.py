"""Changes, and the notes they leave."""

from contextvars import ContextVar
from functools import wraps

import pghistory
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from logistics import clock
from logistics.history.models import Event

_context = ContextVar("history_context", default=None)


def change(service):
    """Run ``service`` as one transaction; the database's own history records the person given as ``by``."""

    @wraps(service)
    def run(*args, **kwargs):
        by = kwargs.get("by")
        context = {"service": f"{service.__module__}.{service.__name__}"}
        if by is not None and by.pk:
            context["person"] = by.pk
        with transaction.atomic(), pghistory.context(**context) as tracked:
            token = _context.set(tracked.id)
            try:
                return service(*args, **kwargs)
            finally:
                _context.reset(token)

    return run


def note(record, verb, *, by, **details):
    """Write down that ``by`` (a person, or None for the clock or the public) did ``verb`` to ``record``.

    details: plain JSON values; ``text`` is shown as written, other keys by their names.
    """
    event = _event(record, verb, by, details)
    event.save()
    return event


def note_all(records, verb, *, by, **details):
    """Write down the same of many records in one statement a thousand."""
    Event.objects.bulk_create([_event(record, verb, by, details) for record in records], batch_size=1000)


def _event(record, verb, by, details):
    return Event(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        verb=verb,
        by=by if by is not None and by.pk else None,
        at=clock.now(),
        context=_context.get(),
        details={key: value for key, value in details.items() if value not in (None, "")},
    )
