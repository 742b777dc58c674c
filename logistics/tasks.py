"""Heartbeats: what ``logistics.health`` looks for."""

from celery import current_app, shared_task
from celery.signals import heartbeat_sent

from logistics import health


@shared_task(name="logistics.note_beat")
def note_beat():
    """Every fifteen seconds: proves that beat starts work and that a worker does it."""
    health.note_heartbeat("beat", health.BEAT_SILENCE)


@heartbeat_sent.connect
def note_worker(**kwargs):
    """The worker's own heartbeat, which a long job does not delay: say which queues it serves."""
    for queue in current_app.amqp.queues.consume_from:
        health.note_heartbeat(queue, health.WORKER_SILENCE)
