"""Buildings and rooms."""

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action, Panel
from logistics.school import services
from logistics.school.filters import PlaceFilter
from logistics.school.forms.setup import ChangePlaceForm, PlaceForm, RoomsForm
from logistics.school.models import Place
from logistics.school.views.setup import MANAGE, MoreActions, bring_in


class PlaceCrumbs:
    """Pages about one place lead back to the place."""

    def get_breadcrumbs(self):
        return [(_("Places"), reverse("school:place_list")), (str(self.object), self.object.get_absolute_url())]


class PlaceCreate(CreatePage):
    model = Place
    form_class = PlaceForm
    permission_required = MANAGE
    label, url_name = gettext_lazy("Add a place"), "school:place_create"
    back_url = reverse_lazy("school:place_list")

    def perform(self, form):
        return services.add_place(**form.cleaned_data, by=self.request.user)


class RoomsCreate(CreatePage):
    """Several rooms of a building at once."""

    model = Place
    form_class = RoomsForm
    permission_required = MANAGE
    label, url_name = gettext_lazy("Add several rooms"), "school:rooms_create"
    back_url = reverse_lazy("school:place_list")
    done_text = gettext_lazy("The rooms are added.")

    def perform(self, form):
        return services.add_rooms(**form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        room = result[0]
        return room.parent.get_absolute_url() if room.parent else reverse("school:place_list")


class PlaceChange(PlaceCrumbs, UpdatePage):
    model = Place
    queryset = Place.objects.select_related("campus", "parent")
    form_class = ChangePlaceForm
    permission_required = MANAGE
    title = gettext_lazy("Change a place")
    label, url_name = gettext_lazy("Change"), "school:place_change"

    def perform(self, form):
        return services.change_place(self.object, **form.cleaned_data, by=self.request.user)


class PlaceOutOfUse(PlaceCrumbs, ActionPage):
    model = Place
    permission_required = MANAGE
    label, url_name, icon = gettext_lazy("Take out of use"), "school:place_out_of_use", "circle-off"
    danger = True

    def get_subtitle(self):
        return _("It can be chosen no more, and neither can the rooms in it. Its records stay.")

    @classmethod
    def applies(cls, record, user):
        return record.active

    def perform(self, form):
        return services.take_place_out_of_use(self.object, by=self.request.user)


class PlaceIntoUse(PlaceCrumbs, ActionPage):
    model = Place
    permission_required = MANAGE
    label, url_name, icon = gettext_lazy("Take into use"), "school:place_into_use", "circle-check"

    @classmethod
    def applies(cls, record, user):
        return not record.active

    def perform(self, form):
        return services.take_place_into_use(self.object, by=self.request.user)


COLUMNS = [
    Column(gettext_lazy("Place"), "label", link=True),
    Column(gettext_lazy("Campus"), "campus"),
    Column(gettext_lazy("Kind"), "get_kind_display"),
    Column(gettext_lazy("Use"), "use_text", kind="badge"),
]


class PlaceDetail(DetailPage):
    """A place, for everyone of the school: what it is, the rooms in it, and what other apps know about it."""

    model = Place
    history_beside = True
    queryset = Place.objects.select_related("campus", "parent")
    actions = [PlaceChange, PlaceOutOfUse, PlaceIntoUse]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Campus"), "campus"),
                Column(gettext_lazy("Building"), "parent"),
                Column(gettext_lazy("Kind"), "get_kind_display"),
                Column(gettext_lazy("Use"), "use_text", kind="badge"),
            ],
        )
    ]

    def get_breadcrumbs(self):
        if self.request.user.has_perm(MANAGE):
            return [(_("Places"), reverse("school:place_list"))]
        return []

    def get_panels(self):
        if self.object.kind != Place.Kind.BUILDING:
            return super().get_panels()
        rooms = self.object.rooms.select_related("campus").order_by("label", "pk")
        columns = [Column(gettext_lazy("Room"), "name", link=True), *COLUMNS[2:]]
        add = f"{reverse('school:rooms_create')}?campus={self.object.campus_id}&parent={self.object.pk}"
        panel = Panel(
            title=_("Rooms"),
            columns=columns,
            rows=[make_row(room, columns) for room in rooms],
            empty=_("There is no room in this building yet."),
            actions=[Action(RoomsCreate.label, add, icon="plus")] if self.request.user.has_perm(MANAGE) else [],
        )
        return [panel, *super().get_panels()]


class PlaceList(MoreActions, ListPage):
    model = Place
    queryset = Place.objects.select_related("campus")
    permission_required = MANAGE
    filterset_class = PlaceFilter
    create_page = PlaceCreate
    title = gettext_lazy("Places")
    empty_text = gettext_lazy("Add the buildings first, then their rooms: several at once, or from Excel.")
    ordering = ["campus_id", "label", "pk"]
    columns = COLUMNS

    def get_more_actions(self):
        rooms = Action(RoomsCreate.label, reverse(RoomsCreate.url_name), icon="layout-grid")
        return [rooms, bring_in("places")]
