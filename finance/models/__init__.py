"""What a school asks to buy, from whom, out of which money."""

from finance.models.acceptance import Acceptance, AcceptanceLine, AcceptanceSeat, HandOver
from finance.models.budget import BudgetEntry, BudgetLine, BudgetSource
from finance.models.lines import LineCut, PurchaseLine
from finance.models.orders import OrderLine, PurchaseOrder
from finance.models.purchase import PurchaseRequest
from finance.models.quotes import Quote, QuotePrice
from finance.models.suppliers import Supplier, SupplierBan, SupplierPaper

__all__ = [
    "Acceptance",
    "AcceptanceLine",
    "AcceptanceSeat",
    "BudgetEntry",
    "BudgetLine",
    "BudgetSource",
    "HandOver",
    "LineCut",
    "OrderLine",
    "PurchaseLine",
    "PurchaseOrder",
    "PurchaseRequest",
    "Quote",
    "QuotePrice",
    "Supplier",
    "SupplierBan",
    "SupplierPaper",
]
