"""What the clock starts."""

from django.core.cache import cache

from logistics import clock
from logistics.errors import WrongState
from logistics.school.models import School
from repairs import services
from repairs.models import Repair

HOURLY = 3600


def accept_silence():
    """Accept by default what was finished long enough ago; looked at once an hour, harmless when run twice."""
    if not cache.add("repairs:accepted-silence", clock.now().isoformat(), HOURLY):
        return
    waiting = Repair.objects.filter(status=Repair.Status.TO_CONFIRM).order_by().values("school")
    for school in School.objects.filter(pk__in=waiting):
        try:
            services.accept_silent_ones(school, clock.today())
        except WrongState:  # somebody confirmed at the same moment; the next hour sees to the rest
            continue
