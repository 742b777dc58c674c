"""Reports: by whoever found the fault, for a caller, or after the work is done."""

from datetime import time
from decimal import Decimal

from django.utils.translation import gettext as _

from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.school.services import require_school_day
from repairs import messages
from repairs.models import Joined, Repair
from repairs.models.repair import LARGEST_QUANTITY, LONGEST_DESCRIPTION
from repairs.selectors import dispatchers_of, duty_people, settings_of, suggest_repairer
from repairs.services.parts import add_parts
from repairs.services.telling import tell
from repairs.services.work import put_to_work

NOON = time(12, 0)


@change
def report_repair(
    place,
    *,
    trade,
    by,
    kind=None,
    description="",
    urgent=False,
    affects_teaching=False,
    quantity=Decimal(1),
    source=Repair.Source.WEB,
    reporter=None,
    reporter_name="",
    reporter_phone="",
    preferred_time="",
    asset=None,
    photos=(),
):
    """Report a fault at ``place``. Returns the repair: accepted, and assigned when a rule says to whom.

    by: who reports, or who enters it for a caller (then ``reporter`` or ``reporter_name`` names the caller); None for
    a report without an account, which waits for acceptance unless the school lets it through.
    photos: tokens of uploads.
    """
    on_behalf = by is not None and (reporter is not None or bool(reporter_name))
    reporter = reporter if on_behalf or by is None else by
    repair = _new(
        place,
        trade=trade,
        kind=kind,
        description=description,
        quantity=quantity,
        urgent=urgent,
        affects_teaching=affects_teaching,
        source=source,
        reporter=reporter,
        reporter_name="" if reporter else reporter_name.strip(),
        reporter_phone=reporter_phone.strip(),
        preferred_time=preferred_time,
        asset=asset,
        entered_by=by if on_behalf else None,
        reported_at=clock.now(),
    )
    repair.save()
    note(repair, "entered" if on_behalf else "reported", by=by, text=_who(repair, by))
    claim(repair, photos, purpose="before", by=by)
    settings = settings_of(repair.school)
    if by is not None or not settings.anonymous_needs_acceptance:
        _let_through(repair, settings, by=by)
    if urgent:
        tell(duty_people(repair, clock.now()), messages.urgent(repair), school=repair.school, besides=by)
    elif repair.assigned_to_id is None:
        tell(dispatchers_of(repair), messages.reported(repair), school=repair.school, besides=by)
    return repair


def _let_through(repair, settings, *, by):
    """Accept a fresh report at once, and send whoever the rules name."""
    repair.status = Repair.FLOW.target("accept", repair.status)
    repair.accepted_at = clock.now()
    repair.save(update_fields=["status", "accepted_at"])
    person = suggest_repairer(repair, clock.now()) if settings.assigns_by_rule else None
    if person is not None:
        put_to_work(repair, person, by=None)


@change
def join_repair(repair, *, by, name="", phone=""):
    """Let someone with the same fault (我也遇到) hear of this repair; return the Joined, or the repair itself
    for whoever reported it. Joining twice changes nothing.

    Raises WrongState when the repair is finished or ended: then it is a new report.
    """
    repair = lock(repair)
    if repair.status not in Repair.UNFINISHED:
        raise WrongState(_("This repair is finished meanwhile. Please report anew."))
    name = name.strip()
    if by is None and not name:
        raise RuleError(_("Say who reports this."), field="name")
    if by is not None and repair.reporter_id == by.pk:
        return repair
    facts = {"person": by} if by is not None else {"person": None, "name": name, "phone": phone.strip()}
    joined, made = Joined.objects.get_or_create(repair=repair, **facts, defaults={"joined_at": clock.now()})
    if made:
        note(repair, "joined", by=by, text="" if by else name)
    return joined


@change
def book_job(
    place,
    *,
    trade,
    worker,
    day,
    by,
    kind=None,
    quantity=Decimal(1),
    description="",
    result="",
    cause="",
    source=Repair.Source.IN_PERSON,
    reporter_name="",
    labour_minutes=None,
    cost=None,
    parts=(),
    photos=(),
):
    """Enter a small job after the work (先修后补单): it counts as done, but not in response times.

    worker: who did it. day: when. parts: [{"kind", "quantity", "unit_price"}]. Raises RuleError for a day to come or
    outside every term.
    """
    require_school_day(place.school, day, field="day")
    moment = clock.now() if day == clock.today() else clock.at(day, NOON)
    repair = _new(
        place,
        trade=trade,
        kind=kind,
        description=description,
        quantity=quantity,
        cause=cause,
        source=source,
        reporter=None if reporter_name.strip() else worker,
        reporter_name=reporter_name.strip(),
        entered_by=by,
        reported_at=moment,
    )
    _finish_as_booked(repair, moment, worker)
    repair.result, repair.labour_minutes, repair.cost = result.strip(), labour_minutes, cost
    repair.save()
    add_parts(repair, parts)
    note(repair, "booked", by=by)
    claim(repair, photos, purpose="after", by=by)
    return repair


@change
def book_jobs(school, jobs, *, by):
    """Enter a day's results at once, all or none. jobs: keyword arguments of ``book_job``, each with its ``place``.

    A RuleError carries the number of its job in ``row``.
    """
    booked = []
    for row, job in enumerate(jobs):
        try:
            booked.append(book_job(**job, by=by))
        except RuleError as error:
            error.row = row
            raise
    return booked


def _finish_as_booked(repair, moment, worker):
    repair.status, repair.after_the_fact, repair.executor = Repair.Status.DONE, True, Repair.Executor.OWN
    repair.assigned_to = worker
    repair.accepted_at = repair.assigned_at = repair.started_at = moment
    repair.finished_at = repair.confirmed_at = moment


def _new(place, *, description, quantity=Decimal(1), reported_at, trade, kind, **facts):
    """Return a repair not yet saved, its facts checked, under the next number."""
    description = (description or "").strip()
    if len(description) > LONGEST_DESCRIPTION:
        raise RuleError(_("At most 1000 characters: shorten the description."), field="description")
    if kind is None and not description:
        raise RuleError(_("Choose the object or write a few words on what is wrong."), field="description")
    if not 0 < quantity <= LARGEST_QUANTITY:
        raise RuleError(_("Enter a quantity between 0 and 9999."), field="quantity")
    if not place.active:
        raise RuleError(_("This place is no longer in use. Choose another."), field="place")
    asset = facts.get("asset")
    if asset is not None and asset.school_id != place.school_id:
        raise RuleError(_("This belongs to another school."), field="asset")
    if trade.school_id != place.school_id or (kind is not None and kind.school_id != place.school_id):
        raise RuleError(_("This belongs to another school."), field="trade")
    if not facts.get("reporter") and not facts.get("reporter_name"):
        raise RuleError(_("Say who reports this."), field="reporter_name")
    return Repair(
        school=place.school,
        campus=place.campus,
        place=place,
        number=next_number(place.school, "BX", on=clock.day_of(reported_at)),
        trade=trade,
        kind=kind,
        quantity=quantity,
        description=description,
        reported_at=reported_at,
        entered_at=clock.now(),
        **facts,
    )


def _who(repair, by):
    """Return who called, for the timeline, when it was not the person who typed."""
    return "" if by is not None and repair.reporter_id == by.pk else repair.reported_by_text
