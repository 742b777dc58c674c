"""Questions about the files of a record."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType

from logistics.attachments.models import Attachment
from logistics.pages.fetching import Rows
from logistics.pages.parts import Photo


def files_of(record, purpose=None):
    """Return the attachments of a record, for one purpose or all, in the order they were added."""
    files = Attachment.objects.about(record)
    return files if purpose is None else files.filter(purpose=purpose)


def photos_of(record, purpose=None):
    """Return the photos of a record as pages show them, grouped by purpose."""
    pictures = files_of(record, purpose).pictures().order_by("purpose", "pk")
    ordered = sorted(pictures, key=lambda picture: (picture.purpose != "before", picture.purpose))
    return [as_photo(picture) for picture in ordered]


def as_photo(picture):
    return Photo(
        url=picture.get_absolute_url(),
        thumb_url=picture.thumb_url,
        caption=picture.purpose_label,
        group=picture.purpose_label,
    )


def documents_of(record, purpose=None):
    """Return the attachments of a record that are no photos."""
    return files_of(record, purpose).documents()


def rows_about(model, keys):
    """Return the Rows of the files of records of ``model``. keys: theirs, or the SELECT of them."""
    among_keys = f"record_id IN ({keys})" if isinstance(keys, str) else Rows.among(Attachment, "record_id", keys).where
    kind = ContentType.objects.get_for_model(model).pk
    return Rows(Attachment, f"record_type_id = %s AND {among_keys}", (kind,), order="id")


def by_record(files):
    """Return {record's key: [Attachment]} of files of one kind of record."""
    found = defaultdict(list)
    for file in files:
        found[file.record_id].append(file)
    return found
