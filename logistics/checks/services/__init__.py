"""Every change of checklists, rounds and findings, by its verb."""

from logistics.checks.services.answers import correct_answer
from logistics.checks.services.findings import fix_on_the_spot, follow_up
from logistics.checks.services.rounds import (
    countersign_round,
    drop_round,
    finish_round,
    scan_point,
    sign_point,
    skip_point,
    start_round,
)

__all__ = [
    "correct_answer", "countersign_round", "drop_round", "finish_round", "fix_on_the_spot", "follow_up", "scan_point",
    "sign_point", "skip_point", "start_round",
]  # fmt: skip
