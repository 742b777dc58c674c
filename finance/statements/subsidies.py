"""What subsidies and enrolment days say in the term summary: 两免一补的发放 (DOMAIN F-09), 报名缴费 (F-31)."""

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.models import FeeDay, FeeRow, Subsidy, SubsidyPayment, SubsidyRow
from finance.models.subsidies import SubsidyShare
from logistics import clock
from logistics.pages.columns import Column
from logistics.reports.statements import Breakdown, Claim, Figure, Section, Sentence, Statement

MONEY = {"kind": "money"}


def subsidies_paid(school, period, scope):
    """发放 n 人次 ¥…; the list posted first, nobody twice, nobody who left, cash against signature."""
    rows = SubsidyRow.objects.of_school(school).paid_in(period, scope)
    yuan = {"unit": _("yuan"), **MONEY}
    count = Figure("count", _("subsidies paid out"), rows, unit=pgettext("measure word", "payments to pupils"))
    amount = Figure("amount", _("amount of subsidies"), rows, measure="amount", **yuan)
    kinds = Breakdown("kind", _("subsidies by name"), rows, by="subsidy__name", measure="amount", **yuan)
    cash = SubsidyPayment.objects.of_school(school).paid_in(period, scope).filter(way="cash")
    over = Subsidy.objects.of_school(school).shown().exclude(status="stopped").filter(
        term__ends_on__gte=period.start, term__ends_on__lte=min(period.end, clock.today())
    )  # fmt: skip
    waiting = SubsidyShare.objects.to_pay().filter(subsidy__in=over.values("pk"))
    return Statement(
        "finance.subsidies",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("Subsidies were paid out to pupils %(count)s, %(amount)s together: %(kinds)s."),
                count=count, amount=amount, kinds=kinds, when=count,
            )
        ],
        claims=[
            Claim(
                "as_posted",
                _("Every subsidy was posted first and paid as posted, to nobody twice and to nobody who had left."),
                rows.before_posting_ended() | rows.to_leavers(),
                when=rows,
                breach=_("%(count)s were made before the posting was over or to pupils who had left."),
                direction=_("Post the list first, and compare it with the register before paying."),
                unit=pgettext("measure word", "payments to pupils"),
                label=_("paid too early or to leavers"),
            ),
            Claim(
                "signed",
                _("Everything paid in cash was signed for by those who got it."),
                cash.unsigned(),
                when=cash,
                breach=_("%(count)s in cash have no signed list."),
                direction=_("Pay onto cards, or have each pupil sign at once."),
                unit=_("payments to classes"),
                label=_("signed list missing"),
            ),
            Claim(
                "all_paid",
                _("All subsidies of the term reached the pupils."),
                waiting,
                when=over,
                breach=_("%(count)s of the posted lists are not paid although the term is over."),
                direction=_("Pay every subsidy out before the term ends."),
                unit=_("pupils"),
                label=_("not paid yet"),
            ),
        ],
        figures=[amount],
    )  # fmt: skip


def enrolment_days(school, period, scope):
    """做好报名缴费的周密工作: days planned and made known, and what came in on them."""
    days = FeeDay.objects.of_school(school).filter(period.days("on"), status=FeeDay.Status.ANNOUNCED)
    rows = FeeRow.objects.of_school(school).collected_in(period, scope).filter(collection__on__in=days.values("on"))
    planned = Figure("days", _("enrolment days"), days, unit=pgettext("measure word", "enrolment days"))
    paid = Figure("paid", _("payments on enrolment days"), rows, unit=pgettext("measure word", "payments to pupils"))
    amount = Figure("amount", _("collected on enrolment days"), rows, measure="amount", unit=_("yuan"), **MONEY)
    late = days.filter(announced_on__gte=F("on"))
    return Statement(
        "finance.enrolment",
        Section.FINANCE,
        sentences=[
            Sentence(_("For enrolment %(days)s were planned class by class and desk by desk."), days=planned, when=planned),
            Sentence(_("On those days %(paid)s came in, %(amount)s."), paid=paid, amount=amount, when=paid),
        ],
        claims=[
            Claim(
                "told_before",
                _("The class teachers knew the plan of every enrolment day beforehand."),
                late,
                when=days,
                breach=_("%(count)s were made known on the day itself only."),
                direction=_("Tell the class teachers some days before."),
                unit=pgettext("measure word", "enrolment days"),
                label=_("made known too late"),
            )
        ],
    )  # fmt: skip


# --- the rows behind the figures --------------------------------------------------------------------------------------


def row_columns():
    """Without names: whoever reads the summary need not know who is in need."""
    return [
        Column(_("Subsidy"), "subsidy.name", path="subsidy__name", link=True),
        Column(_("Class"), "payment.school_class.name", path="payment__school_class__name"),
        Column(_("Paid on"), "payment.on", path="payment__on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
    ]


def share_columns():
    return [
        Column(_("Subsidy"), "subsidy.name", path="subsidy__name", link=True),
        Column(_("Class"), "school_class.name", path="school_class__name"),
        Column(_("Amount"), "amount", kind="money"),
    ]


def payment_columns():
    return [
        Column(_("Subsidy"), "subsidy.name", path="subsidy__name", link=True),
        Column(_("Class"), "school_class.name", path="school_class__name"),
        Column(_("Paid on"), "on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
    ]


def subsidy_columns():
    return [
        Column(_("Subsidy"), "name", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Posted on"), "published_on", kind="date"),
        Column(_("Posted until"), "posted_until", kind="date"),
        Column(_("Status"), "get_status_display", kind="badge"),
    ]


def day_columns():
    return [
        Column(_("Name"), "title", link=True),
        Column(_("Day of enrolment"), "on", kind="date"),
        Column(_("Made known on"), "announced_on", kind="date"),
    ]


PROOFS = {
    "finance.SubsidyRow": row_columns,
    "finance.SubsidyShare": share_columns,
    "finance.SubsidyPayment": payment_columns,
    "finance.Subsidy": subsidy_columns,
    "finance.FeeDay": day_columns,
}
