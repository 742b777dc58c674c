"""Enrolment days: the plans, one of them with how far its classes are, and making it known."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.filters.support import FeeDayFilter
from finance.forms.support import FeeDayChangeForm, FeeDayForm, SlotForm
from finance.models import FeeDay
from finance.panels.support import slots_panel
from finance.papers.subsidies import fee_day_pdf
from finance.selectors.support import slots_with_progress
from finance.services import fee_days
from finance.views.ledgers import Ledger
from logistics import clock
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action

SEE, PLAN = "finance.collect_fee", "finance.plan_fee_day"


class OfFeeDays:
    model = FeeDay
    queryset = FeeDay.objects.select_related("term", "school")
    permission_required = SEE

    def get_breadcrumbs(self):
        return [(_("Enrolment days"), reverse("finance:feeday_list"))]


class FeeDayCreate(OfFeeDays, CreatePage):
    form_class = FeeDayForm
    permission_required = PLAN
    label, url_name = gettext_lazy("Plan an enrolment day"), "finance:feeday_create"

    def perform(self, form):
        return fee_days.plan_fee_day(self.school, **form.cleaned_data, by=self.request.user)


class FeeDayList(OfFeeDays, Ledger, ListPage):
    filterset_class = FeeDayFilter
    create_page = FeeDayCreate
    title = gettext_lazy("Enrolment days")
    empty_text = gettext_lazy("Plan which class comes when to which desk; the class teachers are told.")
    columns = [
        Column(gettext_lazy("Name"), "title", link=True),
        Column(gettext_lazy("Day of enrolment"), "on", kind="date"),
        Column(gettext_lazy("Term"), "term", phone=False),
        Column(gettext_lazy("Made known on"), "announced_on", kind="date", phone=False),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []


class FeeDayChange(OfFeeDays, UpdatePage):
    form_class = FeeDayChangeForm
    permission_required = PLAN
    label, url_name = gettext_lazy("Change"), "finance:feeday_change"

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object}

    @classmethod
    def applies(cls, record, user):
        return record.status == FeeDay.Status.DRAFT

    def perform(self, form):
        return fee_days.change_fee_day(self.object, **form.cleaned_data, by=self.request.user)


class FeeDaySlots(OfFeeDays, ActionPage):
    form_class = SlotForm
    permission_required = PLAN
    label, url_name, move = gettext_lazy("Give classes a time"), "finance:feeday_slots", "plan"
    icon = "clock"
    question = gettext_lazy("Classes that come together to one desk are chosen together.")
    done_text = gettext_lazy("The classes have their time.")

    def perform(self, form):
        return fee_days.give_slots(self.object, **form.cleaned_data, by=self.request.user)


class FeeDayAnnounce(OfFeeDays, ActionPage):
    permission_required = PLAN
    label, url_name, move = gettext_lazy("Tell the class teachers"), "finance:feeday_announce", "announce"
    icon, tone = "megaphone", "primary"
    question = gettext_lazy("Each class teacher is told day, time and desk of the class. The plan then stays.")
    done_text = gettext_lazy("The class teachers are told.")

    def perform(self, form):
        return fee_days.announce_fee_day(self.object, by=self.request.user)


class FeeDayDetail(OfFeeDays, DetailPage):
    actions = [FeeDayAnnounce, FeeDaySlots, FeeDayChange]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Day of enrolment"), "on", kind="date"),
                Column(gettext_lazy("Term"), "term"),
                Column(gettext_lazy("Meeting of class teachers"), "meeting_at", kind="moment"),
                Column(gettext_lazy("Made known on"), "announced_on", kind="date"),
                Column(gettext_lazy("What to bring"), "bring", wide=True),
                Column(gettext_lazy("Note"), "note", wide=True),
            ],
        )
    ]

    def get_actions(self):
        url = reverse("finance:feeday_paper", args=[self.object.pk])
        return [*super().get_actions(), Action(_("Plan (PDF)"), url, icon="printer")]

    def get_panels(self):
        return [slots_panel(slots_with_progress(self.object, clock.today())), *super().get_panels()]


class FeeDayPaper(OfFeeDays, RecordPage):
    """报名缴费安排表 on paper."""

    def get(self, request, pk):
        slots = self.object.slots.select_related("school_class__class_teacher", "school_class__campus", "person")
        return download(fee_day_pdf(self.object, slots), f"{self.object.title}.pdf", "application/pdf")
