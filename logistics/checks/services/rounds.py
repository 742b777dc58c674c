"""Every move of a round: begin, sign a place, leave one out, finish, countersign, break off."""

from django.utils import timezone
from django.utils.translation import gettext as _

from logistics import clock, hooks
from logistics.checks import messages
from logistics.checks.models import Point, Round
from logistics.checks.selectors.rounds import (
    asked_at_points,
    asked_once,
    dropped_by,
    entry_of,
    is_late,
    items_of,
    route_places,
)
from logistics.checks.selectors.templates import current_version
from logistics.checks.services.answers import count_up, write_answers
from logistics.checks.services.findings import take_back
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.notices.services import send
from logistics.numbers.services import next_number
from logistics.people.selectors import holders
from logistics.school.models import Sticker
from logistics.school.services import require_school_day

MOST_PLACES = 120


# --- beginning --------------------------------------------------------------------------------------------------------


@change
def start_round(template, *, by, day=None, place=None, places=(), campus=None, announced="", late_reason=""):
    """Begin a round of a checklist; it keeps the version published now.

    day: the day it counts for, today when None; an earlier one wants ``late_reason`` (补录). place: where a checklist
    for one place is walked; places: those of one for several that has no route. campus: only that part of the route.
    """
    version = current_version(template)
    if version is None or not template.active:
        raise RuleError(_("This checklist is not in use. Choose another."), field="template")
    day = day or clock.today()
    require_school_day(template.school, day, field="day")
    late_reason = late_reason.strip()
    if day < clock.today() and not late_reason:
        raise RuleError(_("Say why it is entered late."), field="late_reason")
    if version.asks_announced and not announced:
        raise RuleError(_("Say whether it was announced."), field="announced")
    come_to = _places_to_come_to(version, place=place, places=places, campus=campus)
    where = come_to[0] if version.walk == version.Walk.PLACE else None
    round = Round.objects.create(
        school=template.school,
        number=next_number(template.school, "JC", on=day),
        template=template,
        version=version,
        campus=campus or _common_campus(come_to),
        place=where,
        day=day,
        announced=announced if version.asks_announced else "",
        started_at=clock.now(),
        started_by=by,
        late_reason=late_reason if day < clock.today() else "",
    )
    Point.objects.bulk_create(
        Point(round=round, place=each, order=order) for order, each in enumerate(come_to, start=1)
    )
    note(round, "started", by=by)
    return round


def _places_to_come_to(version, *, place, places, campus):
    """Return the places of the points to make, [None] for a round at no place."""
    walk = version.walk
    if walk == version.Walk.NOWHERE:
        return [None]
    if walk == version.Walk.PLACE:
        come_to = [place] if place else []
    else:
        come_to = route_places(version.template, campus)
        if not come_to and walk == version.Walk.POINTS:
            come_to = list(dict.fromkeys(places))
    if not come_to:
        raise _nowhere(version)
    if len(come_to) > MOST_PLACES:
        raise RuleError(_("Choose at most %(most)d places.") % {"most": MOST_PLACES}, field="places")
    for each in come_to:
        if each.school_id != version.template.school_id or not each.active:
            raise RuleError(_("This place is no longer in use. Choose another."), field="place")
    return come_to


def _nowhere(version):
    if version.walk == version.Walk.ROUTE:
        return RuleError(_("This checklist has no route here yet. Ask whoever keeps the checklists to set it."))
    field = "place" if version.walk == version.Walk.PLACE else "places"
    return RuleError(_("Choose where you check."), field=field)


def _common_campus(places):
    campuses = {place.campus for place in places if place is not None}
    return campuses.pop() if len(campuses) == 1 else None


# --- at a place -------------------------------------------------------------------------------------------------------


@change
def sign_point(point, *, answers, by, token="", written_at=None):
    """Sign a place: what was entered at its items, and 本点位逐项已查 for all that were looked at without a finding.

    answers: {item pk: facts} as ``write_answers`` takes them. token: that of the sticker scanned at the door.
    written_at: the phone's own moment, kept when it can be true. Raises WrongState when the round or the place moved on.
    """
    round, point = _lock_point(point)
    _require_its_turn(round, point)
    if token and point.scanned_at is None:
        _note_scan(point, token)
    if round.version.scan_required and point.place_id and point.scanned_at is None:
        raise RuleError(_("Scan the code at this place first."), field="token")
    failed = write_answers(round, point, items_of(asked_at_points(round.version)), answers, by=by)
    point.signed_at, point.signed_by, point.all_clear = clock.now(), by, not failed
    point.written_at = plausible(written_at, round)
    point.save(update_fields=["signed_at", "signed_by", "all_clear", "written_at", "scanned_at"])
    note(round, "point_signed", by=by, text=_point_words(point, failed))
    return point


@change
def skip_point(point, *, reason, by, written_at=None):
    """Leave a place out, saying why; it stays visible as left out."""
    round, point = _lock_point(point)
    _require_its_turn(round, point)
    reason = reason.strip()
    if not reason:
        raise RuleError(_("Say why this place is left out."), field="reason")
    point.skip_reason, point.written_at = reason, plausible(written_at, round)
    point.save(update_fields=["skip_reason", "written_at"])
    note(round, "point_skipped", by=by, text=f"{point}: {reason}")
    return point


@change
def scan_point(point, *, token, by):
    """Note that the code at the door of a place was scanned; scanning again changes nothing."""
    round, point = _lock_point(point)
    if point.scanned_at is None:
        _note_scan(point, token)
        point.save(update_fields=["scanned_at"])
    return point


def _note_scan(point, token):
    if not Sticker.objects.filter(token=token, place=point.place_id, revoked_at=None).exists():
        raise RuleError(_("This is not the code of this place."), field="token")
    point.scanned_at = clock.now()


def _lock_round(round):
    """Return a fresh, locked copy that keeps the records fetched already; a trigger freezes what they hang on."""
    fresh = lock(round)
    for name in ("school", "template", "version", "campus", "place"):
        if name in round._state.fields_cache:
            setattr(fresh, name, getattr(round, name))
    return fresh


def _lock_point(point):
    """Return the round and the point, both locked; raise WrongState when somebody was faster."""
    round = _lock_round(point.round)
    _require_open(round)
    point = lock(point)
    point.round = round
    if point.signed_at:
        raise WrongState(
            _("%(who)s signed this place at %(when)s. What you entered stays on your device.")
            % {"who": point.signed_by, "when": _moment(point.signed_at)}
        )
    if point.skip_reason:
        raise WrongState(_("This place was left out: %(reason)s.") % {"reason": point.skip_reason})
    return round, point


def _require_open(round):
    if round.status == Round.Status.OPEN:
        return
    if round.status == Round.Status.DROPPED:
        event = dropped_by(round)
        facts = {"who": event.by if event else "", "reason": round.drop_reason}
        raise WrongState(_("%(who)s broke this check off: %(reason)s. What you entered stays on your device.") % facts)
    raise WrongState(
        _("%(who)s finished this check at %(when)s. What you entered stays on your device.")
        % {"who": round.finished_by, "when": _moment(round.finished_at)}
    )


def _require_its_turn(round, point):
    if round.version.walk != round.version.Walk.ROUTE:
        return
    before = round.points.undone().filter(order__lt=point.order).order_by("order").first()
    if before is not None:
        raise RuleError(_("First comes %(place)s: sign it or leave it out.") % {"place": before})


def _point_words(point, failed):
    if not failed:
        return f"{point.place or ''}"
    words = _("%(count)d not in order") % {"count": len(failed)}
    return f"{point.place}: {words}" if point.place_id else words


def _moment(moment):
    return f"{timezone.localtime(moment):%m-%d %H:%M}"


def plausible(written_at, round):
    """Return the phone's moment when it lies between the beginning of the round and now, else None."""
    if written_at is None or not round.started_at <= written_at <= clock.now():
        return None
    return written_at


# --- ending -----------------------------------------------------------------------------------------------------------


@change
def finish_round(round, *, by, answers=None, remark="", late_reason="", written_at=None):
    """Sign the round as a whole once each place is signed or left out; duties hear of it.

    answers: those of the sections asked once. Ends TO_SIGN where another person must sign too, else FINISHED.
    """
    round = _lock_round(round)
    _require_open(round)
    _require_all_points(round)
    round.written_at = plausible(written_at, round)
    round.late_reason = _late_reason(round, late_reason)
    write_answers(round, None, items_of(asked_once(round.version)), answers or {}, by=by)
    count_up(round)
    round.status = Round.FLOW.target("hand_on" if _needs_second(round) else "finish", round.status)
    round.finished_at, round.finished_by, round.remark = clock.now(), by, remark.strip()
    round.save(
        update_fields=[
            "status", "finished_at", "finished_by", "written_at", "remark", "late_reason", "failed", "score",
            "full_score", "search_text",
        ]
    )  # fmt: skip
    note(round, "finished", by=by, text=round.remark)
    for tell in hooks.logged:
        tell(entry_of(round))
    if round.status == Round.Status.TO_SIGN:
        _tell_signers(round)
    return round


def _require_all_points(round):
    undone = list(round.points.undone().select_related("place").order_by("order"))
    if undone and undone[0].place_id is None:
        raise RuleError(_("Sign the items first."))
    if undone:
        names = _(", ").join(str(point) for point in undone[:3])
        raise RuleError(
            _("%(count)d places are neither signed nor left out: %(names)s.") % {"count": len(undone), "names": names}
        )
    if not round.points.exclude(signed_at=None).exists():
        raise RuleError(_("No place was looked at. Break the check off instead."))


def _late_reason(round, late_reason):
    """Return why a round is entered late; a reason is asked when it ends on a later day than the one it counts for."""
    written = round.written_at or clock.now()
    reason = late_reason.strip() or round.late_reason
    if is_late(round, written) and not reason:
        raise RuleError(_("Say why it is entered late."), field="late_reason")
    return reason


def _needs_second(round):
    version = round.version
    on_fail = version.seconded == version.Seconded.ON_FAIL and round.failed > 0
    return on_fail or version.seconded == version.Seconded.ALWAYS


def _tell_signers(round):
    people = holders(round.school, "checks.countersign_round", campus=round.campus, place=round.place)
    message = messages.to_countersign(round)
    send([person for person in people if person.pk != round.finished_by_id], message, school=round.school)


@change
def countersign_round(round, *, by):
    """Sign a finished round as the second person. Raises RuleError for whoever finished it."""
    round = lock(round)
    round.status = Round.FLOW.target("countersign", round.status)
    if round.finished_by_id == by.pk:
        raise RuleError(_("Another person countersigns."))
    round.second, round.seconded_at = by, clock.now()
    round.save(update_fields=["status", "second", "seconded_at"])
    note(round, "countersigned", by=by)
    return round


@change
def drop_round(round, *, reason, by):
    """Break a round off, saying why: it counts for nothing, and what it found and nobody took up is taken back."""
    round = lock(round)
    _require_open(round)
    round.status = Round.FLOW.target("drop", round.status)
    reason = reason.strip()
    if not reason:
        raise RuleError(_("Say why it is broken off."), field="reason")
    round.drop_reason = reason
    round.save(update_fields=["status", "drop_reason"])
    for finding in round.findings.open():
        take_back(finding, by=by, text=reason)
    note(round, "dropped", by=by, text=reason)
    return round
