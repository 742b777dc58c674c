"""What a school asks to buy, from whom, out of which money; and where its money lies and goes."""

from finance.models.acceptance import Acceptance, AcceptanceLine, AcceptanceSeat
from finance.models.advances import Advance, AdvanceBack
from finance.models.agreements import Agreement
from finance.models.audits import Audit, AuditFinding
from finance.models.avoided import AvoidedPurchase
from finance.models.batches import BatchItem, ClaimBatch
from finance.models.books import Account, Books
from finance.models.budget import BudgetEntry, BudgetLine, BudgetSource
from finance.models.claim_items import ClaimItem
from finance.models.claims import Claim
from finance.models.closing import MonthClosing, Reconciliation
from finance.models.compensations import Compensation, CompensationPayment
from finance.models.contracts import Contract
from finance.models.contributions import Contribution
from finance.models.fee_days import FeeDay, FeeDaySlot
from finance.models.fee_money import FeeCollection, FeeRow, FeeSpending
from finance.models.fee_settlement import FeePayout, FeeSettlement, FeeShare
from finance.models.fees import FeeClass, FeeConsent, FeeItem
from finance.models.funds import EarmarkedFund, FundFinding
from finance.models.grants import GrantApplication
from finance.models.handing import HandOver
from finance.models.instalments import Instalment, Receipt
from finance.models.invoices import Invoice
from finance.models.letters import LetterRun
from finance.models.lines import LineCut, PurchaseLine
from finance.models.meters import Meter, MeterKind, MeterTariff
from finance.models.money import DepositBack, Deposited, MoneyEntry, Transfer
from finance.models.month_reports import MonthReport
from finance.models.orders import OrderLine, PurchaseOrder
from finance.models.payments import Payment
from finance.models.public import PublicPage
from finance.models.purchase import PurchaseRequest
from finance.models.quotes import Quote, QuotePrice
from finance.models.readings import MeterPayment, MeterReading
from finance.models.savings import Saving
from finance.models.scrap import ScrapSale
from finance.models.signatures import ClaimSignature
from finance.models.strays import StrayCharge
from finance.models.subsidies import Subsidy, SubsidyShare
from finance.models.subsidy_money import SubsidyPayment, SubsidyRow
from finance.models.supplements import ContractSupplement, SupplementWithdrawal
from finance.models.suppliers import Supplier, SupplierBan, SupplierPaper
from finance.models.wages import WageMonth

__all__ = [
    "Acceptance",
    "AcceptanceLine",
    "AcceptanceSeat",
    "Account",
    "Advance",
    "AdvanceBack",
    "Agreement",
    "Audit",
    "AuditFinding",
    "AvoidedPurchase",
    "BatchItem",
    "Books",
    "BudgetEntry",
    "BudgetLine",
    "BudgetSource",
    "Claim",
    "ClaimBatch",
    "ClaimItem",
    "ClaimSignature",
    "Compensation",
    "CompensationPayment",
    "Contract",
    "ContractSupplement",
    "Contribution",
    "DepositBack",
    "Deposited",
    "EarmarkedFund",
    "FeeClass",
    "FeeCollection",
    "FeeConsent",
    "FeeDay",
    "FeeDaySlot",
    "FeeItem",
    "FeePayout",
    "FeeRow",
    "FeeSettlement",
    "FeeShare",
    "FeeSpending",
    "FundFinding",
    "GrantApplication",
    "HandOver",
    "Instalment",
    "Invoice",
    "LetterRun",
    "LineCut",
    "Meter",
    "MeterKind",
    "MeterPayment",
    "MeterReading",
    "MeterTariff",
    "MoneyEntry",
    "MonthClosing",
    "MonthReport",
    "OrderLine",
    "Payment",
    "PublicPage",
    "PurchaseLine",
    "PurchaseOrder",
    "PurchaseRequest",
    "Quote",
    "QuotePrice",
    "Receipt",
    "Reconciliation",
    "Saving",
    "ScrapSale",
    "StrayCharge",
    "Subsidy",
    "SubsidyPayment",
    "SubsidyRow",
    "SubsidyShare",
    "SupplementWithdrawal",
    "Supplier",
    "SupplierBan",
    "SupplierPaper",
    "Transfer",
    "WageMonth",
]
