"""Pages: what I was told, the group robots, and the log of what was sent."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.hooks import Task
from logistics.notices import services
from logistics.notices.filters import DeliveryFilter
from logistics.notices.forms import RobotChangeForm, RobotForm
from logistics.notices.messages import Message, share_text
from logistics.notices.models import Delivery, Notice, Robot
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.dates import day_text
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, TemplatePage
from logistics.pages.paging import KeyPage
from logistics.pages.parts import Action, Panel

UNREAD_SHOWN = 100
LAST_SENDINGS = 10


class NoticeList(TemplatePage):
    """The bell: what is unread first, then the rest, both by day, newest first."""

    model = Notice
    title = gettext_lazy("Notices")
    template_name = "notices/notice_list.html"

    def get_context(self):
        notices = self.get_queryset()
        later_page = "after" in self.request.GET or "before" in self.request.GET
        unread = [] if later_page else list(notices.unread()[:UNREAD_SHOWN])
        read = KeyPage(notices.exclude(read_at=None), self.request.GET)
        return {
            "unread_days": by_day(unread),
            "read_days": by_day(read.rows),
            "paging": read.paging(),
            "read_all": Action(
                _("Mark all as read"), reverse("notices:notice_read_all"), icon="check-check", method="post"
            ),
        }


def by_day(notices):
    """Return [(day as text, [Task])] in the order of the notices."""
    days = groupby(notices, key=lambda notice: clock.day_of(notice.created_at))
    return [(day_text(day), [as_task(notice) for notice in told]) for day, told in days]


def as_task(notice):
    title, _line, text = notice.text.partition("\n")
    icon, tone = ("siren", "danger") if notice.urgent and notice.read_at is None else ("bell", "neutral")
    return Task(title, text, notice.get_absolute_url(), icon=icon, tone=tone, when=notice.created_at)


class NoticeOpen(RecordPage):
    """Mark a notice as read and go where it leads."""

    model = Notice

    def get(self, request, pk):
        services.read_notice(self.object)
        return redirect(self.object.url)


class NoticeReadAll(RecordPage):
    model = Notice

    def post(self, request):
        services.read_all(request.user, self.school)
        return redirect("notices:notice_list")


# --- group robots -----------------------------------------------------------------------------------------------------


class RobotPage(RecordPage):
    """A page about robots, below their list."""

    model = Robot
    permission_required = "notices.manage_robot"

    def get_breadcrumbs(self):
        return [(_("Group robots"), reverse("notices:robot_list"))]


class RobotCreate(RobotPage, CreatePage):
    form_class = RobotForm
    label, url_name = gettext_lazy("Add a robot"), "notices:robot_create"
    done_text = gettext_lazy("Added. Press Test to see whether it speaks.")

    def perform(self, form):
        return services.add_robot(self.school, **form.cleaned_data, by=self.request.user)


class RobotList(ListPage):
    model = Robot
    title = gettext_lazy("Group robots")
    subtitle = gettext_lazy(
        "They tell your groups in WeCom, DingTalk or Feishu what is urgent, with a link to the record."
    )
    permission_required = "notices.manage_robot"
    create_page = RobotCreate
    empty_title = gettext_lazy("No robot yet")
    empty_text = gettext_lazy("Add the robot of your group, and urgent repairs and approvals are told there at once.")
    columns = [
        Column(gettext_lazy("Name of the group"), "name", link=True),
        Column(gettext_lazy("Kind"), "get_kind_display"),
        Column(gettext_lazy("Urgent"), "urgent", phone=False),
        Column(gettext_lazy("Digest"), "digest", phone=False),
        Column(gettext_lazy("State"), "state_label", kind="badge"),
    ]


class RobotUpdate(RobotPage, UpdatePage):
    form_class = RobotChangeForm
    label, url_name = gettext_lazy("Change"), "notices:robot_update"

    def get_initial(self):
        return {**super().get_initial(), "address": "", "secret": ""}

    def perform(self, form):
        return services.change_robot(self.object, **form.cleaned_data, by=self.request.user)


class RobotStop(RobotPage, ActionPage):
    label, url_name, icon = gettext_lazy("Switch off"), "notices:robot_stop", "power-off"
    subtitle = gettext_lazy("Nothing more is sent to this group until the robot is switched on again.")

    @classmethod
    def applies(cls, record, user):
        return record.active

    def perform(self, form):
        return services.stop_robot(self.object, by=self.request.user)


class RobotStart(RobotPage, ActionPage):
    label, url_name, icon = gettext_lazy("Switch on"), "notices:robot_start", "power"

    @classmethod
    def applies(cls, record, user):
        return not record.active

    def perform(self, form):
        return services.start_robot(self.object, by=self.request.user)


class RobotTest(RobotPage):
    """Sends a message at once and shows what the robot answered."""

    def post(self, request, pk):
        delivery = services.try_robot(self.object, by=request.user)
        if delivery.status == Delivery.Status.DONE:
            messages.success(
                request, _("The robot took it (%(answer)s). Look into the group.") % {"answer": delivery.answered}
            )
        else:
            messages.error(request, delivery.error)
        return redirect(self.object)


class RobotDetail(RobotPage, DetailPage):
    history_beside = True
    actions = [RobotUpdate, RobotStop, RobotStart]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Kind"), "get_kind_display"),
                Column(gettext_lazy("State"), "state_label", kind="badge"),
                Column(gettext_lazy("Address"), "address_in_part"),
                Column(gettext_lazy("Signed"), lambda robot: bool(robot.secret)),
                Column(gettext_lazy("Urgent"), "urgent"),
                Column(gettext_lazy("Digest"), "digest"),
                Column(gettext_lazy("Added"), "created_at", kind="moment"),
            ],
        )
    ]

    def get_actions(self):
        test = Action(
            _("Test"), reverse("notices:robot_test", args=[self.object.pk]), icon="send", tone="primary", method="post"
        )
        return [test, *super().get_actions()]

    def get_panels(self):
        columns = [
            DELIVERY_COLUMNS["written"],
            DELIVERY_COLUMNS["what"],
            DELIVERY_COLUMNS["state"],
            DELIVERY_COLUMNS["opened"],
            DELIVERY_COLUMNS["outcome"],
        ]
        sendings = self.object.deliveries.all()[:LAST_SENDINGS]
        url = reverse("notices:delivery_list") + f"?robot={self.object.pk}"
        rows = [make_row(sending, columns) for sending in sendings]
        return [
            Panel(_("Last sendings"), columns, rows, empty=_("Nothing was sent yet."), url=url),
            *super().get_panels(),
        ]


# --- what was sent ----------------------------------------------------------------------------------------------------

DELIVERY_COLUMNS = {
    "written": Column(gettext_lazy("Time"), "created_at", kind="moment"),
    "what": Column(gettext_lazy("Message"), "subject", link=True),
    "to": Column(gettext_lazy("Sent to"), "recipient_label"),
    "state": Column(gettext_lazy("State"), "get_status_display", kind="badge"),
    "opened": Column(gettext_lazy("Opened"), "opened_at", kind="moment"),
    "outcome": Column(gettext_lazy("Answer"), "outcome"),
}


class DeliveryList(ListPage):
    """What was sent, to whom, when, and what became of it."""

    model = Delivery
    queryset = Delivery.objects.select_related("robot", "person")
    title = gettext_lazy("Sending log")
    permission_required = "notices.view_delivery"
    filterset_class = DeliveryFilter
    columns = list(DELIVERY_COLUMNS.values())
    empty_title = gettext_lazy("Nothing was sent yet")
    empty_text = gettext_lazy("Here you see every message to a group robot or by mail, and whether it arrived.")


class DeliveryOpen(RecordPage):
    """Where the link of a sending leads first: whoever it was for has opened it, then on to the page it tells of."""

    model = Delivery

    def get(self, request, pk):
        services.open_delivery(self.object, by=request.user)
        return redirect(self.object.url)


class DeliveryRetry(ActionPage):
    model = Delivery
    queryset = Delivery.objects.select_related("robot", "person")
    permission_required = "notices.manage_robot"
    label, url_name, move, icon = gettext_lazy("Send again"), "notices:delivery_retry", "retry", "rotate-cw"
    tone = "primary"
    done_text = gettext_lazy("It is sent again now.")

    def perform(self, form):
        return services.retry_delivery(self.object, by=self.request.user)


class DeliveryDetail(DetailPage):
    """One message, with its text to be copied into a group by hand when no robot takes it."""

    template_name = "notices/delivery_detail.html"
    model = Delivery
    queryset = Delivery.objects.select_related("robot", "person")
    permission_required = "notices.view_delivery"
    actions = [DeliveryRetry]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Sent to"), "recipient_label"),
                Column(gettext_lazy("Channel"), "get_channel_display"),
                Column(gettext_lazy("Written"), "created_at", kind="moment"),
                Column(gettext_lazy("Sent"), "sent_at", kind="moment"),
                Column(gettext_lazy("Opened"), "opened_at", kind="moment"),
                Column(gettext_lazy("Attempts"), "attempts", kind="number"),
                Column(gettext_lazy("Next attempt"), "waits_until", kind="moment"),
                Column(gettext_lazy("Answer"), "answered"),
                Column(gettext_lazy("Error"), "error", wide=True),
                Column(gettext_lazy("Possibly sent twice"), lambda sending: sending.possibly_repeated or None),
                Column(gettext_lazy("Message"), "body", wide=True),
            ],
        )
    ]

    def get_breadcrumbs(self):
        return [(_("Sending log"), reverse("notices:delivery_list"))]

    def get_actions(self):
        return [*super().get_actions(), Action(_("Open the record"), self.object.url, icon="arrow-right")]

    def get_context(self):
        message = Message(self.object.key, self.object.body, self.object.url)
        return {**super().get_context(), "share_text": share_text(message)}
