"""Subsidies: the list, one of them, and its way from the draft to the last payment."""

from django.db.models import Max, Q
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.filters.support import SubsidyFilter
from finance.forms.subsidies import StopSubsidyForm, StrikeForm, SubsidyChangeForm, SubsidyForm
from finance.models import Subsidy, SubsidyShare
from finance.panels.support import classes_panel, struck_panel
from finance.papers import subsidies as papers
from finance.selectors.support import classes_on_list
from finance.services import subsidies
from finance.views.filed import Filed
from finance.views.ledgers import XLSX, Ledger
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action

VIEW, KEEP, PAY = "finance.view_subsidy", "finance.keep_subsidy", "finance.pay_subsidy"
PDF = "application/pdf"


class OfSubsidies:
    model = Subsidy
    queryset = Subsidy.objects.select_related("term", "published_by", "school")
    permission_required = VIEW

    def get_breadcrumbs(self):
        return [(_("Subsidies"), reverse("finance:subsidy_list"))]


class SubsidyCreate(OfSubsidies, CreatePage):
    form_class = SubsidyForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Write a subsidy down"), "finance:subsidy_create"

    def perform(self, form):
        return subsidies.draft_subsidy(self.school, **form.cleaned_data, by=self.request.user)


class SubsidyList(OfSubsidies, Ledger, ListPage):
    queryset = Subsidy.objects.select_related("term").with_sums()
    filterset_class = SubsidyFilter
    create_page = SubsidyCreate
    title = gettext_lazy("Subsidies")
    empty_text = gettext_lazy(
        "Write down what pupils are given and on what basis; the list is posted before it is paid."
    )
    columns = [
        Column(gettext_lazy("Subsidy"), "name", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Kind"), "get_kind_display"),
        Column(gettext_lazy("Term"), "term", phone=False),
        Column(gettext_lazy("Standard a pupil"), "standard", kind="money", phone=False),
        Column(gettext_lazy("Sum of the list"), "planned", kind="money", labelled=True),
        Column(gettext_lazy("Paid so far"), "paid", kind="money", labelled=True),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []


class SubsidyChange(OfSubsidies, UpdatePage):
    form_class = SubsidyChangeForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Change"), "finance:subsidy_change"

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object}

    def get_initial(self):
        return {**super().get_initial(), "photos": []}

    @classmethod
    def applies(cls, record, user):
        return record.status == Subsidy.Status.DRAFT

    def perform(self, form):
        return subsidies.change_subsidy(self.object, **form.cleaned_data, by=self.request.user)


class SubsidyPublish(OfSubsidies, ActionPage):
    permission_required = KEEP
    label, url_name, move = gettext_lazy("Post the list"), "finance:subsidy_publish", "publish"
    icon, tone = "megaphone", "primary"
    question = gettext_lazy("The list and its amounts stay from now on. Hang it up; after its days it may be paid out.")
    facts = [
        Column(gettext_lazy("Basis of the subsidy"), "basis"),
        Column(gettext_lazy("Standard a pupil (yuan)"), "standard", kind="money"),
        Column(gettext_lazy("Pupils on the list"), lambda subsidy: subsidy.shares.current().count(), kind="number"),
    ]
    done_text = gettext_lazy("The list is posted.")

    @classmethod
    def applies(cls, record, user):
        return super().applies(record, user) and record.shares.current().exists()

    def perform(self, form):
        return subsidies.publish_subsidy(self.object, by=self.request.user)


class SubsidyStop(OfSubsidies, ActionPage):
    form_class = StopSubsidyForm
    permission_required = KEEP
    label, url_name, move = gettext_lazy("Stop the subsidy"), "finance:subsidy_stop", "stop"
    icon, danger = "octagon-x", True
    question = gettext_lazy("Nothing is paid. Its pupils may then stand on another list.")
    done_text = gettext_lazy("The subsidy is stopped.")

    def perform(self, form):
        return subsidies.stop_subsidy(self.object, **form.cleaned_data, by=self.request.user)


class SubsidyShareStrike(ActionPage):
    model = SubsidyShare
    queryset = SubsidyShare.objects.select_related("subsidy", "pupil", "school_class")
    form_class = StrikeForm
    permission_required = KEEP
    label, url_name, icon = gettext_lazy("Strike off the list"), "finance:subsidyshare_strike", "user-minus"
    danger = True
    question = gettext_lazy("This pupil gets nothing; name and reason stay readable.")
    done_text = gettext_lazy("Struck off.")
    facts = [
        Column(gettext_lazy("Name of the pupil"), "pupil.name"),
        Column(gettext_lazy("Class"), "school_class.name"),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.is_current and Subsidy.FLOW.allows("strike", record.subsidy.status)

    def get_title(self):
        return self.label

    def get_breadcrumbs(self):
        return [(self.object.subsidy.name, self.object.subsidy.get_absolute_url())]

    def perform(self, form):
        return subsidies.strike_off(self.object, **form.cleaned_data, by=self.request.user)


class SubsidyDetail(OfSubsidies, Filed, DetailPage):
    queryset = Subsidy.objects.select_related("term", "published_by", "school").with_sums()
    actions = [SubsidyPublish, SubsidyChange, SubsidyStop]
    path = [Subsidy.Status.DRAFT, Subsidy.Status.PUBLISHED, Subsidy.Status.PAYING, Subsidy.Status.DONE]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Kind"), "get_kind_display"),
                Column(gettext_lazy("Term"), "term"),
                Column(gettext_lazy("Standard a pupil (yuan)"), "standard", kind="money"),
                Column(gettext_lazy("Source of funds"), "get_source_display"),
                Column(gettext_lazy("Sum of the list (yuan)"), "planned", kind="money"),
                Column(gettext_lazy("Paid so far (yuan)"), "paid", kind="money"),
                Column(gettext_lazy("Basis"), papers.basis_of, wide=True),
                Column(gettext_lazy("Posted on"), "published_on", kind="date"),
                Column(gettext_lazy("Posted until"), "posted_until", kind="date"),
                Column(gettext_lazy("Posted by"), "published_by.name"),
                Column(gettext_lazy("Why it was stopped"), "stopped_reason", wide=True),
            ],
        )
    ]

    def get_alert(self):
        subsidy = self.object
        if subsidy.status == Subsidy.Status.PUBLISHED and not subsidy.was_posted_long_enough:
            return "info", _("The list is posted. It may be paid out once the days of the posting are over.")
        gone = subsidy.shares.to_pay().filter(pupil__left_on__isnull=False)
        if subsidy.status in ("published", "paying") and gone.exists():
            return "warning", _("Somebody on the list has left the school. Strike the name off before paying.")
        return None

    def get_actions(self):
        may, subsidy = self.request.user.has_perm, self.object
        offers = [
            (may(PAY) and subsidy.status in ("published", "paying") and subsidy.was_posted_long_enough,
             _("Pay the subsidy"), "subsidy_pay", "hand-coins", "primary"),
            (may(KEEP) and subsidy.status == "draft", _("Make the list"), "subsidy_pupils", "list-checks",
             "secondary" if subsidy.planned else "primary"),
        ]  # fmt: skip
        links = [
            Action(label, reverse(f"finance:{name}", args=[subsidy.pk]), icon=icon, tone=tone)
            for offered, label, name, icon, tone in offers
            if offered
        ]
        actions = super().get_actions()
        if may(KEEP) and subsidy.status == "draft":
            url = reverse("exchange:import_create", args=["subsidies"])
            actions.append(Action(_("Bring in from Excel"), url, icon="file-up"))
        return links + actions + self.get_papers()

    def get_papers(self):
        if self.object.published_on is None:
            return []
        url = reverse("finance:subsidy_paper", args=[self.object.pk])
        return [
            Action(_("Posted list (PDF)"), f"{url}?as=posting", icon="file-text"),
            Action(_("Payment list (PDF)"), url, icon="file-text"),
            Action(_("Payment list (Excel)"), f"{url}?as=xlsx", icon="file-spreadsheet"),
        ]

    @cached_property
    def link(self):
        """The page that a class leads to, for this person and state."""
        may, subsidy = self.request.user.has_perm, self.object
        if subsidy.status == "draft" and may(KEEP):
            return "finance:subsidy_pupils"
        payable = subsidy.status in ("published", "paying") and subsidy.was_posted_long_enough
        return "finance:subsidy_pay" if payable and may(PAY) else ""

    def get_panels(self):
        panels = [classes_panel(self.object, classes_on_list(self.object), self.link)]
        struck = self.object.shares.filter(is_current=False).select_related("pupil", "school_class")
        if struck.exists():
            panels.append(struck_panel(struck))
        return panels + super().get_panels()


class SubsidyPaper(OfSubsidies, RecordPage):
    """The list of a subsidy to be posted, to be signed, or as a workbook."""

    def get(self, request, pk):
        if self.object.published_on is None:
            raise Http404
        standing = Q(rows__payment__corrects=None, rows__payment__correction=None)
        shares = self.object.shares.current().select_related("pupil", "school_class__campus")
        shares = shares.annotate(paid_on=Max("rows__payment__on", filter=standing)).order_by(
            "school_class__campus", "school_class__grade", "school_class", "pupil__number"
        )
        name, wanted = papers.payment_title(self.object), request.GET.get("as")
        if wanted == "xlsx":
            file = papers.payment_workbook(self.object, shares)
            return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
        if wanted == "posting":
            return download(papers.posting_pdf(self.object, shares), f"{self.object.name}.pdf", PDF)
        return download(papers.payment_pdf(self.object, shares), f"{name}.pdf", PDF)
