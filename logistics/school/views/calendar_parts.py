"""What the pages of the calendar share."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import hooks
from logistics.pages.columns import Column

MANAGE = "school.manage_calendar"


def tabs(school, active):
    """Return the tabs over the pages of the calendar."""
    pages = [
        (_("Month"), "school:calendar_month"),
        (_("Special days"), "school:specialday_list"),
        (_("Meal times"), "school:servicerule_list"),
    ]
    if school.boards:
        pages.append((_("Boarders"), "school:boardingrule_list"))
    return [(label, reverse(url_name), url_name == active) for label, url_name in pages]


def entries_on(school, start, end):
    """Return [(label, count)] of what was entered for these days and stays when they change."""
    return [(str(label), count) for label, count in hooks.day_entries.results(school, start, end) if count]


class InCalendar:
    """A page under the month."""

    def get_breadcrumbs(self):
        return [(_("School calendar"), reverse("school:calendar_month"))]


DAY_COLUMNS = [
    Column(gettext_lazy("Kind of day"), "get_kind_display", link=True),
    Column(gettext_lazy("Reason"), "reason"),
    Column(gettext_lazy("Days"), "days_text"),
    Column(gettext_lazy("Where"), "where_text"),
]
