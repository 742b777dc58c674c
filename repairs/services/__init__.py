"""Every change of a repair, by its verb."""

from repairs.services.ends import advise_scrapping, merge_repair, reject_repair, withdraw_repair
from repairs.services.importing import import_jobs
from repairs.services.reporting import book_job, book_jobs, join_repair, report_repair
from repairs.services.setup import add_shipped_trades, remove_rule, save_rule, save_settings, save_trade
from repairs.services.work import (
    accept_by_default,
    accept_repair,
    accept_silent_ones,
    add_to_repair,
    assign_repair,
    comment_on_repair,
    complete_repair,
    confirm_repair,
    hear_of_request,
    hold_repair,
    reopen_repair,
    resume_repair,
    sort_repair,
    start_repair,
    take_repair,
    urge_repair,
)

__all__ = [
    "accept_by_default", "accept_repair", "accept_silent_ones", "add_shipped_trades", "add_to_repair",
    "advise_scrapping", "assign_repair", "book_job", "book_jobs", "comment_on_repair", "complete_repair",
    "confirm_repair", "hear_of_request", "hold_repair", "import_jobs", "join_repair", "merge_repair", "reject_repair",
    "remove_rule", "reopen_repair", "report_repair", "resume_repair", "save_rule", "save_settings", "save_trade",
    "sort_repair", "start_repair", "take_repair", "urge_repair", "withdraw_repair",
]  # fmt: skip
