"""The school calendar for looking at: the month, and one day."""

from datetime import date, timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.db import record_id
from logistics.pages.columns import make_row
from logistics.pages.dates import full_day_text
from logistics.pages.lists import TemplatePage
from logistics.pages.parts import Action
from logistics.school.calendar import calendar_of
from logistics.school.models import Campus, DayKind, Meal, SpecialDay, Term
from logistics.school.month import FIRST_YEAR, LAST_YEAR, first_of_month, month_of
from logistics.school.month import WEEKDAYS as HEADS
from logistics.school.selectors import canteens_of
from logistics.school.views.calendar_parts import DAY_COLUMNS, MANAGE, InCalendar, entries_on, tabs

A_DAY = timedelta(days=1)


# --- looking ----------------------------------------------------------------------------------------------------------


class CampusChosen:
    """A page that shows the whole school or one campus of it."""

    def campus_and_choices(self):
        """Return the campus asked for (or None) and all campuses of the school."""
        campuses = list(Campus.objects.of_school(self.school).order_by("pk"))
        wanted = record_id(self.request.GET.get("campus", ""))
        return next((campus for campus in campuses if campus.pk == wanted), None), campuses


class CalendarMonth(CampusChosen, TemplatePage):
    """The days of a month with the weeks of the term; everyone of the school may look."""

    model = SpecialDay
    template_name = "school/calendar_month.html"
    title = gettext_lazy("School calendar")

    def get_context(self):
        first = first_of_month(self.request.GET.get("month", "")) or clock.today().replace(day=1)
        campus, campuses = self.campus_and_choices()
        month = month_of(self.school, first, campus=campus.pk if campus else None)
        return {
            "month": month,
            "heads": HEADS,
            "title": _("%(year)d-%(month)02d") % {"year": first.year, "month": first.month},
            "previous_url": self._url((first - A_DAY).replace(day=1), campus),
            "next_url": self._url((first + timedelta(days=31)).replace(day=1), campus),
            "today_url": self._url(None, campus),
            "campus": campus,
            "campus_tabs": self._campus_tabs(first, campus, campuses),
            "tabs": tabs(self.school, "school:calendar_month"),
            "actions": self._actions(),
            "may_manage": self.request.user.has_perm(MANAGE),
            "has_terms": Term.objects.of_school(self.school).exists(),
        }

    def _url(self, first, campus):
        if first is not None and not FIRST_YEAR <= first.year <= LAST_YEAR:
            return ""
        query = QueryDict(mutable=True)
        if first is not None:
            query["month"] = f"{first:%Y-%m}"
        if campus is not None:
            query["campus"] = campus.pk
        return f"{reverse('school:calendar_month')}?{query.urlencode()}"

    def _campus_tabs(self, first, chosen, campuses):
        if len(campuses) < 2:
            return []
        each = [(campus.name, self._url(first, campus), campus == chosen) for campus in campuses]
        return [(_("whole school"), self._url(first, None), chosen is None), *each]

    def _actions(self):
        if not self.request.user.has_perm(MANAGE):
            return []
        return [
            Action(_("Add a special day"), reverse("school:specialday_create"), icon="plus", tone="primary"),
            Action(_("Set up a new term"), reverse("school:term_set_up"), icon="calendar-plus"),
            Action(_("Enter the holidays of a year"), reverse("school:holidaynotice_enter"), icon="calendar-heart"),
        ]


class CalendarDay(InCalendar, CampusChosen, TemplatePage):
    """One day: what kind of day it is at each campus and canteen, and why."""

    model = SpecialDay
    template_name = "school/calendar_day.html"

    @property
    def day(self):
        try:
            day = date.fromisoformat(self.request.GET.get("on", ""))
        except ValueError:
            return clock.today()
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else clock.today()

    def get_title(self):
        return f"{full_day_text(self.day)} {WEEKDAYS[self.day.weekday()]}"

    def get_breadcrumbs(self):
        return [(_("School calendar"), f"{reverse('school:calendar_month')}?month={self.day:%Y-%m}")]

    def get_context(self):
        day = self.day
        calendar = calendar_of(self.school, day, day)
        _chosen, campuses = self.campus_and_choices()
        special = SpecialDay.objects.of_school(self.school).in_force().touching(day, day)
        rows = [make_row(row, DAY_COLUMNS) for row in special.select_related("campus", "place__campus").order_by("pk")]
        return {
            "day": day,
            "previous_url": self._url(day - A_DAY),
            "next_url": self._url(day + A_DAY),
            "week": calendar.week_of_term(day),
            "term": calendar.term_on(day),
            "unsettled_year": None if calendar.is_settled(day.year) else day.year,
            "heads": [label for label, _kind in self._kinds()],
            "campuses": [(campus.name, self._answers(calendar, campus)) for campus in campuses],
            "meals": [label for _meal, label in Meal.choices],
            "canteens": [(name, self._served(calendar, place)) for place, name in canteens_of(self.school)],
            "columns": DAY_COLUMNS,
            "rows": rows,
            "entries": entries_on(self.school, day, day),
            "actions": self._actions(),
            "may_manage": self.request.user.has_perm(MANAGE),
        }

    def _kinds(self):
        kinds = [(_("day of lessons"), DayKind.SCHOOL), (_("day with boarders"), DayKind.BOARDING)]
        kinds += [(_("day of holiday duty"), DayKind.HOLIDAY_DUTY), (_("day of bad weather"), DayKind.BAD_WEATHER)]
        return kinds if self.school.boards else [kinds[0], *kinds[2:]]

    def _answers(self, calendar, campus):
        """Return [(kind, why not)] for one campus; an empty reason means that the day counts."""
        return [(label, calendar.reason(self.day, kind, campus=campus.pk)) for label, kind in self._kinds()]

    def _served(self, calendar, place):
        return [
            (label, calendar.reason(self.day, DayKind.SERVICE, place=place.pk, meal=meal))
            for meal, label in Meal.choices
        ]

    def _url(self, day):
        return f"{reverse('school:calendar_day')}?on={day}" if FIRST_YEAR <= day.year <= LAST_YEAR else ""

    def _actions(self):
        if not self.request.user.has_perm(MANAGE):
            return []
        url = f"{reverse('school:specialday_create')}?starts_on={self.day}"
        return [Action(_("Add a special day here"), url, icon="plus", tone="primary")]
