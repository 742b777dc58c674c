"""What the pages of a checklist share."""

from django.urls import reverse
from django.utils.translation import gettext as _

from logistics.checks.models import Template

LIST = "checks:template_list"
MANAGE = "checks.manage_template"


class OfTemplate:
    """A page about one checklist; one never published is there only for those who edit it."""

    model = Template
    queryset = Template.objects.all()

    def get_queryset(self):
        templates = super().get_queryset()
        return templates if self.request.user.has_perm(MANAGE) else templates.published()

    def get_breadcrumbs(self):
        return [(_("Checklists"), reverse(LIST)), (self.object.name, self.object.get_absolute_url())]
