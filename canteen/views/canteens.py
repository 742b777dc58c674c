"""Pages that set up the canteens of a school."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canteen import forms, services
from canteen.models import Canteen
from logistics.pages.changes import CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.lists import ListPage


class CanteenCreate(CreatePage):
    model = Canteen
    form_class = forms.CanteenForm
    permission_required = "canteen.keep_canteen"
    label, url_name = gettext_lazy("Add a canteen"), "canteen:canteen_create"

    def perform(self, form):
        return services.add_canteen(self.school, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, result):
        return reverse("canteen:canteen_list")

    def get_breadcrumbs(self):
        return [(_("Canteens"), reverse("canteen:canteen_list"))]


class CanteensInReach:
    def get_queryset(self):
        return Canteen.objects.within(self.request.user, "canteen.keep_canteen").select_related("campus")


class CanteenList(CanteensInReach, ListPage):
    model = Canteen
    permission_required = "canteen.keep_canteen"
    title = gettext_lazy("Canteens")
    create_page = CanteenCreate
    ordering = ["pk"]
    empty_text = gettext_lazy("Add the canteens of the school; food samples are kept for each of them.")
    columns = [
        Column(gettext_lazy("Name"), "name", link=True),
        Column(gettext_lazy("Campus"), "campus.name"),
        Column(gettext_lazy("State"), "use_text", kind="badge"),
    ]


class CanteenChange(CanteensInReach, UpdatePage):
    model = Canteen
    form_class = forms.CanteenChangeForm
    permission_required = "canteen.keep_canteen"
    label, url_name = gettext_lazy("Change the canteen"), "canteen:canteen_change"

    def perform(self, form):
        return services.change_canteen(self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, result):
        return reverse("canteen:canteen_list")

    def get_cancel_url(self):
        return reverse("canteen:canteen_list")

    def get_breadcrumbs(self):
        return [(_("Canteens"), reverse("canteen:canteen_list"))]
