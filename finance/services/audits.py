"""Audits from outside: entering them, their result, what they found, and putting it right."""

from datetime import timedelta

from django.utils.translation import gettext as _

from finance.models import Audit, AuditFinding
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.people.models import User
from logistics.school.services import require_school_day

LONGEST = timedelta(days=366)  # until a finding must be put right


@change
def enter_audit(school, *, body, kind, subject, on, by, photos=()):
    """Enter an audit that began."""
    require_school_day(school, on, field="on")
    audit = Audit.objects.create(
        school=school, number=next_number(school, "SJ", on=clock.today()), body=body.strip(), kind=kind,
        subject=subject.strip(), on=on, entered_by=by, created_at=clock.now(),
    )  # fmt: skip
    claim(audit, photos, purpose="scan", by=by)
    note(audit, "entered", by=by)
    return audit


@change
def report_audit(audit, *, result, reported_on, by, document="", photos=()):
    """Enter the result; its findings follow one by one."""
    audit = lock(audit)
    audit.status = Audit.FLOW.target("report", audit.status)
    if not audit.on <= reported_on <= clock.today():
        raise RuleError(_("Choose a day from the beginning of the audit to today."), field="reported_on")
    audit.result, audit.reported_on, audit.document = result.strip(), reported_on, document.strip()
    audit.save(update_fields=["status", "result", "reported_on", "document", "search_text"])
    claim(audit, photos, purpose="report", by=by)
    note(audit, "reported", by=by, text=audit.result)
    return audit


@change
def enter_finding(audit, *, text, weight, responsible, due_on, by, demand=""):
    """Enter one finding of a reported audit, with who puts it right and until when."""
    audit = lock(audit)
    Audit.FLOW.target("find", audit.status)
    if not timedelta(0) <= due_on - audit.reported_on <= LONGEST:
        raise RuleError(_("Choose a day within a year after the result."), field="due_on")
    if not User.objects.working_at(audit.school).filter(pk=responsible.pk).exists():
        raise RuleError(_("Choose somebody of this school."), field="responsible")
    finding = AuditFinding.objects.create(
        audit=audit, text=text.strip(), weight=weight, demand=demand.strip(), responsible=responsible, due_on=due_on,
        created_at=clock.now(),
    )  # fmt: skip
    tone = "danger" if weight == AuditFinding.Weight.IRREGULAR else "warning"
    note(audit, "found", by=by, text=finding.text, tone=tone)
    return finding


@change
def correct_finding(finding, *, correction, by, photos=()):
    """Say how a finding was put right, today, with the proof."""
    finding = lock(finding)
    finding.status = AuditFinding.FLOW.target("correct", finding.status)
    finding.correction, finding.corrected_on, finding.corrected_by = correction.strip(), clock.today(), by
    finding.save(update_fields=["status", "correction", "corrected_on", "corrected_by"])
    claim(finding, photos, purpose="proof", by=by)
    note(finding, "corrected", by=by, text=finding.correction)
    note(finding.audit, "corrected", by=by, text=finding.text)
    return finding
