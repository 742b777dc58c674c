"""A swap of turns that somebody proposed, and the answer to it."""

from django.utils.translation import gettext_lazy

from logistics.duties import services
from logistics.duties.models import ShiftSwap
from logistics.duties.views.expected import ForWhomItConcerns
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column
from logistics.pages.dates import day_with_weekday
from logistics.pages.details import DetailPage


class SwapAction(ForWhomItConcerns, ActionPage):
    """A step of a swap. ``change`` is the service; ``whose``: the field that names who may take it."""

    model = ShiftSwap
    queryset = ShiftSwap.objects.select_related("roster__school", "asked_by", "other")
    whose, change = "other_id", None

    @classmethod
    def applies(cls, record, user):
        return getattr(record, cls.whose) == user.pk

    def perform(self, form):
        return self.change(self.object, by=self.request.user)


class SwapAccept(SwapAction):
    url_name, move, change = "duties:shiftswap_accept", "accept", staticmethod(services.accept_swap)
    label, icon, tone = gettext_lazy("Accept the swap"), "check", "primary"
    question = gettext_lazy("Both turns change hands at once.")


class SwapDecline(SwapAction):
    url_name, move, change = "duties:shiftswap_decline", "decline", staticmethod(services.decline_swap)
    label, icon = gettext_lazy("Decline"), "x"


class SwapWithdraw(SwapAction):
    url_name, move, change = "duties:shiftswap_withdraw", "withdraw", staticmethod(services.withdraw_swap)
    label, icon, whose = gettext_lazy("Withdraw the proposal"), "undo-2", "asked_by_id"


class SwapDetail(DetailPage):
    model = ShiftSwap
    queryset = ShiftSwap.objects.select_related("roster__school", "asked_by", "other")
    actions = [SwapAccept, SwapDecline, SwapWithdraw]
    groups = [
        (
            gettext_lazy("The swap"),
            [
                Column(gettext_lazy("Roster"), "roster"),
                Column(gettext_lazy("Proposed by"), "asked_by.name"),
                Column(gettext_lazy("Gives"), lambda swap: _days(swap.first_on, swap.last_on, swap.slot)),
                Column(gettext_lazy("The other person"), "other.name"),
                Column(
                    gettext_lazy("Takes"), lambda swap: _days(swap.other_first_on, swap.other_last_on, swap.other_slot)
                ),
                Column(gettext_lazy("Reason"), "reason", wide=True),
                Column(gettext_lazy("Proposed at"), "asked_at", kind="moment"),
                Column(gettext_lazy("Answered at"), "answered_at", kind="moment"),
            ],
        )
    ]

    def get_breadcrumbs(self):
        return [(str(self.object.roster), self.object.roster.get_absolute_url())]


def _days(first, last, slot):
    days = day_with_weekday(first) if first == last else f"{day_with_weekday(first)} – {day_with_weekday(last)}"
    return f"{days} {slot}".strip()
