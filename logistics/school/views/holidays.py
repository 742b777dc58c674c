"""The holidays of a year, as the State Council announces them."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.db import record_id
from logistics.pages.changes import FormPage
from logistics.school import chinese_days, services
from logistics.school.calendar import calendar_of
from logistics.school.forms.calendar import HolidaysForm
from logistics.school.models import HolidayNotice, SpecialDay
from logistics.school.views.calendar_parts import MANAGE, InCalendar, entries_on


class HolidayNoticeEnter(InCalendar, FormPage):
    """The State Council's notice for a year, on one page. Entered again, it replaces what it said before."""

    model = HolidayNotice
    form_class = HolidaysForm
    template_name = "school/holidays_form.html"
    permission_required = MANAGE
    label, url_name = gettext_lazy("Enter the holidays of a year"), "school:holidaynotice_enter"

    @property
    def years(self):
        return range(clock.today().year - 1, clock.today().year + 3)

    @property
    def year(self):
        wanted = record_id(self.request.POST.get("year", "") or self.request.GET.get("year", ""))
        if wanted in self.years:
            return wanted
        calendar = calendar_of(self.school, clock.today(), clock.today())
        return next((year for year in self.years[1:] if not calendar.is_settled(year)), clock.today().year)

    def get_title(self):
        return _("Holidays of %(year)d") % {"year": self.year}

    def get_subtitle(self):
        return _("As the State Council announces them, usually in November of the year before.")

    def get_form_facts(self):
        return {**super().get_form_facts(), "year": self.year, "years": self.years}

    def get_initial(self):
        year = self.year
        notice = HolidayNotice.objects.of_year(self.school, year).first()
        days = list(notice.days.in_force().order_by("starts_on")) if notice else []
        return self._entered(days) if days else self._shipped(year)

    def _entered(self, days):
        closed = {day.reason: day for day in days if day.kind == SpecialDay.Kind.CLOSED}
        initial = {}
        for number, name in enumerate(chinese_days.HOLIDAYS):
            if day := closed.get(chinese_days.stored_name(name)):
                initial |= {f"holiday{number}_from": day.starts_on, f"holiday{number}_to": day.ends_on}
        made_up = [day for day in days if day.kind == SpecialDay.Kind.MAKE_UP]
        for number, day in enumerate(made_up):
            initial |= {f"make_up{number}_on": day.starts_on, f"make_up{number}_weekday": day.follows_weekday}
        return initial

    def _shipped(self, year):
        """Begin with what is known: the days by law, and the moved ones when they are published."""
        initial, seen = {}, set()
        for name, first, last in chinese_days.holidays_of(year):
            number = chinese_days.HOLIDAYS.index(name)
            if (first, last) not in seen:
                initial |= {f"holiday{number}_from": first, f"holiday{number}_to": last}
            seen.add((first, last))
        for number, (day, weekday) in enumerate(chinese_days.make_up_days_of(year)):
            initial |= {f"make_up{number}_on": day, f"make_up{number}_weekday": weekday}
        return initial

    def perform(self, form):
        return services.enter_holidays(self.school, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return f"{reverse('school:calendar_month')}?month={result.year}-01"

    def get_context(self, form):
        year = self.year
        return {
            **super().get_context(form),
            "submit_label": _("Save the holidays"),
            "years": [(str(each), f"?year={each}", each == year) for each in self.years],
            "is_published": chinese_days.is_published(year),
            "is_entered": HolidayNotice.objects.of_year(self.school, year).exists(),
            "entries": entries_on(self.school, date(year, 1, 1), date(year, 12, 31)),
        }
