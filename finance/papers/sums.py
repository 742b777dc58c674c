"""Sums of money as papers write them."""

from django.utils.translation import gettext as _

from logistics.pages.columns import as_text
from logistics.paper.amounts import in_words


def sum_text(amount):
    """Return 9,600.00 元（大写：玖仟陆佰元整）."""
    return _("%(amount)s yuan (in words: %(words)s)") % {"amount": as_text(amount, "money"), "words": in_words(amount)}
