"""量入为出, 有计划有审批有手续, 货比三家省了多少, 四坚持 (DOMAIN M-05, M-10, F-20, F-36, F-40, F-41; rules T-01, T-21)."""

from django.db.models import Avg, DecimalField, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.models import Account, Agreement, Claim, ClaimItem, MoneyEntry, MonthClosing, PurchaseRequest, Quote
from finance.statements.claims import claims_signed
from logistics import clock
from logistics.pages.columns import Column
from logistics.reports.statements import (
    Breakdown,
    Figure,
    PerHead,
    Problem,
    Rate,
    Section,
    Sentence,
    Statement,
    TableOf,
)
from logistics.reports.statements import Claim as Proven
from logistics.rules.selectors import in_force
from logistics.school.models import Pupil

YUAN = DecimalField(max_digits=16, decimal_places=2)


def purchases_economical(school, period, scope):
    """Large purchases all approved, with the amount of each (F-39); what comparing quotes saved against their mean."""
    limit = in_force("buy.bands", school=school, on=period.end)[0]
    requests = PurchaseRequest.objects.of_school(school)
    large = requests.bought_in(period, scope).filter(amount__gte=limit)
    saved = saved_by_comparing(school, period, scope)
    count = Figure("large", _("large purchases"), large, unit=_("requests"))
    money = {"unit": _("yuan"), "kind": "money"}
    saving = Figure("saved", _("saved by comparing quotes"), saved, measure="saving", **money)
    each = Breakdown("each", _("large purchases one by one"), large, by="title", measure="amount", **money)
    return Statement(
        "finance.economy",
        Section.PURCHASES,
        sentences=[
            Sentence(
                _("Against the mean of the quotes comparing them saved %(saving)s."), saving=saving, when=saving
            )
        ],
        claims=[
            Proven(
                "large",
                Sentence(
                    _("All purchases of %(limit)s yuan and more, %(count_all)s, were approved before they were made."),
                    limit=str(limit), count_all=count,
                ),
                large.bought_unapproved(),
                when=large,
                breach=_("%(count)s of large purchases were made without or before approval."),
                direction=_("Ask first, also where it is urgent, and buy after the approval."),
                unit=_("requests"),
                label=_("large purchases without approval"),
            )
        ],
        tables=[TableOf(each.label, [_("What for"), _("Amount")], each)],
    )  # fmt: skip


def saved_by_comparing(school, period, scope):
    """Return the chosen quotes of purchases of the period that cost less than the mean, with ``saving`` in yuan."""
    bought = PurchaseRequest.objects.of_school(school).bought_in(period, scope)
    others = Quote.objects.filter(request=OuterRef("request"), withdrawn_at=None).order_by().values("request")
    chosen = Quote.objects.filter(request__in=bought.values("pk"), chosen_at__isnull=False)
    mean = Subquery(others.annotate(mean=Avg("total")).values("mean"), output_field=YUAN)
    return chosen.annotate(saving=mean - F("total")).filter(saving__gt=0)


def means_kept(school, period, scope):
    """量入为出、收支平衡: no account below nothing; each paid purchase planned, approved and with its papers."""
    accounts = Account.objects.of_school(school)
    last_day = min(period.end, clock.today())
    balance = Coalesce(Sum("entries__change", filter=Q(entries__on__lte=last_day)), 0, output_field=YUAN)
    paid = PurchaseRequest.objects.of_school(school).paid_in(period, scope)
    complete, incomplete = paid.filter(with_papers()), paid.exclude(with_papers())
    unit = _("purchases")
    bought = Figure("paid", _("purchases paid"), paid, unit=unit)
    whole = Figure("complete", _("planned, approved and with papers"), complete, unit=unit)
    loose = Figure("incomplete", _("without a budget line, an approval or papers"), incomplete, unit=unit)
    return Statement(
        "finance.means",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("Of %(paid)s paid, %(whole)s had a budget line, an approval and their papers (%(rate)s)."),
                paid=bought, whole=whole, rate=Rate("complete.rate", _("complete items"), whole, bought), when=bought,
            )
        ],
        claims=[
            Proven(
                "means",
                _("The school lived within its means: no account was overdrawn."),
                accounts.annotate(balance=balance).filter(balance__lt=0),
                when=accounts,
                breach=_("%(count)s stand below nothing."),
                direction=_("Spend no more than has come in; plan the large things after the money is there."),
                unit=pgettext("measure word", "accounts"),
                label=_("overdrawn accounts"),
            )
        ],
        problems=[
            Problem(
                "incomplete",
                Sentence(_("%(loose)s paid lack a budget line, an approval or papers."), loose=loose),
                when=loose,
                direction=_("Put every item into the budget, have it approved, and keep its invoice."),
            )
        ],
    )  # fmt: skip


def spent_per_pupil(school, period, scope):
    """提高资金的使用效率: what the school spent in the period for each pupil it had at its end (DOMAIN F-40)."""
    if scope.campus:
        return Statement("finance.per_pupil", Section.FINANCE)  # accounts are of the whole school
    spent = MoneyEntry.objects.of_school(school).in_period(period).filter(kind="expense")
    pupils = Pupil.objects.of_school(school).here_on(min(period.end, clock.today()))
    expense = Figure("expense", _("expense"), spent, measure="amount", unit=_("yuan"), kind="money")
    count = Figure("pupils", _("pupils at the end"), pupils, unit=pgettext("measure word", "pupils"))
    each = PerHead("each", _("expense a pupil"), expense, count)
    return Statement(
        "finance.per_pupil",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("With %(pupils)s at school the expense came to %(each)s a pupil."),
                pupils=count, each=each, when=each,
            )
        ],
    )  # fmt: skip


def with_papers():
    """The condition of a purchase that was planned, approved and claimed with an invoice."""
    items = ClaimItem.objects.filter(claim__purchase=OuterRef("pk"), claim__status=Claim.Status.PAID)
    return Q(Exists(items), budget_line__isnull=False, approved_on__isnull=False)


def four_persists(school, period, scope):
    """四坚持: one pen, publication, papers of every payment, agreements with every tenant; each with its proof."""
    one_pen = next(claim for claim in claims_signed(school, period, scope).claims if claim.key == "one_pen")
    months = MonthClosing.objects.of_school(school).in_period(period).closed()
    paid = Claim.objects.of_school(school).filter(period.days("paid_on"), status=Claim.Status.PAID)
    leases = Agreement.objects.of_school(school).binding_in(period, scope).filter(kind=Agreement.Kind.LEASE)
    return Statement(
        "finance.four_persists",
        Section.FINANCE,
        heading=_("Four persists"),
        claims=[
            _renamed(one_pen),
            Proven(
                "published",
                _("Persisting in democratic finance: every closed month was published."),
                months.filter(published_on=None),
                when=months,
                breach=_("%(count)s are closed and not published."),
                direction=_("Publish each month as soon as it is audited."),
                unit=_("months"),
                label=_("not published"),
            ),
            Proven(
                "vouchers",
                _("Persisting in proper vouchers: every payment has its invoices, item by item, and the sums agree."),
                paid.filter(~Exists(ClaimItem.objects.filter(claim=OuterRef("pk")))),
                when=paid,
                breach=_("%(count)s were paid without an invoice."),
                direction=_("Take no claim without its invoices."),
                unit=_("claims"),
                label=_("without an invoice"),
            ),
            Proven(
                "leases",
                _("Persisting in agreements: every tenant signed one with yearly rent and duties."),
                leases.filter(Q(yearly_price=None) | Q(duties="")),
                when=leases,
                breach=_("%(count)s do not state rent or duties."),
                direction=_("Write yearly rent and duties into every agreement."),
                unit=_("agreements"),
                label=_("without rent or duties"),
            ),
        ],
    )


def _renamed(claim):
    """The one pen in the words of the four, with the same counter-examples."""
    claim.sentence = Sentence(_("Persisting in the one pen: every payment was approved by the same one."))
    claim.direction = _("Let the holder of the one pen name a stand-in, so that nothing is paid past the pen.")
    return claim


# --- the rows behind the figures --------------------------------------------------------------------------------------


def quote_columns():
    return [
        Column(_("Request"), "request.title", path="request__title", link=True),
        Column(_("Supplier"), "supplier.name", path="supplier__name"),
        Column(_("Amount quoted"), "total", kind="money"),
    ]


def account_columns():
    return [
        Column(_("Name"), "name", link=True),
        Column(_("Kind"), "get_kind_display"),
    ]


def pupil_columns():
    return [
        Column(_("Name of the pupil"), "name", link=True),
        Column(_("Student number"), "number", kind="code"),
        Column(_("Class"), "school_class.name", path="school_class__name"),
        Column(_("Here since"), "joined_on", kind="date"),
    ]


PROOFS = {"finance.Quote": quote_columns, "finance.Account": account_columns, "school.Pupil": pupil_columns}
