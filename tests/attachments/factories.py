"""Uploads as people make them."""

from logistics.attachments import services
from tests.attachments.files import named, picture


def upload(person, *, school=None, content=None, name="照片.jpg"):
    """Return what ``person`` uploaded and nobody claimed."""
    return services.keep_upload(named(content or picture(), name), school=school or person.active_school, by=person)


def visitor_upload(school, *, visitor="visitor-1"):
    return services.keep_upload(named(picture()), school=school, by=None, visitor=visitor)
