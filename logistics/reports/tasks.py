"""What Celery runs for summaries."""

from celery import shared_task

from logistics.reports import services


@shared_task(name="reports.build_export")
def build_export(pk):
    """Make the file of one export, on the queue of its own for paper."""
    services.build_export(pk)
