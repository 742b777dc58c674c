"""Questions about duties that more than one caller asks."""

from logistics.duties.selectors.duties import (
    next_windows,
    nobody_for,
    spots_of,
    start_url,
    subject_choices,
    subjects,
    with_lack,
)
from logistics.duties.selectors.expected import my_late, my_open
from logistics.duties.selectors.people import keepers_of, told_on_to
from logistics.duties.selectors.presets import offers_for, roles_with_holders
from logistics.duties.selectors.rosters import gaps_of
from logistics.duties.selectors.wording import how_often, sentence_of, who_text

__all__ = [
    "gaps_of", "how_often", "keepers_of", "my_late", "my_open", "next_windows", "nobody_for", "offers_for", "roles_with_holders", "sentence_of", "spots_of", "start_url",
    "subject_choices", "subjects", "told_on_to", "who_text", "with_lack",
]  # fmt: skip
