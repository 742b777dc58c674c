"""What purchases say in the term summary (DOMAIN M-01, M-02, M-04; rules T-05, T-06)."""

from django.utils.translation import gettext as _

from finance.models import PurchaseRequest
from logistics.pages.columns import Column
from logistics.reports.statements import (
    BarsOf,
    Breakdown,
    Claim,
    Comparison,
    Figure,
    Problem,
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


def proof_columns():
    return [
        Column(_("What for"), "title", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Department"), "department", path="department__name"),
        Column(_("Requested on"), "requested_on", kind="date"),
        Column(_("Approved on"), "approved_on", kind="date"),
        Column(_("Bought on"), "bought_on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
        Column(_("Paid"), "paid_amount", kind="money"),
        Column(_("Status"), "get_status_display", kind="badge"),
    ]
