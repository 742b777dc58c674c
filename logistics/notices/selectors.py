"""Questions about what was told and what did not arrive."""

from datetime import timedelta

from logistics import clock
from logistics.notices.models import Delivery, Notice

RECENT = timedelta(days=3)


def unread_count(user):
    """How many notices the person has not read, in the school they work on."""
    return Notice.objects.visible_to(user).unread().count()


def unsent_count(school):
    """How many messages of the last days were given up, tests of robots left out."""
    given_up = Delivery.objects.of_school(school).filter(status=Delivery.Status.GAVE_UP)
    return given_up.filter(created_at__gte=clock.now() - RECENT).exclude(key__startswith="test:").count()
