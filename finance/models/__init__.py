"""What a school asks to buy, from whom, out of which money."""

from finance.models.budget import BudgetEntry, BudgetLine, BudgetSource
from finance.models.lines import LineCut, PurchaseLine
from finance.models.purchase import PurchaseRequest
from finance.models.quotes import Quote, QuotePrice
from finance.models.suppliers import Supplier, SupplierBan, SupplierPaper

__all__ = [
    "BudgetEntry",
    "BudgetLine",
    "BudgetSource",
    "LineCut",
    "PurchaseLine",
    "PurchaseRequest",
    "Quote",
    "QuotePrice",
    "Supplier",
    "SupplierBan",
    "SupplierPaper",
]
