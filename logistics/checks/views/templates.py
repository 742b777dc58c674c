"""Checklists for reading: by area, and one as the inspector sees it, with its versions and papers."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.checks.forms.templates import CopyForm, NewTemplateForm, TemplateForm
from logistics.checks.models import Template
from logistics.checks.selectors import templates as selectors
from logistics.checks.services import shipped
from logistics.checks.services import templates as services
from logistics.checks.views.template_parts import LIST, MANAGE, OfTemplate
from logistics.checks.views.versions import facts_of, preview_of
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.dates import day_text
from logistics.pages.details import DetailPage
from logistics.pages.lists import TemplatePage
from logistics.pages.parts import Action, Cell, Fact, FactGroup, Panel

NONE_YET = gettext_lazy("never")


# --- the list ---------------------------------------------------------------------------------------------------------


def version_text(template):
    """Return the number of the version in force, and that a draft waits."""
    published = next((version for version in template.numbered if version.published_at), None)
    text = _("version %(number)d") % {"number": published.number} if published else _("not published")
    drafted = any(version.published_at is None for version in template.numbered)
    return _("%(version)s, a draft waits") % {"version": text} if published and drafted else text


def items_text(template):
    shown = next((version for version in template.numbered if version.published_at), None) or template.numbered[0]
    return _("%(count)d items") % {"count": shown.items_count}


LIST_COLUMNS = [
    Column(gettext_lazy("Checklist"), "name", link=True),
    Column(gettext_lazy("Items"), items_text),
    Column(gettext_lazy("Version"), version_text),
    Column(gettext_lazy("Used last"), lambda template: template.used_last, kind="date", labelled=True),
    Column(gettext_lazy("In 30 days"), lambda template: template.used_lately, labelled=True),
    Column(gettext_lazy("State"), "use_text", kind="badge"),
]


class TemplateList(TemplatePage):
    """All checklists by what they are about: what they ask, when they were last used and how often."""

    model = Template
    template_name = "checks/template_list.html"
    title = gettext_lazy("Checklists")
    subtitle = gettext_lazy(
        "What is looked at on each check. Changes make a new version; checks under way keep theirs."
    )

    def get_context(self):
        usage = selectors.usage_of(self.school)
        may_edit = self.request.user.has_perm(MANAGE)
        templates = selectors.templates_with_versions(self.request.user).of_school(self.school)
        templates = list(templates if may_edit else templates.published())
        for template in templates:
            last, lately, _open = usage.get(template.pk, (None, 0, 0))
            template.used_last = last
            template.used_lately = _("%(count)d times") % {"count": lately} if last else NONE_YET
        return {
            "panels": [
                Panel(
                    label,
                    LIST_COLUMNS,
                    [make_row(template, LIST_COLUMNS) for template in templates if template.area == area],
                )
                for area, label in Template.Area.choices
                if any(template.area == area for template in templates)
            ],
            "actions": self.get_actions() if may_edit else [],
            "empty": Action(_("Bring in the usual checklists"), reverse("checks:template_install"), method="post"),
            "may_edit": may_edit,
        }

    def get_actions(self):
        return [
            Action(_("New checklist"), reverse("checks:template_create"), icon="plus", tone="primary"),
            Action(
                _("Bring in the usual checklists"), reverse("checks:template_install"), icon="download", method="post"
            ),
        ]


class TemplateInstall(RecordPage):
    """Bring in the checklists that come with the product; what the school has stays as it is."""

    model = Template
    permission_required = MANAGE

    def get(self, request):
        return redirect(LIST)

    def post(self, request):
        touched = shipped.install_shipped(self.school, by=request.user)
        if touched:
            names = "、".join(template.name for template in touched)
            messages.success(request, _("Brought in: %(names)s.") % {"names": names})
        else:
            messages.info(request, _("The usual checklists are all here."))
        return redirect(LIST)


class TemplateCreate(CreatePage):
    model, form_class, permission_required = Template, NewTemplateForm, MANAGE
    title, label, url_name = gettext_lazy("New checklist"), gettext_lazy("Go on to the items"), "checks:template_create"

    def get_breadcrumbs(self):
        return [(_("Checklists"), reverse(LIST))]

    def perform(self, form):
        return services.new_template(self.school, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return reverse("checks:template_edit", args=[result.pk])


class TemplateChange(OfTemplate, UpdatePage):
    form_class, permission_required = TemplateForm, MANAGE
    title, label, url_name = gettext_lazy("Name and area"), gettext_lazy("Save"), "checks:template_change"

    def perform(self, form):
        return services.change_template(self.object, **form.cleaned_data, by=self.request.user)


class TemplateCopy(OfTemplate, ActionPage):
    form_class, permission_required = CopyForm, MANAGE
    template_name = "generic/form.html"
    label, url_name, icon = gettext_lazy("Copy"), "checks:template_copy", "copy"
    done_text = gettext_lazy("Copied. The copy is a draft until you publish it.")

    def get_title(self):
        return _("Copy “%(name)s”") % {"name": self.object.name}

    def get_initial(self):
        longest = services.LONGEST_NAME
        return {"name": _("%(name)s (copy)") % {"name": self.object.name[: longest - 10]}}

    def perform(self, form):
        return services.copy_template(self.object, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return reverse("checks:template_edit", args=[result.pk])


class TemplateSwitch(OfTemplate, ActionPage):
    """Take a checklist out of use or into use, whichever it is not."""

    permission_required, url_name, icon = MANAGE, "checks:template_switch", "power"
    label = gettext_lazy("Switch off or on")

    @classmethod
    def applies(cls, record, user):
        return record.versions.exclude(published_at=None).exists()

    def get_title(self):
        return _("Take it out of use") if self.object.active else _("Take it into use")

    def get_subtitle(self):
        if not self.object.active:
            return _("From now on checks can be begun with it.")
        return _("No new check can be begun with it. Checks under way are finished, and what was found stays.")

    def get_context(self, form):
        return {**super().get_context(form), "submit_label": self.get_title()}

    def perform(self, form):
        return services.switch_template(self.object, active=not self.object.active, by=self.request.user)


class TemplateDetail(OfTemplate, DetailPage):
    """A checklist as the inspector meets it, with its use, versions and papers."""

    template_name = "checks/template_detail.html"

    def get_breadcrumbs(self):
        return [(_("Checklists"), reverse(LIST))]

    def get_context(self):
        self.version = selectors.current_version(self.object)
        self.draft = selectors.draft_of(self.object)
        shown = self.version or self.draft
        return {
            **super().get_context(),
            "draft": self.draft,
            "edit_url": reverse("checks:template_edit", args=[self.object.pk]),
            "may_edit": self.may_edit,
            "preview": preview_of(shown, self),
            "version": shown,
            "places": services.places_of_route(self.object),
        }

    @property
    def may_edit(self):
        return self.request.user.has_perm(MANAGE)

    def get_chip(self):
        return Cell(None, self.object.use_text, tone=self.object.tone)

    def get_actions(self):
        record = self.object
        pages = [
            ("template_print", _("Print an empty form"), "printer"),
            ("template_month", _("Month sheet"), "calendar-days"),
        ]
        actions = [Action(label, reverse(f"checks:{name}", args=[record.pk]), icon=icon) for name, label, icon in pages]
        if not self.may_edit:
            return actions if self.version else actions[:1]
        label = _("Go on with the draft") if self.draft else _("Edit")
        edit = reverse("checks:template_edit", args=[record.pk])
        changing = [
            ("template_route", _("Route"), "route"),
            ("template_change", _("Name and area"), "pencil"),
            ("template_copy", _("Copy"), "copy"),
        ]
        actions = [
            Action(label, edit, icon="list-checks", tone="primary", method="get" if self.draft else "post"),
            *actions,
            *[Action(label, reverse(f"checks:{name}", args=[record.pk]), icon=icon) for name, label, icon in changing],
        ]
        if self.version:
            words = _("Take it out of use") if record.active else _("Take it into use")
            actions.append(Action(words, reverse("checks:template_switch", args=[record.pk]), icon="power"))
        return actions

    def get_fact_groups(self):
        version = self.version or self.draft
        last, lately, under_way = selectors.usage_of(self.school).get(self.object.pk, (None, 0, 0))
        facts = [
            Fact(_("Area"), self.object.get_area_display()),
            Fact(_("Version"), str(version.number) if self.version else _("not published")),
            *facts_of(version),
            Fact(_("Used last"), day_text(last) if last else str(NONE_YET)),
            Fact(_("In 30 days"), _("%(count)d times") % {"count": lately}),
        ]
        if under_way:
            facts.append(Fact(_("Under way now"), _("%(count)d checks") % {"count": under_way}))
        return [FactGroup("", facts)]

    def get_panels(self):
        versions = list(self.object.versions.exclude(published_at=None).select_related("published_by"))
        columns = [
            Column(_("Version"), lambda version: _("version %(number)d") % {"number": version.number}, link=True),
            Column(_("Published"), "published_at", kind="moment"),
            Column(_("By"), lambda version: str(version.published_by or _("with the product"))),
        ]
        rows = [
            make_row(version, columns, url=reverse("checks:version_detail", args=[version.pk])) for version in versions
        ]
        return [Panel(_("Versions"), columns, rows, empty=_("Not published yet.")), *super().get_panels()]
