"""Special days: the list, one of them, entering and withdrawing."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.school import services
from logistics.school.filters import SpecialDayFilter
from logistics.school.forms.calendar import SpecialDayForm, WithdrawForm
from logistics.school.models import SpecialDay
from logistics.school.views.calendar_parts import DAY_COLUMNS, MANAGE, InCalendar, entries_on, tabs


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
