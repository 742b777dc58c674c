"""What Celery runs for duties."""

from celery import shared_task

from logistics.duties import services
from logistics.school.models import School


@shared_task(name="duties.refresh_school")
def refresh_school(pk):
    """Compute anew what changed in a school; what this misses, the minute tick finds."""
    services.refresh_school(School.objects.get(pk=pk))
