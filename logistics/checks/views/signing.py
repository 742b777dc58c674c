"""The second signature, for one round or for several."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.checks import services
from logistics.checks.models import Round
from logistics.checks.selectors import rounds as asking
from logistics.checks.views.columns import COLUMNS, LIST
from logistics.db import record_id
from logistics.errors import WrongState
from logistics.pages.changes import ActionPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action


class RoundAction(ActionPage):
    model = Round
    queryset = Round.objects.for_lists()


class RoundCountersign(RoundAction):
    permission_required = "checks.countersign_round"
    label, url_name, move = gettext_lazy("Countersign"), "checks:round_countersign", "countersign"
    icon, tone = "signature", "primary"
    subtitle = gettext_lazy("You read the check and sign it as the second person.")
    done_text = gettext_lazy("Countersigned.")

    def get_queryset(self):
        return super().get_queryset().within(self.request.user, self.permission_required)

    @classmethod
    def applies(cls, record, user):
        return record.finished_by_id != user.pk

    def perform(self, form):
        return services.countersign_round(self.object, by=self.request.user)


class RoundsToSign(ListPage):
    """What waits for my second signature: read, tick, sign."""

    model = Round
    queryset = Round.objects.for_lists()
    permission_required = "checks.countersign_round"
    title = gettext_lazy("Checks to countersign")
    columns = COLUMNS
    empty_title = gettext_lazy("Nothing waits for your signature")

    def get_queryset(self):
        return self.queryset.filter(pk__in=asking.to_countersign(self.request.user).values("pk"))

    def get_breadcrumbs(self):
        return [(_("Check register"), reverse(LIST))]

    def get_bulk_actions(self):
        return [Action(_("Countersign"), reverse("checks:round_countersign_many"), icon="signature", tone="primary")]


class RoundCountersignMany(RoundsToSign):
    """Sign the ticked rows; each row that moved on meanwhile is named."""

    def get(self, request, *args, **kwargs):
        return redirect("checks:rounds_to_sign")

    def post(self, request, *args, **kwargs):
        chosen = [pk for pk in map(record_id, request.POST.getlist("pk")) if pk]
        signed = 0
        for round in self.get_queryset().filter(pk__in=chosen):
            try:
                services.countersign_round(round, by=request.user)
                signed += 1
            except WrongState as error:
                messages.error(request, f"{round.number}: {error}")
        messages.success(request, _("%(count)d checks countersigned.") % {"count": signed})
        return redirect("checks:rounds_to_sign")
