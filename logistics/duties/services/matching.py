"""Which thing due a finished record fulfils.

A record fulfils one thing due; one that was made at several places fulfils what is due at each of them, or, when nothing
is due at any, one thing without a place. It fits a row when it is of its duty's subject and detail, at its place or
campus, and of a day on which the row may be done. Among several, the row at that very place comes first, then that of
whoever did it; then, in their order, those that it is in time for, and last the missing ones, the newest first. With a
reason for being late it is the other way round: the oldest missing one comes first.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Max, Min, Q

from logistics import clock
from logistics.db import lock
from logistics.duties.computing import CountingDays
from logistics.duties.models import NOTE, Duty, Expected
from logistics.duties.selectors import spots_of, subjects
from logistics.school.calendar import calendar_of
from logistics.school.models import School

LATE_DAYS = 60  # how long after its day a dated duty may still be done late
STATUS = Expected.Status


# --- one record -------------------------------------------------------------------------------------------------------


def fulfil(entry):
    """Mark the things due that a finished record (hooks.LedgerEntry) fulfils; return their rows.

    None are when nothing is due of that kind. On a day the calendar closed, a row says that it was done beyond what was
    due.
    """
    with transaction.atomic():
        if fulfilled_by(entry.record).exists():
            return []
        duties = list(Duty.objects.of_school(entry.school).about(entry.subject, entry.detail))
        rows = best_fits(_open_rows(duties, entry), entry)
        for row in rows:
            mark(row, entry)
            row.save(update_fields=MARKED)
        return rows or _note_extra(duties, entry)


MARKED = ["status", "content_type", "object_id", "done_at", "done_by", "reason"]


def _open_rows(duties, entry):
    rows = Expected.objects.open().filter(duty__in=duties, opens_on__lte=entry.day)
    dated = Q(duty__rhythm__in=Duty.DATED, last_on__gte=entry.day - timedelta(days=LATE_DAYS))
    rows = rows.filter(Q(last_on__gte=entry.day) | dated)
    return list(rows.select_for_update(of=("self",)).select_related("duty", "place").order_by("due_at", "pk"))


def fulfilled_by(record):
    """Return the rows that this record fulfils: at most one, or one at each of its places."""
    return Expected.objects.filter(
        content_type=ContentType.objects.get_for_model(record, for_concrete_model=True), object_id=record.pk
    )


def mark(row, entry):
    """Let ``row`` be done by ``entry``, in time or late; not saved. What was explained before keeps its reason."""
    late = entry.at > row.grace_until
    row.status = STATUS.LATE if late else STATUS.DONE
    row.content_type = ContentType.objects.get_for_model(entry.record)
    row.object_id = entry.record.pk
    row.done_at, row.done_by = entry.at, entry.by
    row.reason = (entry.late_reason or row.reason) if late else ""


def best_fits(rows, entry, used=frozenset()):
    """Return the rows that ``entry`` fulfils; ``rows`` are of duties about it, in the order they are due.

    used: the places (keys, or None for things without a place) at which its record fulfils something already.
    """
    found = {}
    for place in () if None in used else entry.places:
        there = [row for row in rows if row.place_id and row.place_id not in {*used, *found}]
        row = _best_fit(there, replace(entry, where=place, places=()))
        if row is not None:
            found[row.place_id] = row
    if found or used:
        return list(found.values())
    row = _best_fit([row for row in rows if not (entry.places and row.place_id)], entry)
    return [] if row is None else [row]


def _best_fit(rows, entry):
    fitting = [row for row in rows if _fits(row, entry)]
    return min(fitting, key=lambda row: _rank(row, entry), default=None)


def _fits(row, entry):
    if row.status not in (STATUS.WAITING, STATUS.MISSING) or row.opens_on > entry.day:
        return False
    if row.announce_at and entry.at < row.announce_at:
        return False
    latest = row.last_on + timedelta(days=LATE_DAYS) if row.duty.rhythm in Duty.DATED else row.last_on
    return entry.day <= latest and _is_there(row, entry)


def _is_there(row, entry):
    where = entry.where
    if row.place_id:
        return any(row.place_id in (place.pk, place.parent_id) for place in entry.places or [where] if place)
    campus = entry.campus.pk if entry.campus else where.campus_id if where else None
    return row.campus_id is None or campus in (None, row.campus_id)


def _rank(row, entry):
    late = entry.at > row.grace_until
    due = row.due_at.timestamp()
    here = entry.where is not None and row.place_id == entry.where.pk
    mine = entry.by is not None and row.person_id == entry.by.pk
    excused = bool(entry.late_reason)
    return (not here, not mine, late != excused, due if late == excused or not late else -due, row.slot, row.pk)


def _note_extra(duties, entry):
    """Write down that something was done on a day on which the calendar asks for nothing."""
    daily = [duty for duty in duties if duty.rhythm in Duty.ON_ONE_DAY and duty.starts_on <= entry.day]
    if not daily:
        return []
    calendar = calendar_of(entry.school, entry.day, entry.day)
    for duty in daily:
        places = list(duty.places.all())
        for campus, place in spots_of(duty, places):
            row = Expected(duty=duty, campus_id=campus, place_id=place)
            closed = CountingDays(duty, calendar, campus, place).reason(entry.day)
            if closed and _is_there(row, entry):
                return [_extra(row, entry, closed)]
    return []


def _extra(row, entry, closed):
    same = Expected.objects.filter(duty=row.duty_id, place=row.place_id, first_on=entry.day)
    row.school, row.slot = entry.school, same.count() + 1
    row.first_on = row.last_on = row.opens_on = row.due_on = entry.day
    row.due_at = row.grace_until = clock.at(entry.day, row.duty.due_times[-1])
    mark(row, entry)
    row.status, row.reason = STATUS.EXTRA, closed[:200]
    row.save()
    return row


def withdraw(record):
    """Take back what ``record`` fulfilled; other finished records of those days may take its place. Return the rows."""
    with transaction.atomic():
        rows = [lock(row) for row in fulfilled_by(record).order_by("pk")]
        opened = [row for row in rows if row.status != STATUS.EXTRA]
        for row in rows:
            if row.status == STATUS.EXTRA:
                row.delete()
        for row in opened:
            set_open(row, clock.now())
            row.save(update_fields=MARKED)
        if opened:
            match_again(Expected.objects.filter(pk__in=[row.pk for row in opened]))
        return opened


def set_open(row, now):
    """Let ``row`` be undone: waiting, or missing when its time is over; not saved."""
    row.status = STATUS.MISSING if row.grace_until < now else STATUS.WAITING
    row.content_type = row.object_id = row.done_at = row.done_by = row.lifted_by = None
    row.reason = ""


# --- many rows at once ------------------------------------------------------------------------------------------------


def match_again(rows):
    """Look among the records that are there already for what fulfils the open rows of a queryset of any schools.

    A constant number of queries for a subject, however many rows and schools there are; rows are read only where a
    school has records.
    """
    dated = Count("pk", filter=Q(duty__rhythm__in=Duty.DATED))
    times = rows.order_by().values("duty__subject").annotate(Min("opens_on"), Max("last_on"), dated=dated)
    for facts in list(times):
        subject = subjects().get(facts["duty__subject"])
        if subject is not None:
            late = timedelta(days=LATE_DAYS if facts["dated"] else 0)
            end = min(facts["last_on__max"] + late, clock.today())
            _match_subject(subject, rows.filter(duty__subject=subject.key), facts["opens_on__min"], end)


def _match_subject(subject, rows, start, end):
    schools = School.objects.filter(pk__in=rows.order_by().values("school"))
    entries = list(subject.entries(list(schools), start, end))
    if not entries:
        return
    used = _used(entries)
    by_detail = _by_school_and_detail(rows.filter(school__in={entry.school.pk for entry in entries}))
    changed = []
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.record.pk)):
        candidates = by_detail[entry.school.pk, entry.detail]
        if subject.key != NOTE and entry.detail:
            candidates = candidates + by_detail[entry.school.pk, ""]
        for row in best_fits(sorted(candidates, key=lambda row: (row.due_at, row.pk)), entry, used[_key(entry)]):
            mark(row, entry)
            changed.append(row)
    _drop_extras_of(changed)
    Expected.objects.bulk_update(changed, MARKED, batch_size=2000)


def _drop_extras_of(changed):
    """A record noted as done beyond what was due fulfils a thing due now."""
    records = {(row.content_type_id, row.object_id) for row in changed}
    extras = Expected.objects.filter(status=STATUS.EXTRA, object_id__in={object_id for _kind, object_id in records})
    found = extras.values_list("pk", "content_type_id", "object_id")
    Expected.objects.filter(pk__in=[pk for pk, *record in found if tuple(record) in records]).delete()


def _by_school_and_detail(rows):
    found = defaultdict(list)
    for row in rows.select_related("duty"):
        found[row.school_id, row.duty.record_detail].append(row)
    return found


def _used(entries):
    """Return {record: the places at which it fulfils something already}; as extra, it may still fulfil what is due."""
    kinds = {_key(entry)[0] for entry in entries}
    rows = Expected.objects.exclude(status=STATUS.EXTRA).filter(
        content_type__in=kinds, object_id__in=[entry.record.pk for entry in entries]
    )
    used = defaultdict(set)
    for kind, pk, place in rows.values_list("content_type_id", "object_id", "place_id"):
        used[kind, pk].add(place)
    return used


def _key(entry):
    return ContentType.objects.get_for_model(entry.record).pk, entry.record.pk
