"""One turn of a roster: stand-ins, swaps, changes."""

from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.duties import services
from logistics.duties.forms.rosters import OfTurn, SwapForm, WhyForm, turn_text
from logistics.duties.imports import KEEP
from logistics.duties.models import Shift
from logistics.duties.views.expected import ForWhomItConcerns
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage


class TurnPage:
    model = Shift
    queryset = Shift.objects.select_related("roster__school", "person", "stands_in_for")

    def get_breadcrumbs(self):
        roster = self.object.roster
        return [(str(roster), f"{roster.get_absolute_url()}?month={self.object.first_on:%Y-%m}")]

    def get_subtitle(self):
        return turn_text(self.object)


class TurnAction(TurnPage, ActionPage):
    """One thing done with a turn; what is over stays as it was."""

    @classmethod
    def applies(cls, record, user):
        return record.last_on >= clock.today()

    def get_initial(self):
        return {"first_on": max(self.object.first_on, clock.today()), "last_on": self.object.last_on}

    def get_success_url(self, result):
        roster = self.object.roster
        return f"{roster.get_absolute_url()}?month={self.object.first_on:%Y-%m}"


class TurnStandIn(ForWhomItConcerns, TurnAction):
    """The keeper, or whoever has the turn, names a stand-in."""

    form_class = OfTurn
    url_name = "duties:shift_stand_in"
    label = gettext_lazy("Name a stand-in")
    icon = "user-round-check"
    tone = "primary"

    @classmethod
    def applies(cls, record, user):
        return super().applies(record, user) and (record.person_id == user.pk or user.has_perm(KEEP))

    def perform(self, form):
        return services.stand_in(self.object, **form.cleaned_data, by=self.request.user)


class TurnSwap(ForWhomItConcerns, TurnAction):
    form_class = SwapForm
    url_name = "duties:shift_swap"
    label = gettext_lazy("Propose a swap")
    icon = "arrow-left-right"

    @classmethod
    def applies(cls, record, user):
        return record.first_on >= clock.today() and record.person_id == user.pk

    def get_initial(self):
        return {}

    def perform(self, form):
        return services.propose_swap(self.object, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return result.get_absolute_url()


class TurnChange(TurnAction):
    form_class = OfTurn
    permission_required = KEEP
    url_name = "duties:shift_change"
    label = gettext_lazy("Give it to somebody else")
    icon = "user-round-pen"

    def perform(self, form):
        return services.change_turn(self.object, **form.cleaned_data, by=self.request.user)


class TurnRemove(TurnAction):
    form_class = WhyForm
    permission_required = KEEP
    url_name = "duties:shift_remove"
    label = gettext_lazy("Take the turn away")
    icon = "user-round-x"
    danger = True
    question = gettext_lazy("Days that are over stay. Where nobody is left, the day is shown as a gap.")

    def get_initial(self):
        return {}

    def perform(self, form):
        services.remove_turn(self.object, **form.cleaned_data, by=self.request.user)
        return self.object


class TurnDetail(TurnPage, DetailPage):
    actions = [TurnStandIn, TurnSwap, TurnChange, TurnRemove]
    groups = [
        (
            gettext_lazy("The turn"),
            [
                Column(gettext_lazy("Roster"), "roster"),
                Column(gettext_lazy("Shift"), "slot"),
                Column(gettext_lazy("Person"), "person.name"),
                Column(gettext_lazy("From"), "first_on", kind="date"),
                Column(gettext_lazy("Up to the day"), "last_on", kind="date"),
                Column(gettext_lazy("Stands in for"), "stands_in_for.name"),
            ],
        )
    ]
