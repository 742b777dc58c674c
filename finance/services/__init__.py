"""Every change to purchases, quotes, suppliers, the budget, and the books."""

from finance.services.acceptance import return_acceptance, sign_acceptance, withdraw_acceptance, write_acceptance
from finance.services.agreements import (
    AGREEMENT,
    change_agreement,
    draft_agreement,
    drop_agreement,
    end_agreement,
    file_agreement,
    submit_agreement,
    take_agreement_outcome,
    withdraw_agreement,
)
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
from finance.services.compensations import open_compensation, receive_compensation, reverse_payment, waive_compensation
from finance.services.contributions import accept_contribution, publish_contribution, take_back_contribution
from finance.services.funds import clear_finding, draw_on_fund, enter_fund, flag_spending
from finance.services.handing import hand_over
from finance.services.lines import checked_lines, total_of
from finance.services.money import MOVED, deposit, move_money, post_entry, reverse_entry
from finance.services.orders import cancel_order, close_order, place_order
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
from finance.services.receipts import receive_instalment, reverse_receipt, settle_in_kind
from finance.services.savings import enter_saving, take_back_saving
from finance.services.scrap import reverse_sale, sell_scrap
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
    "MOVED",
    "add_paper",
    "adjust_line",
    "audit_month",
    "ban_supplier",
    "begin_closing",
    "cancel_order",
    "change_account",
    "change_line",
    "change_request",
    "change_supplier",
    "checked_lines",
    "choose_quote",
    "close_month",
    "close_order",
    "deposit",
    "draft_request",
    "drop_request",
    "enter_supplier",
    "hand_over",
    "lift_ban",
    "make_books",
    "move_money",
    "open_account",
    "open_line",
    "place_order",
    "post_entry",
    "publish_month",
    "reconcile",
    "record_payment",
    "record_purchase",
    "record_quote",
    "request_spending",
    "return_acceptance",
    "reverse_entry",
    "set_books",
    "sign_acceptance",
    "submit_month",
    "submit_request",
    "supplier_named",
    "take_outcome",
    "total_of",
    "withdraw_acceptance",
    "withdraw_quote",
    "withdraw_request",
    "AGREEMENT",
    "change_agreement",
    "draft_agreement",
    "drop_agreement",
    "end_agreement",
    "file_agreement",
    "submit_agreement",
    "take_agreement_outcome",
    "withdraw_agreement",
    "open_compensation",
    "receive_compensation",
    "reverse_payment",
    "waive_compensation",
    "accept_contribution",
    "publish_contribution",
    "take_back_contribution",
    "clear_finding",
    "draw_on_fund",
    "enter_fund",
    "flag_spending",
    "receive_instalment",
    "reverse_receipt",
    "settle_in_kind",
    "enter_saving",
    "take_back_saving",
    "reverse_sale",
    "sell_scrap",
    "write_acceptance",
]
