"""What claims say in the summary (DOMAIN F-01, F-02, F-15, F-17, F-19, F-30; rules T-05, T-09…T-11)."""

from django.utils.translation import gettext as _

from finance.models import Advance, Claim, Invoice, Payment
from logistics.approvals.models import Case
from logistics.pages.columns import Column
from logistics.reports.statements import Breakdown, Figure, Problem, Section, Sentence, Statement
from logistics.reports.statements import Claim as Guarded


def claims_signed(school, period, scope):
    """全部经三人签字, 一支笔, what was refused, and the order of dates."""
    claims = Claim.objects.of_school(school)
    reported, approved = claims.reported_in(period, scope), claims.approved_in(period, scope)
    unit, money = _("claims"), {"unit": _("yuan"), "kind": "money"}
    count = Figure("claims", _("claims"), reported, unit=unit)
    granted = Figure("granted", _("claims approved"), approved, unit=unit)
    amount = Figure("granted.amount", _("amount approved for payment"), approved, measure="amount", **money)
    refused = Figure("refused", _("claims refused"), reported.filter(status="refused"), unit=unit)
    refused_amount = Figure(
        "refused.amount", _("amount refused"), reported.filter(status="refused"), measure="amount", **money
    )
    return Statement(
        "finance.claims",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("%(count)s were handed in and %(granted)s approved for payment, %(amount)s."),
                count=count, granted=granted, amount=amount, when=count,
            ),
            Sentence(
                _("%(refused)s (%(amount)s) were refused because goods, papers or purpose did not fit."),
                refused=refused, amount=refused_amount, when=refused,
            ),
        ],
        claims=[
            Guarded(
                "three_signatures",
                _("Every claim was signed by handler, acceptor and reviewer, three different people."),
                approved.lacking_signatures(),
                when=approved,
                breach=_("%(count)s were approved without the three signatures."),
                direction=_("Collect the three signatures before a claim goes on."),
                unit=unit,
                label=_("lacking a signature"),
            ),
            Guarded(
                "one_pen",
                _("Every payment was approved by the one pen."),
                _without_one_pen(approved),
                when=approved,
                breach=_("%(count)s were paid without the one pen's approval."),
                direction=_("Pay nothing before the last approval."),
                unit=unit,
                label=_("without the last approval"),
            ),
            Guarded(
                "date_order",
                _("Request, approval, purchase and claim followed each other in every case."),
                reported.of_purchases().out_of_date_order(),
                when=reported.of_purchases(),
                breach=_("%(count)s were out of date order, each explained."),
                direction=_("Ask first, buy after the approval, and have invoices written on the day of purchase."),
                unit=unit,
                label=_("out of date order"),
            ),
        ],
    )  # fmt: skip


def _without_one_pen(approved):
    decided = Case.objects.filter(
        content_type__app_label="finance", content_type__model="claim", status=Case.Status.APPROVED
    )
    return approved.exclude(pk__in=decided.values("object_id"))


def money_paid(school, period, scope):
    """What was paid in which way; cash; vouchers and e-invoices; advances that stay out too long."""
    payments = Payment.objects.of_school(school).made_in(period, scope)
    money = {"unit": _("yuan"), "kind": "money"}
    paid = Figure("paid", _("amount paid on claims"), payments, measure="amount", **money)
    ways = Breakdown("ways", _("by payment way"), payments, by="way", measure="amount", **money)
    cash = Figure("cash", _("paid in cash"), payments.in_cash(), measure="amount", **money)
    papers = Invoice.objects.of_school(school).filter(
        items__counts=True, items__claim__in=Claim.objects.of_school(school).reported_in(period, scope)
    )
    vouchers = Figure("vouchers", _("invoices claimed"), papers, unit=_("sheets"))
    electronic = Figure("electronic", _("e-invoices"), papers.filter(kind="electronic"), unit=_("sheets"))
    drawn = Advance.objects.of_school(school).paid_out_in(period)
    advances = Figure("advances", _("advances drawn"), drawn, unit=_("advances"))
    overdue = Figure(
        "overdue", _("advances settled late or outstanding"), Advance.objects.of_school(school).late_by(period.end),
        unit=_("advances"),
    )  # fmt: skip
    return Statement(
        "finance.payments",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("%(paid)s were paid on claims (%(ways)s), of it %(cash)s in cash."),
                paid=paid, ways=ways, cash=cash, when=paid,
            ),
            Sentence(
                _("%(vouchers)s of invoices were claimed, each number once; %(electronic)s were e-invoices."),
                vouchers=vouchers, electronic=electronic, when=vouchers,
            ),
            Sentence(_("%(advances)s were drawn."), advances=advances, when=advances),
        ],
        problems=[
            Problem(
                "overdue",
                Sentence(_("%(overdue)s were not settled in time."), overdue=overdue),
                when=overdue,
                direction=_("Remind in time, and grant no further advance before the last one is settled."),
            )
        ],
        claims=[cards_before_payment(payments)],
        figures=[Figure("cash.explained", _("claims in cash above the limit"), _much_cash(school, period, scope), unit=_("claims"))],
    )  # fmt: skip


def cards_before_payment(payments):
    """先登记资产卡片再付款 (rule accept.form): what was paid with a reason before its card."""
    return Guarded(
        "cards_first",
        _("Everything that belongs in the asset register had its card before it was paid."),
        payments.without_cards(),
        when=payments.filter(claim__purchase__orders__acceptances__lines__hand_overs__isnull=False).distinct(),
        breach=_("%(count)s were made before the asset card was there, each explained."),
        direction=_("Enter the cards when goods are handed over, and pay afterwards."),
        unit=_("payments"),
        label=_("paid before the card"),
    )


def _much_cash(school, period, scope):
    return Claim.objects.of_school(school).reported_in(period, scope).exclude(cash_reason="").filter(way="cash")


def claim_columns():
    return [
        Column(_("What for"), "title", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Payee"), "payee"),
        Column(_("Claimed on"), "submitted_on", kind="date"),
        Column(_("Approved on"), "approved_on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
        Column(_("Status"), "get_status_display", kind="badge"),
    ]


def payment_columns():
    return [
        Column(_("What for"), "claim.title", path="claim__title", link=True),
        Column(_("Paid on"), "on", kind="date"),
        Column(_("Payment way"), "get_way_display"),
        Column(_("Voucher number"), "voucher", kind="code"),
        Column(_("Reason"), lambda payment: payment.reason or payment.card_reason, path="reason"),
        Column(_("Amount"), "amount", kind="money"),
    ]


def invoice_columns():
    return [
        Column(_("Invoice number"), "number", kind="code", link=True),
        Column(_("Kind"), "get_kind_display"),
        Column(_("Seller"), "seller"),
        Column(_("Issued on"), "issued_on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
    ]


def advance_columns():
    return [
        Column(_("What for"), "purpose", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Drawn by"), "person", path="person__name"),
        Column(_("To be settled by"), "due_on", kind="date"),
        Column(_("Settled on"), "settled_on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
    ]
