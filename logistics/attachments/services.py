"""Uploads kept, claimed by their records, and swept when nobody claimed them."""

import hashlib
import unicodedata
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from logistics import clock
from logistics.attachments import documents, pictures
from logistics.attachments.models import JPEG, Attachment
from logistics.errors import RuleError
from logistics.history.services import change

KEPT = timedelta(hours=24)  # how long an upload waits for its record
SWEPT_AT_ONCE = 200
NAME_LENGTH = 120


class TooLarge(RuleError):
    """The file is larger than the installation takes."""


def keep_upload(file, *, school, by, visitor=""):
    """Keep an uploaded file until a record claims it; return the Attachment.

    file: a Django File with a name. by: the person, or None for the visitor whose session has the key ``visitor``.
    Raises RuleError when it is none of the kinds we keep, TooLarge when it is too big.
    """
    check_bytes(file)
    attachment = Attachment(school=school, uploaded_by=by, visitor="" if by else visitor, created_at=clock.now())
    file.seek(0)
    if pictures.is_picture(file.read(16)):
        add_picture(attachment, file)
    else:
        add_document(attachment, file)
    attachment.save()
    return attachment


def check_bytes(file):
    if not file.size:
        raise RuleError(_("This file is empty. Choose another one."))
    if file.size > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise TooLarge(_("This file is larger than %(limit)s. Choose a smaller one.") % {"limit": limit})


def add_picture(attachment, file):
    file.seek(0)
    picture = pictures.read_picture(file)
    attachment.width, attachment.height = picture.width, picture.height
    add_content(attachment, picture.content, JPEG, file.name, "jpg")
    attachment.thumb.save("thumb.jpg", ContentFile(picture.thumb), save=False)


def add_document(attachment, file):
    media_type = documents.media_type_of(file)
    if media_type is None:
        raise RuleError(_("Only photos and PDF, OFD, XML, Word or Excel files can be added."))
    file.seek(0)
    add_content(attachment, file.read(), media_type, file.name, documents.ENDINGS[media_type])


def add_content(attachment, content, media_type, name, ending):
    attachment.name = safe_name(name, ending)
    attachment.media_type = media_type
    attachment.bytes = len(content)
    attachment.sha256 = hashlib.sha256(content).hexdigest()
    attachment.file.save(f"file.{ending}", ContentFile(content), save=False)


def safe_name(name, ending):
    """Return the name a person gave the file, without path and invisible characters, with the ending of its kind."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    visible = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C" and letter not in '<>:"|?*')
    stem = visible.rpartition(".")[0] or visible
    return f"{stem.strip(' .')[: NAME_LENGTH - 10] or 'file'}.{ending}"


@change
def claim(record, tokens, *, purpose, by, field="photos"):
    """Give the uploads of these tokens to ``record``; return its attachments in the order of the tokens.

    purpose: a key of ``models.PURPOSES`` or the app's own word. by: the person who uploaded them, or None for a
    visitor, who proves it by knowing the tokens. Claiming again for the same record does nothing. From then on the
    file is one of the record's school, wherever it was uploaded.
    Raises RuleError at ``field`` for tokens that are unknown, somebody else's, another record's, or expired.
    """
    tokens = list(dict.fromkeys(tokens))
    found = {each.token: each for each in Attachment.objects.select_for_update().filter(token__in=tokens)}
    attachments = [found.get(token) for token in tokens]
    record_type = ContentType.objects.get_for_model(record)
    now = clock.now()
    for attachment in attachments:
        if attachment is None or not may_claim(attachment, record, record_type, by=by, now=now):
            raise RuleError(_("A file is no longer here. Choose the files again and send once more."), field=field)
        if attachment.claimed_at is None:
            attachment.record_type, attachment.record_id = record_type, record.pk
            attachment.purpose, attachment.claimed_at = purpose, now
            attachment.school_id = getattr(record, "school_id", attachment.school_id)
            attachment.save(update_fields=["record_type", "record_id", "purpose", "claimed_at", "school"])
    return attachments


@change
def share(files, record, *, purpose, by):
    """Let ``record`` show attachments of another record too, to whoever may see it. Nothing is stored twice."""
    for each in files:
        Attachment.objects.create(
            school_id=each.school_id,
            uploaded_by_id=each.uploaded_by_id,
            visitor=each.visitor,
            record_type=ContentType.objects.get_for_model(record),
            record_id=record.pk,
            purpose=purpose,
            file=each.file.name,
            thumb=each.thumb.name,
            created_at=each.created_at,
            claimed_at=clock.now(),
            **{name: getattr(each, name) for name in ("name", "media_type", "bytes", "width", "height", "sha256")},
        )


def may_claim(attachment, record, record_type, *, by, now):
    if attachment.claimed_at is not None:
        return (attachment.record_type_id, attachment.record_id) == (record_type.pk, record.pk)
    return attachment.uploaded_by_id in (None, by.pk if by else None) and attachment.created_at > now - KEPT


def sweep_orphans():
    """Remove uploads that no record claimed within a day, files first; what is left over waits for the next run."""
    with transaction.atomic():
        orphans = (
            Attachment.objects.unclaimed()
            .filter(created_at__lte=clock.now() - KEPT)
            .select_for_update(skip_locked=True)[:SWEPT_AT_ONCE]
        )
        for orphan in orphans:
            orphan.file.delete(save=False)
            orphan.thumb.delete(save=False)
            orphan.delete()
