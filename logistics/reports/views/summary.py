"""The summary on screen, the rows behind each figure, and the director's own part of it."""

from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import hooks
from logistics.db import record_id
from logistics.pages.base import Page
from logistics.pages.changes import FormPage
from logistics.pages.columns import Column, make_row, relations_of
from logistics.pages.paging import KeyPage
from logistics.reports import services
from logistics.reports.figures import in_hours
from logistics.reports.forms import ChooserForm, ExportForm, SectionsForm, TextForm
from logistics.reports.models import Export, SummaryText
from logistics.reports.periods import Scope, period_by_key
from logistics.reports.sections import Section
from logistics.reports.selectors import VIEW, campuses_open_to, style_of
from logistics.reports.statements import Claim, Figure
from logistics.reports.summaries import Summary, sections_of

EDIT = "reports.edit_summary"


def summary_query(period, scope, **more):
    """Return the query that names a summary in addresses."""
    return urlencode({"period": period.key, **({"campus": scope.key} if scope.key else {}), **more})


def summary_url(period, scope):
    return f"{reverse('reports:summary')}?{summary_query(period, scope)}"


class SummaryMixin:
    """Finds the period and scope an address names; what is not open to the person is 404."""

    @cached_property
    def period(self):
        period = period_by_key(self.school, self.request.GET.get("period", ""))
        if period is None:
            raise Http404
        return period

    @cached_property
    def scope(self):
        campuses, whole = campuses_open_to(self.request.user, self.school)
        asked = self.request.GET.get("campus", "")
        open_scopes = {str(campus.pk): Scope(campus) for campus in campuses} | ({"": Scope()} if whole else {})
        if asked not in open_scopes:
            raise Http404
        return open_scopes[asked]

    @property
    def summary_url(self):
        return summary_url(self.period, self.scope)


class SummaryPage(Page):
    """The summary as a document: each figure leads to the rows that prove it."""

    permission_required = VIEW
    title = gettext_lazy("Summary")
    template_name = "reports/summary.html"

    def get(self, request):
        form = ChooserForm(request.GET, school=self.school, user=request.user)
        valid = form.is_valid()
        period, scope = (form.chosen_period, form.chosen_scope) if valid else (None, None)
        context = {"page": self.page_facts(), "chooser": form, "may_edit": request.user.has_perm(EDIT)}
        context["has_terms"] = period is not None or self.school.terms.exists()
        if period is not None and scope is not None:
            self.period, self.scope = period, scope
            context |= self.summary_context()
        return render(request, self.template_name, context)

    def summary_context(self):
        summary = Summary(self.school, self.period, self.scope)
        document = summary.document(self.link)
        query = summary_query(self.period, self.scope)
        return {
            "page": {**self.page_facts(), "subtitle": f"{self.period.label} · {self.scope.label}"},
            "summary": summary,
            "document": document,
            "is_empty": not any(statement.all_figures() for statement in summary.filled),
            "parts": [
                (
                    part,
                    part.section in document.places,
                    f"{reverse('reports:text_update', args=[part.section])}?{query}",
                )
                for part in summary.parts
            ],
            "export_form": ExportForm(school=self.school, user=self.request.user),
            "export_url": f"{reverse('reports:export_create')}?{query}",
            "exports": Export.objects.visible_to(self.request.user).filter(
                period=self.period.key, campus=self.scope.campus
            )[:5],
        }

    def link(self, statement, figure):
        query = summary_query(self.period, self.scope, statement=statement.key, figure=figure.key)
        return f"{reverse('reports:figure')}?{query}"


class FigurePage(SummaryMixin, Page):
    """Exactly the rows that prove a figure, whoever reads it: the permission is that of the summary."""

    permission_required = VIEW
    template_name = "reports/figure.html"

    @cached_property
    def figure(self):
        figure = self.summary.find(self.request.GET.get("statement", ""), self.request.GET.get("figure", ""))
        if figure is None:
            raise Http404
        return figure

    @cached_property
    def summary(self):
        return Summary(self.school, self.period, self.scope)

    @cached_property
    def shown(self):
        """Which of the proving lists is in sight: a rate has two."""
        asked = record_id(self.request.GET.get("list", "0"))
        proofs = self.figure.proofs
        if asked is None or asked >= len(proofs):
            raise Http404
        return proofs[asked]

    def get_title(self):
        return self.figure.title

    def get_breadcrumbs(self):
        return [(self.summary.title, self.summary_url)]

    def get(self, request):
        proof = ProofList(self.shown, request.GET)
        context = {
            "page": {
                **self.page_facts(),
                "subtitle": f"{self.period.label} · {self.scope.label}",
                "empty_title": _("No record"),
                "empty_text": _("No record of this period and scope belongs here."),
            },
            "figure": self.figure,
            "figure_text": "" if isinstance(self.figure, Claim) else self.figure.text,
            "claim": self.figure if isinstance(self.figure, Claim) else None,
            "proof": proof,
            "tabs": self.tabs(),
            "columns": proof.columns,
            "rows": proof.table_rows(),
            "paging": proof.page.paging(),
        }
        template = "generic/_results.html" if request.htmx and request.htmx.target == "results" else self.template_name
        return render(request, template, context)

    def tabs(self):
        proofs = self.figure.proofs
        if len(proofs) < 2:
            return []
        address = f"{self.request.path}?" + summary_query(
            self.period, self.scope, statement=self.request.GET["statement"], figure=self.request.GET["figure"]
        )
        return [
            (proof.label, f"{address}&list={index}", proof is self.shown, proof.text)
            for index, proof in enumerate(proofs)
        ]


class ProofList:
    """The rows of one figure under the columns their app declared."""

    def __init__(self, figure: Figure, query):
        self.figure = figure
        self.columns = proof_columns(figure)
        self.page = KeyPage(stable(figure.rows), query)
        prefetch_related_objects(self.page.rows, *relations_of(self.columns, figure.rows.model))

    def table_rows(self):
        return [make_row(record, self.columns) for record in self.page.rows]

    @property
    def check(self):
        """What is counted or summed, in a sentence."""
        figure = self.figure
        if figure.measure is None:
            return _("%(count)s records, counted") % {"count": figure.number}
        checks = {
            "sum": _("Sum of these records: %(value)s"),
            "average": _("Average of these records: %(value)s"),
            "median": _("Median of these records: %(value)s"),
        }
        return checks[figure.how] % {"value": figure.text}


def stable(rows):
    """Return ``rows`` in an order that pages by key can follow: their own as far as its fields are never null."""
    fields = {field.name: field for field in rows.model._meta.concrete_fields}
    order = []
    for name in rows.query.order_by or rows.model._meta.ordering:
        field = fields.get(name.lstrip("-")) if isinstance(name, str) else None
        if field is None or field.null or field.is_relation or field.unique:
            break
        order.append(name)
    return rows.order_by(*order, "-pk" if order and order[0].startswith("-") else "pk")


def proof_columns(figure):
    """Return the columns of a figure's rows, and what is summed when no column shows it."""
    declared = hooks.proof_columns.get(figure.rows.model)
    columns = list(declared()) if declared else [Column(figure.rows.model._meta.verbose_name, str, link=True)]
    shown = {column.accessor for column in columns if isinstance(column.accessor, str)}
    if figure.measure and figure.measure not in shown:
        kind = "money" if figure.kind == "money" else "number"
        columns.append(Column(figure.label, lambda record: in_hours(measured(record, figure.measure)), kind=kind))
    return columns


def measured(record, path):
    """Return the value of ``record`` that a figure sums."""
    for name in path.split("__"):
        record = getattr(record, name, None)
    return record


class TextUpdate(SummaryMixin, FormPage):
    """The director's own text of a section; it stays when the figures are computed anew."""

    permission_required = EDIT
    template_name = "reports/text.html"
    form_class = TextForm
    label = gettext_lazy("Save text")
    model = SummaryText

    def get_title(self):
        return self.part.heading

    def get_subtitle(self):
        return f"{self.period.label} · {self.scope.label}"

    def get_breadcrumbs(self):
        return [(self.summary.title, self.summary_url)]

    @cached_property
    def summary(self):
        return Summary(self.school, self.period, self.scope)

    @cached_property
    def part(self):
        section = self.kwargs["section"]
        part = next((part for part in self.summary.parts if part.section == section), None)
        if part is None:
            raise Http404
        return part

    def get_record(self):
        return self.part.own

    def get_initial(self):
        return {"text": "\n".join(self.part.own_paragraphs)}

    def get_context(self, form):
        return {**super().get_context(form), "part": self.part, "versions": self.versions(), "faults": self.faults()}

    def versions(self):
        """Earlier wordings that the database kept, newest first."""
        own = self.part.own
        if own is None:
            return []
        kept = own.events.order_by("-pgh_id")[1:11]
        return [version for version in kept if version.text]

    def faults(self):
        if self.part.section != Section.PROBLEMS:
            return []
        return [fault.sentence.text for fault in self.summary.faults]

    def perform(self, form):
        return services.write_text(
            self.school,
            self.period,
            self.scope,
            section=self.part.section,
            by=self.request.user,
            **form.cleaned_data,
        )

    def get_success_url(self, result):
        return self.summary_url


class SectionsUpdate(FormPage):
    """Order, headings and visibility of the sections, for all summaries of the school."""

    permission_required = EDIT
    template_name = "reports/sections.html"
    form_class = SectionsForm
    label = gettext_lazy("Save")
    title = gettext_lazy("Sections of the summary")

    def get_breadcrumbs(self):
        return [(_("Summary"), reverse("reports:summary"))]

    @cached_property
    def choices(self):
        return sections_of(self.school)

    def get_record(self):
        return self.choices

    def get_initial(self):
        return {"roughly": style_of(self.school).roughly} | {
            f"{name}_{choice.section}": getattr(choice, name)
            for choice in self.choices
            for name in ("position", "heading", "shown")
        }

    def perform(self, form):
        return services.arrange_sections(
            self.school, choices=form.choices(), roughly=form.cleaned_data["roughly"], by=self.request.user
        )

    def get_success_url(self, result):
        return reverse("reports:summary")
