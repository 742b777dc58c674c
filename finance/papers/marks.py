"""What stands behind the text of a paper that is not in force."""

from django.utils.translation import gettext as _

ENDED = ["refused", "withdrawn"]


def mark_of(record, in_force, awaited=None):
    """Return "" once the record is in force, how it ended where it never will be, and else what it waits for (未审批)."""
    if in_force:
        return ""
    return record.get_status_display() if record.status in ENDED else awaited or _("Not approved")
