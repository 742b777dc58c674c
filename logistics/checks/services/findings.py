"""What becomes of a finding: fixed on the spot, handed on to another ledger, or taken back."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from logistics import clock, hooks
from logistics.attachments.selectors import files_of
from logistics.attachments.services import claim, share
from logistics.checks.models import Finding
from logistics.db import lock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.pages.columns import number_text

FIXED = "fixed"
LONGEST_MEASURE = 200


def ways():
    """Return {key: FollowUp} of what apps above can open from a finding."""
    return {way.key: way for way in hooks.follow_ups.results()}


def open_finding(answer, *, by):
    """Write down that an item is not in order; part of answering and correcting."""
    place = answer.point.place if answer.point_id else None
    finding = Finding.objects.create(
        school=answer.round.school,
        round=answer.round,
        answer=answer,
        place=place or answer.round.place,
        text=words_of(answer),
        found_at=answer.at,
    )
    note(finding, "found", by=by)
    return finding


def words_of(answer):
    """Say in one line what was found."""
    item = answer.item
    value = "" if answer.number is None else f" {number_text(answer.number)}{item.unit}"
    said = f"{item.text}{value}"
    return _("%(item)s: %(words)s") % {"item": said, "words": answer.text} if answer.text else said


@change
def fix_on_the_spot(finding, *, measure, by, photos=()):
    """Say what was done at once about an open finding; photos: tokens of uploads, as it looks afterwards."""
    return fix(lock(finding), measure=measure, photos=photos, by=by)


def fix(finding, *, measure, photos, by, field="photos"):
    """The same, inside the signing of the place."""
    finding.status = Finding.FLOW.target("fix", finding.status)
    measure = measure.strip()
    if not measure:
        raise RuleError(_("Write what was done."), field="measure")
    if len(measure) > LONGEST_MEASURE:
        raise RuleError(_("Use at most %(most)d letters.") % {"most": LONGEST_MEASURE}, field="measure")
    finding.way, finding.measure = FIXED, measure
    _handled(finding, by=by)
    finding.save(update_fields=["status", "way", "measure", "handled_at", "handled_by"])
    claim(finding, photos, purpose="after", by=by, field=field)
    note(finding, "fixed", by=by, text=measure)
    return finding


@change
def follow_up(finding, *, way, by, **facts):
    """Open the record of another ledger for a finding; returns the finding. The photos go along.

    way: the key of a FollowUp. facts: what its form asks. Raises WrongState when something was decided already.
    """
    finding = lock(finding)
    finding.status = Finding.FLOW.target("hand_on", finding.status)
    work = ways()[way].open(finding, by=by, **facts)
    share(files_of(finding.answer), work, purpose="before", by=by)
    finding.way = way
    finding.work_type, finding.work_id = ContentType.objects.get_for_model(work), work.pk
    _handled(finding, by=by)
    finding.save(update_fields=["status", "way", "work_type", "work_id", "handled_at", "handled_by"])
    note(finding, "handed_on", by=by, text=str(work))
    note(finding.round, "followed_up", by=by, text=f"{finding.text} → {work}")
    return finding


def take_back(finding, *, by, text=""):
    """A correction, or a check that was broken off, leaves nothing of a finding; what it opened goes its own way."""
    finding = lock(finding)
    finding.status = Finding.FLOW.target("take_back", finding.status)
    if finding.handled_at is None:
        _handled(finding, by=by)
    finding.save(update_fields=["status", "handled_at", "handled_by"])
    note(finding, "taken_back", by=by, text=text)
    return finding


def _handled(finding, *, by):
    finding.handled_at, finding.handled_by = clock.now(), by
