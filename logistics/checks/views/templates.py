"""Checklists for reading: by area, one as the inspector sees it, its versions, its route, its papers."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.checks.forms.templates import CopyForm, NewTemplateForm, PreviewForm, RouteForm, TemplateForm
from logistics.checks.models import Round, Template, Version
from logistics.checks.selectors import templates as selectors
from logistics.checks.services import shipped
from logistics.checks.services import templates as services
from logistics.db import record_id
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage, FormPage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.dates import day_text
from logistics.pages.details import DetailPage
from logistics.pages.lists import TemplatePage
from logistics.pages.parts import Action, Cell, Fact, FactGroup, Panel

LIST = "checks:template_list"
MANAGE = "checks.manage_template"
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
    Column(gettext_lazy("Used last"), lambda template: template.used_last, labelled=True),
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
            template.used_last = day_text(last) if last else NONE_YET
            template.used_lately = _("%(count)d times") % {"count": lately} if lately else "—"
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


# --- one checklist ----------------------------------------------------------------------------------------------------


class OfTemplate:
    """A page about one checklist; one never published is there only for those who edit it."""

    model = Template
    queryset = Template.objects.all()

    def get_queryset(self):
        templates = super().get_queryset()
        return templates if self.request.user.has_perm(MANAGE) else templates.published()

    def get_breadcrumbs(self):
        return [(_("Checklists"), reverse(LIST)), (self.object.name, self.object.get_absolute_url())]


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


# --- the route --------------------------------------------------------------------------------------------------------


class TemplateRoute(OfTemplate, FormPage):
    """The places of a route in their order. The buttons work on the list as it stands; saving keeps it."""

    form_class, permission_required = RouteForm, MANAGE
    template_name = "checks/template_route.html"
    url_name, label = "checks:template_route", gettext_lazy("Save these places")
    done_text = gettext_lazy("The route is set. Checks under way keep their places.")
    keeps_drafts = False

    def get_title(self):
        return _("Route of “%(name)s”") % {"name": self.object.name}

    def get_record(self):
        return self.object

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST)
        if form.is_valid() and "save" not in request.POST:
            self.places = _arranged(form.ordered() + form.added(), request.POST)
            return self.show(self.get_form())
        self.places = form.ordered() if form.is_valid() else services.places_of_route(self.object)
        return super().post(request, *args, **kwargs)

    def get_context(self, form):
        places = getattr(self, "places", None)
        if places is None:
            places = services.places_of_route(self.object)
        return {**super().get_context(form), "places": places}

    def perform(self, form):
        places = form.ordered() + form.added()
        return services.set_route(self.object, places=places, by=self.request.user)


def _arranged(places, sent):
    """Return the places after the button that was pressed: ``up``, ``down`` or ``remove`` names one of them."""
    places = list(dict.fromkeys(places))
    for verb, step in (("up", -1), ("down", 1), ("remove", 0)):
        pk = record_id(sent.get(verb, ""))
        index = next((index for index, place in enumerate(places) if place.pk == pk), None)
        if index is None:
            continue
        place = places.pop(index)
        if step:
            places.insert(max(index + step, 0), place)
    return places
