"""What is due of a person."""

from django.db.models import Q

from logistics import clock
from logistics.duties.models import Expected


def my_open(user):
    """Return what this person may do now, what is due first first."""
    mine = Expected.objects.visible_to(user).filter(person=user).waiting().filter(opens_on__lte=clock.today())
    return mine.for_lists().order_by("due_at", "pk")


def my_late(user):
    """Return what this person missed, and what was entered late without saying why, newest first."""
    mine = Expected.objects.visible_to(user)
    owing = Q(person=user, status=Expected.Status.MISSING, reason="")
    unexplained = Q(done_by=user) | Q(done_by=None, person=user)
    return (
        mine.filter(owing | (unexplained & Q(status=Expected.Status.LATE, reason=""))).for_lists().order_by("-due_at")
    )
