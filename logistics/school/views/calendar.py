"""The school calendar: the month, one day, special days, the holidays of a year, meal times, boarders."""

from datetime import date, timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from logistics import clock, hooks
from logistics.db import record_id
from logistics.pages.changes import ActionPage, CreatePage, FormPage
from logistics.pages.columns import Column, make_row
from logistics.pages.dates import full_day_text
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, TemplatePage
from logistics.pages.parts import Action
from logistics.school import chinese_days, services
from logistics.school.calendar import calendar_of
from logistics.school.filters import SpecialDayFilter
from logistics.school.forms.calendar import (
    BoardingForm,
    EndRuleForm,
    HolidaysForm,
    MealTimesForm,
    SpecialDayForm,
    WithdrawForm,
)
from logistics.school.models import (
    BoardingRule,
    Campus,
    DayKind,
    HolidayNotice,
    Meal,
    ServiceRule,
    SpecialDay,
    Term,
)
from logistics.school.month import FIRST_YEAR, LAST_YEAR, first_of_month, month_of
from logistics.school.month import WEEKDAYS as HEADS
from logistics.school.selectors import canteens_of

MANAGE = "school.manage_calendar"
A_DAY = timedelta(days=1)


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


# --- special days -----------------------------------------------------------------------------------------------------


class EntriesStay:
    """A form that, before it changes days, says once what was entered for them."""

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST)
        if form.is_valid() and not self._has_seen(form):
            return self.show(form)
        return super().post(request, *args, **kwargs)

    def days_of(self, form):
        """Return the first and the last day that sending this form would change."""
        return form.cleaned_data["starts_on"], form.cleaned_data["ends_on"]

    def _has_seen(self, form):
        start, end = self.days_of(form)
        entries = entries_on(self.school, start, end)
        if not entries or form.seen_entries_of == f"{start}:{end}":
            return True
        self.entries = entries
        form.data = form.data.copy()
        form.data["seen_entries"] = f"{start}:{end}"
        return False

    def get_context(self, form):
        return {**super().get_context(form), "entries": getattr(self, "entries", [])}


class SpecialDayCreate(EntriesStay, InCalendar, CreatePage):
    """A special day; its kind is chosen on top and decides which fields there are."""

    model = SpecialDay
    form_class = SpecialDayForm
    template_name = "school/specialday_form.html"
    permission_required = MANAGE
    label, url_name = gettext_lazy("Add a special day"), "school:specialday_create"

    def perform(self, form):
        return services.add_special_day(self.school, **form.cleaned_data, by=self.request.user)

    def get_context(self, form):
        days = self.request.GET.get("starts_on", "")
        kinds = [
            (label, f"?{_query(kind=kind, starts_on=days)}", kind == form.chosen_kind)
            for kind, label in SpecialDay.Kind.choices
        ]
        return {**super().get_context(form), "kinds": kinds}


def _query(**facts):
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in facts.items() if value})
    return query.urlencode()


class SpecialDayWithdraw(ActionPage):
    """Take a special day out of force."""

    model = SpecialDay
    form_class = WithdrawForm
    template_name = "school/day_confirm.html"
    permission_required = MANAGE
    label, url_name, icon = pgettext_lazy("special day", "Withdraw"), "school:specialday_withdraw", "undo-2"
    danger = True

    @classmethod
    def applies(cls, record, user):
        return record.withdrawn_at is None

    def get_subtitle(self):
        return f"{self.object.days_text} · {self.object.where_text}"

    def get_context(self, form):
        entries = entries_on(self.school, self.object.starts_on, self.object.ends_on)
        return {**super().get_context(form), "entries": entries}

    def perform(self, form):
        return services.withdraw_special_day(self.object, **form.cleaned_data, by=self.request.user)


DAY_COLUMNS = [
    Column(gettext_lazy("Kind of day"), "get_kind_display", link=True),
    Column(gettext_lazy("Reason"), "reason"),
    Column(gettext_lazy("Days"), "days_text"),
    Column(gettext_lazy("Where"), "where_text"),
]
COLUMNS = [*DAY_COLUMNS, Column(gettext_lazy("State"), "state_text", kind="badge", tone="state_tone")]


class SpecialDayList(InCalendar, ListPage):
    """Every special day, the latest first; everyone of the school may look."""

    model = SpecialDay
    queryset = SpecialDay.objects.select_related("campus", "place__campus")
    filterset_class = SpecialDayFilter
    create_page = SpecialDayCreate
    title = gettext_lazy("Special days")
    empty_title = gettext_lazy("No special days")
    empty_text = gettext_lazy(
        "Public holidays and make-up days count by themselves. Add what is special at your school."
    )
    ordering = ["-starts_on", "-pk"]
    columns = COLUMNS

    def get_views(self):
        return tabs(self.school, "school:specialday_list")


class SpecialDayDetail(DetailPage):
    """What was said about some days, by whom, and whether it still holds."""

    model = SpecialDay
    queryset = SpecialDay.objects.select_related("campus", "place__campus", "notice")
    actions = [SpecialDayWithdraw]
    groups = [
        (
            "",
            [
                *DAY_COLUMNS[:4],
                Column(gettext_lazy("Timetable of"), lambda special: special.get_follows_weekday_display() or ""),
                Column(gettext_lazy("State"), "state_text", kind="badge", tone="state_tone"),
                Column(gettext_lazy("Why withdrawn"), "withdrawn_reason"),
                Column(gettext_lazy("Part of"), lambda special: str(special.notice or "")),
            ],
        )
    ]

    def get_chip(self):
        return COLUMNS[-1].cell(self.object)

    def get_breadcrumbs(self):
        return [
            (_("School calendar"), reverse("school:calendar_month")),
            (_("Special days"), reverse("school:specialday_list")),
        ]


# --- the holidays of a year -------------------------------------------------------------------------------------------


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


# --- meal times and boarders ------------------------------------------------------------------------------------------


class Rules(InCalendar, ListPage):
    """Rules with their days, everyone of the school may look; whoever keeps the calendar ends them."""

    list_url_name = end_url_name = ""

    def get_row(self, record):
        ends = self.request.user.has_perm(MANAGE) and not record.ends_on
        return make_row(record, self.columns, url=reverse(self.end_url_name, args=[record.pk]) if ends else "")

    def get_views(self):
        return tabs(self.school, self.list_url_name)

    def get_subtitle(self):
        return _("Tap a rule to let it end.") if self.request.user.has_perm(MANAGE) else ""


class RuleCreate(CreatePage):
    """A new rule; it leads back to its list."""

    permission_required = MANAGE
    list_url_name = ""

    def get_initial(self):
        term = Term.objects.of_school(self.school).covering(clock.today()).first()
        return {"starts_on": term.starts_on if term else clock.today(), **super().get_initial()}

    def get_breadcrumbs(self):
        return [(self.list_title, reverse(self.list_url_name))]

    def get_success_url(self, result):
        return reverse(self.list_url_name)


class RuleEnd(ActionPage):
    """Let a rule hold no longer than a day."""

    form_class = EndRuleForm
    permission_required = MANAGE
    label, icon = gettext_lazy("Let it end"), "calendar-off"
    list_url_name = ""

    @classmethod
    def applies(cls, record, user):
        return record.ends_on is None

    def get_initial(self):
        return {"ends_on": clock.today()}

    def get_breadcrumbs(self):
        return [(self.list_title, reverse(self.list_url_name))]

    def get_title(self):
        return str(self.object)

    def get_cancel_url(self):
        return reverse(self.list_url_name)

    def perform(self, form):
        return services.end_rule(self.object, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return reverse(self.list_url_name)


class ServiceRuleCreate(RuleCreate):
    model = ServiceRule
    form_class = MealTimesForm
    label, url_name = gettext_lazy("Set meal times"), "school:servicerule_create"
    list_url_name, list_title = "school:servicerule_list", gettext_lazy("Meal times")

    def perform(self, form):
        return services.set_meal_times(**form.cleaned_data, by=self.request.user)


class ServiceRuleEnd(RuleEnd):
    model = ServiceRule
    queryset = ServiceRule.objects.select_related("place__campus")
    url_name = "school:servicerule_end"
    list_url_name, list_title = "school:servicerule_list", gettext_lazy("Meal times")


def days_of_rule(rule):
    """Write from when to when a rule holds."""
    if rule.ends_on is None:
        return _("from %(first)s on") % {"first": f"{rule.starts_on:%Y-%m-%d}"}
    return _("%(first)s to %(last)s") % {"first": f"{rule.starts_on:%Y-%m-%d}", "last": f"{rule.ends_on:%Y-%m-%d}"}


class ServiceRuleList(Rules):
    model = ServiceRule
    queryset = ServiceRule.objects.select_related("place__campus", "place__parent")
    create_page = ServiceRuleCreate
    title = gettext_lazy("Meal times")
    empty_title = gettext_lazy("No meal times yet")
    empty_text = gettext_lazy("Until you set them, every canteen counts as serving on days of lessons.")
    list_url_name, end_url_name = "school:servicerule_list", "school:servicerule_end"
    ordering = ["place_id", "meal", "starts_on", "pk"]
    columns = [
        Column(gettext_lazy("Canteen"), lambda rule: rule.canteen_name, link=True),
        Column(gettext_lazy("Meal"), "get_meal_display"),
        Column(gettext_lazy("Served on"), "get_kind_display"),
        Column(gettext_lazy("Weekdays"), "weekdays_text"),
        Column(gettext_lazy("In force"), days_of_rule),
    ]


class BoardingRuleCreate(RuleCreate):
    model = BoardingRule
    form_class = BoardingForm
    label, url_name = gettext_lazy("Set who boards"), "school:boardingrule_create"
    list_url_name, list_title = "school:boardingrule_list", gettext_lazy("Boarders")

    def perform(self, form):
        return services.set_boarding(**form.cleaned_data, by=self.request.user)


class BoardingRuleEnd(RuleEnd):
    model = BoardingRule
    queryset = BoardingRule.objects.select_related("campus")
    url_name = "school:boardingrule_end"
    list_url_name, list_title = "school:boardingrule_list", gettext_lazy("Boarders")


class BoardingRuleList(Rules):
    model = BoardingRule
    queryset = BoardingRule.objects.select_related("campus")
    create_page = BoardingRuleCreate
    title = gettext_lazy("Boarders")
    empty_title = gettext_lazy("No boarding rules yet")
    empty_text = gettext_lazy(
        "Until you set them, every campus of a boarding school boards, weekends included; attached units do not."
    )
    list_url_name, end_url_name = "school:boardingrule_list", "school:boardingrule_end"
    ordering = ["campus_id", "starts_on", "pk"]
    columns = [
        Column(gettext_lazy("Campus"), "campus", link=True),
        Column(
            gettext_lazy("Weekends"),
            lambda rule: _("Boarders stay at school") if rule.weekends else _("Boarders go home"),
        ),
        Column(gettext_lazy("In force"), days_of_rule),
    ]
