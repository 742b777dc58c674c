"""What the minute tick does: judge what is over, announce random rounds, and once an hour the sweep."""

from django.db import connection, transaction
from django.db.models import Q

from logistics import clock
from logistics.duties import messages
from logistics.duties.models import Duty, Expected, SweepRun
from logistics.duties.selectors import keepers_of, told_on_to
from logistics.duties.services.assigning import assign_soon
from logistics.duties.services.gaps import tell_gaps
from logistics.duties.services.sweeping import refresh, sweep
from logistics.notices.services import Telling, send_all

KEPT_RUNS = 48  # hours
SWEEPING = 7_100_811  # names the lock that lets one process sweep at a time
MISS = """
WITH missed AS (
    UPDATE duties_expected SET status = 'missing'
    WHERE status = 'waiting' AND grace_until < %(now)s AND (announce_at IS NULL OR announced_at IS NOT NULL)
    RETURNING id, duty_id, told_missing_on
)
SELECT missed.id FROM missed JOIN duties_duty duty ON duty.id = missed.duty_id
WHERE duty.urgent AND missed.told_missing_on IS NULL
"""


def tick():
    """Running it twice, or in two processes at once, is harmless; when nothing is due it costs four small queries."""
    miss_what_is_over()
    announce()
    made = make_what_changed()
    if sweep_hourly() or made:
        miss_what_is_over()


def make_what_changed():
    """Compute anew what a change asked for, where the nudge after it was lost; say whether there was anything."""
    stale = Duty.objects.stale().exists()
    if stale:
        refresh(Q(stale_from__isnull=False), clock.today())
    return stale


@transaction.atomic
def miss_what_is_over():
    """Turn what was not done in time to missing, in one statement, and tell what is urgent in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(MISS, {"now": clock.now()})
        urgent = [pk for (pk,) in cursor.fetchall()]
    if urgent:
        _tell_urgent(list(Expected.objects.filter(pk__in=urgent).select_related("school", "duty", "place", "person")))


def _tell_urgent(rows):
    """Tell whoever should have done it and the second person; the keepers of duties where that is nobody."""
    keepers = keepers_of({row.school_id for row in rows})
    second = told_on_to([row.duty for row in rows])
    tellings = []
    for row in rows:
        message = messages.urgent(row)
        people = [row.person] if row.person_id else []
        people += second[row.duty_id] or ([] if people else keepers[row.school_id])
        tellings += [Telling(row.school, person, message) for person in dict.fromkeys(people)]
    send_all(tellings)


@transaction.atomic
def announce():
    """Tell the inspectors of random rounds whose moment has come; one whose time passed unheard is lifted."""
    now = clock.now()
    due = Expected.objects.waiting().filter(announce_at__lte=now, announced_at=None)
    rows = list(
        due.select_for_update(of=("self",), skip_locked=True).select_related("school", "duty", "place", "person")
    )
    tellings = []
    for row in rows:
        if row.grace_until < now:
            row.status, row.reason = Expected.Status.LIFTED, messages.unheard()
        else:
            row.announced_at = now
            tellings.append(row)
    if rows:
        Expected.objects.bulk_update(rows, ["status", "reason", "announced_at"], batch_size=1000)
        keepers = keepers_of({row.school_id for row in tellings})
        send_all(
            [
                Telling(row.school, person, messages.announced(row))
                for row in tellings
                for person in ([row.person] if row.person_id else keepers[row.school_id])
            ]
        )


def sweep_hourly():
    """Sweep all schools once an hour and say whether it was done now; whoever comes second leaves it to the first."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    if SweepRun.objects.filter(hour=hour).exists():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [SWEEPING])
        if not cursor.fetchone()[0]:
            return False
        try:
            sweep()
            assign_soon()
            tell_gaps(clock.today())
            SweepRun.objects.get_or_create(hour=hour, defaults={"finished_at": clock.now()})
            SweepRun.objects.exclude(pk__in=SweepRun.objects.order_by("-hour")[:KEPT_RUNS]).delete()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SWEEPING])
    return True
