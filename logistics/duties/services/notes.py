"""Notes on duties that have no ledger of their own."""

from django.utils.translation import gettext as _

from logistics import clock, hooks
from logistics.attachments.services import claim
from logistics.db import refusing
from logistics.duties.models import NOTE, DutyNote
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.hooks import LedgerEntry
from logistics.school.services import require_school_day


@change
def write_note(duty, *, text, by, day=None, place=None, photos=(), late_reason="", written_at=None):
    """Write down what was done for a duty on ``day`` (today when None); an earlier one wants ``late_reason``."""
    if duty.subject != NOTE:
        raise RuleError(_("This duty has a ledger of its own. Enter it there."))
    if place is not None and place.school_id != duty.school_id:
        raise RuleError(_("This place belongs to another school."), field="place")
    today = clock.today()
    day = day or (clock.day_of(written_at) if written_at else today)
    require_school_day(duty.school, day, field="day")
    late_reason = late_reason.strip()
    if day < (clock.day_of(written_at) if written_at else today) and not late_reason:
        raise RuleError(_("Say why it is entered late."), field="late_reason")
    entered = _enter(
        duty, text=text, day=day, place=place, campus=place.campus if place else duty.campus, by=by,
        written_at=written_at, late_reason=late_reason,
    )  # fmt: skip
    claim(entered, photos, purpose="evidence", by=by)
    note(entered, "created", by=by, text=late_reason)
    tell_logged(entered)
    return entered


def _enter(duty, *, text, **facts):
    text = text.strip()
    if not text:
        raise RuleError(_("Write down what was done."), field="text")
    return DutyNote.objects.create(school=duty.school, duty=duty, text=text, at=clock.now(), **facts)


@change
def correct_note(wrong, *, text, reason, by):
    """Put a further note in the place of a wrong one, which stays readable; returns the new one."""
    reason = reason.strip()
    if not reason:
        raise RuleError(_("Say why it is corrected."), field="reason")
    with refusing(f"{DutyNote._meta.db_table}_corrects_id_key", _("This note was corrected already.")):
        further = _enter(
            wrong.duty, text=text, day=wrong.day, place=wrong.place, campus=wrong.campus, by=wrong.by,
            written_at=wrong.written_at, late_reason=wrong.late_reason, corrects=wrong, correction_reason=reason,
        )  # fmt: skip
    note(wrong, "corrected", by=by, text=reason)
    note(further, "created", by=by, text=reason)
    hooks.unlogged.call(wrong)
    tell_logged(further)
    return further


def tell_logged(entered):
    hooks.logged.call(entry_of(entered))


def entry_of(entered):
    """Return a note as duties see it: written when the phone says so; a corrected one when it was first written."""
    first = entered
    while first.corrects:
        first = first.corrects
    return LedgerEntry(
        subject=NOTE,
        record=entered,
        school=entered.school,
        day=entered.day,
        at=first.written_at or first.at,
        detail=str(entered.duty_id),
        where=entered.place,
        campus=entered.campus,
        by=entered.by,
        late_reason=entered.late_reason,
    )
