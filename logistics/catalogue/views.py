"""The kinds of a school with their measure words."""

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.catalogue import services
from logistics.catalogue.filters import KindFilter
from logistics.catalogue.forms import ChangeKindForm, KindForm
from logistics.catalogue.models import Kind
from logistics.pages.changes import CreatePage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.lists import ListPage

CHANGE = "catalogue.change_kind"


class BackToKinds:
    """Kinds have no page of their own: one changes them and is back in the list."""

    model = Kind
    permission_required = CHANGE

    def get_success_url(self, result):
        return reverse("catalogue:kind_list")

    def get_cancel_url(self):
        return reverse("catalogue:kind_list")


class KindCreate(BackToKinds, CreatePage):
    form_class = KindForm
    label, url_name = gettext_lazy("Add a kind"), "catalogue:kind_create"
    back_url = reverse_lazy("catalogue:kind_list")

    def perform(self, form):
        return services.add_kind(self.school, **form.cleaned_data, by=self.request.user)


class KindChange(BackToKinds, UpdatePage):
    form_class = ChangeKindForm
    title = gettext_lazy("Change a kind")
    back_url = reverse_lazy("catalogue:kind_list")

    def get_subtitle(self):
        return _("What was logged before keeps this kind, under its new name.")

    def perform(self, form):
        return services.change_kind(self.object, **form.cleaned_data, by=self.request.user)


class KindList(ListPage):
    model = Kind
    permission_required = CHANGE
    filterset_class = KindFilter
    create_page = KindCreate
    title = gettext_lazy("Kinds")
    subtitle = gettext_lazy("Parts, objects and works in the school's own words, each with its measure word.")
    ordering = ["family", "pk"]
    columns = [
        Column(gettext_lazy("Name"), "name", link=True),
        Column(gettext_lazy("Measure word"), "measure_word"),
        Column(gettext_lazy("Family"), "get_family_display"),
        Column(gettext_lazy("Use"), "use_text", kind="badge"),
    ]

    def get_row(self, record):
        return make_row(record, self.columns, url=reverse("catalogue:kind_change", args=[record.pk]))
