"""What agreements and scrap say in the term summary (DOMAIN F-12, F-21 to F-24; rules T-23, T-25)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from finance.models import Agreement, Instalment, MoneyEntry, Receipt, ScrapSale
from logistics.pages.columns import Column
from logistics.reports.statements import Breakdown, Claim, Figure, Problem, Section, Sentence, Statement

MONEY = {"kind": "money"}


def agreements_kept(school, period, scope):
    """Leases with rent and duties; what was due, received, settled in kind and outstanding."""
    binding = Agreement.objects.of_school(school).binding_in(period, scope)
    leases = binding.filter(kind=Agreement.Kind.LEASE)
    instalments = Instalment.objects.of_school(school)
    receipts = Receipt.objects.of_school(school).received_in(period, scope)
    in_time = {"unit": _("yuan"), **MONEY}
    late = instalments.filter(scope.rows("agreement__place__campus")).overdue(period.end)
    leased = Figure("leases", _("leases in force"), leases, unit=_("agreements"))
    rent = Figure("rent", _("yearly rent"), leases, measure="yearly_price", **in_time)
    due = Figure("due", _("due in the period"), instalments.due_in(period, scope), measure="amount", **in_time)
    money = receipts.filter(kind=Receipt.Kind.MONEY)
    received = Figure("received", _("received as money"), money, measure="amount", **in_time)
    kind_rows = receipts.in_kind()
    in_kind = Figure("in_kind", _("settled in kind"), kind_rows, measure="amount", **in_time)
    meals = Figure(
        "meals", _("meals in place of rent"), kind_rows.filter(meals__gt=0), measure="meals", unit=_("meals")
    )
    outstanding = Figure("outstanding", _("outstanding at the end"), late, measure="outstanding", **in_time)
    return Statement(
        "finance.agreements",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("%(leases)s of rooms were in force, each with yearly rent and duties, %(rent)s a year together."),
                leases=leased, rent=rent, when=leased,
            ),
            Sentence(
                _("%(due)s fell due under agreements and %(received)s were received."), due=due, received=received,
                when=due,
            ),
            Sentence(
                _("%(in_kind)s were settled in kind, by %(meals)s among others."), in_kind=in_kind, meals=meals,
                when=meals,
            ),
        ],
        claims=[_on_time(late, instalments.due_in(period, scope)), _two_lines(kind_rows, receipts)],
        problems=[
            Problem(
                "outstanding",
                Sentence(_("%(outstanding)s due under agreements were outstanding."), outstanding=outstanding),
                when=outstanding,
                direction=_("Ask in writing for what is overdue and write down what was agreed."),
            )
        ],
    )  # fmt: skip


def _on_time(late, due):
    return Claim(
        "on_time",
        _("What was due under agreements was received on time."),
        late,
        when=due,
        breach=_("%(count)s under agreements are overdue."),
        direction=_("Remind the other parties before the day and ask at once afterwards."),
        unit=_("instalments"),
        label=_("overdue instalments"),
    )


def _two_lines(in_kind, receipts):
    """收支两条线: income is received as money and expenses are paid as money; nothing is set off."""
    return Claim(
        "two_lines",
        _("Income under agreements was received as money and never set off against expenses."),
        in_kind,
        when=receipts,
        breach=_("%(count)s in kind, such as meals in place of rent, against keeping income and expenses apart."),
        direction=_("Receive rent as money and pay for meals as an expense."),
        unit=_("settlements"),
        label=_("settled in kind"),
    )


def scrap_sold(school, period, scope):
    """Scrap by agreement and exit register; what came in before and now (F-22, F-23)."""
    sales = ScrapSale.objects.of_school(school).sold_in(period, scope)
    agreements = Agreement.objects.of_school(school).binding_in(period, scope).exclude(kind=Agreement.Kind.LEASE)
    compared = agreements.filter(before_yearly__isnull=False)
    money = {"unit": _("yuan"), **MONEY}
    sold = Figure("sold", _("sales of scrap"), sales.filter(corrects=None, corrected_by=None), unit=_("sales"))
    weight = Figure("weight", _("weight of scrap"), sales, measure="kilograms", unit=_("kg"))
    worth = Figure("worth", _("sales of scrap in yuan"), sales, measure="amount", **money)
    before = Figure("before", _("income a year before"), compared, measure="before_yearly", **money)
    now = Figure("now", _("income from scraps and waste"), entries_of(compared, period), measure="amount", **money)
    kinds = Breakdown("kinds", _("scrap by kind"), sales, by="what", measure="amount", **money)
    return Statement(
        "finance.scrap",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("Scrap was sold %(sold)s, %(weight)s for %(worth)s (%(kinds)s), each entered in the exit register."),
                sold=sold, weight=weight, worth=worth, kinds=kinds, when=sold,
            ),
            Sentence(
                _("Who takes scraps pays by agreement: %(before)s a year before, %(now)s in this period."),
                before=before, now=now, when=now,
            ),
        ],
    )  # fmt: skip


def entries_of(agreements, period):
    """Return the entries in the books for receipts and sales under these agreements, red ones among them."""
    receipts = Receipt.objects.filter(instalment__agreement__in=agreements.values("pk"))
    sales = ScrapSale.objects.filter(agreement__in=agreements.values("pk"))
    return MoneyEntry.objects.in_period(period).filter(
        Q(pk__in=receipts.values("entry")) | Q(pk__in=sales.values("entry"))
    )


def agreement_columns():
    return [
        Column(_("What it is about"), "subject", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Kind"), "get_kind_display"),
        Column(_("Other party"), "party"),
        Column(_("From the day"), "starts_on", kind="date"),
        Column(_("Until"), "ends_on", kind="date"),
        Column(_("Price a year"), "yearly_price", kind="money"),
        Column(_("Status"), "get_status_display"),
    ]


def instalment_columns():
    return [
        Column(_("Other party"), "agreement.party", path="agreement__party", link=True),
        Column(_("What it is about"), "agreement.subject", path="agreement__subject"),
        Column(_("Payable on"), "due_on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
    ]


def receipt_columns():
    return [
        Column(_("Other party"), "instalment.agreement.party", path="instalment__agreement__party", link=True),
        Column(_("On"), "on", kind="date"),
        Column(_("Kind"), "get_kind_display"),
        Column(_("Amount"), "amount", kind="money"),
        Column(_("Number of meals"), "meals", kind="number"),
        Column(_("What was given"), "text"),
        Column(_("Vouched for by"), "confirmed_by"),
    ]


def sale_columns():
    return [
        Column(_("Kind of scrap"), "get_what_display", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Sold on"), "on", kind="date"),
        Column(_("Weight (kg)"), "kilograms", kind="number"),
        Column(_("Amount"), "amount", kind="money"),
        Column(_("Gate"), "gate"),
        Column(_("Carried out by"), "carried_by"),
    ]
