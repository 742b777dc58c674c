"""Every change to purchases, quotes, suppliers, the budget, and the books."""

from finance.services.books import change_account, make_books, open_account, set_books
from finance.services.budget import adjust_line, change_line, open_line
from finance.services.buying import record_payment, record_purchase
from finance.services.closing import (
    audit_month,
    begin_closing,
    close_month,
    publish_month,
    reconcile,
    submit_month,
)
from finance.services.lines import checked_lines, total_of
from finance.services.money import deposit, move_money, post_entry, reverse_entry
from finance.services.purchases import (
    KIND,
    change_request,
    draft_request,
    drop_request,
    request_spending,
    submit_request,
    take_outcome,
    withdraw_request,
)
from finance.services.quotes import choose_quote, record_quote, withdraw_quote
from finance.services.suppliers import (
    add_paper,
    ban_supplier,
    change_supplier,
    enter_supplier,
    lift_ban,
    supplier_named,
)

__all__ = [
    "KIND",
    "add_paper",
    "adjust_line",
    "audit_month",
    "ban_supplier",
    "begin_closing",
    "change_account",
    "change_line",
    "change_request",
    "change_supplier",
    "checked_lines",
    "choose_quote",
    "close_month",
    "deposit",
    "draft_request",
    "drop_request",
    "enter_supplier",
    "lift_ban",
    "make_books",
    "move_money",
    "open_account",
    "open_line",
    "post_entry",
    "publish_month",
    "reconcile",
    "record_payment",
    "record_purchase",
    "record_quote",
    "request_spending",
    "reverse_entry",
    "set_books",
    "submit_month",
    "submit_request",
    "supplier_named",
    "take_outcome",
    "total_of",
    "withdraw_quote",
    "withdraw_request",
]
