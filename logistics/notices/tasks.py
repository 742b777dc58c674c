"""What Celery runs for notices."""

from datetime import date

from celery import shared_task

from logistics.notices import services


@shared_task(name="notices.deliver")
def deliver(pk):
    """Send one delivery; harmless when it is sent, not due, or in other hands."""
    services.deliver(pk)


@shared_task(name="notices.collect_reminders")
def collect_reminders(name, day):
    services.collect_reminders_from(name, date.fromisoformat(day))


@shared_task(name="notices.collect_digest")
def collect_digest(day):
    services.collect_digest(date.fromisoformat(day))
