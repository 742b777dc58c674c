"""The minute tick, and heartbeats: what ``logistics.health`` looks for."""

from celery import current_app, shared_task
from celery.signals import beat_init, heartbeat_sent

from logistics import health, hooks

TICK = 60  # seconds


@shared_task(name="logistics.tick")
def tick():
    """Every minute: start each function at ``hooks.ticks`` as a task of its own, so that none stops another."""
    for name in hooks.ticks.names():
        run_tick.apply_async(args=[name], expires=TICK)


@shared_task(name="logistics.run_tick")
def run_tick(name):
    hooks.ticks.named(name)()


@shared_task(name="logistics.note_beat")
def note_beat():
    """Every fifteen seconds: proves that beat starts work and that a worker does it."""
    health.note_heartbeat("beat", health.BEAT_SILENCE)


@beat_init.connect
def note_first_beat(**kwargs):
    """Beat waits an interval before it starts anything; whoever waits for the product need not."""
    note_beat.delay()


@heartbeat_sent.connect
def note_worker(**kwargs):
    """The worker's own heartbeat, which a long job does not delay: say which queues it serves."""
    for queue in current_app.amqp.queues.consume_from:
        health.note_heartbeat(queue, health.WORKER_SILENCE)
