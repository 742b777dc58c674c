"""The school's own fonts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action
from logistics.reports import services
from logistics.reports.forms import FontForm
from logistics.reports.models import SchoolFont

ARRANGE = "reports.edit_summary"


class FontPage:
    """Everyone who arranges the summary of the school keeps its fonts."""

    model = SchoolFont
    permission_required = ARRANGE

    def get_queryset(self):
        return SchoolFont.objects.of_school(self.school).select_related("added_by")

    def get_breadcrumbs(self):
        return [
            (gettext_lazy("Summary"), reverse("reports:summary")),
            (gettext_lazy("Fonts of the school"), reverse("reports:font_list")),
        ]


class FontCreate(FontPage, CreatePage):
    form_class = FontForm
    label, url_name = gettext_lazy("Add a font"), "reports:font_create"

    def perform(self, form):
        facts = form.cleaned_data
        return services.add_font(
            self.school, family=facts["family"], content=facts["file"].read(), by=self.request.user
        )

    def get_success_url(self, result):
        return reverse("reports:font_list")


class FontRemove(FontPage, ActionPage):
    label, url_name = gettext_lazy("Remove the font"), "reports:font_remove"
    danger = True

    def perform(self, form):
        services.remove_font(self.object, by=self.request.user)

    def get_success_url(self, result):
        return reverse("reports:font_list")

    def get_breadcrumbs(self):
        return FontPage.get_breadcrumbs(self)

    def get_cancel_url(self):
        return reverse("reports:font_list")


class FontList(FontPage, ListPage):
    create_page = FontCreate
    title = gettext_lazy("Fonts of the school")
    empty_title = gettext_lazy("No font of your own")
    empty_text = gettext_lazy("The PDF uses Noto Serif. Add 方正小标宋, 仿宋 or others the school may use.")
    ordering = ["family", "pk"]
    columns = [
        Column(gettext_lazy("Used for"), "get_family_display", primary=True),
        Column(gettext_lazy("Font"), "name"),
        Column(gettext_lazy("Added by"), "added_by.name", path="added_by__name"),
        Column(gettext_lazy("Added at"), "added_at", kind="moment"),
    ]

    def get_breadcrumbs(self):
        return [(gettext_lazy("Summary"), reverse("reports:summary"))]

    def get_row(self, record):
        remove = Action(
            FontRemove.label, reverse("reports:font_remove", args=[record.pk]), icon="trash-2", tone="danger"
        )
        return make_row(record, self.columns, url="", menu=[remove])
