"""Donations and sponsored works: the list, one of them, taking in, publishing, taking back, the letter of thanks."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.income import ContributionFilter
from finance.forms.contributions import ContributionForm, TakeBackForm
from finance.models import Contribution
from finance.panels.income import standing_text
from finance.papers.income import thanks_pdf
from finance.views.filed import Filed
from finance.views.ledgers import Ledger
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action, Cell

KEEP, VIEW = "finance.keep_contribution", "finance.view_contribution"


class OfContributions:
    model = Contribution
    queryset = Contribution.objects.select_related("campus", "accepted_by", "entry", "school")

    def get_breadcrumbs(self):
        return [(_("Donations"), reverse("finance:contribution_list"))]


class ContributionCreate(OfContributions, CreatePage):
    form_class = ContributionForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Enter a donation"), "finance:contribution_create"

    def perform(self, form):
        return services.accept_contribution(self.school, **form.cleaned_data, by=self.request.user)


class ContributionList(OfContributions, Ledger, ListPage):
    permission_required = VIEW
    filterset_class = ContributionFilter
    create_page = ContributionCreate
    title = gettext_lazy("Donations and sponsored works")
    empty_text = gettext_lazy("Money, things and works that others gave or paid for.")
    columns = [
        Column(gettext_lazy("What was given"), "what", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Kind"), "get_kind_display"),
        Column(gettext_lazy("Donor"), "donor"),
        Column(gettext_lazy("Given on"), "on", kind="date"),
        Column(gettext_lazy("Amount or value"), "value", kind="money"),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="published_on"),
    ]

    def get_breadcrumbs(self):
        return []


class ContributionPublish(OfContributions, ActionPage):
    permission_required = KEEP
    label, url_name, icon, tone = gettext_lazy("Made public"), "finance:contribution_publish", "megaphone", "primary"
    question = gettext_lazy("Donor, thing and value were made public, on the board or on the school's page.")
    done_text = gettext_lazy("Written down as published.")

    @classmethod
    def applies(cls, record, user):
        return not record.published_on and not record.taken_back_on

    def perform(self, form):
        return services.publish_contribution(self.object, by=self.request.user)


class ContributionTakeBack(OfContributions, ActionPage):
    form_class = TakeBackForm
    permission_required = KEEP
    label, url_name, icon = gettext_lazy("Take back as wrong"), "finance:contribution_take_back", "undo-2"
    danger = True
    question = gettext_lazy("It no longer counts and stays readable; money is reversed in the books.")
    done_text = gettext_lazy("Taken back.")

    @classmethod
    def applies(cls, record, user):
        return not record.taken_back_on

    def perform(self, form):
        return services.take_back_contribution(self.object, **form.cleaned_data, by=self.request.user)


class ContributionDetail(OfContributions, Filed, DetailPage):
    permission_required = VIEW
    actions = [ContributionPublish, ContributionTakeBack]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Kind"), "get_kind_display"),
                Column(gettext_lazy("Donor"), "donor"),
                Column(gettext_lazy("Who that is"), "donor_note"),
                Column(gettext_lazy("Made public as"), "public_donor"),
                Column(gettext_lazy("Given on"), "on", kind="date"),
                Column(gettext_lazy("Amount or value (yuan)"), "value", kind="money"),
                Column(gettext_lazy("Entry in the books"), lambda each: each.entry.number if each.entry else ""),
                Column(gettext_lazy("Taken in by"), "accepted_by"),
                Column(gettext_lazy("Campus"), "campus"),
                Column(gettext_lazy("Made public on"), "published_on", kind="date"),
                Column(gettext_lazy("Purpose"), "purpose", wide=True),
                Column(gettext_lazy("Why taken back"), "taken_back_reason", wide=True),
            ],
        )
    ]

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)

    def get_title(self):
        return self.object.what

    def get_alert(self):
        if self.object.kind == Contribution.Kind.MONEY:
            return None
        return "info", _("Given in things or works: kept apart from the school's income and expenses.")

    def get_paper(self):
        url = reverse("finance:contribution_thanks", args=[self.object.pk])
        return Action(_("Letter of thanks (PDF)"), url, "printer")


class ContributionThanks(OfContributions, DetailPage):
    """感谢信 on paper."""

    permission_required = VIEW

    def get(self, request, *args, **kwargs):
        name = f"{_('Letter of thanks')}-{self.object.number}.pdf"
        return download(thanks_pdf(self.object), name, "application/pdf")
