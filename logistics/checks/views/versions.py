"""A version of a checklist, readable for good: what it says and what it changed."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from logistics import clock
from logistics.checks.forms.templates import PreviewForm
from logistics.checks.models import Round, Template, Version
from logistics.checks.selectors import templates as selectors
from logistics.checks.views.template_parts import LIST
from logistics.pages.base import RecordPage
from logistics.pages.parts import Action, Fact, FactGroup


def facts_of(version):
    """Return the facts of a version: where it goes, who signs, what it rests on."""
    signed = version.get_seconded_display()
    if version.seconded != Version.Seconded.NEVER:
        signed = _("%(signatures)s (%(who)s)") % {"signatures": signed, "who": version.second_label}
    where = version.get_walk_display()
    if version.scan_required:
        where = _("%(where)s, by scanning") % {"where": where}
    facts = [
        Fact(_("Where the check goes"), where),
        Fact(_("How many sign"), signed),
        Fact(_("Title on paper"), version.title),
        Fact(_("Basis"), version.basis, wide=True),
        Fact(_("How to go about it"), version.guidance, wide=True),
    ]
    return [fact for fact in facts if fact.text]


def preview_of(version, page):
    """Return what checks/_template_preview.html shows: the items as on a round, those asked once apart."""
    rows = PreviewForm(school=page.school, user=page.request.user, record=version).rows()
    several = version.walk in Version.WALKS_SEVERAL
    return {
        "rows": [(section, items) for section, items in rows if section.each_place or not several],
        "once": [(section, items) for section, items in rows if several and not section.each_place],
        "version": version,
        "several": several,
    }


class VersionDetail(RecordPage):
    """An older version, readable for good, with what it changed."""

    model = Version

    def get_queryset(self):
        return Version.objects.filter(template__in=Template.objects.visible_to(self.request.user)).select_related(
            "template__school", "published_by"
        )

    def get(self, request, pk):
        version = self.object
        if version.published_at is None:
            return redirect("checks:template_detail", pk=version.template_id)
        earlier = version.template.versions.filter(number__lt=version.number).exclude(published_at=None)
        before = earlier.order_by("-number").first()
        context = {
            "page": self.page_facts(),
            "version": version,
            "before": before,
            "differences": selectors.differences(before, version),
            "preview": preview_of(version, self),
            "fact_groups": [FactGroup("", self.get_facts(version))],
            "actions": [
                Action(_("Print an empty form"), reverse("checks:version_print", args=[version.pk]), icon="printer")
            ],
        }
        return render(request, "checks/version_detail.html", context)

    def get_facts(self, version):
        rounds = Round.objects.visible_to(self.request.user).filter(version=version)
        by = version.published_by or _("with the product")
        return [
            Fact(_("Published"), f"{clock.day_of(version.published_at):%Y-%m-%d} · {by}"),
            Fact(_("Checks made with it"), _("%(count)d checks") % {"count": rounds.count()}),
            *facts_of(version),
        ]

    def get_title(self):
        return str(self.object)

    def get_breadcrumbs(self):
        template = self.object.template
        return [(_("Checklists"), reverse(LIST)), (template.name, template.get_absolute_url())]
