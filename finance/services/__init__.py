"""Every change to purchases, quotes, suppliers, the budget, and the books."""

from finance.services.acceptance import return_acceptance, sign_acceptance, withdraw_acceptance, write_acceptance
from finance.services.advances import (
    ask_advance,
    change_advance,
    pay_out_advance,
    return_cash,
    take_advance_outcome,
    undo_paying_out,
    undo_return,
)
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
from finance.services.avoided import use_what_is_there
from finance.services.batches import enter_centre_paid, enter_centre_rejected, send_batch
from finance.services.books import change_account, make_books, open_account, set_books
from finance.services.budget import adjust_line, change_line, open_line
from finance.services.buying import record_payment, record_purchase
from finance.services.claims import change_claim, draft_claim, drop_claim, make_claim, submit_claim, take_back_claim
from finance.services.closing import (
    audit_month,
    begin_closing,
    close_month,
    publish_month,
    reconcile,
    report_month,
    submit_month,
)
from finance.services.compensations import open_compensation, receive_compensation, reverse_payment, waive_compensation
from finance.services.contributions import accept_contribution, publish_contribution, take_back_contribution
from finance.services.funds import clear_finding, draw_on_fund, enter_fund, flag_spending
from finance.services.handing import hand_over, take_goods_back
from finance.services.invoices import change_invoice, enter_invoice, read_uploads
from finance.services.lines import checked_lines, total_of
from finance.services.meters import change_meter, enter_meter, retire_meter, set_tariff
from finance.services.money import MOVED, deposit, move_money, post_entry, reverse_entry
from finance.services.orders import cancel_order, close_order, place_order
from finance.services.payments import pay_claim, undo_payment
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
from finance.services.readings import (
    read_meter,
    receive_reading,
    receive_readings,
    reverse_meter_payment,
    reverse_reading,
)
from finance.services.receipts import receive_instalment, reverse_receipt, settle_in_kind
from finance.services.savings import enter_saving, take_back_saving
from finance.services.scrap import reverse_sale, sell_scrap
from finance.services.signing import sign_claim, take_claim_outcome
from finance.services.suppliers import (
    add_paper,
    ban_supplier,
    change_supplier,
    enter_supplier,
    lift_ban,
    supplier_named,
)

__all__ = [
    "AGREEMENT",
    "KIND",
    "MOVED",
    "accept_contribution",
    "add_paper",
    "adjust_line",
    "ask_advance",
    "audit_month",
    "ban_supplier",
    "begin_closing",
    "cancel_order",
    "change_account",
    "change_advance",
    "change_agreement",
    "change_claim",
    "change_invoice",
    "change_line",
    "change_meter",
    "change_request",
    "change_supplier",
    "checked_lines",
    "choose_quote",
    "clear_finding",
    "close_month",
    "close_order",
    "deposit",
    "draft_agreement",
    "draft_claim",
    "draft_request",
    "draw_on_fund",
    "drop_agreement",
    "drop_claim",
    "drop_request",
    "end_agreement",
    "enter_centre_paid",
    "enter_centre_rejected",
    "enter_fund",
    "enter_invoice",
    "enter_meter",
    "enter_saving",
    "enter_supplier",
    "file_agreement",
    "flag_spending",
    "hand_over",
    "lift_ban",
    "make_books",
    "make_claim",
    "move_money",
    "open_account",
    "open_compensation",
    "open_line",
    "pay_claim",
    "pay_out_advance",
    "place_order",
    "post_entry",
    "publish_contribution",
    "publish_month",
    "read_meter",
    "read_uploads",
    "receive_compensation",
    "receive_instalment",
    "receive_reading",
    "receive_readings",
    "reconcile",
    "report_month",
    "record_payment",
    "record_purchase",
    "record_quote",
    "request_spending",
    "retire_meter",
    "return_acceptance",
    "return_cash",
    "reverse_entry",
    "reverse_meter_payment",
    "reverse_payment",
    "reverse_reading",
    "reverse_receipt",
    "reverse_sale",
    "sell_scrap",
    "send_batch",
    "set_books",
    "set_tariff",
    "settle_in_kind",
    "sign_acceptance",
    "sign_claim",
    "submit_agreement",
    "submit_claim",
    "submit_month",
    "submit_request",
    "supplier_named",
    "take_advance_outcome",
    "take_agreement_outcome",
    "take_back_claim",
    "take_back_contribution",
    "take_back_saving",
    "take_claim_outcome",
    "take_goods_back",
    "take_outcome",
    "total_of",
    "undo_payment",
    "undo_paying_out",
    "undo_return",
    "use_what_is_there",
    "waive_compensation",
    "withdraw_acceptance",
    "withdraw_agreement",
    "withdraw_quote",
    "withdraw_request",
    "write_acceptance",
]
