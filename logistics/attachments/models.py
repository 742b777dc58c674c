"""Photos and files that belong to records, and the uploads nobody has claimed yet."""

import secrets

import pgtrigger
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.history.models import frozen

JPEG = "image/jpeg"

# What a file is for; an app may use further words, which then stand without a heading.
PURPOSES = {
    "before": _("Before the work"),
    "after": _("After the work"),
    "evidence": _("Evidence"),
    "quote": _("Quotes"),
    "invoice": _("Invoices"),
    "scan": _("Signed papers"),
    "contract": _("Contract"),
    "supplement": _("Supplementary contract"),
    "certificate": _("Certificates"),
}


def new_token():
    """Return an unguessable name: whoever uploaded a file proves it by knowing this."""
    return secrets.token_urlsafe(24)


def file_path(attachment, name):
    """Return where a file lies in the storage: nothing of what people typed is part of it."""
    return f"attachments/{attachment.school_id}/{attachment.created_at:%Y/%m}/{attachment.token}/{name}"


class AttachmentQuerySet(RecordQuerySet):
    def about(self, record):
        return self.filter(
            record_type=ContentType.objects.get_for_model(record, for_concrete_model=True), record_id=record.pk
        )

    def unclaimed(self):
        return self.filter(claimed_at=None)

    def pictures(self):
        return self.filter(media_type=JPEG)

    def documents(self):
        return self.exclude(media_type=JPEG)


class Attachment(models.Model):
    """A photo (re-encoded as JPEG) or a document (kept byte for byte).

    It is uploaded first, by a person or by a visitor's session, and claimed once by the record it belongs to.
    """

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="attachments")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    uploaded_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="attachments")
    visitor = models.CharField(max_length=40, blank=True)
    record_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    record_id = models.BigIntegerField(null=True)
    record = GenericForeignKey("record_type", "record_id")
    purpose = models.CharField(max_length=20, blank=True)
    file = models.FileField(upload_to=file_path, max_length=200)
    thumb = models.FileField(upload_to=file_path, max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(max_length=100)
    bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        default_permissions = ()
        indexes = [
            models.Index(fields=["record_type", "record_id"], name="attachments_of_a_record"),
            models.Index(fields=["created_at"], condition=Q(claimed_at=None), name="attachments_unclaimed"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_attachment_is_claimed_by_a_record_for_a_purpose",
                condition=(
                    Q(record_type__isnull=False, record_id__isnull=False, claimed_at__isnull=False) & ~Q(purpose="")
                )
                | Q(record_type=None, record_id=None, claimed_at=None, purpose=""),
            ),
            models.CheckConstraint(
                name="an_attachment_is_a_persons_or_a_visitors",
                condition=Q(uploaded_by__isnull=False, visitor="") | (Q(uploaded_by=None) & ~Q(visitor="")),
            ),
        ]
        triggers = [
            frozen("token", "uploaded_by_id", "visitor", "file", "thumb", "name", "media_type", "sha256"),
            pgtrigger.Protect(
                name="claimed_is_claimed_for_good",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__claimed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("attachments:attachment_file", args=[self.token])

    @property
    def is_picture(self):
        return self.media_type == JPEG

    @property
    def thumb_url(self):
        return reverse("attachments:attachment_thumb", args=[self.token]) if self.is_picture else ""

    @property
    def purpose_label(self):
        return str(PURPOSES.get(self.purpose, ""))
