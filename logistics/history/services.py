"""Changes, and the notes they leave."""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

import pghistory
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from logistics import clock
from logistics.history.models import Event

_context = ContextVar("history_context", default=None)
_whole = ContextVar("whole", default=False)


@contextmanager
def whole():
    """All or nothing: what fails inside fails the whole, so changes inside take no savepoints of their own."""
    with transaction.atomic(savepoint=not _whole.get()):
        token = _whole.set(True)
        try:
            yield
        finally:
            _whole.reset(token)


def change(service):
    """Run ``service`` as one transaction; the database's own history records the person given as ``by``.

    A service called by another one is part of its transaction: when it refuses, the whole is refused.
    """

    @wraps(service)
    def run(*args, **kwargs):
        by = kwargs.get("by")
        context = {"service": f"{service.__module__}.{service.__name__}"}
        if by is not None and by.pk:
            context["person"] = by.pk
        with whole(), pghistory.context(**context) as tracked:
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


def note_keys(model, keys, verb, *, by):
    """Write down the same of many records of ``model`` in one statement. keys: a SELECT of their keys in SQL."""
    event = _event(model(pk=0), verb, by, {})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO history_event (content_type_id, object_id, verb, by_id, at, details, context) "
            f"SELECT %s, noted.key, %s, %s, %s, '{{}}', %s FROM ({keys}) AS noted (key)",
            [event.content_type_id, verb, event.by_id, event.at, event.context],
        )


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
