"""What purchases say in the term summary (DOMAIN M-01, M-02, M-04; rules T-05, T-06)."""

from django.utils.translation import gettext as _

from finance.models import BudgetEntry, BudgetLine, PurchaseRequest, SupplierPaper
from logistics.pages.columns import Column
from logistics.reports.statements import (
    BarsOf,
    Breakdown,
    Claim,
    Comparison,
    Figure,
    Problem,
    Rate,
    Section,
    Sentence,
    Statement,
)


def purchases_made(school, period, scope):
    """Requested, approved, refused, their sum and what was paid; 先批后买 with its counter-examples."""
    all_of_school = PurchaseRequest.objects.of_school(school)
    requests = all_of_school.reported_in(period, scope)
    unit = _("requests")
    requested = Figure("requested", _("purchases requested"), requests, unit=unit)
    approved = Figure("approved", _("purchases approved"), requests.filter(approved_on__isnull=False), unit=unit)
    refused = Figure("refused", _("purchases not approved"), requests.filter(status="refused"), unit=unit)
    amount = Figure(
        "amount", _("amount approved"), requests.filter(approved_on__isnull=False), measure="amount", unit=_("yuan"),
        kind="money",
    )  # fmt: skip
    paid = Figure(
        "paid",
        _("amount paid"),
        all_of_school.paid_in(period, scope),
        measure="paid_amount",
        unit=_("yuan"),
        kind="money",
    )
    over = Figure(
        "over", _("paid beyond the approved amount"), all_of_school.paid_in(period, scope).paid_beyond_approval(),
        unit=unit,
    )  # fmt: skip
    kinds = Breakdown("kind", _("by kind"), requests, by="kind", unit=unit)
    sources = Breakdown("source", _("by source of funds"), requests, by="budget_source", unit=unit)
    return Statement(
        "finance.purchases",
        Section.PURCHASES,
        sentences=[
            Sentence(
                _(
                    "%(period)s %(requested)s to purchase were received and %(approved)s approved, "
                    "worth %(amount)s (%(kinds)s)."
                ),
                period=period.name, requested=requested, approved=approved, amount=amount, kinds=kinds, when=requested,
            ),
            Sentence(_("%(refused)s were not approved."), refused=refused, when=refused),
            Sentence(_("%(paid)s were paid."), paid=paid, when=paid),
            Sentence(
                _("The number of requests: %(change)s."),
                change=_compared(requested, school, period, scope),
                when=requested,
            ),
        ],
        claims=[_approved_first(all_of_school, period, scope, unit)],
        problems=[
            Problem(
                "over",
                Sentence(_("%(over)s were paid beyond the approved amount."), over=over),
                when=over,
                direction=_("Ask again before paying more than approved."),
            )
        ],
        figures=[_afterwards(all_of_school, period, scope, unit)],
        charts=[BarsOf(sources)],
    )  # fmt: skip


def _compared(requested, school, period, scope):
    earlier = period.previous()
    before = None
    if earlier is not None:
        rows = PurchaseRequest.objects.of_school(school).reported_in(earlier, scope)
        before = Figure("requested.before", _("purchases requested before"), rows, unit=requested.unit)
    return Comparison("requested.change", requested, before, period)


def _approved_first(requests, period, scope, unit):
    """先批后买: printed only while nothing was bought without or before its approval, emergencies apart."""
    bought = requests.bought_in(period, scope)
    return Claim(
        "approved_first",
        _("Every purchase was approved before it was made."),
        bought.bought_unapproved(),
        when=bought.exclude(pk__in=bought.approved_afterwards().values("pk")),
        breach=_("%(count)s were bought without or before approval."),
        direction=_("Keep to approval before purchase; ask for emergencies as such."),
        unit=unit,
        label=_("bought without or before approval"),
    )


def _afterwards(requests, period, scope, unit):
    rows = requests.bought_in(period, scope).approved_afterwards()
    return Figure("afterwards", _("emergencies approved afterwards"), rows, unit=unit)


def purchases_compared(school, period, scope):
    """货比三家, 化整为零, and the papers of suppliers (rules buy.quotes, buy.split.sum; DOMAIN T-07)."""
    all_of_school = PurchaseRequest.objects.of_school(school)
    asked = all_of_school.reported_in(period, scope)
    unit = _("requests")
    needed = asked.to_be_compared()
    compared = Figure("compared", _("purchases compared"), needed.compared(), unit=unit)
    split = Figure("split", _("purchases that look split"), asked.looking_split(), unit=unit)
    expired = Figure(
        "expired", _("papers of suppliers that ran out"), expired_papers(school, period), unit=_("papers"),
    )  # fmt: skip
    return Statement(
        "finance.comparison",
        Section.PURCHASES,
        sentences=[
            Sentence(_("%(compared)s were decided after comparing quotes."), compared=compared, when=compared),
        ],
        claims=[
            Claim(
                "quotes",
                _("Every purchase that needs quotes was compared before it was decided."),
                needed.not_compared(),
                when=needed,
                breach=_("%(count)s were approved without the quotes they need."),
                direction=_("Collect the quotes before the request is decided, and choose one with its reason."),
                unit=unit,
                label=_("approved without enough quotes"),
            ),
            Claim(
                "unsplit",
                _("No purchase was split to stay below a limit."),
                asked.looking_split(),
                when=asked,
                breach=_("%(count)s look like one purchase split into several."),
                direction=_("Plan like needs together and ask for them as one."),
                unit=unit,
                label=_("looks split"),
            ),
        ],
        problems=[
            Problem(
                "expired",
                Sentence(_("%(expired)s of suppliers ran out and were not renewed."), expired=expired),
                when=expired,
                direction=_("Ask suppliers for renewed papers before the old ones run out."),
            )
        ],
        figures=[split],
    )


def expired_papers(school, period):
    """Papers in use that had run out by the end of the period, of suppliers still bought from."""
    papers = SupplierPaper.objects.of_school(school)
    return papers.filter(is_current=True, supplier__is_active=True, valid_until__lt=period.end)


def budget_used(school, period, scope):
    """What the budget year of the period's last day planned and used, by source of funds; what went over a line."""
    year = period.end.year
    requests = PurchaseRequest.objects.of_school(school)
    entries = BudgetEntry.objects.of_school(school).filter(line__year=year, at__date__lte=period.end)
    paid = requests.filter(budget_line__year=year, paid_on__lte=period.end)
    drawn = requests.reported_in(period, scope).filter(budget_line__isnull=False)
    money = {"unit": _("yuan"), "kind": "money"}
    planned = Figure("planned", _("budget planned"), entries, measure="amount", **money)
    used = Figure("used", _("budget used"), paid, measure="paid_amount", **money)
    over = Figure("over_budget", _("purchases over budget"), drawn.over_budget(), unit=_("requests"))
    by_source = Breakdown(
        "used.source", _("budget used by source of funds"), paid, by="budget_source", measure="paid_amount", **money
    )
    lines = Figure("lines", _("budget lines"), BudgetLine.objects.of_school(school).filter(year=year), unit=_("lines"))
    return Statement(
        "finance.budget",
        Section.PURCHASES,
        sentences=[
            Sentence(
                _("The budget of %(year)s plans %(planned)s for purchases; %(used)s are used (%(rate)s)."),
                year=str(year),
                planned=planned,
                used=used,
                rate=Rate("used.rate", _("budget used"), used, planned),
                when=planned,
            ),
            Sentence(_("By source of funds: %(sources)s."), sources=by_source, when=used),
        ],
        claims=[
            Claim(
                "within",
                _("No purchase went over its budget line."),
                drawn.over_budget(),
                when=drawn,
                breach=_("%(count)s went over their budget line, each with a reason."),
                direction=_("Adjust the budget in time, before more is asked than is left."),
                unit=_("requests"),
                label=_("over budget"),
            )
        ],
        figures=[over, lines],
        charts=[BarsOf(by_source)],
    )


def proof_columns():
    return [
        Column(_("What for"), "title", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Department"), "department", path="department__name"),
        Column(_("Requested on"), "requested_on", kind="date"),
        Column(_("Approved on"), "approved_on", kind="date", phone=False),
        Column(_("Bought on"), "bought_on", kind="date", labelled=True),
        Column(_("Amount"), "amount", kind="money"),
        Column(_("Paid"), "paid_amount", kind="money", labelled=True),
        Column(_("Status"), "get_status_display", kind="badge"),
    ]


def budget_columns():
    return [
        Column(_("Economic item"), "item", link=True),
        Column(_("Budget year"), "year", kind="code"),
        Column(_("Source of funds"), "get_source_display"),
    ]


def entry_columns():
    return [
        Column(_("Budget line"), "line.item", path="line__item", link=True),
        Column(_("Kind"), "get_kind_display"),
        Column(_("Amount"), "amount", kind="money"),
        Column(_("Reason"), "reason"),
        Column(_("Entered at"), "at", kind="moment"),
    ]


def paper_columns():
    return [
        Column(_("Supplier"), "supplier.name", path="supplier__name", link=True),
        Column(_("Paper or licence"), "get_kind_display"),
        Column(_("Number"), "number"),
        Column(_("Valid until"), "valid_until", kind="date"),
    ]
