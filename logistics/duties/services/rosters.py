"""Rosters: turns, swaps and stand-ins. A turn always says who stands; how it came to that is in the changes."""

from datetime import timedelta

from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import lock, refusing
from logistics.duties import messages
from logistics.duties.models import Duty, Roster, Shift, ShiftChange, ShiftSwap
from logistics.duties.services.assigning import assign_anew
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.notices.services import send
from logistics.people.models import User

A_DAY = timedelta(days=1)
LONGEST_TURN = 366
NAME = "one_roster_of_a_name_in_a_school"
TWICE = "nobody_stands_twice_in_a_shift"


# --- rosters ----------------------------------------------------------------------------------------------------------


@change
def create_roster(school, *, name, by, campus=None, slots=(), day_kind="school"):
    """Set up a roster. slots: the names of its shifts, none for one shift a day."""
    roster = Roster(school=school, created_at=clock.now())
    _set_up(roster, name=name, campus=campus, slots=slots, day_kind=day_kind)
    note(roster, "created", by=by)
    return roster


@change
def change_roster(roster, *, name, by, campus=None, slots=(), day_kind="school"):
    """Change a roster; a shift that has turns ahead cannot go."""
    roster = lock(roster)
    gone = set(roster.slots_or_one) - set(list(slots) or [""])
    if roster.shifts.filter(slot__in=gone, last_on__gte=clock.today()).exists():
        raise RuleError(_("This shift has turns ahead. Take them away first."), field="slots")
    _set_up(roster, name=name, campus=campus, slots=slots, day_kind=day_kind)
    note(roster, "changed", by=by)
    return roster


def _set_up(roster, *, name, campus, slots, day_kind):
    slots = [slot.strip() for slot in slots]
    if len(set(slots)) != len(slots) or "" in slots:
        raise RuleError(_("Give each shift a name of its own."), field="slots")
    if campus is not None and campus.school_id != roster.school_id:
        raise RuleError(_("This belongs to another school."), field="campus")
    roster.name, roster.campus, roster.slots, roster.day_kind = name.strip(), campus, slots, day_kind
    with refusing(NAME, _("This school has a roster of this name already."), field="name"):
        roster.save()


@change
def switch_roster(roster, *, active, by):
    """Take a roster out of use or into use again."""
    roster = lock(roster)
    roster.active = active
    roster.save(update_fields=["active"])
    note(roster, "changed", by=by)
    return roster


# --- turns ------------------------------------------------------------------------------------------------------------


@change
def enter_turns(roster, turns, *, by):
    """Enter turns; one that is there already as it is given is left. Returns the new ones.

    turns: [{"person", "first_on", "last_on", "slot"}], the slot may be missing where there is one shift a day.
    """
    roster = lock(roster)
    there = set(roster.shifts.values_list("person", "first_on", "last_on", "slot"))
    new = []
    for turn in turns:
        shift = Shift(roster=roster, **{"slot": "", **turn})
        _require_turn(shift)
        facts = (shift.person_id, shift.first_on, shift.last_on, shift.slot)
        if facts not in there:
            there.add(facts)
            new.append(shift)
    with _refusing_twice():
        Shift.objects.bulk_create(new)
    if new:
        note(roster, "entered", by=by, text=str(len(new)))
        _assign(roster)
    return new


@change
def replace_turns(roster, turns, *, start, end, by):
    """Let exactly these turns hold from ``start`` to ``end`` (the school's Excel list); turns beyond are cut there."""
    roster = lock(roster)
    for turn in turns:
        if not start <= turn["first_on"] <= turn["last_on"] <= end:
            raise RuleError(_("A turn lies outside the days of the list."))
    for shift in list(roster.shifts.touching(start, end)):
        _cut_out(shift, start, end)
    entered = enter_turns(roster, turns, by=by)
    _assign(roster)
    return entered


@change
def change_turn(shift, *, person, by, first_on=None, last_on=None, reason=""):
    """The keeper gives a turn, or the days from ``first_on`` to ``last_on`` of it, to somebody else."""
    return _pass_on(shift, person, first_on, last_on, ShiftChange.Kind.KEEPER, reason=reason, by=by)


@change
def stand_in(shift, *, person, by, first_on=None, last_on=None, reason=""):
    """Somebody stands in for a turn, or for some days of it."""
    return _pass_on(shift, person, first_on, last_on, ShiftChange.Kind.STAND_IN, reason=reason, by=by)


@change
def remove_turn(shift, *, by, reason=""):
    """Take a turn away; days that are over stay."""
    shift = lock(shift)
    first = max(shift.first_on, clock.today())
    if first > shift.last_on:
        raise RuleError(_("This turn is over."))
    _write_change(
        shift.roster, ShiftChange.Kind.KEEPER, shift.slot, first, shift.last_on, shift.person, None, reason, by
    )
    _cut_out(shift, first, shift.last_on)
    note(shift.roster, "removed_turn", by=by, text=f"{shift.person} {first:%Y-%m-%d}")
    _assign(shift.roster)


def _pass_on(shift, person, first_on, last_on, kind, *, reason, by):
    """Give days of a turn to ``person``; return the new turn."""
    shift = lock(shift)
    roster = lock(shift.roster)
    first, last = first_on or shift.first_on, last_on or shift.last_on
    if not shift.first_on <= first <= last <= shift.last_on:
        raise RuleError(_("Choose days of this turn."), field="first_on")
    if person.pk == shift.person_id:
        raise RuleError(_("Choose somebody else."), field="person")
    taken = Shift(
        roster=roster, slot=shift.slot, person=person, first_on=first, last_on=last,
        stands_in_for=shift.stands_in_for or shift.person,
    )  # fmt: skip
    if taken.stands_in_for_id == person.pk:
        taken.stands_in_for = None
    _require_turn(taken)
    written = _write_change(roster, kind, shift.slot, first, last, shift.person, person, reason, by)
    _cut_out(shift, first, last)
    with _refusing_twice():
        taken.save()
    note(roster, "stood_in" if kind == ShiftChange.Kind.STAND_IN else "changed_turn", by=by, text=_words(written))
    _assign(roster)
    if by != person:
        send([person], messages.turn_given(written), school=roster.school)
    return taken


def _cut_out(shift, first, last):
    """Take the days from ``first`` to ``last`` out of a turn; what is left before and after stays."""
    if shift.last_on > last:
        after = Shift(
            roster=shift.roster, slot=shift.slot, person=shift.person, first_on=last + A_DAY, last_on=shift.last_on,
            stands_in_for=shift.stands_in_for,
        )  # fmt: skip
    else:
        after = None
    if shift.first_on < first:
        shift.last_on = first - A_DAY
        shift.save(update_fields=["last_on"])
    else:
        shift.delete()
    if after is not None:
        after.save()


def _require_turn(shift):
    roster = shift.roster
    if shift.slot not in roster.slots_or_one:
        raise RuleError(_("Choose one of the shifts of this roster."), field="slot")
    if shift.last_on < shift.first_on:
        raise RuleError(_("Choose a last day that is not before the first."), field="last_on")
    if (shift.last_on - shift.first_on).days > LONGEST_TURN:
        raise RuleError(_("This is longer than a year. Check the days."), field="last_on")
    if not User.objects.of_school(roster.school).filter(pk=shift.person_id, is_active=True).exists():
        raise RuleError(_("%(name)s does not work at this school.") % {"name": shift.person}, field="person")


def _write_change(roster, kind, slot, first, last, from_person, to_person, reason, by):
    return ShiftChange.objects.create(
        roster=roster, kind=kind, slot=slot, first_on=first, last_on=last, from_person=from_person,
        to_person=to_person, reason=reason.strip(), by=by, at=clock.now(),
    )  # fmt: skip


def _words(written):
    days = messages.days_text(written.first_on, written.last_on)
    return f"{days} {written.from_person} → {written.to_person} {written.reason}".strip()


def _refusing_twice():
    return refusing(TWICE, _("Somebody has this shift on one of these days already."), field="first_on")


def _assign(roster):
    """Let what is due follow the turns at once."""
    assign_anew(Duty.objects.filter(roster=roster).values_list("pk", flat=True))


# --- swaps ------------------------------------------------------------------------------------------------------------


@change
def propose_swap(shift, other, *, by, reason=""):
    """Ask somebody to swap turns: ``shift`` is the own one, ``other`` theirs, both to come, of one roster."""
    if shift.roster_id != other.roster_id:
        raise RuleError(_("Choose a turn of the same roster."), field="other")
    if shift.person_id == other.person_id:
        raise RuleError(_("Choose a turn of somebody else."), field="other")
    if shift.person_id != by.pk:
        raise RuleError(_("Only who has a turn may offer it for a swap."))
    if min(shift.first_on, other.first_on) < clock.today():
        raise RuleError(_("A turn that has begun cannot be swapped. Ask for a stand-in."), field="other")
    if ShiftSwap.objects.filter(
        roster=shift.roster, asked_by=by, first_on=shift.first_on, status=ShiftSwap.Status.PROPOSED
    ).exists():
        raise RuleError(_("A swap of this turn waits for an answer already."))
    swap = ShiftSwap.objects.create(
        roster=shift.roster, slot=shift.slot, first_on=shift.first_on, last_on=shift.last_on, asked_by=by,
        other_slot=other.slot, other_first_on=other.first_on, other_last_on=other.last_on, other=other.person,
        reason=reason.strip(), asked_at=clock.now(),
    )  # fmt: skip
    note(swap, "proposed", by=by, text=swap.reason)
    send([swap.other], messages.swap_proposed(swap), school=swap.roster.school)
    return swap


@change
def accept_swap(swap, *, by):
    """The other person accepts: both turns change hands. WrongState when one of them is not there any more."""
    swap = _answer(swap, "accept", "accepted", by=by)
    own = _turn(swap, swap.asked_by, swap.slot, swap.first_on, swap.last_on)
    theirs = _turn(swap, swap.other, swap.other_slot, swap.other_first_on, swap.other_last_on)
    for shift, to in ((own, swap.other), (theirs, swap.asked_by)):
        _write_change(
            swap.roster, ShiftChange.Kind.SWAP, shift.slot, shift.first_on, shift.last_on, shift.person, to,
            swap.reason, by,
        )  # fmt: skip
        shift.stands_in_for, shift.person = shift.stands_in_for or shift.person, to
    with _refusing_twice():
        for shift in (own, theirs):
            shift.save(update_fields=["person", "stands_in_for"])
    note(swap.roster, "swapped", by=by, text=str(swap))
    _assign(swap.roster)
    return swap


def _turn(swap, person, slot, first_on, last_on):
    turns = Shift.objects.select_for_update().filter(
        roster=swap.roster, person=person, slot=slot, first_on=first_on, last_on=last_on
    )
    turn = turns.first()
    if turn is None or turn.first_on < clock.today():
        raise WrongState(_("One of the two turns was changed meanwhile, or has begun. Decline, and agree anew."))
    return turn


@change
def decline_swap(swap, *, by):
    """The other person declines."""
    return _answer(swap, "decline", "declined", by=by)


@change
def withdraw_swap(swap, *, by):
    """Whoever proposed it takes it back."""
    if by != swap.asked_by:
        raise RuleError(_("Only who proposed the swap may withdraw it."))
    return _move(swap, "withdraw", "withdrawn", by=by)


def _answer(swap, move, verb, *, by):
    if by != swap.other:
        raise RuleError(_("Only the person asked may answer."))
    swap = _move(swap, move, verb, by=by)
    send([swap.asked_by], messages.swap_answered(swap), school=swap.roster.school)
    return swap


def _move(swap, move, verb, *, by):
    swap = lock(swap)
    swap.status = ShiftSwap.FLOW.target(move, swap.status)
    swap.answered_at = clock.now()
    swap.save(update_fields=["status", "answered_at"])
    note(swap, verb, by=by)
    return swap
