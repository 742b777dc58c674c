"""Who signs in whose place."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from logistics.approvals import services
from logistics.approvals.forms import AbsenceForm
from logistics.approvals.models import Absence
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.parts import Action

PERMISSION = "approvals.take_part"
SHOWN = 60


def may_end(absence, user):
    """Say whether a person may end this standing in: the one away, or the office."""
    return absence.state != "past" and (absence.person_id == user.pk or user.has_perm("approvals.set_stand_in"))


class AbsenceList(RecordPage):
    """Those in force and to come, then the last ones that are over."""

    model = Absence
    permission_required = PERMISSION
    title = gettext_lazy("Stand-ins")

    def get(self, request):
        absences = Absence.objects.visible_to(request.user).select_related("person", "stand_in", "second")[:SHOWN]
        rows = [(absence, may_end(absence, request.user)) for absence in absences]
        context = {
            "page": self.page_facts(),
            "present": [row for row in rows if row[0].state != "past"],
            "past": [row for row in rows if row[0].state == "past"],
            "actions": [Action(AbsenceCreate.title, reverse(AbsenceCreate.url_name), "plus", "primary")],
        }
        return render(request, "approvals/absence_list.html", context)


class AbsenceCreate(CreatePage):
    """A stand-in from day to day."""

    model = Absence
    form_class = AbsenceForm
    permission_required = PERMISSION
    title = gettext_lazy("Set a stand-in for signing")
    label = gettext_lazy("Save")
    url_name = "approvals:absence_create"
    done_text = gettext_lazy("The stand-in is named and has been told.")

    def get_breadcrumbs(self):
        return [(AbsenceList.title, reverse("approvals:absence_list"))]

    def get_cancel_url(self):
        return reverse("approvals:absence_list")

    def perform(self, form):
        person = form.cleaned_data.pop("person")
        return services.set_stand_in(person, school=self.school, **form.cleaned_data, by=self.request.user)


class AbsenceEnd(ActionPage):
    """End it before its last day."""

    model = Absence
    permission_required = PERMISSION
    label, url_name = gettext_lazy("End it now"), "approvals:absence_end"
    icon = "x"
    subtitle = gettext_lazy("What was signed stays signed.")
    done_text = gettext_lazy("Ended.")
    facts = [
        Column(gettext_lazy("Who is away"), "person"),
        Column(gettext_lazy("Who signs for them"), "stand_in"),
        Column(gettext_lazy("First day"), "starts_on", kind="date"),
        Column(gettext_lazy("Until (this day included)"), "ends_on", kind="date"),
    ]

    @classmethod
    def applies(cls, record, user):
        return may_end(record, user)

    def get_breadcrumbs(self):
        return [(AbsenceList.title, reverse("approvals:absence_list"))]

    def perform(self, form):
        return services.end_stand_in(self.object, by=self.request.user)
