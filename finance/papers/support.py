"""Audits from outside and applications for money on paper."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from finance.models import GrantApplication
from finance.papers.sums import sum_text
from logistics.paper.document import Table, TableColumn
from logistics.paper.office_dates import office_date
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf
from logistics.people.selectors import with_drawings


def audit_pdf(audit):
    """Return 审计检查及整改情况表: what was looked into, the result, and each finding with how it was put right."""
    with translation.override(settings.LANGUAGE_CODE):
        findings = list(audit.findings.select_related("responsible"))
        return slip_to_pdf(
            Slip(audit_facts(audit), [findings_table(findings)] if findings else [], audit_signatures(audit)),
            school_name=audit.school.name,
            document_name=_("Audit and what was put right"),
            number=audit.number,
            date=office_date(audit.reported_on or audit.on),
            state=audit.get_status_display(),
        )


def audit_facts(audit):
    return [
        Fact(_("Audit body"), audit.body),
        Fact(_("Kind"), audit.get_kind_display()),
        Fact(_("Began on"), office_date(audit.on)),
        Fact(_("Result received on"), office_date(audit.reported_on) if audit.reported_on else ""),
        Fact(_("Number of the report"), audit.document, wide=True),
        Fact(_("What was looked into"), audit.subject, wide=True),
        Fact(_("Result"), audit.result, wide=True, tall=not audit.result),
    ]


def findings_table(findings):
    columns = [
        TableColumn(_("No."), "centre"), TableColumn(_("What was found")), TableColumn(_("Seriousness"), "centre"),
        TableColumn(_("Responsible"), "centre"), TableColumn(_("To be put right by"), "centre"),
        TableColumn(_("How it was put right")), TableColumn(_("Put right on"), "centre"),
    ]  # fmt: skip
    rows = [
        [
            number, found.text, found.get_weight_display(), found.responsible.name, office_date(found.due_on),
            found.correction, office_date(found.corrected_on) if found.corrected_on else "",
        ]
        for number, found in enumerate(findings, start=1)
    ]  # fmt: skip
    return Table(columns, rows, _("Findings of audits"))


def audit_signatures(audit):
    entered = SignatureCell(
        _("Written down by"), "", audit.entered_by.name, audit.created_at, signed_by=audit.entered_by_id
    )
    return with_drawings([entered, SignatureCell(_("Principal"))])


def grant_pdf(application):
    """Return 经费申请表: what for, how much in figures and words, and the reply where there is one."""
    with translation.override(settings.LANGUAGE_CODE):
        return slip_to_pdf(
            Slip(grant_facts(application), [], grant_signatures(application)),
            school_name=application.school.name,
            document_name=_("Application for money"),
            number=application.number,
            date=office_date(application.applied_on),
            state=application.get_status_display(),
            watermark=withdrawn_mark(application),
        )


def withdrawn_mark(application):
    """Return the watermark of an application that is not in force any more."""
    gone = application.status == GrantApplication.Status.WITHDRAWN
    return application.get_status_display() if gone else ""


def grant_facts(application):
    facts = [
        Fact(_("Project"), application.name, wide=True),
        Fact(_("Addressed to"), application.body),
        Fact(_("Number of our letter"), application.document),
        Fact(_("Sum asked for"), sum_text(application.asked), wide=True),
        Fact(_("Purpose"), application.purpose, wide=True, tall=True),
    ]
    if application.decided_on is None:
        return facts
    return [
        *facts,
        Fact(_("Replied on"), office_date(application.decided_on)),
        Fact(_("Number of the reply"), application.reply),
        Fact(_("Sum granted"), sum_text(application.granted) if application.granted else "—", wide=True),
        *([Fact(_("Reason"), application.reason, wide=True)] if application.reason else []),
    ]


def grant_signatures(application):
    asked = SignatureCell(
        _("Dealt with by"), "", application.applied_by.name, application.created_at, signed_by=application.applied_by_id
    )
    return with_drawings([asked, SignatureCell(_("Principal"))])
