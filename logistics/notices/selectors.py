"""Questions about what a person was told."""

from logistics.notices.models import Notice


def unread_count(user):
    """How many notices the person has not read, in the school they work on."""
    return Notice.objects.visible_to(user).unread().count()
