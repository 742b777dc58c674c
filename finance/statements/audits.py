"""What audits from outside say in the term summary: 被审计抽检，在财务方面无违规现象 (DOMAIN F-27, F-28)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.models import Audit, AuditFinding
from logistics import clock
from logistics.pages.columns import Column
from logistics.reports.statements import Claim, Figure, Problem, Section, Sentence, Statement


def audited(school, period, scope):
    """Audits whose result came in the period. A finding counts for the period of its result, also once put right."""
    audits = Audit.objects.of_school(school).reported_in(period)
    findings = AuditFinding.objects.of_school(school).reported_in(period)
    unit = pgettext("measure word", "findings")
    last_day = min(period.end, clock.today())
    count = Figure("count", _("audits from outside"), audits, unit=pgettext("measure word", "audits"))
    minor = Figure("minor", _("small matters found"), findings.filter(weight="minor"), unit=unit)
    right = Figure("corrected", _("findings put right"), findings.filter(status="corrected"), unit=unit)
    return Statement(
        "finance.audits",
        Section.FINANCE,
        sentences=[
            Sentence(_("%(count)s looked into the school's money."), count=count, when=count),
            Sentence(_("Of what was found %(right)s are put right."), right=right, when=right),
        ],
        claims=[
            Claim(
                "no_irregularity",
                _("No irregularity was found in the school's finances."),
                findings.filter(weight="irregular"),
                when=audits,
                breach=_("Audits found irregularities: %(count)s."),
                direction=_("Study the rules of finance, and check every voucher against them."),
                unit=unit,
                label=_("irregularities"),
            ),
            Claim(
                "put_right",
                _("Everything that audits found was put right in time."),
                findings.not_in_time(last_day),
                when=findings,
                breach=_("%(count)s of audits were not put right in time."),
                direction=_("Give each finding a person and a day, and report it as done."),
                unit=unit,
                label=_("not put right in time"),
            ),
        ],
        problems=[
            Problem(
                "minor",
                Sentence(_("Audits found %(minor)s."), minor=minor),
                when=minor,
                direction=_("Strengthen the knowledge of financial rules, so that small matters do not come again."),
            )
        ],
    )


def audit_columns():
    return [
        Column(_("Body that audits"), "body", link=True),
        Column(_("Kind"), "get_kind_display"),
        Column(_("Began on"), "on", kind="date"),
        Column(_("Result received on"), "reported_on", kind="date"),
        Column(_("Result"), "result"),
    ]


def finding_columns():
    return [
        Column(_("What was found"), "text", link=True),
        Column(_("Body that audits"), "audit.body", path="audit__body"),
        Column(_("Seriousness"), "get_weight_display"),
        Column(_("To be put right by"), "due_on", kind="date"),
        Column(_("Put right on"), "corrected_on", kind="date"),
    ]


PROOFS = {"finance.Audit": audit_columns, "finance.AuditFinding": finding_columns}
