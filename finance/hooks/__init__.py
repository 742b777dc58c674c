"""What money contributes to shared pages, approvals, jobs and the summary: each module registers its own."""

from finance.hooks import avoided, books, claims, contracts, fees, goods, income, meters, purchases, support  # noqa: F401
