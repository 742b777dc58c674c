"""The draft of a checklist: its headings and items on one page, what it asks as a whole, publishing it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.checks.forms.templates import (
    DraftForm,
    ItemForm,
    NewSectionForm,
    PublishForm,
    QuickItemForm,
    SectionForm,
)
from logistics.checks.models import Item, Section, Template, Version
from logistics.checks.selectors import templates as selectors
from logistics.checks.services import items, templates
from logistics.checks.views.template_parts import LIST, MANAGE
from logistics.db import record_id
from logistics.errors import RuleError
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, UpdatePage
from logistics.pages.parts import Action

DIRECTIONS = ("up", "down")


def drafts_in_sight(user):
    """Return the drafts of the checklists this person sees."""
    seen = Template.objects.visible_to(user)
    return Version.objects.filter(template__in=seen, published_at=None).select_related("template__school")


class OfDraft:
    """A page about a draft, or a heading or an item of one; what is published already is 404."""

    model = Version
    permission_required = MANAGE

    def get_queryset(self):
        drafts = drafts_in_sight(self.request.user)
        if self.model is Section:
            return Section.objects.filter(version__in=drafts).select_related("version__template__school")
        if self.model is Item:
            return Item.objects.filter(section__version__in=drafts).select_related("section__version__template__school")
        return drafts

    @property
    def draft(self):
        record = self.object
        if self.model is Section:
            return record.version
        return record.section.version if self.model is Item else record

    @property
    def template(self):
        return self.draft.template

    def get_breadcrumbs(self):
        edit = reverse("checks:template_edit", args=[self.template.pk])
        return [
            (_("Checklists"), reverse(LIST)),
            (self.template.name, self.template.get_absolute_url()),
            (_("Draft"), edit),
        ]

    def editor_url(self, anchor="", query=""):
        url = reverse("checks:template_edit", args=[self.template.pk])
        return f"{url}{'?' if query else ''}{query}{'#' if anchor else ''}{anchor}"

    def get_cancel_url(self):
        return self.editor_url()


# --- the page ---------------------------------------------------------------------------------------------------------


def editor_context(page, draft, *, item_form=None, section_form=None, quick=None):
    """Return what the editor page shows of a draft; ``quick`` is a (section pk, QuickItemForm) with an error in it."""
    school = draft.template.school
    rows = []
    for section, asked in selectors.items_with_limits(draft, school):
        form = quick[1] if quick and quick[0] == section.pk else quick_form(page, section)
        rows.append({"section": section, "items": asked, "quick": form})
    before = selectors.current_version(draft.template)
    return {
        "draft": draft,
        "template": draft.template,
        "rows": rows,
        "item_form": item_form,
        "section_form": section_form,
        "new_section": NewSectionForm(school=school, user=page.request.user, auto_id="new-section-%s"),
        "problems": selectors.problems_of(draft, school=school),
        "differences": selectors.differences(before, draft),
        "before": before,
        "several": draft.walk in Version.WALKS_SEVERAL,
        "actions": [
            Action(_("Publish"), reverse("checks:version_publish", args=[draft.pk]), icon="send", tone="primary"),
            Action(_("Print as it is"), reverse("checks:version_print", args=[draft.pk]), icon="printer"),
            Action(_("Throw the draft away"), reverse("checks:version_drop", args=[draft.pk]), icon="trash-2"),
        ],
    }


def quick_form(page, section, data=None):
    return QuickItemForm(data, school=page.school, user=page.request.user, auto_id=f"quick-{section.pk}-%s")


class TemplateEdit(RecordPage):
    """The draft on one page. Sending opens it; ``?item=`` and ``?section=`` unfold one for changing."""

    model = Template
    queryset = Template.objects.select_related("school")
    permission_required = MANAGE

    def get(self, request, pk):
        draft = self.draft
        if draft is None:
            return redirect(self.object.get_absolute_url())
        context = editor_context(
            self, draft, item_form=self.unfolded(Item, ItemForm), section_form=self.unfolded(Section, SectionForm)
        )
        context["adding"] = record_id(request.GET.get("add", ""))
        return render(request, "checks/template_edit.html", {"page": self.page_facts(), **context})

    def post(self, request, pk):
        templates.open_draft(self.object, by=request.user)
        return redirect("checks:template_edit", pk=pk)

    @cached_property
    def draft(self):
        draft = selectors.draft_of(self.object)
        if draft is not None:
            draft.template = self.object
        return draft

    def unfolded(self, model, form_class):
        """Return the form of the item or heading that the address names, or None."""
        pk = record_id(self.request.GET.get(model._meta.model_name, ""))
        path = {Item: "section__version", Section: "version"}[model]
        if pk is None:
            return None
        record = model.objects.filter(pk=pk, **{path: self.draft}).first()
        return form_of(self, record, form_class) if record else None

    def get_title(self):
        return _("Draft of “%(name)s”") % {"name": self.object.name}

    def get_subtitle(self):
        return _("Version %(number)d. Nobody sees it until you publish it.") % {"number": self.draft.number}

    def get_breadcrumbs(self):
        return [(_("Checklists"), reverse(LIST)), (self.object.name, self.object.get_absolute_url())]


def form_of(page, record, form_class, data=None):
    """Return the form of an item or a heading of a draft, filled with what it says now."""
    initial = {name: getattr(record, name) for name in form_class.base_fields if hasattr(record, name)}
    return form_class(data, initial=initial, school=page.school, user=page.request.user, record=record)


# --- headings and items -----------------------------------------------------------------------------------------------


class InEditor(OfDraft, UpdatePage):
    """A form that stands unfolded on the editor page: errors come back there."""

    done_text = gettext_lazy("Kept in the draft.")
    keeps_drafts = False
    shown_as = ""

    def get(self, request, *args, **kwargs):
        return redirect(self.editor_url(f"{self.model._meta.model_name}-{self.object.pk}", self.query))

    @property
    def query(self):
        return f"{self.model._meta.model_name}={self.object.pk}"

    def show(self, form):
        page = self.page_facts()
        context = editor_context(self, self.draft, **{self.shown_as: form})
        return render(self.request, "checks/template_edit.html", {"page": page, **context})

    def get_title(self):
        return _("Draft of “%(name)s”") % {"name": self.template.name}


class ItemChange(InEditor):
    model, form_class, url_name, shown_as = Item, ItemForm, "checks:item_change", "item_form"

    def perform(self, form):
        return items.change_item(self.object, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return self.editor_url(f"item-{result.pk}")


class SectionChange(InEditor):
    model, form_class, url_name, shown_as = Section, SectionForm, "checks:section_change", "section_form"

    def perform(self, form):
        return items.change_section(self.object, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return self.editor_url(f"section-{result.pk}")


class ItemAdd(InEditor):
    """One more item at the end of a heading, by its line on the editor page; then the next line waits."""

    model, form_class, url_name = Section, QuickItemForm, "checks:item_add"
    done_text = gettext_lazy("Added.")

    def get_initial(self):
        return {}

    def get_form(self, data=None, files=None):
        return quick_form(self, self.object, data)

    def show(self, form):
        context = editor_context(self, self.draft, quick=(self.object.pk, form))
        return render(self.request, "checks/template_edit.html", {"page": self.page_facts(), **context})

    @property
    def query(self):
        return f"add={self.object.pk}"

    def perform(self, form):
        return items.add_item(self.object, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return self.editor_url(f"add-{self.object.pk}", self.query)


class SectionAdd(OfDraft, UpdatePage):
    form_class, url_name = NewSectionForm, "checks:section_add"
    title, label = gettext_lazy("New heading"), gettext_lazy("Add the heading")
    done_text = gettext_lazy("Added.")
    keeps_drafts = False

    def get_initial(self):
        return {}

    def perform(self, form):
        return items.add_section(self.object, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return self.editor_url(f"add-{result.pk}", f"add={result.pk}")


class Push(OfDraft, RecordPage):
    """A small button of the editor page: it changes one thing at once and shows the page there again."""

    def get(self, request, pk):
        return redirect(self.editor_url())

    def post(self, request, pk):
        try:
            url = self.push()
        except RuleError as error:
            messages.error(request, error.message)
            url = self.editor_url()
        return redirect(url)

    @property
    def direction(self):
        direction = self.request.POST.get("direction", "")
        if direction not in DIRECTIONS:
            raise Http404
        return direction


class ItemMove(Push):
    model = Item

    def push(self):
        items.move_item(self.object, direction=self.direction, by=self.request.user)
        return self.editor_url(f"item-{self.object.pk}")


class ItemRemove(Push):
    model = Item

    def push(self):
        url = self.editor_url(f"section-{self.object.section_id}")
        items.remove_item(self.object, by=self.request.user)
        return url


class SectionMove(Push):
    model = Section

    def push(self):
        items.move_section(self.object, direction=self.direction, by=self.request.user)
        return self.editor_url(f"section-{self.object.pk}")


class SectionRemove(Push):
    model = Section

    def push(self):
        url = self.editor_url()
        items.remove_section(self.object, by=self.request.user)
        return url


# --- the draft as a whole ---------------------------------------------------------------------------------------------


class VersionChange(OfDraft, UpdatePage):
    form_class, url_name = DraftForm, "checks:version_change"
    title, label = gettext_lazy("About the whole check"), gettext_lazy("Save")
    done_text = gettext_lazy("Kept in the draft.")

    def perform(self, form):
        return templates.change_draft(self.object, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return self.editor_url()


class VersionPublish(OfDraft, ActionPage):
    form_class, url_name, tone = PublishForm, "checks:version_publish", "primary"
    template_name = "checks/version_publish.html"
    title, label = gettext_lazy("Publish the draft"), gettext_lazy("Publish")
    done_text = gettext_lazy("Published. Checks begun from now on ask this; those under way keep their version.")

    def get_context(self, form):
        before = selectors.current_version(self.template)
        return {
            **super().get_context(form),
            "object": None,
            "before": before,
            "differences": selectors.differences(before, self.object),
            "problems": selectors.problems_of(self.object, school=self.school),
            "under_way": selectors.rounds_under_way(self.template).count(),
            "edit_url": self.editor_url(),
        }

    def perform(self, form):
        return templates.publish_version(self.object, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return self.template.get_absolute_url()


class VersionDrop(OfDraft, ActionPage):
    url_name, danger = "checks:version_drop", True
    title, label = gettext_lazy("Throw the draft away"), gettext_lazy("Throw away")
    subtitle = gettext_lazy("What is published stays as it is.")
    done_text = gettext_lazy("The draft is gone.")

    def perform(self, form):
        return templates.drop_draft(self.object, by=self.request.user)

    def get_success_url(self, result):
        return result.get_absolute_url() if result else reverse(LIST)
