"""What a school asks to buy, from whom, out of which money; and where its money lies and goes."""

from finance.models.acceptance import Acceptance, AcceptanceLine, AcceptanceSeat
from finance.models.books import Account, Books
from finance.models.budget import BudgetEntry, BudgetLine, BudgetSource
from finance.models.closing import MonthClosing, Reconciliation
from finance.models.fee_money import FeeCollection, FeeRow, FeeSpending
from finance.models.fee_settlement import FeePayout, FeeSettlement, FeeShare
from finance.models.fees import FeeClass, FeeConsent, FeeItem
from finance.models.handing import HandOver
from finance.models.letters import LetterRun
from finance.models.lines import LineCut, PurchaseLine
from finance.models.money import Deposited, MoneyEntry, Transfer
from finance.models.orders import OrderLine, PurchaseOrder
from finance.models.public import PublicPage
from finance.models.purchase import PurchaseRequest
from finance.models.quotes import Quote, QuotePrice
from finance.models.strays import StrayCharge
from finance.models.suppliers import Supplier, SupplierBan, SupplierPaper

from finance.models.claims import Claim, ClaimItem  # isort: skip
from finance.models.invoices import Invoice  # isort: skip
from finance.models.signatures import ClaimSignature  # isort: skip
from finance.models.payments import Payment  # isort: skip
from finance.models.advances import Advance, AdvanceBack  # isort: skip
from finance.models.batches import BatchItem, ClaimBatch  # isort: skip

__all__ = [
    "Acceptance",
    "AcceptanceLine",
    "AcceptanceSeat",
    "Account",
    "Books",
    "BudgetEntry",
    "BudgetLine",
    "BudgetSource",
    "Deposited",
    "FeeClass",
    "FeeCollection",
    "FeeConsent",
    "FeeItem",
    "FeePayout",
    "FeeRow",
    "FeeSettlement",
    "FeeShare",
    "FeeSpending",
    "HandOver",
    "LetterRun",
    "LineCut",
    "MoneyEntry",
    "MonthClosing",
    "OrderLine",
    "PublicPage",
    "PurchaseLine",
    "PurchaseOrder",
    "PurchaseRequest",
    "Quote",
    "QuotePrice",
    "Reconciliation",
    "StrayCharge",
    "Supplier",
    "SupplierBan",
    "SupplierPaper",
    "Transfer",
    "Advance",
    "AdvanceBack",
    "BatchItem",
    "Claim",
    "ClaimBatch",
    "ClaimItem",
    "ClaimSignature",
    "Invoice",
    "Payment",
]
