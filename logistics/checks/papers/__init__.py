"""What checks put on paper: a round as the official form, the empty form, the month's sheet."""

from logistics.checks.papers.empty import empty_pdf
from logistics.checks.papers.months import month_pdf
from logistics.checks.papers.rounds import round_pdf

__all__ = ["empty_pdf", "month_pdf", "round_pdf"]
