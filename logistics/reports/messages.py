"""What people are told about summaries."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from logistics.notices.messages import Message


def export_is_ready(export):
    """The file somebody asked for can be fetched."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("%(file)s is ready to be downloaded.") % {"file": export}
    return Message(f"export-ready:{export.pk}", text, export.get_absolute_url())


def export_failed(export):
    """The file could not be made, three times over."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("%(file)s could not be made. Open it and try again.") % {"file": export}
    return Message(f"export-failed:{export.pk}:{export.requested_at:%Y%m%d%H%M%S}", text, export.get_absolute_url())
