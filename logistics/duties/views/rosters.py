"""Rosters: the list, the month of one, its turns entered; Excel in and out."""

from calendar import monthrange
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.duties import services
from logistics.duties.forms.rosters import RosterChangeForm, RosterForm, TurnsForm
from logistics.duties.imports import KEEP, PREFIX, workbook_of
from logistics.duties.models import Roster
from logistics.duties.selectors.turns import month_of_turns
from logistics.exchange.views import download
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage, FormPage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.dates import day_with_weekday
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action, Panel
from logistics.school.month import WEEKDAYS, first_of_month

CHANGES_SHOWN = 10
GAPS_SHOWN = 6
A_DAY = timedelta(days=1)
ROSTER_COLUMNS = [
    Column(gettext_lazy("Roster"), "name", link=True),
    Column(gettext_lazy("Shifts of a day"), lambda roster: "、".join(roster.slots), path="slots"),
    Column(gettext_lazy("Days it covers"), "get_day_kind_display"),
    Column(gettext_lazy("Campus"), "campus", path="campus__name"),
    Column(gettext_lazy("State"), "use_text", kind="badge"),
]
CHANGE_COLUMNS = [
    Column(gettext_lazy("From"), "first_on", kind="date", primary=True),
    Column(gettext_lazy("Up to the day"), "last_on", kind="date"),
    Column(gettext_lazy("Kind"), "get_kind_display"),
    Column(gettext_lazy("Instead of"), "from_person"),
    Column(gettext_lazy("New person"), "to_person"),
    Column(gettext_lazy("Reason"), "reason"),
    Column(gettext_lazy("Changed at"), "at", kind="moment"),
]


class RosterPage:
    def get_breadcrumbs(self):
        return [(_("Rosters"), reverse("duties:roster_list"))]


class RosterCreate(RosterPage, CreatePage):
    model, form_class = Roster, RosterForm
    permission_required = KEEP
    url_name = "duties:roster_create"
    title = label = gettext_lazy("Add a roster")

    def perform(self, form):
        return services.create_roster(self.school, **form.cleaned_data, by=self.request.user)


class RosterList(ListPage):
    model = Roster
    queryset = Roster.objects.select_related("campus")
    columns = ROSTER_COLUMNS
    create_page = RosterCreate
    ordering = ["name", "pk"]
    empty_title = gettext_lazy("No rosters yet")
    empty_text = gettext_lazy("Add one, then bring in the list you have in Excel.")


class TurnsEnter(RosterPage, UpdatePage):
    """Turns for some people, together or one after another."""

    model, form_class = Roster, TurnsForm
    permission_required = KEEP
    url_name = "duties:roster_turns"
    label = title = gettext_lazy("Enter turns")
    icon = "user-plus"
    tone = "primary"

    @classmethod
    def applies(cls, record, user):
        return record.active

    def get_initial(self):
        today = clock.today()
        return {"first_on": today, "last_on": today, **FormPage.get_initial(self)}

    def get_submit_label(self):
        return self.label

    def perform(self, form):
        self.entered = services.enter_turns(self.object, form.cleaned_data["turns"], by=self.request.user)
        return self.object

    def get_done_text(self):
        return _("Turns entered: %(count)d") % {"count": len(getattr(self, "entered", []))}


class RosterUpdate(RosterPage, UpdatePage):
    model, form_class = Roster, RosterChangeForm
    permission_required = KEEP
    url_name = "duties:roster_update"
    label = gettext_lazy("Change")
    title = gettext_lazy("Change the roster")

    def get_initial(self):
        roster = self.object
        return {"name": roster.name, "slots": roster.slots, "day_kind": roster.day_kind, "campus": roster.campus_id}

    def perform(self, form):
        return services.change_roster(self.object, **form.cleaned_data, by=self.request.user)


class RosterStop(ActionPage):
    model = Roster
    permission_required = KEEP
    url_name = "duties:roster_stop"
    label = gettext_lazy("Take out of use")
    icon = "circle-stop"
    question = gettext_lazy("Its turns stay; it is offered no more where a duty names who does it.")

    @classmethod
    def applies(cls, record, user):
        return record.active

    def perform(self, form):
        return services.switch_roster(self.object, active=False, by=self.request.user)


class RosterResume(ActionPage):
    model = Roster
    permission_required = KEEP
    url_name = "duties:roster_resume"
    label = gettext_lazy("Take into use again")
    icon = "circle-play"

    @classmethod
    def applies(cls, record, user):
        return not record.active

    def perform(self, form):
        return services.switch_roster(self.object, active=True, by=self.request.user)


class MonthAsked:
    """A page about one month of a roster, the present one when none is named."""

    @property
    def first(self):
        return first_of_month(self.request.GET.get("month", "")) or clock.today().replace(day=1)


class RosterDetail(RosterPage, MonthAsked, DetailPage):
    """A month: who stands on which day, and where nobody does."""

    model = Roster
    queryset = Roster.objects.select_related("school", "campus")
    template_name = "duties/roster_detail.html"
    actions = [TurnsEnter, RosterUpdate, RosterStop, RosterResume]

    def get_subtitle(self):
        parts = [self.object.get_day_kind_display(), str(self.object.campus or ""), "、".join(self.object.slots)]
        return " · ".join(part for part in parts if part)

    def get_actions(self):
        actions = super().get_actions()
        if self.request.user.has_perm(KEEP) and self.object.active:
            bring_in = reverse("exchange:import_create", args=[f"{PREFIX}-{self.object.pk}"])
            actions.insert(1, Action(_("Bring in from Excel"), bring_in, icon="upload"))
        export = f"{reverse('duties:roster_export', args=[self.object.pk])}?month={self.first:%Y-%m}"
        return [*actions, Action(_("Excel of this month"), export, icon="download")]

    def get_context(self):
        first = self.first
        weeks, gaps = month_of_turns(self.object, first)
        return {
            **super().get_context(),
            "weeks": weeks,
            "heads": WEEKDAYS,
            "title": _("%(year)d-%(month)02d") % {"year": first.year, "month": first.month},
            "gap_count": len(gaps),
            "gaps": [f"{day_with_weekday(day)} {slot}".strip() for day, slot in gaps[:GAPS_SHOWN]],
            "previous_month": f"{first - A_DAY:%Y-%m}",
            "next_month": f"{first + timedelta(days=31):%Y-%m}",
            "may_keep": self.request.user.has_perm(KEEP) and self.object.active,
        }

    def get_panels(self):
        changes = self.object.changes.select_related("from_person", "to_person")[:CHANGES_SHOWN]
        if changes:
            rows = [make_row(change, CHANGE_COLUMNS, url="") for change in changes]
            yield Panel(_("Swaps, stand-ins and changes"), CHANGE_COLUMNS, rows)
        yield from super().get_panels()


class RosterExport(MonthAsked, RecordPage):
    """A month as a workbook in the shape that may be brought in again."""

    model = Roster
    queryset = Roster.objects.select_related("school")

    def get(self, request, pk):
        first = self.first
        last = first.replace(day=monthrange(first.year, first.month)[1])
        title = _("%(year)d-%(month)02d") % {"year": first.year, "month": first.month}
        file = workbook_of(self.object, first, last, title)
        return download(file, f"{self.object.name}-{first:%Y-%m}.xlsx")
