"""What Celery runs for money."""

from celery import shared_task

from finance.services import letters


@shared_task(name="finance.write_letters")
def write_letters(pk):
    """Write the letters of one run, on the queue of its own for paper."""
    letters.write_letters(pk)
