"""How a repair ends without being done: withdrawn, merged, not accepted, scrapping advised. Each has its reason."""

from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from repairs import messages
from repairs.models import Joined, Repair
from repairs.selectors import dispatchers_of, people_behind
from repairs.services.telling import tell


@change
def withdraw_repair(repair, *, reason, by):
    """Take a report back before anybody began."""
    repair = _end(repair, "withdraw", reason, by=by, verb="withdrawn")
    tell([repair.assigned_to, *people_behind(repair)], messages.ended(repair), school=repair.school, besides=by)
    return repair


@change
def reject_repair(repair, *, reason, by):
    """Not accept a report; whoever waits for it is told why."""
    repair = _end(repair, "reject", reason, by=by, verb="rejected")
    tell([repair.assigned_to, *people_behind(repair)], messages.ended(repair), school=repair.school, besides=by)
    return repair


@change
def advise_scrapping(repair, *, reason, by):
    """End a repair that is not worth it (建议报废)."""
    repair = _end(repair, "advise_scrap", reason, by=by, verb="scrap_advised")
    listeners = [*people_behind(repair), *dispatchers_of(repair)]
    tell(listeners, messages.ended(repair), school=repair.school, besides=by)
    return repair


@change
def merge_repair(repair, *, into, by):
    """Let ``repair`` go on as part of ``into`` (并单); everybody who reported it hears of that.

    Raises RuleError when the other is of another school or has ended, WrongState when this one moved on.
    """
    if repair.pk == into.pk:
        raise RuleError(_("Choose another repair than this one."), field="into")
    first, second = sorted([repair, into], key=lambda record: record.pk)
    locked = {record.pk: record for record in (lock(first), lock(second))}
    repair, into = locked[repair.pk], locked[into.pk]
    if into.school_id != repair.school_id:
        raise RuleError(_("This belongs to another school."), field="into")
    if into.status not in Repair.UNFINISHED:
        raise WrongState(_("The other repair is finished or has ended. Choose an open one."), field="into")
    repair = _end(
        repair, "merge", _("Merged into %(number)s.") % {"number": into.number}, by=by, verb="merged", into=into
    )
    _hand_over_reporters(repair, into)
    note(into, "took_in", by=by, text=repair.number)
    tell(people_behind(repair), messages.merged(repair, into), school=repair.school, besides=by)
    return repair


def _hand_over_reporters(repair, into):
    waiting = list(repair.joined.all())
    if repair.reporter_id or repair.reporter_name:
        waiting.append(Joined(person=repair.reporter, name=repair.reporter_name, phone=repair.reporter_phone))
    Joined.objects.bulk_create(
        [
            Joined(
                repair=into,
                person=joined.person,
                name="" if joined.person_id else joined.name,
                phone="" if joined.person_id else joined.phone,
                joined_at=clock.now(),
            )
            for joined in waiting
            if not (joined.person_id and joined.person_id == into.reporter_id)
        ],
        ignore_conflicts=True,
    )


def _end(repair, move, reason, *, by, verb, into=None):
    reason = reason.strip()
    if not reason:
        raise RuleError(_("Say why, so that whoever reported it understands."), field="reason")
    repair = lock(repair)
    repair.status = Repair.FLOW.target(move, repair.status)
    repair.ended_at, repair.end_reason, repair.merged_into = clock.now(), reason, into
    repair.save(update_fields=["status", "ended_at", "end_reason", "merged_into"])
    repair.waits.filter(ended_at=None).update(ended_at=clock.now())
    note(repair, verb, by=by, text=reason)
    return repair
