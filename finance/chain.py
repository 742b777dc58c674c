"""来龙去脉 on pages: the papers of a purchase, each leading to the others."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.selectors import chain_of
from logistics.pages.columns import Column, make_row
from logistics.pages.parts import Panel

COLUMNS = [
    Column(gettext_lazy("Kind of paper"), "label", link=True),
    Column(gettext_lazy("Number"), "number", kind="code"),
    Column(gettext_lazy("Day"), "day", kind="date"),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Status"), "status", kind="badge"),
]


def chain_panel(request, user):
    """Return the panel of every paper of a purchase."""
    rows = [make_row(part, COLUMNS, url=part.url) for part in chain_of(request, user)]
    return Panel(_("From request to payment"), COLUMNS, rows, trail=True)
