"""The row is the job (DESIGN 15): one worker holds it at a time, and what a dead worker left is taken up again.

A model that is a job has ``status`` (``queued`` → ``running`` → …), ``lease``, ``lease_until`` and ``attempts``, and a
constraint that only a running row holds a lease.
"""

import uuid
from datetime import timedelta

from django.db.models import F, Q

from logistics import clock
from logistics.db import after_commit

LEASE = timedelta(minutes=2)
ATTEMPTS = 3
QUEUED, RUNNING = "queued", "running"


def take(model, pk, **facts):
    """Become the one who does this job; return the lease, or None when another holds it or nothing is due."""
    lease, now = uuid.uuid4(), clock.now()
    taken = (
        due(model)
        .filter(pk=pk, attempts__lt=ATTEMPTS)
        .update(status=RUNNING, lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1, **facts)
    )
    return lease if taken else None


def due(model):
    """Jobs that wait, or whose worker let the lease lapse."""
    return model.objects.filter(Q(status=QUEUED) | Q(status=RUNNING, lease_until__lt=clock.now()))


def renew(model, pk, lease, **facts):
    """Hold the job for another while and note how far it is; say whether it is still ours."""
    return bool(_held(model, pk, lease).update(lease_until=clock.now() + LEASE, **facts))


def finish(model, pk, lease, *, status, **facts):
    """Write the outcome and let go; say whether the job was still ours."""
    return bool(_held(model, pk, lease).update(status=status, lease=None, lease_until=None, **facts))


def give_back(model, pk, lease, **facts):
    """Return an unfinished job to the queue, so that the next tick need not wait for the lease to lapse."""
    _held(model, pk, lease).update(status=QUEUED, lease=None, lease_until=None, **facts)


def revive(model, *, task, give_up):
    """Wake each job that is due by the name of its task; what was tried often enough goes to ``give_up(job, by=None)``."""
    for job in due(model).filter(attempts__gte=ATTEMPTS):
        give_up(job, by=None)
    for pk in due(model).filter(attempts__lt=ATTEMPTS).values_list("pk", flat=True):
        after_commit(task, pk)


def _held(model, pk, lease):
    return model.objects.filter(pk=pk, lease=lease, status=RUNNING)
