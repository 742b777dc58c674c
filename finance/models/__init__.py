"""What a school asks to buy, from whom, out of which money; and where its money lies and goes."""

from finance.models.acceptance import Acceptance, AcceptanceLine, AcceptanceSeat
from finance.models.agreements import Agreement
from finance.models.books import Account, Books
from finance.models.budget import BudgetEntry, BudgetLine, BudgetSource
from finance.models.closing import MonthClosing, Reconciliation
from finance.models.compensations import Compensation, CompensationPayment
from finance.models.contributions import Contribution
from finance.models.funds import EarmarkedFund, FundFinding
from finance.models.handing import HandOver
from finance.models.instalments import Instalment, Receipt
from finance.models.lines import LineCut, PurchaseLine
from finance.models.money import Deposited, MoneyEntry, Transfer
from finance.models.orders import OrderLine, PurchaseOrder
from finance.models.purchase import PurchaseRequest
from finance.models.quotes import Quote, QuotePrice
from finance.models.savings import Saving
from finance.models.scrap import ScrapSale
from finance.models.suppliers import Supplier, SupplierBan, SupplierPaper

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
    "HandOver",
    "LineCut",
    "MoneyEntry",
    "MonthClosing",
    "OrderLine",
    "PurchaseLine",
    "PurchaseOrder",
    "PurchaseRequest",
    "Quote",
    "QuotePrice",
    "Reconciliation",
    "Supplier",
    "SupplierBan",
    "SupplierPaper",
    "Transfer",
    "Agreement",
    "Instalment",
    "Receipt",
    "Compensation",
    "CompensationPayment",
    "Contribution",
    "EarmarkedFund",
    "FundFinding",
    "Saving",
    "ScrapSale",
]
