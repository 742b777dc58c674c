"""Letters to parents: asked for, written by whoever holds the lease, revived when a worker dies (DESIGN 15)."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from finance.messages.money import letters_failed, letters_ready
from finance.models import LetterRun
from finance.papers.letters import LETTERS_A_PART, LetterBook, pupils_written_to
from logistics import clock
from logistics.db import after_commit, lock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.notices.services import send
from logistics.paper.office_dates import office_date

LEASE = timedelta(minutes=2)
ATTEMPTS = 3


@change
def ask_letters(school, *, term, by, school_class=None):
    """Ask for the letters of a class, or of the school; while the same ones are being written, those are returned."""
    if not pupils_written_to(school, term, school_class).exists():
        raise RuleError(_("Nothing was collected from these pupils in this term, so there is nothing to write."))
    run, made = LetterRun.objects.get_or_create(
        school=school, term=term, school_class=school_class, status__in=LetterRun.UNFINISHED,
        defaults={"asked_by": by, "asked_on": clock.today(), "asked_at": clock.now()},
    )  # fmt: skip
    if made:
        note(run, "asked", by=by)
    after_commit("finance.write_letters", run.pk)
    return run


@change
def retry_letters(run, *, by):
    """Try again what failed."""
    run = lock(run)
    run.status = LetterRun.FLOW.target("retry", run.status)
    run.attempts, run.finished_at = 0, None
    run.save(update_fields=["status", "attempts", "finished_at"])
    note(run, "tried_again", by=by)
    after_commit("finance.write_letters", run.pk)
    return run


def write_letters(pk):
    """Write the letters of one run, if nobody else is at it. Running this again is harmless."""
    lease = _take_lease(pk)
    if lease is None:
        return
    try:
        with translation.override(settings.LANGUAGE_CODE):
            _write(LetterRun.objects.select_related("school", "term", "school_class", "asked_by").get(pk=pk), lease)
    finally:
        _mine(pk, lease).update(status=LetterRun.Status.QUEUED, lease=None, lease_until=None)


def _take_lease(pk):
    lease, now = uuid.uuid4(), clock.now()
    due = Q(status=LetterRun.Status.QUEUED) | Q(status=LetterRun.Status.RUNNING, lease_until__lt=now)
    taken = LetterRun.objects.filter(due, pk=pk, attempts__lt=ATTEMPTS).update(
        status=LetterRun.Status.RUNNING, lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    return lease if taken else None


def _mine(pk, lease):
    return LetterRun.objects.filter(pk=pk, lease=lease, status=LetterRun.Status.RUNNING)


def _write(run, lease):
    book = LetterBook(run.school, run.term, office_date(run.asked_on))
    pupils = list(pupils_written_to(run.school, run.term, run.school_class))
    for start in range(0, len(pupils), LETTERS_A_PART):
        book.add(pupils[start : start + LETTERS_A_PART])
        if not _mine(run.pk, lease).update(lease_until=clock.now() + LEASE):
            return
    storage = run.file.storage
    path = run.file.field.generate_filename(run, f"{run.school.code}-{run.term.key}-{lease.hex}")
    name = storage.save(f"{path}.pdf", ContentFile(book.written()))
    if not _finish(run, lease, name, book.count):
        storage.delete(name)


def _finish(run, lease, name, count):
    """Keep the file with the row and tell who asked, in one transaction; say whether the lease was still ours."""
    with transaction.atomic():
        done = _mine(run.pk, lease).update(
            status=LetterRun.Status.DONE, file=name, count=count, finished_at=clock.now(), lease=None, lease_until=None
        )
        if done:
            note(run, "finished", by=None, count=count)
            send([run.asked_by], letters_ready(run, count), school=run.school)
        return bool(done)


def renew_letters():
    """Every minute: wake what waits or whose worker died; give up what failed three times."""
    lapsed = Q(status=LetterRun.Status.RUNNING, lease_until__lt=clock.now())
    due = LetterRun.objects.filter(Q(status=LetterRun.Status.QUEUED) | lapsed)
    for run in due.filter(attempts__gte=ATTEMPTS):
        give_up_letters(run, by=None)
    for pk in due.filter(attempts__lt=ATTEMPTS).values_list("pk", flat=True):
        after_commit("finance.write_letters", pk)


@change
def give_up_letters(run, *, by):
    """Stop trying and tell who asked."""
    run = lock(run)
    run.status = LetterRun.FLOW.target("give_up", run.status)
    run.lease, run.lease_until, run.finished_at = None, None, clock.now()
    run.save(update_fields=["status", "lease", "lease_until", "finished_at"])
    note(run, "given_up", by=by)
    send([run.asked_by], letters_failed(run), school=run.school)
    return run
