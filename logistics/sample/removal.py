"""Removing the sample school: the one service that may pass the guards of the database (DESIGN 12)."""

from collections import deque

import pgtrigger
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from pghistory.models import Context

from logistics.errors import RuleError
from logistics.history.models import Event
from logistics.people.models import Appointment, User
from logistics.school.models import School


@transaction.atomic
def remove(school):
    """Delete a sample school with everything in it; raise RuleError for a school not marked as sample."""
    if not School.objects.filter(pk=school.pk, is_sample=True).exists():
        raise RuleError(_("Only the sample school can be removed this way."))
    people = list(
        User.objects.filter(appointments__school=school)
        .exclude(pk__in=Appointment.objects.exclude(school=school).values("person"))
        .values_list("pk", flat=True)
    )
    contexts = set()
    with pgtrigger.ignore():
        for model, path in _deepest_first():
            rows = model._base_manager.filter(**{path: school.pk})
            if hasattr(model, "pgh_tracked_model"):
                contexts |= set(rows.order_by().values_list("pgh_context", flat=True))
            _forget_events(model, rows)
            rows._raw_delete(rows.db)
        _forget_people(people)
        Context.objects.filter(pk__in=contexts - {None})._raw_delete("default")
        _forget_events(School, School.objects.filter(pk=school.pk))
        School.objects.filter(pk=school.pk)._raw_delete("default")


def _deepest_first():
    """Return (model, look-up to the school's key) of every table that belongs to a school, farthest first."""
    paths = {School: ""}
    queue = deque([School])
    while queue:
        parent = queue.popleft()
        for model in _tables():
            if model in paths or model is User:
                continue
            link = _link(model, parent)
            if link:
                paths[model] = f"{link}__{paths[parent]}" if paths[parent] else link
                queue.append(model)
    ordered = sorted(
        ((path.count("__"), model, path) for model, path in paths.items() if path), key=lambda row: -row[0]
    )
    return [(model, path) for _depth, model, path in ordered]


def _tables():
    return [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    ]


def _link(model, parent):
    return next(
        (
            field.name
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model is parent and (not field.null or parent is School)
        ),
        None,
    )


def _forget_events(model, rows):
    events = Event.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=rows.order_by().values("pk")
    )
    events._raw_delete(events.db)


def _forget_people(people):
    rows = User.objects.filter(pk__in=people)
    for model in _tables():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is User and model is not User and not hasattr(model, "school"):
                left = model._base_manager.filter(**{f"{field.name}__in": people})
                left._raw_delete(left.db)
    _forget_events(User, rows)
    rows._raw_delete(rows.db)
