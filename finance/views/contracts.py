"""Contracts: the ledger (合同台账), one of them, entering it at its order, and what happens to it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from finance.filters.contracts import ContractFilter
from finance.forms.contracts import BondBackForm, ContractForm, DayForm, EndForm, ScanForm, SupplementForm, VoidForm
from finance.models import Contract, ContractSupplement, PurchaseOrder
from finance.panels.chain import chain_panel
from finance.panels.contracts import alerts_of, supplements_panel
from finance.panels.income import standing_text
from finance.selectors.contracts import paid_for
from finance.services import contracts
from finance.views.filed import Filed
from finance.views.ledgers import Ledger
from finance.views.parts import ASK
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Cell

RECORD = "finance.record_purchase"


def added_to(contract):
    """Return what supplements added, nothing where there are none."""
    return contract.extra or None


class ContractCreate(ActionPage):
    """Enter the contract of an order, on the page of the order."""

    model = PurchaseOrder
    queryset = PurchaseOrder.objects.select_related("request", "supplier", "school")
    permission_required = RECORD
    form_class = ContractForm
    label, url_name, icon = gettext_lazy("Enter the contract"), "finance:contract_create", "file-pen-line"
    done_text = gettext_lazy("The contract is entered.")
    facts = [
        Column(gettext_lazy("What for"), "request"),
        Column(gettext_lazy("Supplier"), "supplier"),
        Column(gettext_lazy("Amount ordered (yuan)"), "amount", kind="money"),
        Column(gettext_lazy("Purchase channel"), "get_channel_display"),
    ]

    @classmethod
    def applies(cls, record, user):
        cancelled = record.status == PurchaseOrder.Status.CANCELLED
        return not cancelled and not record.contracts.standing().exists()

    def perform(self, form):
        return contracts.register_contract(self.object, **form.cleaned_data, by=self.request.user)


class OfContracts:
    model = Contract
    queryset = Contract.objects.select_related("order__request", "order__supplier", "registered_by", "school")
    permission_required = ASK

    def get_breadcrumbs(self):
        return [(_("Contracts"), reverse("finance:contract_list"))]


class ContractList(OfContracts, Ledger, ListPage):
    filterset_class = ContractFilter
    title = gettext_lazy("Ledger of contracts")
    empty_title = gettext_lazy("No contracts yet")
    empty_text = gettext_lazy("A contract is entered on the page of its purchase order.")
    columns = [
        Column(gettext_lazy("What it is about"), "title", link=True),
        Column(gettext_lazy("Contract number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Supplier"), "order.supplier.name", path="order__supplier__name"),
        Column(gettext_lazy("Signed on"), "signed_on", kind="date", labelled=True),
        Column(gettext_lazy("Until"), "ends_on", kind="date", labelled=True),
        Column(pgettext_lazy("contract", "Published on"), "published_on", kind="date", phone=False),
        Column(gettext_lazy("Filed on"), "filed_on", kind="date", phone=False),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Supplements"), added_to, kind="money", phone=False, path="extra"),
        Column(gettext_lazy("Status"), standing_text, kind="badge", path="status"),
    ]

    def get_breadcrumbs(self):
        return []


class ContractMove(OfContracts, ActionPage):
    permission_required = RECORD
    facts = [
        Column(gettext_lazy("Supplier"), "order.supplier"),
        Column(gettext_lazy("Signed on"), "signed_on", kind="date"),
        Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
    ]

    def get_breadcrumbs(self):
        return [*super().get_breadcrumbs(), (str(self.object), self.object.get_absolute_url())]


class ContractPublish(ContractMove):
    form_class = DayForm
    label, url_name, move = pgettext_lazy("contract", "Published"), "finance:contract_publish", "publish"
    icon, tone = "megaphone", "primary"
    facts = [*ContractMove.facts, Column(gettext_lazy("To be published by"), "publish_by", kind="date")]
    done_text = gettext_lazy("Entered as published.")

    @classmethod
    def applies(cls, record, user):
        return record.publish_by is not None and record.published_on is None

    def perform(self, form):
        return contracts.publish_contract(self.object, **form.cleaned_data, by=self.request.user)


class ContractFiling(ContractMove):
    form_class = DayForm
    label, url_name, move = pgettext_lazy("contract", "Filed"), "finance:contract_file", "enter_filing"
    icon, tone = "archive", "primary"
    facts = [*ContractMove.facts, Column(gettext_lazy("To be filed by"), "file_by", kind="date")]
    done_text = gettext_lazy("Entered as filed.")

    @classmethod
    def applies(cls, record, user):
        return record.file_by is not None and record.filed_on is None

    def perform(self, form):
        return contracts.file_contract(self.object, **form.cleaned_data, by=self.request.user)


class ContractSupplementAdd(ContractMove):
    form_class = SupplementForm
    label, url_name, move = gettext_lazy("Supplementary contract"), "finance:contract_supplement", "supplement"
    icon = "file-stack"
    facts = [
        *ContractMove.facts,
        Column(gettext_lazy("Added so far (yuan)"), "extra", kind="money"),
        Column(gettext_lazy("May be added altogether (yuan)"), "most_extra", kind="money"),
    ]
    done_text = gettext_lazy("The supplementary contract is entered.")

    def perform(self, form):
        return contracts.supplement_contract(self.object, **form.cleaned_data, by=self.request.user)


class SupplementWithdraw(ActionPage):
    """Take back one supplement that was entered wrongly."""

    model = ContractSupplement
    queryset = ContractSupplement.objects.select_related("contract__school", "withdrawal")
    permission_required = RECORD
    form_class = VoidForm
    label, url_name = gettext_lazy("Take the supplement back"), "finance:supplement_withdraw"
    icon, danger = "undo-2", True
    question = gettext_lazy("It stays readable, struck through, and no longer counts.")
    done_text = gettext_lazy("The supplement is taken back.")
    facts = [
        Column(gettext_lazy("Contract"), "contract"),
        Column(gettext_lazy("Signed on"), "signed_on", kind="date"),
        Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.stands and Contract.FLOW.allows("withdraw_supplement", record.contract.status)

    def get_breadcrumbs(self):
        contract = self.object.contract
        return [(_("Contracts"), reverse("finance:contract_list")), (str(contract), contract.get_absolute_url())]

    def perform(self, form):
        return contracts.withdraw_supplement(self.object, **form.cleaned_data, by=self.request.user)


class ContractBondBack(ContractMove):
    form_class = BondBackForm
    label, url_name, move = gettext_lazy("Bond returned"), "finance:contract_bond", "return_bond"
    icon = "hand-coins"
    facts = [*ContractMove.facts, Column(gettext_lazy("Performance bond (yuan)"), "bond", kind="money")]
    done_text = gettext_lazy("The return of the bond is entered.")

    @classmethod
    def applies(cls, record, user):
        return record.bond_is_out

    def perform(self, form):
        return contracts.return_bond(self.object, **form.cleaned_data, by=self.request.user)


class ContractScan(ContractMove):
    form_class = ScanForm
    label, url_name, move = gettext_lazy("Add a file"), "finance:contract_scan", "add_file"
    icon = "file-plus"
    done_text = gettext_lazy("The file is kept.")

    def perform(self, form):
        return contracts.add_contract_file(self.object, **form.cleaned_data, by=self.request.user)


class ContractEnd(ContractMove):
    form_class = EndForm
    label, url_name, move = gettext_lazy("End early"), "finance:contract_end", "end"
    icon, danger = "circle-stop", True
    done_text = gettext_lazy("The contract is ended.")

    def perform(self, form):
        return contracts.end_contract(self.object, **form.cleaned_data, by=self.request.user)


class ContractVoid(ContractMove):
    form_class = VoidForm
    label, url_name, move = gettext_lazy("Declare void"), "finance:contract_void", "void"
    icon, danger = "ban", True
    question = gettext_lazy(
        "For a contract that was entered wrongly. It stays readable; enter the right one at its order."
    )
    done_text = gettext_lazy("The contract is void.")

    def perform(self, form):
        return contracts.void_contract(self.object, **form.cleaned_data, by=self.request.user)


class ContractDetail(OfContracts, Filed, DetailPage):
    template_name = "finance/contract_detail.html"
    actions = [
        ContractPublish, ContractFiling, ContractSupplementAdd, ContractBondBack, ContractScan, ContractEnd, ContractVoid,
    ]  # fmt: skip
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Purchase order"), "order"),
                Column(gettext_lazy("Supplier"), "order.supplier"),
                Column(gettext_lazy("Purchase channel"), "order.get_channel_display"),
                Column(gettext_lazy("Written down by"), "registered_by"),
                Column(gettext_lazy("Signed on"), "signed_on", kind="date"),
                Column(gettext_lazy("To be signed by"), "sign_by", kind="date"),
                Column(gettext_lazy("From the day"), "starts_on", kind="date"),
                Column(gettext_lazy("Until"), "ends_on", kind="date"),
                Column(gettext_lazy("To be published by"), "publish_by", kind="date"),
                Column(pgettext_lazy("contract", "Published on"), "published_on", kind="date"),
                Column(gettext_lazy("To be filed by"), "file_by", kind="date"),
                Column(gettext_lazy("Filed on"), "filed_on", kind="date"),
                Column(gettext_lazy("Ended on"), "ended_on", kind="date"),
                Column(gettext_lazy("Why it ended"), "end_reason", wide=True),
                Column(gettext_lazy("Note"), "note", wide=True),
            ],
        ),
        (
            gettext_lazy("Money"),
            [
                Column(gettext_lazy("Contract amount (yuan)"), "amount", kind="money"),
                Column(gettext_lazy("Added by supplements (yuan)"), added_to, kind="money"),
                Column(
                    gettext_lazy("Together (yuan)"),
                    lambda contract: contract.total if contract.extra else None,
                    kind="money",
                ),
                Column(gettext_lazy("Performance bond (yuan)"), lambda contract: contract.bond or None, kind="money"),
                Column(gettext_lazy("Bond returned (yuan)"), "bond_back", kind="money"),
                Column(gettext_lazy("Bond returned on"), "bond_back_on", kind="date"),
                Column(gettext_lazy("Paid (yuan)"), paid_for, kind="money"),
            ],
        ),
    ]

    def get_title(self):
        return self.object.title

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)

    def get_panels(self):
        contract = self.object
        may_withdraw = self.request.user.has_perm(RECORD) and Contract.FLOW.allows(
            "withdraw_supplement", contract.status
        )
        supplements = supplements_panel(contract, may_withdraw=may_withdraw)
        chain = chain_panel(contract.order.request, self.request.user)
        return [*([supplements] if supplements else []), chain, *super().get_panels()]

    def get_context(self):
        return {**super().get_context(), "alerts": alerts_of(self.object, paid_for(self.object))}
