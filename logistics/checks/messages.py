"""What people are told about checks, in the language of the school."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from logistics.notices.messages import Message


def to_countersign(round):
    """To those who sign as the second person."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("%(who)s finished %(what)s (%(number)s); it waits for your signature.") % {
            "who": round.finished_by,
            "what": round.template,
            "number": round.number,
        }
    return Message(f"check-to-sign:{round.pk}", text, round.get_absolute_url())
