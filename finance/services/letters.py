"""Letters to parents: asked for, written by whoever holds the lease, revived when a worker dies (DESIGN 15)."""

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from finance.messages.money import letters_failed, letters_ready
from finance.models import LetterRun
from finance.papers.letters import LETTERS_A_PART, LetterBook, pupils_written_to
from logistics import clock, leases
from logistics.db import after_commit, lock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.notices.services import send
from logistics.paper.office_dates import office_date


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
    lease = leases.take(LetterRun, pk)
    if lease is None:
        return
    try:
        with translation.override(settings.LANGUAGE_CODE):
            _write(LetterRun.objects.select_related("school", "term", "school_class", "asked_by").get(pk=pk), lease)
    finally:
        leases.give_back(LetterRun, pk, lease)


def _write(run, lease):
    book = LetterBook(run.school, run.term, office_date(run.asked_on))
    pupils = list(pupils_written_to(run.school, run.term, run.school_class))
    for start in range(0, len(pupils), LETTERS_A_PART):
        book.add(pupils[start : start + LETTERS_A_PART])
        if not leases.renew(LetterRun, run.pk, lease):
            return
    storage = run.file.storage
    path = run.file.field.generate_filename(run, f"{run.school.code}-{run.term.key}-{lease.hex}")
    name = storage.save(f"{path}.pdf", ContentFile(book.written()))
    if not _finish(run, lease, name, book.count):
        storage.delete(name)


def _finish(run, lease, name, count):
    """Keep the file with the row and tell who asked, in one transaction; say whether the lease was still ours."""
    with transaction.atomic():
        done = leases.finish(
            LetterRun, run.pk, lease, status=LetterRun.Status.DONE, file=name, count=count, finished_at=clock.now()
        )
        if done:
            note(run, "finished", by=None, count=count)
            send([run.asked_by], letters_ready(run, count), school=run.school)
        return done


def renew_letters():
    """Every minute: wake what waits or whose worker died; give up what failed three times."""
    leases.revive(LetterRun, task="finance.write_letters", give_up=give_up_letters)


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
