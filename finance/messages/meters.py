"""What people are told about meters to be read and charges to be paid."""

from django.utils.translation import gettext as _

from finance.panels.income import money_text
from logistics.pages.dates import full_day_text, month_text


def meters_to_read(count, today):
    facts = {"count": count, "month": month_text(today)}
    return _("%(count)d meters are to be read for %(month)s.") % facts


def reading_due(reading):
    """Return the sentence on what is outstanding of a reading (``with_payments``)."""
    facts = {
        "payer": reading.payer,
        "amount": money_text(reading.outstanding),
        "reading": reading,
        "day": full_day_text(reading.due_on),
    }
    return _("%(payer)s owes %(amount)s for “%(reading)s”, due on %(day)s.") % facts


def own_reading_due(reading):
    """The same to who is to pay it."""
    facts = {"amount": money_text(reading.outstanding), "reading": reading, "day": full_day_text(reading.due_on)}
    return _("“%(reading)s”: %(amount)s are to be paid, by %(day)s.") % facts
