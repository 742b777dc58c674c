"""What fees say in the summary (DOMAIN F-03 to F-08; rules T-12 to T-17)."""

from django.utils.translation import gettext as _

from finance.models import FeeCollection, FeeItem, FeeRow, FeeSettlement, FeeShare, LetterRun, StrayCharge
from finance.selectors.fees import banned_words
from logistics import clock
from logistics.pages.columns import Column
from logistics.reports.statements import Breakdown, Claim, Figure, Section, Sentence, Statement

MONEY = {"kind": "money"}


def fees_collected(school, period, scope):
    """只收取了…: what was collected for which fee, and that it was published first, agreed to and within its standard."""
    rows = FeeRow.objects.of_school(school).collected_in(period, scope)
    unit = _("payments")
    amount = Figure("collected", _("fees collected"), rows, measure="amount", unit=_("yuan"), **MONEY)
    by_fee = Breakdown(
        "fee", _("fees collected by item"), rows, by="item__name", measure="amount", unit=_("yuan"), **MONEY
    )
    banned = banned_words(school, period.end)
    published = FeeItem.objects.of_school(school).filter(period.days("published_on"))
    items = Figure("published", _("fees published"), published, unit=_("fees"))
    return Statement(
        "finance.fees",
        Section.FINANCE,
        sentences=[Sentence(_("%(items)s were published."), items=items, when=items)],
        claims=[
            Claim(
                "only",
                Sentence(
                    _("%(period)s the school collected only %(fees)s, together %(amount)s, as published."),
                    period=period.name, fees=by_fee, amount=amount,
                ),
                rows.strays(banned),
                when=rows,
                breach=_("%(count)s were collected outside what is published, approved and agreed to."),
                direction=_("Collect only what is published, at its standard, from those who agreed."),
                unit=unit,
                label=_("payments outside the publication"),
            ),
            Claim(
                "published_first",
                _("Every fee was published before it was collected."),
                rows.filter(FeeRow.objects.before_publication()),
                when=rows,
                breach=_("%(count)s were collected before the fee was published."),
                direction=_("Publish first, then collect."),
                unit=unit,
                label=_("collected before publication"),
            ),
            _paid_in(school, period, scope),
        ],
        figures=[amount],
    )  # fmt: skip


def _paid_in(school, period, scope):
    """所收费用及时解交 (T-14): cash is paid in within the days of income.deposit.days."""
    cash = FeeCollection.objects.of_school(school).collected_in(period, scope).standing()
    cash = cash.filter(deposit_by__isnull=False)
    return Claim(
        "deposited",
        _("All fees collected in cash were paid in on time."),
        cash.deposited_late(min(period.end, clock.today())),
        when=cash,
        breach=_("%(count)s in cash were paid in late or not yet."),
        direction=_("Pay cash in within the days of the rule."),
        unit=_("collections"),
        label=_("paid in late"),
    )


def fees_settled(school, period, scope):
    """期末按时结算代收费，做好了清退 (F-07), 多退少补 (T-15), 告家长书 (F-08)."""
    settlements = FeeSettlement.objects.of_school(school).settled_in(period, scope)
    settled = Figure("settled", _("fees settled"), settlements, unit=_("fees"))
    shares = FeeShare.objects.of_school(school).filter(
        period.days("payout__on"), scope.rows("school_class__campus"), payout__isnull=False
    )
    refunded = Figure("refunded", _("refunded to pupils"), shares, measure="refund", unit=_("yuan"), **MONEY)
    pupils = Figure("refunded.pupils", _("pupils who got a refund"), shares, unit=_("pupils"))
    runs = LetterRun.objects.of_school(school).made_in(period, scope)
    letters = Figure("letters", _("letters to parents"), runs, measure="count", unit=_("letters"))
    over = FeeItem.objects.of_school(school).published().filter(
        term__ends_on__gte=period.start, term__ends_on__lte=min(period.end, clock.today())
    )  # fmt: skip
    return Statement(
        "finance.fees_settled",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("%(settled)s were settled; %(refunded)s were refunded to %(pupils)s."),
                settled=settled, refunded=refunded, pupils=pupils, when=refunded,
            ),
            Sentence(_("%(letters)s told parents what was collected and spent."), letters=letters, when=letters),
        ],
        claims=[
            Claim(
                "settled_in_time",
                _("All fees of the term were settled and the surplus refunded."),
                over.unsettled(),
                when=over,
                breach=_("%(count)s are not settled or not wholly refunded although the term is over."),
                direction=_("Settle every fee at the end of the term and refund the surplus at once."),
                unit=_("fees"),
                label=_("not settled or not refunded"),
            )
        ],
        figures=[settled],
    )  # fmt: skip


def no_stray_charges(school, period, scope):
    """四无 (F-05, T-17): no stray charge, levy, added item or raised standard, found by ourselves or reported."""
    found = StrayCharge.objects.of_school(school).found_in(period, scope).true()
    rows = FeeRow.objects.of_school(school).collected_in(period, scope)
    amount = Figure("strays.amount", _("stray charges"), found, measure="amount", unit=_("yuan"), **MONEY)
    repaid = Figure(
        "strays.repaid", _("stray charges paid back"), found.filter(status="repaid"), measure="amount", unit=_("yuan"),
        **MONEY,
    )  # fmt: skip
    return Statement(
        "finance.strays",
        Section.FINANCE,
        claims=[
            Claim(
                "four_noes",
                _("There were no stray charges, no levies, no items added and no standards raised without leave."),
                found,
                when=rows,
                breach=Sentence(
                    _("%(count)s were found outside what may be charged, %(amount)s; %(repaid)s were paid back."),
                    amount=amount, repaid=repaid,
                ),
                direction=_("Charge nothing that is not published, and look into every class once a term."),
                unit=_("charges"),
                label=_("stray charges"),
            )
        ],
        figures=[amount, repaid],
    )  # fmt: skip


# --- the rows behind the figures --------------------------------------------------------------------------------------


def row_columns():
    return [
        Column(_("Fee"), "item.name", path="item__name", link=True),
        Column(_("Class"), "collection.school_class.name", path="collection__school_class__name"),
        Column(_("Collected on"), "collection.on", path="collection__on", kind="date"),
        Column(_("To pay"), "due", kind="money"),
        Column(_("Amount"), "amount", kind="money"),
    ]


def collection_columns():
    return [
        Column(_("Fee"), "item.name", path="item__name", link=True),
        Column(_("Class"), "school_class.name", path="school_class__name"),
        Column(_("Collected on"), "on", kind="date"),
        Column(_("To be paid in by"), "deposit_by", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
    ]


def item_columns():
    return [
        Column(_("Fee"), "name", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Published on"), "published_on", kind="date"),
        Column(_("Fee standard"), "standard", kind="money"),
        Column(_("Status"), "get_status_display", kind="badge"),
    ]


def settlement_columns():
    return [
        Column(_("Fee"), "item.name", path="item__name", link=True),
        Column(_("Settled on"), "on", kind="date"),
        Column(_("Collected"), "collected", kind="money"),
        Column(_("Spent"), "spent", kind="money"),
        Column(_("Refund"), "refund", kind="money"),
    ]


def share_columns():
    """Without names: whoever reads the summary need not know the pupils."""
    return [
        Column(_("Fee"), "settlement.item.name", path="settlement__item__name", link=True),
        Column(_("Class"), "school_class.name", path="school_class__name"),
        Column(_("Collected"), "collected", kind="money"),
        Column(_("Spent"), "spent", kind="money"),
        Column(_("Refund"), "refund", kind="money"),
    ]


def letter_columns():
    return [
        Column(
            _("Class"),
            lambda run: run.school_class.name if run.school_class else _("whole school"),
            link=True,
            brings=["school_class"],
        ),
        Column(_("Asked for on"), "asked_on", kind="date"),
        Column(_("Letters"), "count", kind="number"),
    ]


def stray_columns():
    return [
        Column(_("What was charged"), "what", link=True),
        Column(_("Kind"), "get_kind_display"),
        Column(_("Found on"), "found_on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
        Column(_("Paid back on"), "refunded_on", kind="date"),
        Column(_("Status"), "get_status_display", kind="badge"),
    ]


PROOFS = {
    "finance.FeeRow": row_columns,
    "finance.FeeCollection": collection_columns,
    "finance.FeeItem": item_columns,
    "finance.FeeSettlement": settlement_columns,
    "finance.FeeShare": share_columns,
    "finance.LetterRun": letter_columns,
    "finance.StrayCharge": stray_columns,
}
