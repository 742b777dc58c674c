"""Bringing workbooks in: a dry run first, then all rows or none."""

from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import lock
from logistics.errors import RuleError
from logistics.exchange.models import ImportBatch
from logistics.exchange.plans import LINES_KEPT, Outcome, plan_of
from logistics.exchange.reading import read_rows
from logistics.history.services import change, note


@change
def check_import(school, *, kind, file, by):
    """Read ``file`` (an uploaded file) as ``kind``, judge every row, write none; return the batch.

    Raises RuleError when the file cannot be read or its headings do not fit.
    """
    plan = plan_of(kind, school)
    _rows, result = _judge(plan, school, file)
    rows = sum(result["counts"].values())
    if not rows:
        raise RuleError(_("There is no row under the headings. Fill the sheet in and try again."), field="file")
    file.seek(0)
    batch = ImportBatch.objects.create(
        school=school,
        kind=kind,
        file=file,
        file_name=file.name[-200:],
        uploaded_by=by,
        created_at=clock.now(),
        result=result,
    )
    note(batch, "checked", by=by, rows=rows)
    return batch


@change
def apply_import(batch, *, by):
    """Write the new and changed rows of a checked batch.

    The file is judged once more, since records may have moved on; when a row is wrong now, nothing is written and the
    batch returned is failed. Raises WrongState unless the batch is checked, RuleError when its dry run found errors.
    """
    batch = lock(batch)
    applied = ImportBatch.FLOW.target("apply", batch.state)
    if batch.has_errors:
        raise RuleError(_("Correct the rows with errors in the workbook and upload it again."))
    plan = plan_of(batch.kind, batch.school)
    with batch.file.open() as file:
        rows, batch.result = _judge(plan, batch.school, file)
    if batch.has_errors:
        batch.state = ImportBatch.FLOW.target("fail", batch.state)
    else:
        batch.handout = plan.apply(batch.school, rows, by=by)
        batch.state, batch.applied_at = applied, clock.now()
    batch.save(update_fields=["state", "applied_at", "result"])
    note(batch, batch.state, by=by, rows=sum(batch.result["counts"].values()))
    return batch


def _judge(plan, school, file):
    """Return (what ``apply`` takes, the JSON kept of the judgement). Rows that could not be read count as errors."""
    read = read_rows(file, plan.columns)
    judged = plan.judge(school, read)
    lines = [[error.row, error.column, Outcome.ERROR, error.message] for error in read.errors]
    lines += [[row, "", outcome, message] for row, outcome, message in judged.lines]
    lines.sort(key=lambda line: (line[2] != Outcome.ERROR, line[0]))
    counts = {outcome.value: judged.counts[outcome] for outcome in Outcome}
    counts[Outcome.ERROR] += len({error.row for error in read.errors})
    return judged.rows, {
        "counts": counts,
        "ignored": read.ignored,
        "lines": [[row, column, str(outcome), message] for row, column, outcome, message in lines[:LINES_KEPT]],
    }
