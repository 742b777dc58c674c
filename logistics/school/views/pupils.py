"""Pupils: the list, one of them, and what changes: joining, another class, leaving."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.school import services
from logistics.school.filters import PupilFilter
from logistics.school.forms.pupil import LeaveForm, MoveForm, PupilChangeForm, PupilForm
from logistics.school.models import Pupil
from logistics.school.views.setup import bring_in

SEE = "school.see_own_pupils"
KEEP = "school.keep_pupil"
LIST = "school:pupil_list"


class PupilPage:
    model = Pupil
    queryset = Pupil.objects.select_related("school_class__campus")

    def get_breadcrumbs(self):
        return [(_("Pupils"), reverse(LIST))]


class PupilCreate(PupilPage, CreatePage):
    form_class = PupilForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Enter a pupil"), "school:pupil_create"

    def perform(self, form):
        return services.enter_pupil(**form.cleaned_data, by=self.request.user)


class PupilList(PupilPage, ListPage):
    permission_required = SEE
    filterset_class = PupilFilter
    create_page = PupilCreate
    ordering = ["school_class_id", "number", "pk"]
    title = gettext_lazy("Pupils")
    empty_text = gettext_lazy("Bring the pupils in from Excel, class by class or all at once.")
    columns = [
        Column(gettext_lazy("Full name"), "name", link=True),
        Column(gettext_lazy("Student number"), "number", kind="code"),
        Column(gettext_lazy("Class"), "school_class.name", path="school_class__name"),
        Column(gettext_lazy("Joined on"), "joined_on", kind="date", phone=False),
        Column(gettext_lazy("Relief"), "get_relief_display", phone=False),
        Column(gettext_lazy("State"), lambda pupil: pupil.standing[0], kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []

    def get_exports(self):
        exports = super().get_exports()
        return exports + [bring_in("pupils")] if self.request.user.has_perm(KEEP) else exports


class PupilChange(PupilPage, UpdatePage):
    form_class = PupilChangeForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Change"), "school:pupil_change"

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object}

    def perform(self, form):
        return services.change_pupil(self.object, **form.cleaned_data, by=self.request.user)


class StillHere(PupilPage, ActionPage):
    """A move of a pupil who has not left."""

    permission_required = KEEP

    @classmethod
    def applies(cls, record, user):
        return record.left_on is None


class PupilMove(StillHere):
    form_class = MoveForm
    label, url_name, icon = gettext_lazy("Move to another class"), "school:pupil_move", "arrow-right-left"
    done_text = gettext_lazy("The pupil is in the new class.")

    def perform(self, form):
        return services.move_pupil(self.object, **form.cleaned_data, by=self.request.user)


class PupilLeave(StillHere):
    form_class = LeaveForm
    label, url_name, icon = gettext_lazy("Leave the school"), "school:pupil_leave", "log-out"
    question = gettext_lazy(
        "From the day after, no fee is taken from this pupil; what is left is refunded at settlement."
    )
    done_text = gettext_lazy("The last day is written down.")

    def perform(self, form):
        return services.leave_school(self.object, **form.cleaned_data, by=self.request.user)


class PupilDetail(PupilPage, DetailPage):
    permission_required = SEE
    actions = [PupilChange, PupilMove, PupilLeave]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("State"), lambda pupil: pupil.standing[0], kind="badge"),
                Column(gettext_lazy("Student number"), "number"),
                Column(gettext_lazy("Class"), lambda pupil: f"{pupil.school_class.campus} {pupil.school_class.name}"),
                Column(gettext_lazy("Joined on"), "joined_on", kind="date"),
                Column(gettext_lazy("Last day here"), "left_on", kind="date"),
                Column(gettext_lazy("Left for"), "left_for"),
                Column(gettext_lazy("Relief"), "get_relief_display"),
            ],
        )
    ]
    history_beside = True
