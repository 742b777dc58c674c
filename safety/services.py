"""Every change of a hazard."""

from django.utils.translation import gettext as _

from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.notices.services import send
from logistics.numbers.services import next_number
from logistics.people.models import User
from logistics.people.selectors import role_holders
from logistics.school.services import require_school_day
from repairs.models import Repair
from repairs.services import report_repair
from safety import messages
from safety.models import LONGEST_DESCRIPTION, Hazard
from safety.selectors import acceptors_of, last_day_for, officers_of, same_before

TOLD_AT_ONCE = ("principal", "vice_principal")  # who hears of a major hazard the moment it is judged one


@change
def report_hazard(
    place, *, category, description, by, source=Hazard.Source.REPORT, interim="", found_at=None, photos=()
):
    """Report a hazard at ``place``; the safety officers are told. Returns it.

    found_at: None means now. photos: tokens of uploads, of the danger as it was found.
    """
    found_at = found_at or clock.now()
    description = description.strip()
    if not description:
        raise RuleError(_("Write what is dangerous."), field="description")
    if len(description) > LONGEST_DESCRIPTION:
        raise RuleError(_("Use at most %(most)d letters.") % {"most": LONGEST_DESCRIPTION}, field="description")
    if found_at > clock.now():
        raise RuleError(_("Choose a moment that has passed."), field="found_at")
    require_school_day(place.school, clock.day_of(found_at), field="found_at")
    hazard = Hazard.objects.create(
        school=place.school,
        number=next_number(place.school, "YH", on=clock.today()),
        campus=place.campus,
        place=place,
        source=source,
        category=category,
        description=description,
        interim=interim,
        found_at=found_at,
        found_by=by,
        entered_at=clock.now(),
        repeats=same_before(place.school, place, category, found_at),
    )
    claim(hazard, photos, purpose="before", by=by)
    note(hazard, "found", by=by)
    _tell(officers_of(hazard), messages.found(hazard), hazard, besides=by)
    return hazard


@change
def assign_hazard(
    hazard, *, category, level, responsible, by, due_on=None, measure="", money=None, plan="", interim=""
):
    """Judge a hazard and name who rectifies it until when; again while it is being rectified.

    due_on: None takes the usual time (rules hazard.days.general, hazard.days.major). A major hazard needs measure,
    money and plan too (rule hazard.major.five); the principal is told of it at once.
    """
    hazard = lock(hazard)
    hazard.status = Hazard.FLOW.target("assign", hazard.status)
    today = clock.today()
    due_on = due_on or last_day_for(hazard.school, level, today)
    if due_on < today:
        raise RuleError(_("Choose today or a later day."), field="due_on")
    if not User.objects.working_at(hazard.school).filter(pk=responsible.pk).exists():
        raise RuleError(_("This person does not work at the school."), field="responsible")
    if level == Hazard.Level.MAJOR:
        _require_the_five(measure=measure, money=money, plan=plan)
    was_major = hazard.level == Hazard.Level.MAJOR
    if category != hazard.category:
        hazard.repeats = same_before(hazard.school, hazard.place, category, hazard.found_at, besides=hazard.pk)
    facts = {
        "category": category,
        "level": level,
        "responsible": responsible,
        "due_on": due_on,
        "measure": measure,
        "money": money,
        "plan": plan,
        "interim": interim,
        "assigned_at": clock.now(),
    }
    _write(hazard, **facts, also=["repeats", "search_text"])
    note(hazard, "assigned", by=by, text=str(responsible))
    _tell([responsible], messages.assigned(hazard), hazard, besides=by)
    if level == Hazard.Level.MAJOR and not was_major:
        leaders = [leader for role in TOLD_AT_ONCE for leader in role_holders(hazard.school, role)]
        _tell(leaders, messages.major(hazard), hazard)
    return hazard


def _require_the_five(**facts):
    for field, value in facts.items():
        if value in (None, ""):
            raise RuleError(
                _("A major hazard names the five: who is responsible, measure, money, last day and plan."), field=field
            )


@change
def rectify_hazard(hazard, *, rectification, by, photos=()):
    """Write down how a hazard was put right, by whoever is responsible or assigns; the acceptors are told."""
    hazard = lock(hazard)
    hazard.status = Hazard.FLOW.target("rectify", hazard.status)
    if by.pk != hazard.responsible_id and not by.has_perm("safety.assign_hazard"):
        raise RuleError(_("Only whoever is responsible for this hazard may report it rectified."))
    _write(hazard, rectification=rectification, rectified_at=clock.now(), rectified_by=by)
    claim(hazard, photos, purpose="after", by=by)
    note(hazard, "rectified", by=by, text=rectification)
    _tell(acceptors_of(hazard), messages.rectified(hazard), hazard, besides=by)
    return hazard


@change
def accept_hazard(hazard, *, by):
    """Accept a rectification, by somebody other than the rectifier."""
    hazard = lock(hazard)
    hazard.status = Hazard.FLOW.target("accept", hazard.status)
    _require_another_person(hazard, by)
    _write(hazard, accepted_at=clock.now(), accepted_by=by)
    note(hazard, "accepted", by=by)
    return hazard


@change
def send_back_hazard(hazard, *, reason, by):
    """Refuse a rectification, saying what is still missing; the responsible person has it again."""
    hazard = lock(hazard)
    hazard.status = Hazard.FLOW.target("send_back", hazard.status)
    _require_another_person(hazard, by)
    rectifier = hazard.rectified_by
    _write(hazard, rectification="", rectified_at=None, rectified_by=None, sent_back=hazard.sent_back + 1)
    note(hazard, "sent_back", by=by, text=reason, tone="warning")
    _tell([hazard.responsible, rectifier], messages.sent_back(hazard, reason), hazard, besides=by)
    return hazard


@change
def close_hazard(hazard, *, by):
    """Close an accepted hazard (销号), by somebody other than the rectifier; whoever reported it is told."""
    hazard = lock(hazard)
    hazard.status = Hazard.FLOW.target("close", hazard.status)
    _require_another_person(hazard, by)
    _write(hazard, closed_at=clock.now(), closed_by=by)
    note(hazard, "closed", by=by)
    _tell([hazard.found_by], messages.closed(hazard), hazard, besides=by)
    return hazard


@change
def dismiss_hazard(hazard, *, reason, by):
    """Say that what was reported is no hazard, and why."""
    hazard = lock(hazard)
    hazard.status = Hazard.FLOW.target("dismiss", hazard.status)
    _write(hazard, dismissal=reason)
    note(hazard, "dismissed", by=by, text=reason)
    return hazard


@change
def hand_to_repair(hazard, *, trade, by, urgent=False):
    """Report the hazard for repair (转报修); returns the repair, which carries its number."""
    hazard = lock(hazard)
    Hazard.FLOW.target("hand_to_repair", hazard.status)
    if hazard.repair_id is not None:
        raise WrongState(_("This hazard has been reported for repair already."))
    repair = report_repair(
        hazard.place,
        trade=trade,
        description=f"{hazard.description} {hazard.number}",
        urgent=urgent,
        source=Repair.Source.CHECK,
        by=by,
    )
    hazard.repair = repair
    hazard.save(update_fields=["repair"])
    note(hazard, "handed_to_repair", by=by, text=repair.number)
    return repair


def _require_another_person(hazard, by):
    if by.pk == hazard.rectified_by_id:
        raise RuleError(_("Somebody else must accept what you rectified."))


def _write(hazard, *, also=(), **facts):
    for name, value in facts.items():
        setattr(hazard, name, value)
    hazard.save(update_fields=["status", *facts, *also])


def _tell(people, message, hazard, besides=None):
    told = {person.pk: person for person in people if person is not None and person != besides}
    send(told.values(), message, school=hazard.school)
