"""What earmarked funds say in the term summary: 专款专用 (DOMAIN F-19; rule T-20)."""

from django.utils.translation import gettext as _

from finance.models import Claim as Claimed
from finance.models import EarmarkedFund, Payment, PurchaseRequest
from finance.models.funds import off_purpose
from logistics.pages.columns import Column
from logistics.reports.statements import Claim, Figure, Problem, Rate, Section, Sentence, Statement


def funds_used(school, period, scope):
    """Funds that ran in the period: granted, used, left; spending off purpose or after the deadline."""
    funds = EarmarkedFund.objects.of_school(school).filter(granted_on__lte=period.end, deadline__gte=period.start)
    funds = funds.with_use(period.end)
    drawn = PurchaseRequest.objects.of_school(school).filter(budget_line__fund__in=funds.values("pk"))
    judged = drawn.filter(approved_on__isnull=False, approved_on__lte=period.end)
    claimed = Claimed.objects.of_school(school).filter(budget_line__fund__in=funds.values("pk")).without_purchase()
    payments = Payment.objects.of_school(school).filter(claim__in=claimed.values("pk"), on__lte=period.end)
    money = {"unit": _("yuan"), "kind": "money"}
    count = Figure("count", _("earmarked funds"), funds, unit=_("funds"))
    granted = Figure("granted", _("granted"), funds, measure="amount", **money)
    used = Figure("used", _("used of earmarked funds"), funds, measure="used", **money)
    by_claim = Figure("used.claims", _("used by claims without a purchase"), payments, measure="amount", **money)
    passed = Figure(
        "passed", _("funds not used up by their deadline"),
        funds.filter(deadline__lt=period.end, left__gt=0), unit=_("funds"),
    )  # fmt: skip
    return Statement(
        "finance.funds",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("%(count)s of %(granted)s were at hand; %(used)s are used (%(rate)s)."),
                count=count, granted=granted, used=used, rate=Rate("rate", _("share used"), used, granted), when=count,
            ),
            Sentence(
                _("Beside the purchases, %(amount)s of it went to claims without one."), amount=by_claim, when=by_claim
            ),
        ],
        claims=[
            Claim(
                "on_purpose",
                _("Earmarked money was spent on its purpose only, and in time."),
                off_purpose(judged),
                when=judged,
                breach=_("%(count)s out of earmarked funds were off purpose or after the deadline."),
                direction=_("Compare each purchase with the document of the fund before it is approved."),
                unit=_("purchases"),
                label=_("off purpose or late"),
            ),
            Claim(
                "claims_on_purpose",
                _("Claims paid out of earmarked money were on its purpose, and in time."),
                off_purpose(claimed.approved_by(period.end)),
                when=claimed.approved_by(period.end),
                breach=_("%(count)s out of earmarked funds were off purpose or after the deadline."),
                direction=_("Compare each claim with the document of the fund before it is approved."),
                unit=_("claims"),
                label=_("off purpose or late"),
            ),
        ],
        problems=[
            Problem(
                "passed",
                Sentence(_("%(passed)s were not used up by their deadline."), passed=passed),
                when=passed,
                direction=_("Plan the use of a fund when it is granted."),
            )
        ],
    )  # fmt: skip


def fund_columns():
    return [
        Column(_("Name"), "name", link=True),
        Column(_("Document number"), "document"),
        Column(_("Purpose"), "purpose"),
        Column(_("Granted"), "amount", kind="money"),
        Column(_("Used"), "used", kind="money"),
        Column(_("To be used by"), "deadline", kind="date"),
    ]
