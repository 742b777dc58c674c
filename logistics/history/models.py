"""Who did what when, beside the before and after of every changed row that the database keeps by itself."""

import pghistory
import pgtrigger
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


def append_only():
    """Return the trigger that refuses changing and deleting rows (DESIGN 12)."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def frozen(*fields, name="frozen"):
    """Return the trigger that refuses changing these fields once a row exists (DESIGN 12)."""
    return pgtrigger.ReadOnly(name=name, fields=list(fields))


def tracked(*, by_thousands=False, **options):
    """Decorate a model so that the database keeps every version of its rows, with the person who made it.

    by_thousands: new rows may come very many at once; their first versions are then kept once a statement.
    """
    first = pghistory.InsertEvent(level=pgtrigger.Statement if by_thousands else None)
    return pghistory.track(first, pghistory.UpdateEvent(), pghistory.DeleteEvent(row=pghistory.Old), **options)


class EventQuerySet(models.QuerySet):
    def about(self, record):
        """Events of one record, newest first."""
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk).select_related(
            "by"
        )


class Event(models.Model):
    """One thing that happened to a record, in the words of its model's ``VERBS``. Append-only.

    ``context`` is shared with the row versions that the database kept in the same change.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+", db_index=False)
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    verb = models.CharField(max_length=40)
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    details = models.JSONField(default=dict)
    context = models.UUIDField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="events_of_a_record")]
        default_permissions = ()
        triggers = [append_only()]

    def __str__(self):
        return f"{self.record} {self.verb}"
