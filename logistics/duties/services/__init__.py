"""Every change of duties, of what they make due, and of rosters."""

from logistics.duties.services.duties import change_duty, create_duty, end_duty, resume_duty
from logistics.duties.services.expected import explain, lift
from logistics.duties.services.matching import fulfil, withdraw
from logistics.duties.services.notes import correct_note, write_note
from logistics.duties.services.presets import take_over
from logistics.duties.services.reminding import morning_reminders
from logistics.duties.services.rosters import (
    accept_swap,
    change_roster,
    change_turn,
    create_roster,
    decline_swap,
    enter_turns,
    propose_swap,
    remove_turn,
    replace_turns,
    stand_in,
    switch_roster,
    withdraw_swap,
)
from logistics.duties.services.sweeping import count_again, refresh_school, sweep
from logistics.duties.services.ticking import tick

__all__ = [
    "accept_swap", "change_duty", "change_roster", "change_turn", "correct_note", "count_again", "create_duty",
    "create_roster", "decline_swap", "end_duty", "enter_turns", "explain", "fulfil", "lift", "morning_reminders",
    "propose_swap", "refresh_school", "remove_turn", "replace_turns", "resume_duty", "stand_in", "sweep",
    "switch_roster", "take_over", "tick", "withdraw", "withdraw_swap", "write_note",
]  # fmt: skip
