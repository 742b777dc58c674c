"""Mail: one message to one person, the same Message-ID however often it is tried."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from logistics.notices.robots import NotSent


def send_mail(delivery, text, *, link):
    """Send a delivery by mail. Raises NotSent."""
    host = urlsplit(settings.SITE_URL).hostname
    message = EmailMessage(
        subject=delivery.subject,
        body=f"{text}\n\n{link}\n",
        to=[delivery.recipient],
        headers={"Message-ID": f"<notice-{delivery.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(_("The mail server did not take it: %(error)s") % {"error": str(error)[:200]}) from error
    return ""
