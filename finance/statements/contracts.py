"""What contracts say in the term summary (RULES: contract.sign, contract.publish, contract.file, contract.extra)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.models import Contract, ContractSupplement, PurchaseOrder
from finance.panels.income import standing_text
from logistics import clock
from logistics.pages.columns import Column
from logistics.reports.statements import Claim, Figure, Problem, Section, Sentence, Statement


def contracts_signed(school, period, scope):
    """Contracts and supplements signed in the period, government procurement published and filed in time."""
    contracts = Contract.objects.of_school(school).signed_in(period, scope)
    added = ContractSupplement.objects.of_school(school).signed_in(period, scope)
    unit, money = pgettext("contract", "contracts"), {"unit": _("yuan"), "kind": "money"}
    signed = Figure("signed", _("contracts signed"), contracts, unit=unit)
    amount = Figure("amount", _("amount of the contracts"), contracts, measure="amount", **money)
    governmental = Figure("governmental", _("contracts of government procurement"), contracts.governmental(), unit=unit)
    supplements = Figure("supplements", _("supplementary contracts signed"), added, unit=unit)
    extra = Figure("extra", _("amount of the supplements"), added, measure="amount", **money)
    late = Figure("late", _("contracts signed late"), contracts.signed_late(), unit=unit)
    orders = PurchaseOrder.objects.of_school(school).placed_in(period, scope).without_contract()
    missing = Figure("missing", _("government procurement without a contract entered"), orders, unit=_("orders"))
    return Statement(
        "finance.contracts",
        Section.PURCHASES,
        sentences=[
            Sentence(
                _("%(signed)s were signed over %(amount)s, %(governmental)s of them of government procurement."),
                signed=signed, amount=amount, governmental=governmental, when=signed,
            ),
            Sentence(
                _("%(supplements)s were signed over %(extra)s, within the share allowed."), supplements=supplements,
                extra=extra, when=supplements,
            ),
        ],
        claims=[_in_time(contracts, period)],
        problems=[
            Problem(
                "late",
                Sentence(_("%(late)s of government procurement were signed later than the rule allows."), late=late),
                when=late,
                direction=_("Prepare the contract as soon as the winner is known."),
            ),
            Problem(
                "missing",
                Sentence(_("%(missing)s of government procurement have no contract entered."), missing=missing),
                when=missing,
                direction=_("Enter the contract with its scan at the order."),
            ),
        ],
    )  # fmt: skip


def _in_time(contracts, period):
    """政府采购合同均按时公告、备案."""
    return Claim(
        "in_time",
        _("Every contract of government procurement was published and filed in time."),
        contracts.not_in_time(min(period.end, clock.today())),
        when=contracts.governmental(),
        breach=_("%(count)s of government procurement were published or filed late, or are not yet."),
        direction=_("Publish and file contracts in the days after signing and enter the day at once."),
        unit=pgettext("contract", "contracts"),
        label=_("contracts published or filed late"),
    )


def contract_columns():
    return [
        Column(_("What it is about"), "title", link=True),
        Column(_("Contract number"), "number", kind="code"),
        Column(_("Supplier"), "order.supplier.name", path="order__supplier__name"),
        Column(_("Signed on"), "signed_on", kind="date"),
        Column(_("To be published by"), "publish_by", kind="date"),
        Column(pgettext("contract", "Published on"), "published_on", kind="date"),
        Column(_("To be filed by"), "file_by", kind="date"),
        Column(_("Filed on"), "filed_on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
        Column(_("Status"), standing_text, kind="badge", path="status"),
    ]


def supplement_columns():
    return [
        Column(_("What is added and why"), "reason", link=True),
        Column(_("Contract number"), "contract.number", path="contract__number"),
        Column(_("Signed on"), "signed_on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
    ]
