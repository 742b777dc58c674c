"""From acceptance to the reporter's word."""

from datetime import timedelta

from django.utils.translation import gettext as _

from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError
from logistics.history.models import Event
from logistics.history.services import change, note
from logistics.pages.frame import forget_badges
from repairs import messages
from repairs.models import Repair, Wait
from repairs.selectors import (
    dispatchers_of,
    due_for_default_acceptance,
    open_wait,
    people_behind,
    settings_of,
    suggest_repairer,
)
from repairs.services.parts import add_parts
from repairs.services.telling import tell


@change
def accept_repair(repair, *, by):
    """Accept a report that waited for it (受理), and send whoever the rules name."""
    repair = lock(repair)
    repair.status = Repair.FLOW.target("accept", repair.status)
    repair.accepted_at = clock.now()
    repair.save(update_fields=["status", "accepted_at"])
    note(repair, "accepted", by=by)
    forget_badges(by)
    person = suggest_repairer(repair, clock.now()) if settings_of(repair.school).assigns_by_rule else None
    if person is not None:
        put_to_work(repair, person, by=None)
    return repair


@change
def sort_repair(repair, *, trade, kind, quantity, cause, urgent, affects_teaching, by):
    """Correct how the office sorts a repair; what the reporter wrote stays. An ended one is left alone."""
    repair = lock(repair)
    if repair.status in Repair.ENDED:
        raise RuleError(_("This repair has ended and stays as it is."))
    if kind is None and not repair.description:
        raise RuleError(_("Choose the object or write a few words on what is wrong."), field="kind")
    became_urgent = urgent and not repair.urgent
    repair.trade, repair.kind, repair.quantity, repair.cause = trade, kind, quantity, cause
    repair.urgent, repair.affects_teaching = urgent, affects_teaching
    repair.save(update_fields=["trade", "kind", "quantity", "cause", "urgent", "affects_teaching", "search_text"])
    note(repair, "sorted", by=by)
    if became_urgent and repair.assigned_to_id:
        tell([repair.assigned_to], messages.urgent(repair), school=repair.school, besides=by)
    return repair


@change
def assign_repair(repair, *, person, by):
    """Send ``person`` to a repair (派工), or another one than before; they are told at once."""
    repair = lock(repair)
    before = repair.assigned_to
    if before == person and repair.status == Repair.Status.ASSIGNED:
        raise RuleError(_("%(name)s is sent to this repair already.") % {"name": person}, field="person")
    _end_wait(repair)
    put_to_work(repair, person, by=by)
    if before is not None and before != person:
        tell([before], messages.taken_away(repair), school=repair.school, besides=by)
    return repair


def put_to_work(repair, person, *, by):
    """Send ``person`` to a locked repair. ``assigned_at`` keeps the first time somebody was told (R-45)."""
    repair.status = Repair.FLOW.target("assign", repair.status)
    repair.assigned_to, repair.started_at = person, None
    repair.accepted_at = repair.accepted_at or clock.now()
    repair.assigned_at = repair.assigned_at or clock.now()
    repair.save(update_fields=["status", "assigned_to", "started_at", "accepted_at", "assigned_at"])
    note(repair, "assigned", by=by, text=str(person))
    tell([person], messages.assigned(repair), school=repair.school, besides=by)


@change
def take_repair(repair, *, by):
    """Take a job nobody is sent to, and begin."""
    repair = lock(repair)
    now = clock.now()
    repair.status = Repair.FLOW.target("take", repair.status)
    repair.assigned_to, repair.assigned_at, repair.started_at = by, repair.assigned_at or now, now
    repair.save(update_fields=["status", "assigned_to", "assigned_at", "started_at"])
    note(repair, "started", by=by)
    forget_badges(by)
    return repair


@change
def start_repair(repair, *, by):
    """Take the job one is sent to (接单)."""
    repair = lock(repair)
    _only_whoever_is_sent(repair, by)
    repair.status = Repair.FLOW.target("start", repair.status)
    repair.started_at = clock.now()
    repair.save(update_fields=["status", "started_at"])
    note(repair, "started", by=by)
    forget_badges(by)
    return repair


@change
def hold_repair(repair, *, reason, text, by):
    """Let a repair wait for parts, an outside repair or a free room; the repairer's clock stands still."""
    repair = lock(repair)
    repair.status = Repair.FLOW.target("hold", repair.status)
    repair.started_at = repair.started_at or clock.now()
    repair.save(update_fields=["status", "started_at"])
    wait = Wait.objects.create(repair=repair, reason=reason, text=text.strip(), began_at=clock.now())
    note(repair, "held", by=by, text=str(wait))
    tell(
        [*people_behind(repair), *dispatchers_of(repair)], messages.held(repair, wait), school=repair.school, besides=by
    )
    return repair


@change
def resume_repair(repair, *, by):
    """Go on after a wait."""
    repair = lock(repair)
    _resume(repair)
    note(repair, "resumed", by=by)
    return repair


def _resume(repair):
    repair.status = Repair.FLOW.target("resume", repair.status)
    repair.save(update_fields=["status"])
    _end_wait(repair)


def _end_wait(repair):
    wait = open_wait(repair)
    if wait is not None:
        wait.ended_at = clock.now()
        wait.save(update_fields=["ended_at"])


@change
def hear_of_request(repair, *, request, by=None):
    """Learn how a purchase asked for this repair was decided: approval wakes a repair that waits."""
    repair = lock(repair)
    if repair.status not in Repair.UNFINISHED:
        return repair
    listeners = [repair.assigned_to, *dispatchers_of(repair)]
    if request.status in ("approved", "bought"):
        if repair.status == Repair.Status.WAITING:
            _resume(repair)
        note(repair, "woken", by=by, text=str(request))
        tell(listeners, messages.woken(repair, request), school=repair.school)
    elif request.status == "refused":
        note(repair, "told_no", by=by, text=str(request))
        tell(listeners, messages.told_no(repair, request), school=repair.school)
    return repair


@change
def complete_repair(
    repair,
    *,
    by,
    result="",
    executor=Repair.Executor.OWN,
    executor_name="",
    quantity=None,
    cause="",
    labour_minutes=None,
    cost=None,
    parts=(),
    photos=(),
):
    """Say that the work is done (完工); the reporter is asked to confirm.

    parts: [{"kind", "quantity", "unit_price"}]. cost: Decimal in yuan, None unless the school asks for it.
    Raises WrongState unless somebody is sent to the repair.
    """
    repair = lock(repair)
    _only_whoever_is_sent(repair, by)
    settings = settings_of(repair.school)
    if settings.asks_for_cost and cost is None:
        raise RuleError(_("Enter the cost; 0 when there was none."), field="cost")
    if settings.asks_for_photo and not photos:
        raise RuleError(_("Take a photo of the finished work."), field="photos")
    now = clock.now()
    repair.status = Repair.FLOW.target("complete", repair.status)
    _end_wait(repair)
    repair.started_at, repair.finished_at = repair.started_at or now, now
    repair.executor, repair.executor_name = executor, executor_name.strip()
    repair.result, repair.cause = result.strip(), cause or repair.cause
    repair.quantity = quantity or repair.quantity
    repair.labour_minutes, repair.cost = labour_minutes, cost
    repair.save(
        update_fields=[
            "status",
            "started_at",
            "finished_at",
            "executor",
            "executor_name",
            "result",
            "cause",
            "quantity",
            "labour_minutes",
            "cost",
        ]  # fmt: skip
    )
    add_parts(repair, parts)
    note(repair, "completed", by=by, text=repair.result)
    claim(repair, photos, purpose="after", by=by)
    tell(people_behind(repair), messages.completed(repair), school=repair.school, besides=by)
    forget_badges(by)
    return repair


@change
def add_to_repair(repair, *, by, parts=(), photos=(), labour_minutes=None, cost=None):
    """Add parts, photos, labour or cost that were not at hand when the job was finished."""
    repair = lock(repair)
    if repair.status not in Repair.FINISHED:
        raise RuleError(_("Complete the repair first; parts and cost are entered with it."))
    repair.labour_minutes = labour_minutes if labour_minutes is not None else repair.labour_minutes
    repair.cost = cost if cost is not None else repair.cost
    repair.save(update_fields=["labour_minutes", "cost"])
    add_parts(repair, parts)
    claim(repair, photos, purpose="after", by=by)
    note(repair, "added", by=by, text="、".join(f"{part['kind']} {part['quantity'].normalize():f}" for part in parts))
    return repair


@change
def confirm_repair(repair, *, by, rating=None, text=""):
    """Confirm that the fault is gone, with stars if the person likes. by: None on the public page of the report."""
    repair = lock(repair)
    if by is not None and repair.assigned_to_id == by.pk:
        raise RuleError(_("Whoever did the work does not confirm it."))
    repair.status = Repair.FLOW.target("confirm", repair.status)
    repair.confirmed_at, repair.confirmed_by, repair.rating = clock.now(), by, rating
    repair.save(update_fields=["status", "confirmed_at", "confirmed_by", "rating"])
    note(repair, "confirmed", by=by, text=" ".join(filter(None, ["★" * (rating or 0), text.strip()])))
    return repair


@change
def accept_by_default(repair, *, by=None):
    """Accept for a reporter who kept silent (系统默认验收), without stars. Raises WrongState when it moved on."""
    repair = lock(repair)
    repair.status = Repair.FLOW.target("confirm", repair.status)
    repair.confirmed_at, repair.default_accepted = clock.now(), True
    repair.save(update_fields=["status", "confirmed_at", "default_accepted"])
    note(repair, "accepted_by_default", by=None)
    return repair


def accept_silent_ones(school, on):
    """Accept by default every repair whose time is over; returns how many. Running it twice is harmless."""
    due = list(due_for_default_acceptance(school, on))
    for repair in due:
        accept_by_default(repair)
    return len(due)


@change
def reopen_repair(repair, *, text, by):
    """Say that the fault is still there or back (返工), within the days the school gives; whoever did it is told."""
    repair = lock(repair)
    target = Repair.FLOW.target("reopen", repair.status)
    days = settings_of(repair.school).reopen_days
    if clock.now() > repair.finished_at + timedelta(days=days) or repair.assigned_to_id is None:
        raise RuleError(_("A repair is reopened within %(days)d days. Please report anew.") % {"days": days})
    repair.status, repair.reopened = target, repair.reopened + 1
    repair.started_at = repair.finished_at = repair.confirmed_at = repair.confirmed_by = repair.rating = None
    repair.default_accepted = False
    repair.save(
        update_fields=[
            "status",
            "reopened",
            "started_at",
            "finished_at",
            "confirmed_at",
            "confirmed_by",
            "rating",
            "default_accepted",
        ]  # fmt: skip
    )
    note(repair, "reopened", by=by, text=text.strip())
    tell(
        [repair.assigned_to, *dispatchers_of(repair)],
        messages.reopened(repair, text.strip()),
        school=repair.school,
        besides=by,
    )
    return repair


@change
def urge_repair(repair, *, by):
    """Ask to hurry (催办), once a day for a repair."""
    repair = lock(repair)
    if repair.status not in Repair.UNFINISHED:
        raise RuleError(_("This repair is finished or has ended; there is nothing to hurry."))
    today = Event.objects.about(repair).filter(verb="urged", at__date=clock.today())
    if today.exists():
        raise RuleError(_("Somebody asked to hurry today already. Please give them until tomorrow."))
    note(repair, "urged", by=by)
    listeners = [repair.assigned_to] if repair.assigned_to_id else dispatchers_of(repair)
    tell(listeners, messages.urged(repair, by.name), school=repair.school, besides=by)
    return repair


@change
def comment_on_repair(repair, *, text, by, name="", photos=()):
    """Say something about a repair; whoever is concerned hears of it. name: who speaks when there is no account."""
    text = text.strip()
    said = text if by is not None else _("%(name)s: %(text)s") % {"name": name, "text": text}
    note(repair, "commented", by=by, text=said)
    claim(repair, photos, purpose="before", by=by)
    listeners = {person.pk: person for person in [*people_behind(repair), *dispatchers_of(repair)]}
    if repair.assigned_to_id:
        listeners[repair.assigned_to_id] = repair.assigned_to
    speaker = by.name if by is not None else name
    tell(listeners.values(), messages.commented(repair, speaker, text), school=repair.school, besides=by)
    return repair


def _only_whoever_is_sent(repair, by):
    """Refuse work on somebody else's job, except by those who send people."""
    if by is None or repair.assigned_to_id is None or repair.assigned_to_id == by.pk:
        return
    if not by.has_perm("repairs.assign_repair"):
        raise RuleError(
            _("%(name)s is sent to this repair. Ask for it to be given to you.") % {"name": repair.assigned_to}
        )
