"""Files of summaries: asked for, made by whoever holds the lease, revived when a worker dies (DESIGN 15)."""

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from logistics import clock, leases
from logistics.db import after_commit, lock
from logistics.history.services import change, note
from logistics.notices.services import send
from logistics.reports import messages
from logistics.reports.models import Export
from logistics.reports.periods import Scope, period_by_key
from logistics.reports.rendering import render
from logistics.reports.summaries import Summary


@change
def request_export(school, period, scope, *, file_format, by):
    """Ask for a file; while one of the same kind is being made, that one is returned."""
    with translation.override(settings.LANGUAGE_CODE):
        title = Summary(school, period_by_key(school, period.key), scope).title
    export, made = Export.objects.get_or_create(
        school=school,
        period=period.key,
        campus=scope.campus,
        format=file_format,
        status__in=Export.UNFINISHED,
        defaults={"title": title, "requested_by": by, "requested_at": clock.now()},
    )
    if made:
        note(export, "created", by=by)
    after_commit("reports.build_export", export.pk)
    return export


@change
def retry_export(export, *, by):
    """Try a failed file again, with fresh figures."""
    export = lock(export)
    export.status = Export.FLOW.target("retry", export.status)
    export.step, export.attempts, export.finished_at = Export.Step.WAITING, 0, None
    export.requested_by, export.requested_at = by, clock.now()
    export.save(update_fields=["status", "step", "attempts", "finished_at", "requested_by", "requested_at"])
    note(export, "tried_again", by=by)
    after_commit("reports.build_export", export.pk)
    return export


def build_export(pk):
    """Make the file of one export, if nobody else is at it. Running this again is harmless.

    Whatever stops it half-way leaves the row to ``renew_exports``: at once when an error did, after the lease when the
    process died.
    """
    lease = leases.take(Export, pk, step=Export.Step.READING)
    if lease is None:
        return
    try:
        with translation.override(settings.LANGUAGE_CODE):
            _build(Export.objects.select_related("school", "campus", "requested_by").get(pk=pk), lease)
    finally:
        leases.give_back(Export, pk, lease, step=Export.Step.WAITING)


def _build(export, lease):
    period = period_by_key(export.school, export.period)
    summary = Summary(export.school, period, Scope(export.campus))
    figures = summary.figures()
    if not leases.renew(Export, export.pk, lease, step=Export.Step.WRITING, as_of=summary.as_of, figures=figures):
        return
    content = render(summary, export.format)
    if not leases.renew(Export, export.pk, lease, step=Export.Step.STORING):
        return
    # A name of its own for each turn: a worker that lost its lease never overwrites the file of the next.
    name = export.file.storage.save(_path(export, lease), ContentFile(content))
    if not _finish(export, lease, name):
        export.file.storage.delete(name)


def _path(export, lease):
    return f"{export.file.field.generate_filename(export, f'{export.school.code}-{export.period}-{lease.hex}')}.{export.format}"


def _finish(export, lease, name):
    """Keep the file with the row and tell who asked, in one transaction; say whether the lease was still ours."""
    with transaction.atomic():
        done = leases.finish(
            Export, export.pk, lease,
            status=Export.Status.DONE, step=Export.Step.READY, file=name, finished_at=clock.now(),
        )  # fmt: skip
        if done:
            note(export, "finished", by=None)
            send([export.requested_by], messages.export_is_ready(export), school=export.school)
        return done


def renew_exports():
    """Every minute: wake what waits or whose worker died; give up what failed three times."""
    leases.revive(Export, task="reports.build_export", give_up=give_up_export)


@change
def give_up_export(export, *, by):
    """Stop trying and tell who asked."""
    export = lock(export)
    export.status = Export.FLOW.target("give_up", export.status)
    export.step, export.finished_at, export.lease, export.lease_until = Export.Step.GIVEN_UP, clock.now(), None, None
    export.save(update_fields=["status", "step", "finished_at", "lease", "lease_until"])
    note(export, "given_up", by=by, text=_("It failed %(count)d times.") % {"count": export.attempts})
    send([export.requested_by], messages.export_failed(export), school=export.school)
    return export
